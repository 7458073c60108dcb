#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "catalog/read/document/page.h"

namespace sallyport::catalog {
namespace {

bool begins_like_html(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos || text[start] != '<' || start + 1 == text.size()) return false;
  const char next = text[start + 1];
  return next == '!' || next == '?' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
}

}  // namespace

Result<Page> read_page(std::string_view bytes) {
  if (bytes.size() > kLargestPage) {
    return fail(ErrorCode::malformed_feed, fmt::format("it is larger than {} MiB", kLargestPage >> 20));
  }
  if (bytes.starts_with("%PDF")) return fail(ErrorCode::malformed_feed, "this is a PDF document");
  if (!is_utf8(bytes) || bytes.find('\0') != std::string_view::npos) {
    return fail(ErrorCode::malformed_feed, "it is not text in UTF-8");
  }
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  SALLYPORT_ASSIGN(Page page, begins_like_html(bytes) ? read_html_page(bytes) : read_text_page(bytes));
  if (page.blocks.empty() && page.title.empty())
    return fail(ErrorCode::malformed_feed, "there is no text in it");
  return page;
}

}  // namespace sallyport::catalog
