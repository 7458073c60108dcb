// What vendors say of their addresses. The answers are those of the command line's --format json: both are
// made in catalog/answer.

#include <boost/json.hpp>

#include "api/handlers/catalog_call.h"
#include "api/handlers/handlers.h"
#include "catalog/answer/answer_history.h"
#include "catalog/answer/answer_list.h"
#include "catalog/answer/answer_resolve.h"

namespace sallyport::api {
namespace {

namespace json = boost::json;

Result<std::optional<catalog::Direction>> queried_direction(const Call& call) {
  const std::string_view word = call.queried("direction");
  if (word.empty()) return std::nullopt;
  for (const auto direction : {catalog::Direction::from_vendor, catalog::Direction::to_vendor}) {
    if (word == to_string(direction)) return direction;
  }
  return fail(ErrorCode::malformed_request, "direction must be from-vendor or to-vendor");
}

Result<catalog::Selection> queried_selection(const Call& call) {
  catalog::Selection selection;
  SALLYPORT_ASSIGN(selection.offerings, queried_words(call, "offering"));
  SALLYPORT_ASSIGN(selection.sites, queried_words(call, "site"));
  SALLYPORT_ASSIGN(selection.features, queried_words(call, "feature"));
  if (const std::string_view version = call.queried("version"); !version.empty()) {
    SALLYPORT_ASSIGN(selection.version, catalog::Version::parse(version));
  }
  SALLYPORT_ASSIGN(selection.on, queried_day(call, "on"));
  SALLYPORT_ASSIGN(selection.all, call.flag("all"));
  SALLYPORT_ASSIGN(selection.allow_unknown, call.flag("allow_unknown"));
  return selection;
}

}  // namespace

Result<Reply> list_catalogs(const Call& call) {
  SALLYPORT_ASSIGN(const auto language, text_language(call));
  SALLYPORT_ASSIGN(const auto catalogs, catalogs_of(call));
  json::array items;
  for (const auto& held : catalogs->all()) {
    auto item = catalog::list_item(*held.catalog, language);
    // Why is for who runs the daemon: the reason has paths of its machine, and stands in its log.
    if (!held.fault.empty()) item["stale"] = true;
    items.push_back(std::move(item));
  }
  return Reply{200, json::serialize(json::object{{"items", std::move(items)}}), kJson};
}

Result<Reply> show_catalog(const Call& call) {
  SALLYPORT_ASSIGN(const auto language, text_language(call));
  SALLYPORT_ASSIGN(const auto catalog, catalog_of(call));
  SALLYPORT_ASSIGN(const auto offerings,
                   catalog::offerings_of(*catalog, std::string(call.queried("offering"))));
  return Reply{200, json::serialize(catalog::show_answer(*catalog, offerings, language)), kJson};
}

Result<Reply> resolve_catalog(const Call& call) {
  SALLYPORT_ASSIGN(const auto language, text_language(call));
  SALLYPORT_ASSIGN(const auto direction, queried_direction(call));
  SALLYPORT_ASSIGN(const auto selection, queried_selection(call));
  SALLYPORT_ASSIGN(const auto catalog, catalog_of(call));
  SALLYPORT_ASSIGN(const auto resolved, catalog::resolve(*catalog, selection));
  const auto lines = catalog::lines_of(resolved, direction);
  return Reply{200, json::serialize(catalog::resolve_answer(*catalog, selection, lines, resolved, language)),
               kJson};
}

Result<Reply> list_catalog_history(const Call& call) {
  SALLYPORT_ASSIGN(const auto language, text_language(call));
  SALLYPORT_ASSIGN(const auto catalog, catalog_of(call));
  return Reply{200,
               json::serialize(json::object{{"vendor", catalog->vendor},
                                            {"items", catalog::history_rows(*catalog, language)}}),
               kJson};
}

}  // namespace sallyport::api
