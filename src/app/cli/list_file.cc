#include "app/cli/list_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "app/cli/whole_file.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t kLargestFile = 64 * 1024 * 1024;  // what the API takes in one request
constexpr std::string_view kBlanks = " \t\r";

// "prefix", and what others call it, which the API refuses with the right name.
constexpr std::array<std::string_view, 12> kNamesOfAddresses = {
    "prefix", "ip",      "ips",       "ip address", "ip_address", "ipaddress",
    "cidr",   "address", "addresses", "network",    "networks",   "subnet"};

std::string_view without_mark(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return text;
}

std::string_view without_ends(std::string_view text, std::string_view ends) {
  const std::size_t start = text.find_first_not_of(ends);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(ends) - start + 1);
}

std::string_view take(std::string_view& text, std::string_view separators) {
  const std::size_t end = std::min(text.find_first_of(separators), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return lower;
}

bool names_addresses(std::string_view field) {
  const std::string name = lowered(without_ends(field, " \t\""));
  return std::ranges::find(kNamesOfAddresses, name) != kNamesOfAddresses.end();
}

bool begins_like_csv(std::string_view text) {
  while (!text.empty()) {
    std::string_view line = without_ends(take(text, "\n"), kBlanks);
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with('"') || line.starts_with("sep=")) return true;
    while (!line.empty()) {
      if (names_addresses(take(line, ",;"))) return true;
    }
    return false;
  }
  return false;
}

// {"items": [...]} as `export` prints it becomes {"entries": [...]} with what a new entry may have.
Result<std::string> to_entries(std::string_view text) {
  boost::system::error_code failure;
  const json::value exported = json::parse(text, failure);
  const auto* const object = failure ? nullptr : exported.if_object();
  const auto* const items = object == nullptr ? nullptr : object->if_contains("items");
  if (items == nullptr || !items->is_array()) {
    return fail(
        ErrorCode::malformed_request,
        "this is JSON, but not as 'address export --format json' prints it: give that, CSV or a text");
  }
  json::array entries;
  for (const json::value& item : items->get_array()) {
    const auto* const listed = item.if_object();
    if (listed == nullptr) {
      entries.push_back(item);  // which the API refuses by its place
      continue;
    }
    json::object entry;
    for (const char* name : {"prefix", "note", "valid_from", "valid_until"}) {
      const auto* const value = listed->if_contains(name);
      if (value != nullptr) entry[name] = *value;
    }
    entries.push_back(std::move(entry));
  }
  return json::serialize(json::object{{"entries", std::move(entries)}});
}

}  // namespace

Result<ListUpload> to_upload(const std::filesystem::path& file, std::string text) {
  if (without_ends(without_mark(text), " \t\r\n").starts_with('{')) {
    SALLYPORT_ASSIGN(auto entries, to_entries(without_mark(text)));
    return ListUpload{std::move(entries), "application/json"};
  }
  const bool csv = lowered(file.extension().string()) == ".csv" || begins_like_csv(without_mark(text));
  return ListUpload{std::move(text), csv ? "text/csv" : "text/plain"};
}

Result<ListUpload> read_list_file(const std::filesystem::path& file) {
  auto text = read_whole_file(file, kLargestFile);
  if (!text && text.error().code == ErrorCode::too_many_entries) {
    return fail(ErrorCode::too_many_entries,
                fmt::format("{} is larger than 64 MiB: split it", file.string()));
  }
  if (!text) return std::unexpected(text.error());
  if (text->empty()) return fail(ErrorCode::malformed_request, fmt::format("{} is empty", file.string()));
  return to_upload(file, *std::move(text));
}

}  // namespace sallyport::cli
