// The catalog as JSON: the same fields as in its YAML file (spec/catalog.schema.json), each thing spelled
// out. JSON is YAML, so read_catalog() reads it back to the same catalog.

#include <boost/json.hpp>

#include "catalog/publish/formats_out.h"
#include "catalog/publish/json_text.h"
#include "catalog/yaml_keys.h"

namespace sallyport::catalog {
namespace {

namespace json = boost::json;

json::value json_of(const Text& text) {
  if (text.de.empty() && text.ja.empty()) return json::value(text.en);
  json::object object{{"en", text.en}};
  if (!text.de.empty()) object["de"] = text.de;
  if (!text.ja.empty()) object["ja"] = text.ja;
  return object;
}

void add_text(json::object& object, std::string_view key, const Text& text) {
  if (!text.empty()) object[key] = json_of(text);
}
void add_day(json::object& object, std::string_view key, const std::optional<Day>& day) {
  if (day) object[key] = day->to_string();
}
void add_words(json::object& object, std::string_view key, const std::vector<std::string>& words) {
  if (!words.empty()) object[key] = json::array(words.begin(), words.end());
}

json::object json_of(const VersionRange& versions) {
  json::object object;
  if (versions.from) object["from"] = versions.from->to_string();
  if (versions.to) object["to"] = versions.to->to_string();
  return object;
}

// All of one entry have the same ports.
void add_destinations(json::object& object, const std::vector<net::Destination>& destinations) {
  if (destinations.empty()) return;
  json::array addresses, hosts, ports;
  for (std::size_t i = 0; i < destinations.size(); ++i) {
    const net::Destination& one = destinations[i];
    if (one.what == destinations.front().what && one.ports) ports.emplace_back(net::to_string(*one.ports));
    if (i > 0 && one.what == destinations[i - 1].what) continue;
    (one.prefix() != nullptr ? addresses : hosts).emplace_back(net::to_string({one.what, {}}));
  }
  if (!addresses.empty()) object["addresses"] = std::move(addresses);
  if (!hosts.empty()) object["hosts"] = std::move(hosts);
  object["ports"] = ports.empty() ? json::value(kEveryPort) : json::value(std::move(ports));
}

json::object json_of(const Entry& entry) {
  json::object object;
  add_destinations(object, entry.destinations);
  if (entry.need != Need::required) object["need"] = to_string(entry.need);
  if (!entry.feature.empty()) object["feature"] = entry.feature;
  add_day(object, "from", entry.from);
  add_day(object, "until", entry.until);
  std::vector<std::string> replaced_by;
  for (std::size_t i = 0; i < entry.replaced_by.size(); ++i) {
    if (i > 0 && entry.replaced_by[i].what == entry.replaced_by[i - 1].what) continue;
    replaced_by.push_back(net::to_string({entry.replaced_by[i].what, {}}));
  }
  add_words(object, "replaced-by", replaced_by);
  add_text(object, "purpose", entry.purpose);
  add_text(object, "impact", entry.impact);
  add_text(object, "note", entry.note);
  return object;
}

json::object json_of(const SameAs& same) {
  json::object object;
  add_words(object, "offerings", same.offerings);
  if (same.versions) object["versions"] = json_of(*same.versions);
  if (same.chosen) object["chosen"] = true;
  return object;
}

// What the lists of objects have in them, written below.
json::object json_of(const Advice& advice);
json::object json_of(const Access& access);
json::object json_of(const Cell& cell);
json::object json_of(const Feature& feature);
json::object json_of(const Offering& offering);
json::object json_of(const Revision& revision);
json::object json_of(const Site& site);
json::object json_of(const Source& source);

template <class T>
json::array json_list(const std::vector<T>& things) {
  json::array list;
  for (const T& thing : things) list.emplace_back(json_of(thing));
  return list;
}
template <class T>
void add_list(json::object& object, std::string_view key, const std::vector<T>& things) {
  if (!things.empty()) object[key] = json_list(things);
}

json::object json_of(const Cell& cell) {
  json::object object;
  add_words(object, "sites", cell.sites);
  if (!cell.versions.is_everything()) object["versions"] = json_of(cell.versions);
  add_day(object, "until", cell.until);
  add_words(object, "sources", cell.sources);
  if (const auto* const unknown = std::get_if<Unknown>(&cell.content)) {
    object["unknown"] = json_of(unknown->why);
  } else if (const auto* const addresses = std::get_if<Addresses>(&cell.content)) {
    if (addresses->same_as) object["same-as"] = json_of(*addresses->same_as);
    add_list(object, "entries", addresses->entries);
  } else {
    object["not-available"] = true;
  }
  return object;
}

json::object json_of(const Advice& advice) {
  json::object object{{"kind", to_string(advice.kind)}};
  add_text(object, "text", advice.text);
  add_destinations(object, advice.destinations);
  add_words(object, "sources", advice.sources);
  return object;
}

template <class T>
json::object json_named(const T& thing) {
  json::object object{{"id", thing.id}};
  add_text(object, "name", thing.name);
  return object;
}
json::object json_of(const Feature& feature) { return json_named(feature); }
json::object json_of(const Site& site) { return json_named(site); }

json::object json_of(const Access& access) {
  json::object object = json_named(access);
  object["how"] = to_string(access.how);
  add_text(object, "steps", access.steps);
  return object;
}

json::object json_of(const Source& source) {
  json::object object{{"id", source.id}, {"page", source.page}, {"language", to_string(source.language)}};
  add_day(object, "dated", source.dated);
  add_day(object, "read", source.read);
  add_text(object, "note", source.note);
  return object;
}

json::object json_of(const Revision& revision) {
  json::object object{{"date", revision.on.to_string()}};
  add_text(object, "text", revision.text);
  add_words(object, "sources", revision.sources);
  return object;
}

json::object json_of(const Offering& offering) {
  json::object object = json_named(offering);
  add_text(object, "group", offering.group);
  object["direction"] = to_string(offering.direction);
  if (offering.ports) object["ports"] = net::to_string(*offering.ports);
  add_list(object, "features", offering.features);
  add_list(object, "advice", offering.advice);
  add_list(object, "cells", offering.cells);
  return object;
}

}  // namespace

std::string catalog_json(const Catalog& catalog) {
  json::object object{{"vendor", catalog.vendor}};
  add_text(object, "name", catalog.name);
  add_list(object, "sources", catalog.sources);
  add_list(object, "history", catalog.history);
  add_list(object, "sites", catalog.sites);
  add_list(object, "access", catalog.access);
  add_list(object, "advice", catalog.advice);
  add_list(object, "offerings", catalog.offerings);
  return json_text(object);
}

}  // namespace sallyport::catalog
