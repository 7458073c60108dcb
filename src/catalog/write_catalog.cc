#include <fmt/format.h>

#include <algorithm>

#include "catalog/read_catalog.h"
#include "catalog/yaml_keys.h"
#include "yaml/document.h"

namespace sallyport::catalog {
namespace {

constexpr std::size_t kFlowWidth = 100;

std::string flow(const std::vector<std::string>& items) {
  std::string text = "[";
  for (const std::string& item : items) text += (text.size() > 1 ? ", " : "") + yaml::as_scalar(item);
  return text + "]";
}

std::string one_or_list(const std::vector<std::string>& items) {
  return items.size() == 1 ? yaml::as_scalar(items.front()) : flow(items);
}

std::string text_value(const Text& text) {
  if (text.de.empty() && text.ja.empty()) return yaml::as_scalar(text.en);
  std::string value = "{en: " + yaml::as_scalar(text.en);
  if (!text.de.empty()) value += ", de: " + yaml::as_scalar(text.de);
  if (!text.ja.empty()) value += ", ja: " + yaml::as_scalar(text.ja);
  return value + "}";
}

std::string versions_value(const VersionRange& versions) {
  std::string value;
  if (versions.from) value = "from: " + yaml::as_scalar(versions.from->to_string());
  if (versions.to) value += (value.empty() ? "to: " : ", to: ") + yaml::as_scalar(versions.to->to_string());
  return "{" + value + "}";
}

// An object, field by field: on a line of its own in braces where it is short, one field a line otherwise.
class Object {
 public:
  void add(std::string_view key, std::string value) { fields_.emplace_back(key, std::move(value)); }
  void add_text(std::string_view key, const Text& text) {
    if (!text.empty()) add(key, text_value(text));
  }
  void add_day(std::string_view key, const std::optional<Day>& day) {
    if (day) add(key, yaml::as_scalar(day->to_string()));
  }
  void add_list(std::string_view key, const std::vector<std::string>& items) {
    if (!items.empty()) add(key, flow(items));
  }
  // Lists of objects, that stand below it.
  void add_below(std::string_view key, std::vector<Object> objects) {
    if (!objects.empty()) below_.emplace_back(key, std::move(objects));
  }

  std::string as_item(std::size_t indent) const {
    const std::string margin(indent, ' ');
    std::string one_line = margin + "- {";
    for (const auto& [key, value] : fields_) {
      one_line += fmt::format("{}{}: {}", one_line.ends_with('{') ? "" : ", ", key, value);
    }
    if (below_.empty() && one_line.size() < kFlowWidth) return one_line + "}\n";
    std::string text = as_block(indent + 2);
    text.replace(indent, 2, "- ");
    return text;
  }

  std::string as_block(std::size_t indent) const {
    const std::string margin(indent, ' ');
    std::string text;
    for (const auto& [key, value] : fields_) text += fmt::format("{}{}: {}\n", margin, key, value);
    for (const auto& [key, objects] : below_) {
      text += fmt::format("{}{}:\n", margin, key);
      for (const Object& object : objects) text += object.as_item(indent + 2);
    }
    return text;
  }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
  std::vector<std::pair<std::string, std::vector<Object>>> below_;
};

// The addresses or the hosts, or both, each once.
std::vector<std::string> names_in(const std::vector<net::Destination>& destinations, bool prefixes,
                                  bool hosts) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < destinations.size(); ++i) {
    const bool prefix = std::holds_alternative<net::Prefix>(destinations[i].what);
    if (i > 0 && destinations[i].what == destinations[i - 1].what) continue;
    if (prefix ? prefixes : hosts) names.push_back(net::to_string({destinations[i].what, {}}));
  }
  return names;
}

void add_ports(Object& object, const std::vector<net::Destination>& destinations,
               const std::optional<net::Ports>& otherwise) {
  std::vector<std::string> ports;
  for (const net::Destination& destination : destinations) {
    if (!(destination.what == destinations.front().what)) break;
    ports.push_back(destination.ports ? net::to_string(*destination.ports) : std::string(kEveryPort));
  }
  const bool hosts = std::holds_alternative<net::HostPattern>(destinations.back().what);
  const bool as_otherwise = ports.size() == 1 && destinations.front().ports == otherwise;
  if (!as_otherwise || (!otherwise && hosts)) object.add("ports", one_or_list(ports));
}

void add_destinations(Object& object, const std::vector<net::Destination>& destinations,
                      const std::optional<net::Ports>& otherwise) {
  if (destinations.empty()) return;
  object.add_list("addresses", names_in(destinations, true, false));
  object.add_list("hosts", names_in(destinations, false, true));
  add_ports(object, destinations, otherwise);
}

Object object_of(const Entry& entry, const Offering& offering) {
  Object object;
  add_destinations(object, entry.destinations, offering.ports);
  if (entry.need != Need::required) object.add("need", std::string(to_string(entry.need)));
  if (!entry.feature.empty()) object.add("feature", yaml::as_scalar(entry.feature));
  object.add_day("from", entry.from);
  object.add_day("until", entry.until);
  object.add_list("replaced-by", names_in(entry.replaced_by, true, true));
  object.add_text("purpose", entry.purpose);
  object.add_text("impact", entry.impact);
  object.add_text("note", entry.note);
  return object;
}

std::string same_as_value(const SameAs& same) {
  if (!same.versions && !same.chosen) return one_or_list(same.offerings);
  std::string value = "{offerings: " + one_or_list(same.offerings);
  if (same.versions) value += ", versions: " + versions_value(*same.versions);
  if (same.chosen) value += ", chosen: true";
  return value + "}";
}

bool is_bare(const Entry& entry) {
  Entry bare;
  bare.destinations = entry.destinations;
  return bare == entry;
}

Object object_of(const Cell& cell, const Offering& offering) {
  Object object;
  if (cell.sites.size() == 1) object.add("site", yaml::as_scalar(cell.sites.front()));
  if (cell.sites.size() > 1) object.add("sites", flow(cell.sites));
  if (!cell.versions.is_everything()) object.add("versions", versions_value(cell.versions));
  object.add_day("until", cell.until);
  object.add(cell.sources.size() == 1 ? "source" : "sources", one_or_list(cell.sources));
  if (std::holds_alternative<NotAvailable>(cell.content)) {
    object.add("not-available", "true");
  } else if (const auto* const unknown = std::get_if<Unknown>(&cell.content)) {
    object.add("unknown", text_value(unknown->why));
  } else {
    const auto& addresses = std::get<Addresses>(cell.content);
    if (addresses.same_as) object.add("same-as", same_as_value(*addresses.same_as));
    if (addresses.entries.size() == 1 && is_bare(addresses.entries.front())) {
      add_destinations(object, addresses.entries.front().destinations, offering.ports);
    } else {
      std::vector<Object> entries;
      for (const Entry& entry : addresses.entries) entries.push_back(object_of(entry, offering));
      object.add_below("entries", std::move(entries));
    }
  }
  return object;
}

Object object_of(const Advice& advice, const std::optional<net::Ports>& ports) {
  Object object;
  object.add("kind", std::string(to_string(advice.kind)));
  object.add_text("text", advice.text);
  add_destinations(object, advice.destinations, ports);
  object.add_list("sources", advice.sources);
  return object;
}

template <class T>
Object named_object(const T& thing) {
  Object object;
  object.add("id", yaml::as_scalar(thing.id));
  object.add_text("name", thing.name);
  return object;
}

Object object_of(const Source& source) {
  Object object;
  object.add("id", yaml::as_scalar(source.id));
  object.add("page", yaml::as_scalar(source.page));
  object.add("language", std::string(to_string(source.language)));
  object.add_day("dated", source.dated);
  object.add_day("read", source.read);
  object.add_text("note", source.note);
  return object;
}

Object object_of(const Revision& revision) {
  Object object;
  object.add_day("date", revision.on);
  object.add_text("text", revision.text);
  object.add_list("sources", revision.sources);
  return object;
}

Object object_of(const Access& access) {
  Object object = named_object(access);
  object.add("how", std::string(to_string(access.how)));
  object.add_text("steps", access.steps);
  return object;
}

template <class T, class Make>
std::vector<Object> objects_of(const std::vector<T>& things, const Make& make) {
  std::vector<Object> objects;
  for (const T& thing : things) objects.push_back(make(thing));
  return objects;
}

Object object_of(const Offering& offering) {
  Object object = named_object(offering);
  object.add_text("group", offering.group);
  object.add("direction", std::string(to_string(offering.direction)));
  if (offering.ports) object.add("ports", net::to_string(*offering.ports));
  object.add_below("features",
                   objects_of(offering.features, [](const Feature& f) { return named_object(f); }));
  object.add_below("advice", objects_of(offering.advice, [&](const Advice& advice) {
                     return object_of(advice, offering.ports);
                   }));
  object.add_below("cells",
                   objects_of(offering.cells, [&](const Cell& cell) { return object_of(cell, offering); }));
  return object;
}

}  // namespace

std::string write_catalog(const Catalog& catalog) {
  Object object;
  object.add("vendor", yaml::as_scalar(catalog.vendor));
  object.add_text("name", catalog.name);
  object.add_below("sources",
                   objects_of(catalog.sources, [](const Source& source) { return object_of(source); }));
  object.add_below("history",
                   objects_of(catalog.history, [](const Revision& each) { return object_of(each); }));
  object.add_below("sites", objects_of(catalog.sites, [](const Site& site) { return named_object(site); }));
  object.add_below("access",
                   objects_of(catalog.access, [](const Access& access) { return object_of(access); }));
  object.add_below("advice", objects_of(catalog.advice, [](const Advice& advice) {
                     return object_of(advice, std::nullopt);
                   }));
  object.add_below("offerings", objects_of(catalog.offerings,
                                           [](const Offering& offering) { return object_of(offering); }));
  return object.as_block(0);
}

}  // namespace sallyport::catalog
