#include "control/following/follow_mail.h"

#include <algorithm>

namespace sallyport::control {
namespace {

using Line = FollowNotification::Line;
using Lines = FollowNotification::Lines;

template <class T, class ToLine>
Lines first_of(const std::vector<T>& all, const ToLine& to_line) {
  Lines lines;
  lines.total = all.size();
  for (const T& each : all) {
    if (lines.first.size() == kFollowLinesInMail) break;
    lines.first.push_back(to_line(each));
  }
  return lines;
}

Line gone_line(const FollowNews::Gone& gone) {
  return {gone.prefix, gone.given_up, gone.removal, gone.last_seen, {}};
}

}  // namespace

FollowEffect effect_of(const std::vector<FollowNews::Gone>& gone) {
  FollowEffect effect;
  effect.entries = gone.size();
  for (const FollowNews::Gone& each : gone) {
    effect.first_given_up =
        effect.first_given_up ? std::min(*effect.first_given_up, each.given_up) : each.given_up;
    effect.last_given_up =
        effect.last_given_up ? std::max(*effect.last_given_up, each.given_up) : each.given_up;
    if (each.last_seen && (!effect.last_seen || *effect.last_seen < *each.last_seen))
      effect.last_seen = each.last_seen;
  }
  return effect;
}

FollowNotification to_notification(const std::string& vendor, const std::string& name,
                                   const FollowNews& news) {
  const auto prefix_line = [](const net::Prefix& prefix) { return Line{prefix, {}, {}, {}, {}}; };
  FollowNotification mail;
  mail.vendor = vendor;
  mail.name = name;
  mail.added = first_of(news.added, prefix_line);
  mail.back = first_of(news.back, prefix_line);
  mail.given_up = first_of(news.given_up, gone_line);
  mail.removed = first_of(news.removed, gone_line);
  mail.coming = first_of(news.coming, [](const FollowNews::Coming& coming) {
    return Line{coming.prefix, {}, {}, {}, coming.starts};
  });
  mail.still_there = effect_of(news.given_up);
  mail.taken_off = effect_of(news.removed);
  mail.many = news.many;
  return mail;
}

bool says_something(const FollowNotification& mail) {
  return mail.added.total + mail.back.total + mail.given_up.total + mail.removed.total + mail.coming.total !=
             0 ||
         !mail.held.empty() || mail.resumed;
}

}  // namespace sallyport::control
