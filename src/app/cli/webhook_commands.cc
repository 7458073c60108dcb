#include <boost/json/serialize.hpp>

#include "app/cli/commands.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

std::string webhooks_path(const Arguments& arguments) {
  if (arguments.organization.empty()) return "/webhooks";
  return "/organizations/" + path_segment(arguments.organization) + "/webhooks";
}

std::string webhook_path(const Arguments& arguments) {
  return webhooks_path(arguments) + "/" + path_segment(arguments.webhook);
}

// Prints what an answer has to say once: the webhook's number where it is new, and the secret.
int show_secret(Session& session, const json::value& answer) {
  if (session.format() != Format::table) {
    session.print(answer);
    return kDone;
  }
  const auto* const object = answer.if_object();
  const auto* const secret = object != nullptr ? object->if_contains("secret") : nullptr;
  if (secret == nullptr || !secret->is_string()) return session.unexpected_answer();
  session.print_line(std::string_view(secret->get_string().data(), secret->get_string().size()));
  const auto* const webhook = object->if_contains("webhook");
  const auto* const fields = webhook != nullptr ? webhook->if_object() : nullptr;
  const auto* const id = fields != nullptr ? fields->if_contains("id") : nullptr;
  if (id != nullptr) session.print_note("This is the secret of webhook " + json::serialize(*id) + ".");
  session.print_note("It is shown this once: give it to the receiver, which checks signatures with it.");
  return kDone;
}

}  // namespace

int webhook_list(Session& session, const Arguments& arguments) {
  return session.list(webhooks_path(arguments), "",
                      {{"WEBHOOK", "id"},
                       {"RECEIVER", "url"},
                       {"EVENTS", "events"},
                       {"WAITING", "waiting"},
                       {"FAILING SINCE", "failing_since"},
                       {"DISABLED", "disabled"}});
}

int webhook_create(Session& session, const Arguments& arguments) {
  json::array events;
  for (const std::string& event : arguments.events) events.emplace_back(event);
  const auto created = session.call("POST", webhooks_path(arguments),
                                    json::object{{"url", arguments.receiver}, {"events", std::move(events)}});
  return created ? show_secret(session, *created) : created.error();
}

int webhook_change(Session& session, const Arguments& arguments) {
  json::object change;
  if (!arguments.receiver.empty()) change["url"] = arguments.receiver;
  if (!arguments.events.empty() || arguments.all_events) {
    json::array events;
    for (const std::string& event : arguments.events) events.emplace_back(event);
    change["events"] = std::move(events);
  }
  if (arguments.enable || arguments.disable) change["enabled"] = arguments.enable;
  return session.change("PATCH", webhook_path(arguments), std::move(change), "changed");
}

int webhook_remove(Session& session, const Arguments& arguments) {
  return session.change("DELETE", webhook_path(arguments), nullptr, "removed");
}

int webhook_rotate_secret(Session& session, const Arguments& arguments) {
  const std::string overlap = arguments.overlap.empty() ? "1d" : arguments.overlap;
  const auto made =
      session.call("POST", webhook_path(arguments) + "/secret", json::object{{"overlap", overlap}});
  return made ? show_secret(session, *made) : made.error();
}

int webhook_test(Session& session, const Arguments& arguments) {
  return session.change("POST", webhook_path(arguments) + "/test", nullptr,
                        "it is tried now; `sallyport webhook attempts` shows what came of it");
}

int webhook_attempts(Session& session, const Arguments& arguments) {
  return session.list(webhook_path(arguments) + "/attempts", "limit=1000",
                      {{"TIME", "time"},
                       {"TYPE", "type"},
                       {"EVENT", "event"},
                       {"ATTEMPT", "attempt"},
                       {"STATUS", "status"},
                       {"FAILURE", "failure"},
                       {"MS", "duration_ms"}});
}

}  // namespace sallyport::cli
