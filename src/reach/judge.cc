#include <fmt/format.h>

#include <algorithm>

#include "reach/finding.h"

namespace sallyport::reach {
namespace {

bool failed(const Looked& looked) {
  return looked.outcome != Outcome::works && looked.outcome != Outcome::no_address;
}

void set(Finding& finding, Verdict verdict, Step step, Outcome outcome, std::string reason) {
  finding.verdict = verdict;
  finding.step = step;
  finding.outcome = outcome;
  finding.reason = std::move(reason);
}

// An answer that leads nowhere is made on purpose. A name that does not exist has neither family (RFC 8020);
// what could not be asked says more than what is not there.
const Looked& most_telling(const Names& names) {
  for (const auto outcome : {Outcome::sinkhole, Outcome::no_such_host}) {
    for (const auto* looked : {&names.ipv4, &names.ipv6}) {
      if (looked->outcome == outcome) return *looked;
    }
  }
  return failed(names.ipv4) || !failed(names.ipv6) ? names.ipv4 : names.ipv6;
}

// A machine that has no way to one family, and reaches the host by the other, lacks nothing.
bool is_missed(const Attempt& attempt, const std::vector<Attempt>& all) {
  if (attempt.outcome == Outcome::works) return false;
  if (attempt.outcome != Outcome::no_route) return true;
  return std::ranges::none_of(all,
                              [&](const Attempt& other) {
                                return other.outcome == Outcome::works &&
                                       other.address.family() != attempt.address.family();
                              }) ||
         std::ranges::any_of(all, [&](const Attempt& other) {
           return other.outcome != Outcome::no_route && other.address.family() == attempt.address.family();
         });
}

bool is_untried(Outcome outcome) {
  return outcome == Outcome::not_tried || outcome == Outcome::gave_up || outcome == Outcome::special_use ||
         outcome == Outcome::failed_here;
}

// Of several, the one to tell: what is heard from the other side says more than that there is no way to it.
const Attempt& most_telling(const std::vector<const Attempt*>& missed) {
  const auto rank = [](const Attempt* attempt) {
    if (is_untried(attempt->outcome)) return 2;
    return attempt->outcome == Outcome::no_route ? 1 : 0;
  };
  return **std::ranges::min_element(missed, {}, rank);
}

std::string told(const Attempt& attempt, const std::vector<Attempt>& all) {
  if (all.size() == 1) return attempt.reason;
  const bool alike =
      std::ranges::all_of(all, [&](const Attempt& other) { return other.reason == attempt.reason; });
  if (alike) return fmt::format("{} (each of {} addresses)", attempt.reason, all.size());
  return fmt::format("{}: {}", attempt.address.to_string(), attempt.reason);
}

void judge_attempts(Finding& finding) {
  const auto& all = finding.attempts;
  std::vector<const Attempt*> missed;
  for (const Attempt& attempt : all) {
    if (is_missed(attempt, all)) missed.push_back(&attempt);
    if (!attempt.certificate) continue;
    auto& until = finding.certificate_until;
    until = until ? std::min(*until, attempt.certificate->until) : attempt.certificate->until;
  }
  const auto works =
      std::ranges::find_if(all, [](const Attempt& each) { return each.outcome == Outcome::works; });
  if (missed.empty()) {
    set(finding, Verdict::works, works->step, Outcome::works, {});
    const auto other = std::ranges::find_if(all, [](const Attempt& each) { return !each.reason.empty(); });
    if (other != all.end()) finding.reason = told(*other, all);
    return;
  }
  const Attempt& attempt = most_telling(missed);
  Verdict verdict = works != all.end() ? Verdict::partly : Verdict::fails;
  if (verdict == Verdict::fails && is_untried(attempt.outcome)) verdict = Verdict::not_tried;
  set(finding, verdict, attempt.step, attempt.outcome, told(attempt, all));
}

}  // namespace

Finding judge(const Names& names, bool to_connect, std::vector<Attempt> attempts) {
  Finding finding;
  finding.addresses = names.addresses;
  if (names.addresses.empty()) {
    const Looked& looked = most_telling(names);
    set(finding, is_untried(looked.outcome) ? Verdict::not_tried : Verdict::fails, Step::dns, looked.outcome,
        looked.reason);
    return finding;
  }
  finding.attempts = std::move(attempts);
  if (to_connect) {
    judge_attempts(finding);
  } else {
    set(finding, Verdict::works, Step::dns, Outcome::works, {});
  }
  if (finding.verdict != Verdict::works) return finding;
  for (const auto* looked : {&names.ipv4, &names.ipv6}) {
    if (!failed(*looked)) continue;
    set(finding, Verdict::partly, Step::dns, looked->outcome,
        fmt::format("addresses of {}: {}", looked == &names.ipv4 ? "IPv4" : "IPv6", looked->reason));
  }
  return finding;
}

Finding judge(Attempt attempt) {
  Finding finding;
  finding.addresses = {attempt.address};
  finding.attempts.push_back(std::move(attempt));
  judge_attempts(finding);
  return finding;
}

std::string_view to_string(Step step) {
  switch (step) {
    case Step::none:
      return "";
    case Step::dns:
      return "dns";
    case Step::tcp:
      return "tcp";
    case Step::tls:
      return "tls";
  }
  return "";
}

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::not_tried:
      return "not_tried";
    case Verdict::works:
      return "works";
    case Verdict::partly:
      return "partly";
    case Verdict::fails:
      return "fails";
  }
  return "";
}

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::not_tried:
      return "not_tried";
    case Outcome::works:
      return "works";
    case Outcome::no_such_host:
      return "no_such_host";
    case Outcome::no_address:
      return "no_address";
    case Outcome::name_server_failed:
      return "name_server_failed";
    case Outcome::no_name_server:
      return "no_name_server";
    case Outcome::sinkhole:
      return "sinkhole";
    case Outcome::refused:
      return "refused";
    case Outcome::no_route:
      return "no_route";
    case Outcome::unreachable:
      return "unreachable";
    case Outcome::prohibited:
      return "prohibited";
    case Outcome::timed_out:
      return "timed_out";
    case Outcome::reset:
      return "reset";
    case Outcome::closed:
      return "closed";
    case Outcome::not_tls:
      return "not_tls";
    case Outcome::tls_refused:
      return "tls_refused";
    case Outcome::wrong_name:
      return "wrong_name";
    case Outcome::expired:
      return "expired";
    case Outcome::not_yet_valid:
      return "not_yet_valid";
    case Outcome::self_signed:
      return "self_signed";
    case Outcome::unknown_issuer:
      return "unknown_issuer";
    case Outcome::bad_certificate:
      return "bad_certificate";
    case Outcome::special_use:
      return "special_use";
    case Outcome::gave_up:
      return "gave_up";
    case Outcome::failed_here:
      return "failed_here";
  }
  return "";
}

}  // namespace sallyport::reach
