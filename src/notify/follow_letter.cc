#include "notify/follow_letter.h"

#include <fmt/format.h>

#include <chrono>

#include "control/language.h"
#include "notify/mail_texts.h"
#include "notify/text.h"

namespace sallyport::notify {
namespace {

using control::FollowEffect;
using control::FollowNotification;
using control::Language;
using control::people_number;

std::uint64_t days_between(Timestamp then, Timestamp now) {
  const auto days = std::chrono::floor<std::chrono::days>(now - then).count();
  return days < 0 ? 0 : static_cast<std::uint64_t>(days);
}

// 2026-01-31, as the vendor's own pages have it.
std::string date_of(const std::optional<Timestamp>& time) {
  if (!time) return {};
  return sallyport::to_string(*time).substr(0, 10);
}

std::string in_days(std::uint64_t days, Language language, MailText today, MailText one, MailText other) {
  if (days == 0) return say(today, language);
  return say(days == 1 ? one : other, language, {people_number(days, language)});
}

class FollowLetter {
 public:
  FollowLetter(const FollowNotification& news, const control::Notification& notification)
      : news_(news),
        language_(notification.language),
        now_(notification.created),
        who_(one_line(notification.organization)),
        vendor_(one_line(news.name)) {}

  Letter write() {
    const bool changes = news_.held.empty();
    letter_.subject =
        say(changes ? MailText::follow_subject : MailText::follow_held_subject, language_, {who_, vendor_});
    letter_.opening.push_back(say(MailText::follow_opening, language_, {who_, vendor_}));
    if (news_.many) letter_.opening.push_back(say(MailText::follow_many, language_, {vendor_}));
    if (!changes) letter_.opening.push_back(say(MailText::follow_held, language_, {one_line(news_.held)}));
    if (news_.resumed) letter_.opening.push_back(say(MailText::follow_resumed, language_));
    add_effect(news_.still_there, MailText::still_there_one, MailText::still_there_other);
    add_effect(news_.taken_off, MailText::was_there_one, MailText::was_there_other);
    add_list(MailText::follow_given_up, news_.given_up);
    add_list(MailText::follow_removed, news_.removed);
    add_list(MailText::follow_added, news_.added);
    add_list(MailText::follow_back, news_.back);
    add_list(MailText::follow_coming, news_.coming);
    letter_.closing.push_back(say(MailText::follow_closing, language_));
    return std::move(letter_);
  }

 private:
  void add_effect(const FollowEffect& effect, MailText one, MailText other) {
    if (effect.entries == 0 || !effect.first_given_up || !effect.last_given_up) return;
    letter_.opening.push_back(
        say(effect.entries == 1 ? one : other, language_,
            {people_number(effect.entries, language_), given_up(effect), used(effect)}));
  }

  std::string given_up(const FollowEffect& effect) const {
    const std::uint64_t first = days_between(*effect.first_given_up, now_);
    const std::uint64_t last = days_between(*effect.last_given_up, now_);
    if (first != last) {
      return say(MailText::gone_between, language_,
                 {people_number(first, language_), people_number(last, language_)});
    }
    return in_days(first, language_, MailText::gone_today, MailText::gone_one_day, MailText::gone_days);
  }

  std::string used(const FollowEffect& effect) const {
    if (!effect.last_seen) return say(MailText::used_never, language_);
    return in_days(days_between(*effect.last_seen, now_), language_, MailText::used_today,
                   MailText::used_one_day, MailText::used_days);
  }

  std::string line_of(const FollowNotification::Line& line) const {
    const std::string prefix = line.prefix.to_string();
    if (line.starts) return say(MailText::line_coming, language_, {prefix, date_of(line.starts)});
    if (!line.given_up) return prefix;
    const std::string seen = line.last_seen ? say(MailText::used_on, language_, {date_of(line.last_seen)})
                                            : say(MailText::used_never, language_);
    if (!line.removal || *line.removal <= now_)
      return say(MailText::line_removed, language_, {prefix, date_of(line.given_up), seen});
    return say(MailText::line_given_up, language_,
               {prefix, date_of(line.given_up), control::people_time(*line.removal, language_), seen});
  }

  void add_list(MailText heading, const FollowNotification::Lines& lines) {
    if (lines.total == 0) return;
    Section section;
    section.heading = say(heading, language_, {people_number(lines.total, language_)});
    for (const auto& line : lines.first) section.lines.push_back(line_of(line));
    if (lines.total > lines.first.size()) {
      section.lines.push_back(
          say(MailText::lines_more, language_, {people_number(lines.total - lines.first.size(), language_)}));
    }
    letter_.sections.push_back(std::move(section));
  }

  const FollowNotification& news_;
  const Language language_;
  const Timestamp now_;
  const std::string who_;
  const std::string vendor_;
  Letter letter_;
};

}  // namespace

Letter letter_about_follow(const FollowNotification& news, const control::Notification& notification) {
  return FollowLetter(news, notification).write();
}

}  // namespace sallyport::notify
