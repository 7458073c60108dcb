#include <fmt/format.h>

#include <string>
#include <variant>
#include <vector>

#include "base/duration.h"
#include "base/text.h"
#include "notify/mail.h"
#include "notify/text.h"

namespace sallyport::notify {
namespace {

// What a mail says, before it is text or HTML: both are made from it, so they cannot say different things.
// Every string in it is one line.
struct Section {
  struct Fact {
    std::string label;
    std::string value;
  };
  std::vector<Fact> facts;
  std::string link_says;
  std::string link;
};

struct Letter {
  std::string subject;
  std::vector<std::string> opening;
  std::vector<Section> sections;
  std::vector<std::string> closing;
};

std::string to_text(const Letter& letter) {
  std::string text;
  for (const auto& paragraph : letter.opening) text += paragraph + "\n\n";
  for (const auto& section : letter.sections) {
    for (const auto& fact : section.facts) text += fmt::format("  {:<12}{}\n", fact.label + ":", fact.value);
    if (!section.link.empty()) text += fmt::format("\n  {}:\n  {}\n", section.link_says, section.link);
    text += "\n";
  }
  for (const auto& paragraph : letter.closing) text += paragraph + "\n\n";
  return text + "--\nSallyport\n";
}

std::string to_html(const Letter& letter) {
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n"
      "<body style=\"font-family: sans-serif; line-height: 1.5\">\n",
      escape_html(letter.subject));
  for (const auto& paragraph : letter.opening) html += fmt::format("<p>{}</p>\n", escape_html(paragraph));
  for (const auto& section : letter.sections) {
    html += "<table style=\"margin-top: 1em; text-align: left\">\n";
    for (const auto& fact : section.facts) {
      html += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escape_html(fact.label),
                          escape_html(fact.value));
    }
    html += "</table>\n";
    if (!section.link.empty()) {
      html += fmt::format("<p><a href=\"{}\">{}</a></p>\n", escape_html(section.link),
                          escape_html(section.link_says));
    }
  }
  for (const auto& paragraph : letter.closing) html += fmt::format("<p>{}</p>\n", escape_html(paragraph));
  return html + "</body>\n</html>\n";
}

std::string people_time(Timestamp time) {
  std::string text = to_string(std::chrono::floor<std::chrono::seconds>(time));  // 2026-01-01T00:00:00Z
  text.replace(10, 1, " ");
  text.replace(text.size() - 1, 1, " UTC");
  return text;
}

// A name as a segment of a path (RFC 3986).
std::string path_segment(std::string_view name) {
  std::string segment;
  for (const char c : name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    segment += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return segment;
}

Section section_of(const control::AlertNotification::Item& item, const MailSettings& settings) {
  return {.facts = {{"Address", item.address.to_string()},
                    {"Network", item.network.to_string()},
                    {"Credential", one_line(item.credential)},
                    {"First seen", people_time(item.first_seen)},
                    {"Last seen", people_time(item.last_seen)},
                    {"Requests", fmt::format("{}", item.count)}},
          .link_says = fmt::format("Authorize {}", item.address.to_string()),
          .link = fmt::format("{}/answer/{}", settings.public_url, path_segment(item.authorize_token))};
}

Letter letter_about(const control::AlertNotification& alerts, const std::string& organization,
                    const MailSettings& settings) {
  Letter letter;
  const std::string who = one_line(organization);
  if (alerts.items.size() == 1 && alerts.more == 0) {
    const auto& item = alerts.items.front();
    letter.subject =
        fmt::format("{}: {} is not on the list of authorized addresses", who, item.address.to_string());
    letter.opening.push_back(fmt::format(
        "The credential {} of {} was used from {}, which is not on the list of authorized addresses.",
        one_line(item.credential), who, item.address.to_string()));
  } else {
    const std::uint64_t all = alerts.items.size() + alerts.more;
    letter.subject = fmt::format("{}: {} addresses are not on the list of authorized addresses", who, all);
    letter.opening.push_back(fmt::format(
        "Credentials of {} were used from {} networks that are not on the list of authorized addresses.", who,
        all));
  }
  letter.opening.push_back(
      "While protection is blocking, requests from there are refused. If it was neither you nor anybody you "
      "trust, leave it so, and replace the credential's secret: somebody else may know it.");
  for (const auto& item : alerts.items) letter.sections.push_back(section_of(item, settings));
  if (alerts.more > 0) {
    letter.closing.push_back(
        fmt::format("{} more wait for an answer; the list of open alerts has them all.", alerts.more));
  }
  letter.closing.push_back(
      "Opening a link changes nothing: it shows a page that says what would happen, and only the button on "
      "that page "
      "does it. A link works once, and not for ever. Whoever has this mail can use its links: do not forward "
      "it.");
  return letter;
}

Letter letter_about(const control::BlockingNotification& blocking, const std::string& organization) {
  Letter letter;
  const std::string who = one_line(organization);
  const std::string whose = blocking.credential.empty()
                                ? who
                                : fmt::format("the credential {} of {}", one_line(blocking.credential), who);
  const std::string_view channel = policy::to_string(blocking.channel);
  letter.subject = fmt::format("{}: unknown addresses are blocked from now on", who);
  letter.opening.push_back(
      fmt::format("From now on, unknown addresses are blocked for {} on the channel {}.", whose, channel));
  letter.opening.push_back(fmt::format(
      "No new network was learned for {}, so learning has ended. What was learned and what people "
      "authorized stays: requests from there are served as before. Anybody else is refused, and you get a "
      "mail that lets you authorize the address.",
      to_string(blocking.quiet_period)));
  letter.sections.push_back({.facts = {{"For", whose},
                                       {"Channel", std::string(channel)},
                                       {"Authorized", fmt::format("{} entries", blocking.authorized)}},
                             .link_says = {},
                             .link = {}});
  std::string path = "/api/v1/organizations/" + path_segment(organization);
  path += blocking.credential.empty()
              ? fmt::format("/protection/{}", channel)
              : fmt::format("/credentials/{}/protection", path_segment(blocking.credential));
  letter.closing.push_back(fmt::format(
      "To learn again, or to switch protection off, set its mode to learning or off: with the sallyport "
      "command, or with the API (PATCH {}).",
      path));
  return letter;
}

std::string message_id(std::string_view id, const std::string& from) {
  std::string left;
  for (const char c : id) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '-' || c == '_' || c == '.';
    left += plain ? c : '-';
  }
  const std::size_t at = from.rfind('@');
  return fmt::format("{}@{}", left, at == std::string::npos ? "localhost" : from.substr(at + 1));
}

}  // namespace

Mail render(const control::Notification& notification, const MailSettings& settings) {
  const Letter letter = std::holds_alternative<control::AlertNotification>(notification.content)
                            ? letter_about(std::get<control::AlertNotification>(notification.content),
                                           notification.organization, settings)
                            : letter_about(std::get<control::BlockingNotification>(notification.content),
                                           notification.organization);
  return {.message_id = message_id(notification.id, settings.from),
          .from = settings.from,
          .to = notification.recipient,
          .subject = letter.subject,
          .date = notification.created,
          .text = to_text(letter),
          .html = to_html(letter)};
}

}  // namespace sallyport::notify
