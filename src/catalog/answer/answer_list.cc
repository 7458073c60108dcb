#include "catalog/answer/answer_list.h"

#include <boost/json.hpp>
#include <optional>

#include "base/nearest.h"
#include "catalog/answer/answer_cells.h"
#include "catalog/answer/answer_texts.h"

namespace sallyport::catalog {
namespace {

namespace json = boost::json;

// The latest day that a page of it bears, or was read on.
std::string last_page(const Catalog& catalog) {
  std::optional<Day> last;
  for (const auto& source : catalog.sources) {
    const auto& day = source.dated ? source.dated : source.read;
    if (day && (!last || last->last() < day->last())) last = day;
  }
  return last ? last->to_string() : std::string();
}

json::object fields_of_advice(const Advice& advice, std::string_view offering, Language language) {
  json::object fields{{"kind", to_string(advice.kind)}, {"text", advice.text.in(language)}};
  if (!offering.empty()) fields["offering"] = offering;
  if (!advice.destinations.empty()) fields["allows"] = array_of(texts_of(advice.destinations));
  fields["sources"] = array_of(advice.sources);
  return fields;
}

json::object fields_of_source(const Source& source, Language language) {
  json::object fields{{"id", source.id}, {"page", source.page}, {"language", to_string(source.language)}};
  if (source.dated) fields["dated"] = source.dated->to_string();
  if (source.read) fields["read"] = source.read->to_string();
  if (!source.note.empty()) fields["note"] = source.note.in(language);
  return fields;
}

}  // namespace

json::object list_item(const Catalog& catalog, Language language) {
  json::array offerings, sites;
  for (const auto& offering : catalog.offerings) offerings.emplace_back(offering.id);
  for (const auto& site : catalog.sites) sites.emplace_back(site.id);
  return {{"vendor", catalog.vendor},
          {"name", catalog.name.in(language)},
          {"page", last_page(catalog)},
          {"sites", std::move(sites)},
          {"offerings", std::move(offerings)}};
}

Result<std::vector<const Offering*>> offerings_of(const Catalog& catalog, const std::string& only) {
  std::vector<const Offering*> offerings;
  std::vector<std::string_view> known;
  for (const Offering& offering : catalog.offerings) {
    known.push_back(offering.id);
    if (only.empty() || offering.id == only) offerings.push_back(&offering);
  }
  if (offerings.empty()) return fail(ErrorCode::not_found, no_such("offering", only, known));
  return offerings;
}

json::object show_answer(const Catalog& catalog, const std::vector<const Offering*>& offerings,
                         Language language) {
  json::array names, advice, access, sources;
  for (const auto& one : catalog.advice) advice.push_back(fields_of_advice(one, {}, language));
  for (const auto* offering : offerings) {
    names.push_back({{"id", offering->id},
                     {"name", offering->name.in(language)},
                     {"group", offering->group.in(language)}});
    for (const auto& one : offering->advice) advice.push_back(fields_of_advice(one, offering->id, language));
  }
  for (const auto& one : catalog.access) {
    access.push_back({{"id", one.id},
                      {"name", one.name.in(language)},
                      {"how", to_string(one.how)},
                      {"steps", one.steps.in(language)}});
  }
  for (const auto& one : catalog.sources) sources.push_back(fields_of_source(one, language));
  return {{"vendor", catalog.vendor},      {"name", catalog.name.in(language)},
          {"offerings", std::move(names)}, {"items", cell_rows(offerings, language)},
          {"advice", std::move(advice)},   {"access", std::move(access)},
          {"sources", std::move(sources)}};
}

}  // namespace sallyport::catalog
