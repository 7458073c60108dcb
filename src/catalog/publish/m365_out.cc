// As the web service of Microsoft 365 has it:
// learn.microsoft.com/microsoft-365/enterprise/microsoft-365-ip-web-service.
//
// "*.x" stands there for every depth. A pattern of exactly one label would allow more there than it says, so
// it stands in the notes, not in the urls. Fields of our own: site, versions, feature, direction.

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "catalog/publish/escape.h"
#include "catalog/publish/formats_out.h"
#include "catalog/publish/json_text.h"

namespace sallyport::catalog {
namespace {

namespace json = boost::json;

struct M365Lists {
  json::array urls;
  json::array ips;
  std::string unsaid;  // patterns that the format has no words for
};

template <class Destinations>
M365Lists m365_lists(const Destinations& destinations) {
  M365Lists lists;
  for (const net::Destination& destination : destinations) {
    if (const auto* const prefix = destination.prefix()) {
      lists.ips.emplace_back(with_length(*prefix));
      continue;
    }
    const net::HostPattern& host = *destination.host();
    if (host.depth() == net::Depth::one) {
      lists.unsaid += (lists.unsaid.empty() ? "" : ", ") + host.to_string();
    } else {
      lists.urls.emplace_back((host.is_wildcard() ? "*." : "") + host.name());
    }
  }
  return lists;
}

std::string unsaid_note(const M365Lists& lists) {
  return lists.unsaid.empty() ? std::string()
                              : fmt::format("Besides, with exactly one label for the star: {}", lists.unsaid);
}

void m365_add(json::object& object, M365Lists&& lists) {
  if (!lists.urls.empty()) object["urls"] = std::move(lists.urls);
  if (!lists.ips.empty()) object["ips"] = std::move(lists.ips);
}

void m365_add_ports(json::object& object, const std::vector<net::Ports>& ports) {
  std::string tcp, udp;
  for (const net::Ports& each : ports) {
    std::string& list = each.protocol == net::Protocol::tcp ? tcp : udp;
    list += fmt::format("{}{}", list.empty() ? "" : ",", each.first);
    if (each.first != each.last) list += fmt::format("-{}", each.last);
  }
  if (!tcp.empty()) object["tcpPorts"] = tcp;
  if (!udp.empty()) object["udpPorts"] = udp;
}

void m365_add_note(std::string& notes, std::string_view text) {
  if (text.empty() || notes.find(text) != std::string::npos) return;
  if (!notes.empty()) notes += ' ';
  notes += text;
}

std::string m365_notes(const EndpointSet& set, const std::string& first) {
  std::string notes;
  m365_add_note(notes, first);
  if (set.place.holder != set.place.offering) {
    m365_add_note(notes, fmt::format("Same as {}.", set.place.holder->id));
  }
  for (const Entry* const entry : set.entries) {
    m365_add_note(notes, one_line(entry->purpose.en));
    if (!entry->impact.empty()) m365_add_note(notes, "If blocked: " + one_line(entry->impact.en));
    m365_add_note(notes, one_line(entry->note.en));
  }
  return notes;
}

json::object m365_set(const EndpointSet& set) {
  json::object object;
  object["id"] = set.id;
  object["serviceArea"] = set.place.offering->id;
  object["serviceAreaDisplayName"] = one_line(set.place.offering->name.en);
  M365Lists lists = m365_lists(set.destinations);
  const std::string notes = m365_notes(set, unsaid_note(lists));
  m365_add(object, std::move(lists));
  m365_add_ports(object, set.ports);
  object["expressRoute"] = false;
  object["category"] = "Default";
  object["required"] = set.place.need == Need::required;
  if (!notes.empty()) object["notes"] = notes;
  if (!set.place.site.empty()) object["site"] = set.place.site;
  if (!set.place.versions.empty()) object["versions"] = set.place.versions;
  if (!set.place.feature.empty()) object["feature"] = set.place.feature;
  object["direction"] = to_string(set.place.holder->direction);
  return object;
}

std::string_view m365_impact(const json::object& added, bool removes) {
  const bool ips = added.contains("ips"), urls = added.contains("urls");
  if (ips && urls) return "AddedIpAndUrl";
  if (ips) return "AddedIp";
  if (urls) return "AddedUrl";
  return removes ? "RemovedIpOrUrl" : "OtherNonPriorityChanges";
}

json::object m365_change(const PublishedChange& change) {
  json::object object;
  object["id"] = change.id();
  object["endpointSetId"] = change.set.id;
  object["disposition"] = change.removed.empty() ? "Add" : (change.added.empty() ? "Remove" : "Change");
  M365Lists adds = m365_lists(change.added), removes = m365_lists(change.removed);
  std::string notes = unsaid_note(adds);
  m365_add_note(notes, unsaid_note(removes));
  json::object added, removed;
  m365_add(added, std::move(adds));
  m365_add(removed, std::move(removes));
  object["impact"] = m365_impact(added, !removed.empty());
  object["version"] = m365_version_number(change.on);
  object["serviceArea"] = change.set.place.offering->id;
  if (!change.set.place.site.empty()) object["site"] = change.set.place.site;
  const std::string day = to_string(change.on);
  if (!added.empty()) {
    added["effectiveDate"] = fmt::format("{}{}{}", day.substr(0, 4), day.substr(5, 2), day.substr(8, 2));
    object["add"] = std::move(added);
  }
  if (!removed.empty()) object["remove"] = std::move(removed);
  if (!change.replaced_by.empty()) {
    M365Lists instead = m365_lists(change.replaced_by);
    m365_add_note(notes, unsaid_note(instead));
    json::object replaced;
    m365_add(replaced, std::move(instead));
    object["replacedBy"] = std::move(replaced);
  }
  if (!notes.empty()) object["notes"] = notes;
  return object;
}

json::object m365_revision(const Revision& revision) {
  json::object object;
  const std::string text = one_line(revision.text.en);
  object["id"] = stable_hash(revision.on.to_string() + "|" + text) % ((std::uint64_t{1} << 53) - 1) + 1;
  object["endpointSetId"] = 0;  // of no single set
  object["disposition"] = "Change";
  object["impact"] = "OtherNonPriorityChanges";
  object["version"] = m365_version_number(revision.on.first());
  object["notes"] = text;
  return object;
}

}  // namespace

std::string m365_version_number(std::chrono::sys_days version) {
  const std::string day = to_string(version);
  return fmt::format("{}{}{}00", day.substr(0, 4), day.substr(5, 2), day.substr(8, 2));
}

std::string m365_endpoints(const Publication& publication) {
  if (publication.sets.empty()) return {};
  std::vector<const EndpointSet*> order;
  for (const auto& [id, set] : publication.sets) order.push_back(&set);
  std::ranges::sort(order, {}, [](const EndpointSet* set) { return std::pair(set->place.key(), set->id); });
  json::array list;
  for (const EndpointSet* const set : order) {
    json::object object = m365_set(*set);  // readers want one of the two
    if (object.contains("urls") || object.contains("ips")) list.push_back(std::move(object));
  }
  return list.empty() ? std::string() : json_text(list);
}

std::string m365_version(const Publication& publication) {
  json::object object;
  object["instance"] = publication.catalog.vendor;
  object["latest"] = m365_version_number(publication.version);
  return json_text(object);
}

std::string m365_changes(const Publication& publication) {
  std::multimap<std::chrono::sys_days, json::object> changes;
  for (const Revision& revision : publication.catalog.history) {
    changes.emplace(revision.on.first(), m365_revision(revision));
  }
  for (const PublishedChange& change : publication.changes) changes.emplace(change.on, m365_change(change));
  json::array list;
  for (auto& [day, change] : changes) list.push_back(std::move(change));
  return json_text(list);
}

}  // namespace sallyport::catalog
