// What differs between two days of a catalog, or between two lists.

#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/handlers/catalog_call.h"
#include "api/handlers/handlers.h"
#include "catalog/answer/answer_compare.h"
#include "catalog/answer/answer_day.h"

namespace sallyport::api {
namespace {

namespace json = boost::json;
using catalog::Listing;

constexpr std::string_view kSide =
    "a list of lines, or a vendor, or a vendor and a day such as moengage@2026-01-31";
constexpr std::uint64_t kMostMatches = 20'000'000;  // about a second

// A host that is on one list only is looked for among the wildcards of the other.
Result<void> check_cost(const Listing& before, const Listing& after) {
  const auto wildcards = [](const Listing& listing) {
    return static_cast<std::uint64_t>(std::ranges::count_if(listing.lines, [](const auto& line) {
      const auto* const host = std::get_if<net::HostPattern>(&line.destination.what);
      return host != nullptr && host->is_wildcard();
    }));
  };
  const std::uint64_t matches =
      before.lines.size() * wildcards(after) + after.lines.size() * wildcards(before);
  if (matches <= kMostMatches) return {};
  return fail(ErrorCode::too_many_entries,
              "these lists have too many lines and wildcards to compare here: compare them in parts, or with "
              "the command line");
}

Result<Reply> answer_difference(const Listing& before, const Listing& after) {
  SALLYPORT_TRY(check_cost(before, after));
  const auto rows = catalog::compare_rows(catalog::compare(before, after), after);
  return Reply{200, json::serialize(json::object{{"items", rows}}), kJson};
}

// "moengage", "moengage@2026-01-31".
Result<Listing> listing_of_vendor(const Call& call, const std::string& text) {
  const std::size_t at = text.rfind('@');
  const std::string day = at == std::string::npos ? std::string() : text.substr(at + 1);
  if (at != std::string::npos && day.empty()) {
    return fail(ErrorCode::malformed_request, "a day is missing behind @");
  }
  SALLYPORT_ASSIGN(const auto on, catalog::single_day(day, today_of(call)));
  SALLYPORT_ASSIGN(const auto catalog, catalog_of(call, text.substr(0, at)));
  return catalog::listing_of(*catalog, on);
}

Result<Listing> listing_of_lines(std::string_view name, const JsonValue::Array& lines) {
  std::string text;
  for (const JsonValue& line : lines) {
    const auto* const said = std::get_if<std::string>(&line.value);
    if (said == nullptr || said->find('\n') != std::string::npos) {
      return fail(ErrorCode::malformed_request,
                  fmt::format("{} must be {}; a line is a string", name, kSide));
    }
    text += *said;
    text += '\n';
  }
  SALLYPORT_ASSIGN(auto destinations, catalog::read_lines(std::string(name), text));
  return catalog::listing_of(std::move(destinations));
}

Result<Listing> listing_of_side(const Call& call, std::string_view name, const JsonValue& value) {
  if (const auto* const vendor = std::get_if<std::string>(&value.value)) {
    return listing_of_vendor(call, *vendor);
  }
  if (const auto* const lines = std::get_if<JsonValue::Array>(&value.value)) {
    return listing_of_lines(name, *lines);
  }
  return fail(ErrorCode::malformed_request, fmt::format("{} must be {}", name, kSide));
}

}  // namespace

Result<Reply> compare_catalog(const Call& call) {
  SALLYPORT_ASSIGN(const auto from, queried_day(call, "from"));
  SALLYPORT_ASSIGN(const auto to, queried_day(call, "to"));
  SALLYPORT_ASSIGN(const auto catalog, catalog_of(call));
  SALLYPORT_ASSIGN(const auto before, catalog::listing_of(*catalog, from));
  SALLYPORT_ASSIGN(const auto after, catalog::listing_of(*catalog, to));
  return answer_difference(before, after);
}

Result<Reply> compare_lists(const Call& call) {
  SALLYPORT_ASSIGN(const JsonValue body, call.body());
  ObjectReader fields(body);
  const auto* const one = fields.any("before");
  const auto* const other = fields.any("after");
  if (one == nullptr) fields.missing("before");
  if (other == nullptr) fields.missing("after");
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_ASSIGN(const auto before, listing_of_side(call, "before", *one));
  SALLYPORT_ASSIGN(const auto after, listing_of_side(call, "after", *other));
  return answer_difference(before, after);
}

}  // namespace sallyport::api
