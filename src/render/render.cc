#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "render/bounds.h"
#include "render/fit.h"
#include "render/target.h"

namespace sallyport::render {
namespace {

constexpr std::size_t kLongestName = 31;

bool is_name(std::string_view text) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto inner = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && text.size() <= kLongestName && letter(text.front()) &&
         std::ranges::all_of(text, inner);
}

}  // namespace

Result<Rendered> render(const Target& target, List list, const Options& options) {
  if (!is_name(options.name)) {
    return fail(
        ErrorCode::invalid_setting,
        fmt::format("'{}' is no name: take lower-case letters, digits and _, a letter first, at most {}",
                    printable_excerpt(options.name), kLongestName));
  }
  if (list.prefixes.empty() && list.destinations.empty()) {
    return fail(ErrorCode::malformed_list, "the list is empty: there is nothing to render");
  }
  std::vector<std::string> notes;
  SALLYPORT_ASSIGN(const List fitting, fit(target, std::move(list), options, notes));
  SALLYPORT_ASSIGN(Rendered rendered, target.write(fitting, options));
  std::size_t bytes = 0;
  for (const File& file : rendered.files) bytes += file.text.size();
  SALLYPORT_TRY(expect_bytes(bytes, options));
  rendered.notes.insert(rendered.notes.begin(), notes.begin(), notes.end());
  return rendered;
}

}  // namespace sallyport::render
