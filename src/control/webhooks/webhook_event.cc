#include "control/webhooks/webhook_event.h"

#include <sodium.h>

#include <array>
#include <boost/json.hpp>

#include "control/json_view.h"

namespace sallyport::control {
namespace {

using boost::json::object;

// JSON that the audit wrote; null where there was nothing.
std::string_view state(const std::string& json) { return json.empty() ? std::string_view("null") : json; }

// What every record tells; the caller closes the object.
object data_of(const AuditRecord& record) {
  object data{{"number", record.number}, {"actor", record.actor.name}};
  if (record.actor.from) data["from"] = record.actor.from->to_string();
  if (!record.organization.empty()) data["organization"] = record.organization;
  return data;
}

std::string with_states(const object& data, std::string_view before, std::string_view after) {
  std::string text = serialize(data);
  text.back() = ',';
  text += "\"before\":";
  text += before;
  text += ",\"after\":";
  text += after;
  text += '}';
  return text;
}

}  // namespace

std::string make_event_id() {
  std::array<unsigned char, 16> random;
  randombytes_buf(random.data(), random.size());
  std::string text(random.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), random.data(), random.size());
  text.pop_back();
  return "evt_" + text;
}

std::string cloud_event(const std::string& installation, const std::string& id, Timestamp time,
                        const Event& event) {
  object envelope{{"specversion", "1.0"},
                  {"id", id},
                  {"source", "urn:sallyport:" + installation},
                  {"type", event.type},
                  {"time", sallyport::to_string(time)},
                  {"datacontenttype", "application/json"}};
  if (!event.organization.empty()) envelope["subject"] = event.organization;
  std::string body = serialize(envelope);
  body.back() = ',';
  return body + "\"data\":" + event.data + "}";
}

Event event_of(const AuditRecord& record) {
  return {record.organization, record.action,
          with_states(data_of(record), state(record.before), state(record.after))};
}

Event event_of(const EntriesTold& entries) {
  object data = data_of(entries.first);
  data["last"] = entries.last;
  if (!entries.credential.empty()) data["credential"] = entries.credential;
  data["count"] = entries.prefixes.size();
  boost::json::array prefixes;
  for (const std::string& prefix : entries.prefixes) prefixes.emplace_back(prefix);
  data["prefixes"] = std::move(prefixes);
  const AuditRecord& first = entries.first;
  const bool one = entries.prefixes.size() == 1;
  return {first.organization, first.action,
          with_states(data, one ? state(first.before) : "null", one ? state(first.after) : "null")};
}

Event event_of(std::string_view type, const Alert& alert) {
  object data{{"id", static_cast<std::int64_t>(alert.id)},
              {"organization", alert.organization},
              {"network", alert.network.to_string()},
              {"address", alert.address.to_string()},
              {"credential", alert.credential},
              {"channel", json_view(policy::to_string(alert.channel))},
              {"first_seen", sallyport::to_string(alert.first_seen)},
              {"last_seen", sallyport::to_string(alert.last_seen)},
              {"count", alert.count},
              {"state", json_view(to_string(alert.state))}};
  if (!alert.answered_by.empty()) data["answered_by"] = alert.answered_by;
  if (alert.answered) data["answered"] = sallyport::to_string(*alert.answered);
  return {alert.organization, std::string(type), serialize(data)};
}

Event test_event(const std::string& organization, std::int64_t webhook) {
  return {organization, "webhook.test", serialize(object{{"webhook", webhook}})};
}

Event gap_event(const std::string& organization, std::int64_t webhook, std::uint64_t dropped,
                std::uint64_t in_all) {
  return {organization, std::string(kStandingEvent),
          serialize(object{{"webhook", webhook}, {"dropped", dropped}, {"dropped_in_all", in_all}})};
}

}  // namespace sallyport::control
