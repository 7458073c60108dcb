#include "catalog/read/feed_lines.h"

#include <fmt/format.h>

namespace sallyport::catalog {

bool FeedLines::next() {
  if (rest_.empty()) return false;
  const std::size_t end = rest_.find('\n');
  line_ = rest_.substr(0, end);
  rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  ++number_;
  return true;
}

std::unexpected<Error> FeedLines::refuse(std::string_view part, std::string_view why) const {
  const auto column = static_cast<std::size_t>(part.data() - line_.data()) + 1;
  return fail(ErrorCode::malformed_feed, fmt::format("line {}, column {}: {}", number_, column, why));
}

std::unexpected<Error> FeedLines::refuse(std::string_view part, const Error& error) const {
  if (error.code == ErrorCode::too_many_entries) return std::unexpected(error);
  return refuse(part, error.message);
}

std::string_view trim_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  const std::size_t start = text.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return text.substr(text.size());
  return text.substr(start, text.find_last_not_of(kBlanks) - start + 1);
}

}  // namespace sallyport::catalog
