#include "control/outbox.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "control/answer_token.h"
#include "control/password_link.h"

#include "control/json_view.h"

namespace sallyport::control {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

std::int64_t number(Timestamp time) { return time.time_since_epoch().count(); }
Timestamp time(const value& number) { return Timestamp(Milliseconds(number.as_int64())); }

std::string text(const value& from) {
  const auto& string = from.as_string();
  return {string.data(), string.size()};
}

std::unexpected<Error> fail_content() {
  return fail(ErrorCode::corrupted, "a mail in the outbox is none that was ever written: it is given up");
}

Result<AlertNotification::Item> to_item(Core& core, Reader& reader, const object& from) {
  AlertNotification::Item item;
  const auto network = net::Prefix::parse(text(from.at("network")));
  const auto address = net::Address::parse(text(from.at("address")));
  if (!network || !address) return fail_content();
  item.network = *network;
  item.address = *address;
  item.credential = text(from.at("credential"));
  item.first_seen = time(from.at("first_seen"));
  item.last_seen = time(from.at("last_seen"));
  item.count = static_cast<std::uint64_t>(from.at("count").as_int64());
  SALLYPORT_ASSIGN(const auto token, reader.token(from.at("token").as_int64()));
  if (!token) return fail_content();
  item.authorize_token = to_token(core.secrets, *token, Action::authorize);
  item.deny_token = to_token(core.secrets, *token, Action::deny);
  item.deactivate_token = to_token(core.secrets, *token, Action::deactivate);
  if (core.settings.network_names) item.name = core.settings.network_names->name_of(item.address);
  return item;
}

Result<AlertNotification> to_alerts(Core& core, Reader& reader, const object& from) {
  AlertNotification alerts;
  alerts.more = static_cast<std::uint64_t>(from.at("more").as_int64());
  for (const value& each : from.at("items").as_array()) {
    SALLYPORT_ASSIGN(auto item, to_item(core, reader, each.as_object()));
    alerts.items.push_back(std::move(item));
  }
  if (alerts.items.empty()) return fail_content();
  return alerts;
}

Result<BlockingNotification> to_blocking(const object& from) {
  const auto channel = policy::parse_channel(text(from.at("channel")));
  if (!channel) return fail_content();
  return BlockingNotification{text(from.at("credential")), *channel,
                              std::chrono::seconds(from.at("quiet_period").as_int64()),
                              static_cast<std::uint64_t>(from.at("authorized").as_int64())};
}

Result<PasswordNotification> to_password(Core& core, Reader& reader, const object& from) {
  SALLYPORT_ASSIGN(const auto link, reader.people().password_link(from.at("password_link").as_int64()));
  if (!link) return fail_content();
  return PasswordNotification{to_password_token(core.secrets, *link), link->expires,
                              from.at("first").as_bool()};
}

}  // namespace

std::string alert_content(const std::vector<QueuedAlert>& alerts, std::uint64_t more) {
  array items;
  for (const QueuedAlert& alert : alerts) {
    items.push_back(object{{"network", alert.item.network.to_string()},
                           {"address", alert.item.address.to_string()},
                           {"credential", alert.item.credential},
                           {"first_seen", number(alert.item.first_seen)},
                           {"last_seen", number(alert.item.last_seen)},
                           {"count", static_cast<std::int64_t>(alert.item.count)},
                           {"token", alert.token}});
  }
  return serialize(object{{"items", std::move(items)}, {"more", static_cast<std::int64_t>(more)}});
}

std::string blocking_content(const BlockingNotification& news) {
  const std::string_view channel = policy::to_string(news.channel);
  return serialize(object{{"credential", news.credential},
                          {"channel", json_view(channel)},
                          {"quiet_period", news.quiet_period.count()},
                          {"authorized", static_cast<std::int64_t>(news.authorized)}});
}

std::string password_content(std::int64_t link, bool first) {
  return serialize(object{{"password_link", link}, {"first", first}});
}

Result<void> queue_mail(Change& change, const std::string& organization, const std::string& recipient,
                        std::string content) {
  OutboxRow row;
  row.created = change.now();
  row.organization = organization;
  row.recipient = recipient;
  row.content = std::move(content);
  row.queued = row.due = change.watched();
  SALLYPORT_TRY(change.rows().add_mail(row));
  return {};
}

Result<Notification> to_notification(Core& core, Reader& reader, const OutboxRow& row) {
  Notification notification;
  notification.id = fmt::format("{}.{}", core.installation, row.id);
  notification.created = row.created;
  notification.organization = row.organization;
  notification.recipient = row.recipient;
  SALLYPORT_ASSIGN(const auto person, reader.people().person(row.recipient));
  if (person) notification.language = person->language;
  try {
    const value content = boost::json::parse(row.content);
    const object& fields = content.as_object();
    if (fields.contains("items")) {
      SALLYPORT_ASSIGN(notification.content, to_alerts(core, reader, fields));
    } else if (fields.contains("password_link")) {
      SALLYPORT_ASSIGN(notification.content, to_password(core, reader, fields));
    } else if (fields.contains("follow")) {
      SALLYPORT_ASSIGN(notification.content, read_follow_content(row.content));
    } else {
      SALLYPORT_ASSIGN(notification.content, to_blocking(fields));
    }
  } catch (const std::exception&) {  // Boost.JSON's way to say that a field is missing or of another type
    return fail_content();
  }
  return notification;
}

}  // namespace sallyport::control
