#include <fmt/format.h>

#include <string>
#include <variant>
#include <vector>

#include "control/language.h"
#include "notify/follow_letter.h"
#include "notify/letter.h"
#include "notify/mail.h"
#include "notify/mail_texts.h"
#include "notify/text.h"

namespace sallyport::notify {
namespace {

using control::Language;
using control::people_number;
using control::people_time;

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

std::string answer_link(const MailSettings& settings, const std::string& token) {
  return fmt::format("{}/answer/{}", settings.public_url, path_segment(token));
}

Section section_of(const control::AlertNotification::Item& item, Language language,
                   const MailSettings& settings) {
  const std::string address = item.address.to_string();
  Section section;
  const auto add = [&](MailText label, std::string value) {
    if (!value.empty()) section.facts.push_back({say(label, language), std::move(value)});
  };
  add(MailText::address, address);
  add(MailText::network, item.network.to_string());
  add(MailText::network_owner, one_line(item.name.owner));
  add(MailText::country, one_line(item.name.country));
  add(MailText::credential, one_line(item.credential));
  add(MailText::first_seen, people_time(item.first_seen, language));
  add(MailText::last_seen, people_time(item.last_seen, language));
  add(MailText::requests, people_number(item.count, language));
  section.links = {
      {say(MailText::authorize, language, {address}), answer_link(settings, item.authorize_token)},
      {say(MailText::deny, language, {address}), answer_link(settings, item.deny_token)},
      {say(MailText::deactivate, language), answer_link(settings, item.deactivate_token)}};
  return section;
}

Letter letter_about(const control::AlertNotification& alerts, const control::Notification& notification,
                    const MailSettings& settings) {
  const Language language = notification.language;
  Letter letter;
  const std::string who = one_line(notification.organization);
  if (alerts.items.size() == 1 && alerts.more == 0) {
    const auto& item = alerts.items.front();
    const std::string address = item.address.to_string();
    letter.subject = say(MailText::one_subject, language, {who, address});
    letter.opening.push_back(say(MailText::one_opening, language, {one_line(item.credential), who, address}));
  } else {
    const std::string all = people_number(alerts.items.size() + alerts.more, language);
    letter.subject = say(MailText::many_subject, language, {who, all});
    letter.opening.push_back(say(MailText::many_opening, language, {who, all}));
  }
  letter.opening.push_back(say(MailText::alert_advice, language));
  for (const auto& item : alerts.items) letter.sections.push_back(section_of(item, language, settings));
  if (alerts.more > 0) {
    const auto text = alerts.more == 1 ? MailText::more_one : MailText::more_other;
    letter.closing.push_back(say(text, language, {people_number(alerts.more, language)}));
  }
  if (alerts.beyond > 0) {
    const auto text = alerts.beyond == 1 ? MailText::beyond_one : MailText::beyond_other;
    letter.closing.push_back(say(text, language, {people_number(alerts.beyond, language)}));
  }
  letter.closing.push_back(say(MailText::links_until, language, {people_time(alerts.expires, language)}));
  letter.closing.push_back(say(MailText::links, language));
  return letter;
}

std::string protection_path(const control::BlockingNotification::Item& turned,
                            const std::string& organization) {
  const std::string path = "/api/v1/organizations/" + path_segment(organization);
  return turned.credential.empty()
             ? fmt::format("{}/protection/{}", path, policy::to_string(turned.channel))
             : fmt::format("{}/credentials/{}/protection", path, path_segment(turned.credential));
}

Letter letter_about(const control::BlockingNotification& blocking,
                    const control::Notification& notification) {
  const Language language = notification.language;
  Letter letter;
  const std::string who = one_line(notification.organization);
  letter.subject = say(MailText::blocking_subject, language, {who});
  std::string requests;
  bool enforced = false;
  bool dry_run = false;
  for (const auto& turned : blocking.items) {
    const std::string whose = turned.credential.empty() ? who
                                                        : say(MailText::whose_credential, language,
                                                              {one_line(turned.credential), who});
    const std::string channel(policy::to_string(turned.channel));
    (turned.dry_run ? dry_run : enforced) = true;
    const auto opening = turned.dry_run ? MailText::blocking_opening_dry_run : MailText::blocking_opening;
    letter.opening.push_back(say(opening, language, {whose, channel}));
    const auto entries = turned.authorized == 1 ? MailText::entries_one : MailText::entries_other;
    letter.sections.push_back(
        {.facts = {
             {say(MailText::blocking_for, language), whose},
             {say(MailText::channel, language), channel},
             {say(MailText::quiet_period, language), control::people_duration(turned.quiet_period, language)},
             {say(MailText::authorized, language),
              say(entries, language, {people_number(turned.authorized, language)})}}});
    requests +=
        (requests.empty() ? "PATCH " : ", PATCH ") + protection_path(turned, notification.organization);
  }
  letter.opening.push_back(say(MailText::blocking_reason, language));
  if (enforced) letter.opening.push_back(say(MailText::blocking_others, language));
  if (dry_run) letter.opening.push_back(say(MailText::blocking_dry_run, language));
  letter.closing.push_back(say(MailText::blocking_change, language, {requests}));
  return letter;
}

Letter letter_about(const control::PasswordNotification& password, const control::Notification& notification,
                    const MailSettings& settings) {
  const Language language = notification.language;
  Letter letter;
  const std::string what = say(password.first ? MailText::first_password : MailText::new_password, language);
  const std::string who = one_line(notification.organization);
  letter.subject = who.empty() ? what : say(MailText::subject_of, language, {who, what});
  letter.opening.push_back(who.empty() ? say(MailText::password_asked, language)
                                       : say(MailText::password_invited, language, {who}));
  letter.sections.push_back(
      {.facts = {{say(MailText::valid_until, language), people_time(password.expires, language)}},
       .links = {
           {what, fmt::format("{}/password/{}", settings.public_url, path_segment(password.link_token))}}});
  letter.closing.push_back(say(MailText::password_closing, language));
  return letter;
}

Letter letter_of(const control::Notification& notification, const MailSettings& settings) {
  if (const auto* alerts = std::get_if<control::AlertNotification>(&notification.content)) {
    return letter_about(*alerts, notification, settings);
  }
  if (const auto* password = std::get_if<control::PasswordNotification>(&notification.content)) {
    return letter_about(*password, notification, settings);
  }
  if (const auto* follow = std::get_if<control::FollowNotification>(&notification.content)) {
    return letter_about_follow(*follow, notification);
  }
  return letter_about(std::get<control::BlockingNotification>(notification.content), notification);
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
  Letter letter = letter_of(notification, settings);
  letter.language = notification.language;
  return {.message_id = message_id(notification.id, settings.from),
          .from = settings.from,
          .to = notification.recipient,
          .subject = letter.subject,
          .date = notification.created,
          .text = to_text(letter),
          .html = to_html(letter),
          .language = notification.language};
}

}  // namespace sallyport::notify
