#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "render/target.h"

namespace sallyport::render {
namespace {

constexpr std::size_t kMostFaults = 20;  // in one message

// The faults of a list, as one message that does not grow with them.
class ListFaults {
 public:
  void add(std::size_t line, std::string_view why) {
    if (count_++ < kMostFaults) text_ += fmt::format("{}line {}: {}", text_.empty() ? "" : "\n", line, why);
  }
  bool empty() const { return count_ == 0; }

  std::unexpected<Error> failure() && {
    if (count_ > kMostFaults) text_ += fmt::format("\nand {} lines more", count_ - kMostFaults);
    return fail(ErrorCode::malformed_list, std::move(text_));
  }

 private:
  std::string text_;
  std::size_t count_ = 0;
};

std::string_view take_list_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Without "# ...", and the blanks before it.
std::string_view without_remark(std::string_view line) {
  const std::size_t remark = line.find('#');
  if (remark != std::string_view::npos) line = line.substr(0, remark);
  const bool blank = line.find_first_not_of(" \t") == std::string_view::npos;
  if (!blank && remark == std::string_view::npos) return line;
  return line.substr(0, line.find_last_not_of(" \t") + 1);
}

}  // namespace

Result<List> parse_list(std::string_view text) {
  List list;
  std::vector<net::Prefix> prefixes;
  ListFaults faults;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::string_view line = without_remark(take_list_line(text));
    if (++number > kMostLines) {
      return fail(ErrorCode::too_many_entries, fmt::format("a list has at most {} lines", kMostLines));
    }
    if (line.empty()) continue;
    if (const auto prefix = net::Prefix::parse(line)) {
      prefixes.push_back(*prefix);
      continue;
    }
    auto destination = net::parse_destination(line);
    if (!destination) {
      faults.add(number, destination.error().message);
    } else if (const auto* const prefix = std::get_if<net::Prefix>(&destination->what);
               prefix != nullptr && !destination->ports) {
      prefixes.push_back(*prefix);
    } else {
      list.destinations.push_back(*std::move(destination));
    }
  }
  if (!faults.empty()) return std::move(faults).failure();
  if (prefixes.empty() && list.destinations.empty()) {
    return fail(ErrorCode::malformed_list,
                "the list is empty: nothing is rendered, as nothing would be allowed by it. Where it came "
                "from another "
                "command, look what that said");
  }
  list.prefixes = net::PrefixSet::of(std::move(prefixes));
  std::ranges::sort(list.destinations);
  list.destinations.erase(std::ranges::unique(list.destinations).begin(), list.destinations.end());
  return list;
}

}  // namespace sallyport::render
