#include "catalog/answer/answer_compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "catalog/answer/answer_texts.h"

namespace sallyport::catalog {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostFaults = 20;

json::object fields_of_difference(const Difference& difference) {
  json::object fields{{"change", to_string(difference.kind)}, {"what", difference.what}};
  if (!difference.before.empty()) fields["before"] = difference.before;
  if (!difference.after.empty()) fields["after"] = difference.after;
  if (!difference.replaced_by.empty()) fields["replaced_by"] = array_of(texts_of(difference.replaced_by));
  return fields;
}

json::object fields_of_end(const Listing::Line& line) {
  json::object fields{{"change", "ends"},
                      {"what", net::to_string(line.destination)},
                      {"before", joined(line.places)},
                      {"until", Day::of(*line.until).to_string()}};
  if (!line.replaced_by.empty()) fields["replaced_by"] = array_of(texts_of(line.replaced_by));
  return fields;
}

}  // namespace

json::array compare_rows(const std::vector<Difference>& differences, const Listing& after) {
  json::array rows;
  for (const auto& difference : differences) rows.push_back(fields_of_difference(difference));
  std::vector<const Listing::Line*> ending;
  for (const auto& line : after.lines) {
    if (line.until) ending.push_back(&line);
  }
  std::ranges::sort(ending, {}, [](const auto* line) { return std::pair(*line->until, line->destination); });
  for (const auto* line : ending) rows.push_back(fields_of_end(*line));
  return rows;
}

Result<std::vector<net::Destination>> read_lines(const std::string& name, std::string_view text) {
  std::vector<net::Destination> destinations;
  std::string faults;
  std::size_t number = 0, bad = 0;
  while (!text.empty()) {
    ++number;
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    line = line.substr(0, line.find('#'));
    const auto last = line.find_last_not_of(" \t\r");
    if (last == std::string_view::npos) continue;
    auto destination = net::parse_destination(line.substr(0, last + 1));
    if (destination) {
      destinations.push_back(*std::move(destination));
    } else if (++bad <= kMostFaults) {
      faults +=
          fmt::format("{}{}:{}: {}", faults.empty() ? "" : "\n", name, number, destination.error().message);
    }
  }
  if (bad > kMostFaults) faults += fmt::format("\nand {} more", bad - kMostFaults);
  if (bad != 0) return fail(ErrorCode::malformed_list, faults);
  return destinations;
}

}  // namespace sallyport::catalog
