#include "control/alerts/outbox.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "control/alerts/answer_token.h"
#include "control/people/password_link.h"

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

Result<AlertNotification::Item> to_item(Core& core, const TokenRow& token, const object& from) {
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
  item.authorize_token = to_token(core.secrets, token, Action::authorize);
  item.deny_token = to_token(core.secrets, token, Action::deny);
  item.deactivate_token = to_token(core.secrets, token, Action::deactivate);
  if (core.settings.network_names) item.name = core.settings.network_names->name_of(item.address);
  return item;
}

Result<AlertNotification> to_alerts(Core& core, Reader& reader, const object& from) {
  AlertNotification alerts;
  alerts.more = static_cast<std::uint64_t>(from.at("more").as_int64());
  alerts.beyond = static_cast<std::uint64_t>(from.at("beyond").as_int64());
  for (const value& each : from.at("items").as_array()) {
    SALLYPORT_ASSIGN(const auto token, reader.token(each.at("token").as_int64()));
    if (!token) return fail_content();
    SALLYPORT_ASSIGN(auto item, to_item(core, *token, each.as_object()));
    alerts.expires = alerts.items.empty() ? token->expires : std::min(alerts.expires, token->expires);
    alerts.items.push_back(std::move(item));
  }
  if (alerts.items.empty()) return fail_content();
  return alerts;
}

Result<BlockingNotification::Item> to_turned(const object& from) {
  const auto channel = policy::parse_channel(text(from.at("channel")));
  if (!channel) return fail_content();
  const value* const dry_run = from.if_contains("dry_run");  // earlier versions did not write it
  return BlockingNotification::Item{
      text(from.at("credential")), *channel, std::chrono::seconds(from.at("quiet_period").as_int64()),
      static_cast<std::uint64_t>(from.at("authorized").as_int64()), dry_run != nullptr && dry_run->as_bool()};
}

// Earlier versions wrote one that turned without a list around it.
Result<BlockingNotification> to_blocking(const object& from) {
  BlockingNotification news;
  if (const value* const turned = from.if_contains("turned")) {
    for (const value& each : turned->as_array()) {
      SALLYPORT_ASSIGN(auto item, to_turned(each.as_object()));
      news.items.push_back(std::move(item));
    }
    if (news.items.empty()) return fail_content();
  } else {
    SALLYPORT_ASSIGN(auto item, to_turned(from));
    news.items.push_back(std::move(item));
  }
  return news;
}

Result<PasswordNotification> to_password(Core& core, Reader& reader, const object& from) {
  SALLYPORT_ASSIGN(const auto link, reader.people().password_link(from.at("password_link").as_int64()));
  if (!link) return fail_content();
  return PasswordNotification{to_password_token(core.secrets, *link), link->expires,
                              from.at("first").as_bool()};
}

}  // namespace

std::string alert_content(const AlertLetter& letter) {
  array items;
  for (const auto& [alert, token] : letter.alerts) {
    items.push_back(object{{"alert", static_cast<std::int64_t>(alert.id)},
                           {"network", alert.network.to_string()},
                           {"address", alert.address.to_string()},
                           {"credential", alert.credential},
                           {"first_seen", number(alert.first_seen)},
                           {"last_seen", number(alert.last_seen)},
                           {"count", static_cast<std::int64_t>(alert.count)},
                           {"token", token}});
  }
  return serialize(object{{"items", std::move(items)},
                          {"more", static_cast<std::int64_t>(letter.more)},
                          {"beyond", static_cast<std::int64_t>(letter.beyond)},
                          {"written", letter.written.count()}});
}

bool is_alert_content(std::string_view content) { return content.starts_with(R"({"items":)"); }

Result<AlertLetter> read_alert_content(const std::string& content) {
  AlertLetter letter;
  try {
    const value read = boost::json::parse(content);
    const object& from = read.as_object();
    if (!from.contains("written")) return letter;  // of an earlier version: it is written anew
    letter.more = static_cast<std::uint64_t>(from.at("more").as_int64());
    letter.beyond = static_cast<std::uint64_t>(from.at("beyond").as_int64());
    letter.written = Milliseconds(from.at("written").as_int64());
    for (const value& each : from.at("items").as_array()) {
      QueuedAlert queued;
      queued.alert.id = AlertId{each.at("alert").as_int64()};
      queued.token = each.at("token").as_int64();
      letter.alerts.push_back(std::move(queued));
    }
  } catch (const std::exception&) {  // as in to_notification()
    return fail_content();
  }
  return letter;
}

std::string blocking_content(const BlockingNotification& news) {
  array turned;
  for (const BlockingNotification::Item& item : news.items) {
    const std::string_view channel = policy::to_string(item.channel);
    turned.push_back(object{{"credential", item.credential},
                            {"channel", json_view(channel)},
                            {"quiet_period", item.quiet_period.count()},
                            {"authorized", static_cast<std::int64_t>(item.authorized)},
                            {"dry_run", item.dry_run}});
  }
  return serialize(object{{"turned", std::move(turned)}});
}

std::string password_content(std::int64_t link, bool first) {
  return serialize(object{{"password_link", link}, {"first", first}});
}

Result<std::int64_t> queue_mail(Change& change, const std::string& organization, const std::string& recipient,
                                std::string content) {
  OutboxRow row;
  row.created = change.now();
  row.organization = organization;
  row.recipient = recipient;
  row.content = std::move(content);
  row.queued = row.due = change.watched();
  return change.rows().add_mail(row);
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
