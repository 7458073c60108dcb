#include "api/bulk/bulk_text.h"

#include <fmt/format.h>

#include <optional>

namespace sallyport::api {
namespace {

// "allow 192.0.2.0/24" is what nginx has in front of its semicolon.
std::optional<std::string_view> word_of_nginx(std::string_view item) {
  for (const std::string_view word : {"allow", "deny"}) {
    if (item.size() > word.size() && item.starts_with(word) &&
        std::string_view(" \t").contains(item[word.size()]))
      return word;
  }
  return std::nullopt;
}

// Takes what stands before the first of the separators, and that separator.
std::string_view take(std::string_view& text, std::string_view separators) {
  const std::size_t end = text.find_first_of(separators);
  const std::string_view taken = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return taken;
}

Result<control::NewEntry> to_entry(std::string_view item, const control::NewEntry& common) {
  SALLYPORT_ASSIGN(const auto prefix, read_listed_prefix(item));
  control::NewEntry entry = common;
  entry.prefix = prefix;
  return entry;
}

}  // namespace

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  const std::size_t start = text.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kBlanks) - start + 1);
}

Result<net::Prefix> read_listed_prefix(std::string_view item) {
  auto prefix = net::parse_prefix(item);
  if (prefix) return prefix;
  if (const auto word = word_of_nginx(item)) {
    return fail(ErrorCode::malformed_address,
                fmt::format("this is a line of nginx's, and a list has the addresses alone; this makes one: "
                            R"(sed -nE 's|^[[:space:]]*{}[[:space:]]+([0-9a-fA-F.:/]+);.*|\1|p' FILE)",
                            *word));
  }
  if (item.starts_with('"')) {
    return fail(ErrorCode::malformed_address,
                "an address stands without quotes, or this is CSV: then send it as text/csv, or have the "
                "file's name end in .csv");
  }
  return prefix;
}

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  return text.starts_with(kMark) ? text.substr(kMark.size()) : text;
}

Result<NewEntries> read_bulk_text(std::string_view text, const control::NewEntry& common) {
  text = without_byte_order_mark(text);
  EntryCollector collector;
  for (std::size_t line = 1; !text.empty(); ++line) {
    std::string_view rest = take(text, "\n");
    if (rest.ends_with('\r')) rest.remove_suffix(1);
    rest = rest.substr(0, rest.find('#'));
    while (!rest.empty()) {
      const std::string_view item = without_blanks(take(rest, ",;"));
      if (item.empty()) continue;
      if (!collector.has_room()) return fail_too_many_new_entries();
      collector.add(item, line, to_entry(item, common));
    }
  }
  NewEntries read = collector.take();
  if (read.entries.empty() && read.wrong.empty()) {
    return fail(ErrorCode::malformed_request, "the text has no address: write one a line");
  }
  return read;
}

}  // namespace sallyport::api
