// Whether what a selection goes out to can be reached from the daemon's machine: asked for, and asked again
// until it is done. The result is that of the command line's --format json.

#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/handlers/catalog_call.h"
#include "api/handlers/catalog_checks.h"
#include "api/handlers/follow_document.h"
#include "api/handlers/handlers.h"
#include "api/json_writer.h"
#include "base/duration.h"
#include "catalog/answer/answer_day.h"
#include "reach/answer_check.h"

namespace sallyport::api {
namespace {

constexpr std::chrono::seconds kShortestWait{1};
constexpr std::chrono::seconds kLongestWait{10};

Result<CatalogChecks::Order> ordered(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  CatalogChecks::Order order;
  catalog::Selection& selection = order.selection;
  selection.offerings = read_ids(fields, "offerings");
  selection.sites = read_ids(fields, "sites");
  selection.version = fields.parsed("version", &catalog::Version::parse);
  selection.features = read_ids(fields, "features");
  const std::string day = fields.string("on").value_or("");
  selection.all = fields.boolean("all").value_or(false);
  selection.allow_unknown = fields.boolean("allow_unknown").value_or(false);
  const auto timeout = fields.parsed("timeout", &parse_duration);
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_ASSIGN(selection.on, catalog::single_day(day, today_of(call)));
  if (timeout && (*timeout < kShortestWait || *timeout > kLongestWait)) {
    return fail(ErrorCode::invalid_setting, fmt::format("timeout must be from {} to {}",
                                                        to_string(kShortestWait), to_string(kLongestWait)));
  }
  if (timeout) order.timeout = *timeout;
  order.started = call.settings.clock->now();
  return order;
}

std::string written(const CatalogChecks::Check& check, catalog::Language language) {
  const auto& order = check.subject->order;
  const bool runs = check.checked == nullptr;
  JsonWriter json;
  json.begin_object().field("id", check.id).field("state", runs ? "running" : "done");
  json.field("started", order.started);
  if (runs) {
    json.field("done", std::uint64_t{check.done}).field("total", std::uint64_t{check.total});
  } else {
    json.key("result").raw(boost::json::serialize(
        reach::check_answer(*order.catalog, order.selection, *check.checked, language)));
  }
  json.end_object();
  return json.take();
}

// The one refusal of this route that says how long to wait.
Reply come_again(const Error& error, std::chrono::seconds after) {
  Reply reply{status_of(error.code), problem_document(error), kProblem};
  reply.fields.emplace_back("Retry-After", fmt::format("{}", std::max<std::int64_t>(after.count(), 1)));
  return reply;
}

}  // namespace

Result<Reply> start_catalog_check(const Call& call) {
  SALLYPORT_ASSIGN(auto order, ordered(call));
  SALLYPORT_ASSIGN(order.catalog, catalog_of(call));
  const std::string vendor = order.catalog->vendor;
  const auto check = call.checks.start(std::move(order));
  if (!check && check.error().code == ErrorCode::rate_limited) {
    return come_again(check.error(), call.checks.busy_for());
  }
  if (!check) return std::unexpected(check.error());
  Reply reply{202, written(*check, catalog::Language::english), kJson};
  reply.fields.emplace_back("Location", fmt::format("/api/v1/catalogs/{}/checks/{}", vendor, check->id));
  return reply;
}

Result<Reply> show_catalog_check(const Call& call) {
  SALLYPORT_ASSIGN(const auto language, text_language(call));
  SALLYPORT_ASSIGN(const auto catalog, catalog_of(call));
  SALLYPORT_ASSIGN(const auto check, call.checks.find(catalog->vendor, call.parameter("check")));
  return Reply{200, written(check, language), kJson};
}

}  // namespace sallyport::api
