// What stands in the outbox about a follow, written and read.

#include <boost/json.hpp>

#include "control/alerts/outbox.h"

namespace sallyport::control {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using Line = FollowNotification::Line;
using Lines = FollowNotification::Lines;

void put_time(object& to, const char* name, const std::optional<Timestamp>& time) {
  if (time) to[name] = time->time_since_epoch().count();
}

std::optional<Timestamp> take_time(const object& from, const char* name) {
  const value* const found = from.if_contains(name);
  if (found == nullptr) return std::nullopt;
  return Timestamp(Milliseconds(found->as_int64()));
}

std::uint64_t take_count(const object& from, const char* name) {
  return static_cast<std::uint64_t>(from.at(name).as_int64());
}

std::string take_text(const object& from, const char* name) {
  const auto& string = from.at(name).as_string();
  return {string.data(), string.size()};
}

object lines_json(const Lines& lines) {
  array first;
  for (const Line& line : lines.first) {
    object each{{"prefix", line.prefix.to_string()}};
    put_time(each, "given_up", line.given_up);
    put_time(each, "removal", line.removal);
    put_time(each, "last_seen", line.last_seen);
    put_time(each, "starts", line.starts);
    first.push_back(std::move(each));
  }
  return {{"first", std::move(first)}, {"total", static_cast<std::int64_t>(lines.total)}};
}

// Throws where it is none that lines_json() wrote.
Lines read_lines(const object& from, const char* name) {
  const object& given = from.at(name).as_object();
  Lines lines;
  lines.total = take_count(given, "total");
  for (const value& each : given.at("first").as_array()) {
    const object& line = each.as_object();
    const auto prefix = net::Prefix::parse(take_text(line, "prefix"));
    if (!prefix) throw std::invalid_argument("prefix");
    lines.first.push_back({*prefix, take_time(line, "given_up"), take_time(line, "removal"),
                           take_time(line, "last_seen"), take_time(line, "starts")});
  }
  return lines;
}

object effect_json(const FollowEffect& effect) {
  object made{{"entries", static_cast<std::int64_t>(effect.entries)}};
  put_time(made, "first_given_up", effect.first_given_up);
  put_time(made, "last_given_up", effect.last_given_up);
  put_time(made, "last_seen", effect.last_seen);
  return made;
}

FollowEffect read_effect(const object& from, const char* name) {
  const object& given = from.at(name).as_object();
  return {take_count(given, "entries"), take_time(given, "first_given_up"), take_time(given, "last_given_up"),
          take_time(given, "last_seen")};
}

}  // namespace

std::string follow_content(const FollowNotification& news) {
  return serialize(object{{"follow", news.vendor},
                          {"name", news.name},
                          {"added", lines_json(news.added)},
                          {"back", lines_json(news.back)},
                          {"given_up", lines_json(news.given_up)},
                          {"removed", lines_json(news.removed)},
                          {"coming", lines_json(news.coming)},
                          {"still_there", effect_json(news.still_there)},
                          {"taken_off", effect_json(news.taken_off)},
                          {"many", news.many},
                          {"held", news.held},
                          {"resumed", news.resumed}});
}

Result<FollowNotification> read_follow_content(const std::string& content) {
  try {
    const value read = boost::json::parse(content);
    const object& from = read.as_object();
    FollowNotification news;
    news.vendor = take_text(from, "follow");
    news.name = take_text(from, "name");
    news.added = read_lines(from, "added");
    news.back = read_lines(from, "back");
    news.given_up = read_lines(from, "given_up");
    news.removed = read_lines(from, "removed");
    news.coming = read_lines(from, "coming");
    news.still_there = read_effect(from, "still_there");
    news.taken_off = read_effect(from, "taken_off");
    news.many = from.at("many").as_bool();
    news.held = take_text(from, "held");
    news.resumed = from.at("resumed").as_bool();
    return news;
  } catch (const std::exception&) {  // as in to_notification()
    return fail(ErrorCode::corrupted, "a mail in the outbox is none that was ever written: it is given up");
  }
}

}  // namespace sallyport::control
