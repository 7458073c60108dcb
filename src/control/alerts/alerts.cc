#include <fmt/format.h>

#include "control/alerts/alert_events.h"
#include "control/alerts/answer_token.h"
#include "control/credentials/rotation.h"
#include "control/lists/list_change.h"
#include "control/organizations/protection_change.h"

namespace sallyport::control {
namespace {

std::unexpected<Error> fail_answered() {
  return fail(ErrorCode::used_token, "this alert was answered already: look at the list to see how");
}

Result<AlertRow> need_alert(Reader& reader, OrganizationId organization, AlertId id) {
  SALLYPORT_ASSIGN(auto row, reader.alert(organization, id));
  if (row) return *std::move(row);
  return fail(ErrorCode::not_found, fmt::format("there is no alert {}", static_cast<std::int64_t>(id)));
}

struct KnownToken {
  TokenRow row;
  Action action = Action::authorize;
};

Result<KnownToken> known_token(Core& core, Reader& reader, std::string_view text) {
  if (const auto claim = claimed(text)) {
    SALLYPORT_ASSIGN(auto row, reader.token(claim->row));
    if (row && is_token_of(text, core.secrets, *row, claim->action)) {
      return KnownToken{*std::move(row), claim->action};
    }
  }
  return fail(ErrorCode::not_found, "this link is none of ours, or very old: look at the list of alerts");
}

struct OpenedToken {
  TokenRow row;
  Action action = Action::authorize;
  AlertRow alert;
  Organization organization;
};

// What open() and press() check, in this order: ours, not used, not expired, its member still permitted.
Result<OpenedToken> open_token(Core& core, Reader& reader, std::string_view text, Timestamp now,
                               Milliseconds watched) {
  SALLYPORT_ASSIGN(auto known, known_token(core, reader, text));
  const TokenRow& row = known.row;
  SALLYPORT_ASSIGN(auto alert, need_alert(reader, row.organization, row.alert));
  if (row.used || alert.alert.state != AlertState::open) return fail_answered();
  if (now >= row.expires || watched >= row.expires_watched) {
    return fail(ErrorCode::expired_token, "this link has expired: answer the alert in the list of alerts");
  }
  SALLYPORT_ASSIGN(auto organization, reader.organization(row.organization));
  if (!organization) return fail(ErrorCode::corrupted, "a token belongs to no organization");
  SALLYPORT_TRY(need_permission(reader, {row.member, std::nullopt, {}}, *organization));
  return OpenedToken{std::move(known.row), known.action, std::move(alert), *std::move(organization)};
}

// The list and the protection that the answer is about: the credential's where it has a protection of its
// own, as in learning.
Result<Place> place_of(Reader& reader, const Organization& organization, const AlertRow& row) {
  Place place{organization, std::nullopt};
  SALLYPORT_ASSIGN(const auto credential, reader.credential(row.scope));
  if (!credential) return place;
  SALLYPORT_ASSIGN(const auto own, reader.protection(row.scope, credential->channel));
  if (own) place.credential = credential;
  return place;
}

// Puts the address or its network on the list.
Result<void> list_it(Change& change, const Actor& actor, const Place& place, const net::Prefix& prefix,
                     Action action) {
  const NewEntry entry{prefix, {}, policy::kAlways, policy::kForever};
  const auto kind = action == Action::authorize ? policy::EntryKind::authorized : policy::EntryKind::denied;
  // Somebody may have listed it by another way, in a list that did not settle this alert.
  SALLYPORT_ASSIGN(const auto existing, change.read().entry(place.scope(), entry.prefix));
  if (existing && existing->entry.kind == kind && existing->entry.valid_at(change.now())) {
    return change.rows().erase_unauthorized(place.scope(), entry.prefix);
  }
  if (action == Action::authorize) {
    SALLYPORT_TRY(control::authorize(change, actor, place, {entry}));
  } else {
    SALLYPORT_TRY(control::deny(change, actor, place, entry));
  }
  return {};
}

Result<void> deactivate(Change& change, const Actor& actor, const Place& place, Channel channel) {
  ProtectionChange off;
  off.mode = policy::Mode::off;
  SALLYPORT_TRY(change_protection(change, actor, place, channel, off));
  return {};
}

AlertState state_after(Action action) {
  switch (action) {
    case Action::authorize:
      return AlertState::authorized;
    case Action::deny:
      return AlertState::denied;
    case Action::deactivate:
      return AlertState::deactivated;
  }
  return AlertState::denied;
}

Result<Alerts::Answered> answer_alert(Change& change, const Actor& actor, const Organization& organization,
                                      const AlertRow& row, const Alerts::Answer& answer) {
  SALLYPORT_ASSIGN(const auto place, place_of(change.read(), organization, row));
  Alerts::Answered answered;
  if (answer.action == Action::deactivate) {
    SALLYPORT_TRY(deactivate(change, actor, place, row.alert.channel));
  } else {
    const net::Prefix prefix = answer.network ? row.alert.network : net::Prefix(row.alert.address);
    SALLYPORT_TRY(list_it(change, actor, place, prefix, answer.action));
  }
  if (answer.action == Action::deny && answer.rotate) {
    SALLYPORT_ASSIGN(const auto credential, change.read().credential(row.scope));
    if (credential) {
      SALLYPORT_ASSIGN(answered.rotation,
                       rotate(change, actor, organization, *credential, std::chrono::seconds(0), {}));
    }
  }
  SALLYPORT_ASSIGN(auto after, need_alert(change.read(), organization.id, row.alert.id));
  if (after.alert.state == AlertState::open) {  // listing it has not answered it already
    SALLYPORT_TRY(write_answer(change, after, state_after(answer.action), actor.name));
    SALLYPORT_ASSIGN(after, need_alert(change.read(), organization.id, row.alert.id));
  }
  answered.alert = std::move(after.alert);
  return answered;
}

}  // namespace

Result<Page<Alert>> Alerts::list(const std::string& organization, std::optional<AlertState> state,
                                 const PageRequest& page) {
  SALLYPORT_TRY(check_page(page));
  std::optional<AlertId> before;
  if (!page.cursor.empty()) {
    const auto number = parse_number(page.cursor);
    if (!number) return fail_cursor();
    before = AlertId{*number};
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, need_organization(*reader, organization));
  SALLYPORT_ASSIGN(auto rows, reader->alerts(owner.id, state, before, page.limit + 1));
  return to_page<Alert>(
      std::move(rows), page, [](AlertRow row) { return std::move(row.alert); },
      [](const AlertRow& row) { return std::to_string(static_cast<std::int64_t>(row.alert.id)); });
}

Result<Alerts::Answered> Alerts::answer(const Actor& actor, const std::string& organization, AlertId alert,
                                        const Answer& answer) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto owner, need_organization(change.read(), organization));
  SALLYPORT_TRY(need_permission(change.read(), actor, owner));
  SALLYPORT_ASSIGN(const auto row, need_alert(change.read(), owner.id, alert));
  if (row.alert.state != AlertState::open) return fail_answered();
  SALLYPORT_ASSIGN(auto answered, answer_alert(change, actor, owner, row, answer));
  SALLYPORT_TRY(change.commit());
  return answered;
}

Result<Alerts::Question> Alerts::open(std::string_view token) {
  Milliseconds watched{};
  {
    const std::lock_guard lock(core_.mutex);
    watched = core_.watched.look();
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(auto opened, open_token(core_, *reader, token, core_.clock.now(), watched));
  Question question;
  SALLYPORT_ASSIGN(const auto place, place_of(*reader, opened.organization, opened.alert));
  question.own_protection = place.credential.has_value();
  SALLYPORT_ASSIGN(const auto credential, reader->credential(opened.alert.scope));
  question.removed = !credential;
  question.made_here = credential && credential->made_here;
  SALLYPORT_ASSIGN(const auto person, reader->people().person(opened.row.member));
  question.can_sign_in = person && !person->password.empty();
  if (person) question.language = person->language;
  question.alert = std::move(opened.alert.alert);
  question.action = opened.action;
  question.member = std::move(opened.row.member);
  if (core_.settings.network_names) {
    question.name = core_.settings.network_names->name_of(question.alert.address);
  }
  return question;
}

Result<Language> Alerts::language_of(std::string_view token) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto known, known_token(core_, *reader, token));
  SALLYPORT_ASSIGN(const auto person, reader->people().person(known.row.member));
  return person ? person->language : Language::english;
}

Result<Alerts::Answered> Alerts::press(std::string_view token, std::optional<net::Address> from, bool network,
                                       bool signed_in) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto opened,
                   open_token(core_, change.read(), token, change.now(), change.watched()));
  if (opened.action == Action::deactivate && !signed_in) {
    return fail(ErrorCode::unauthenticated, "switching protection off needs your password");
  }
  SALLYPORT_TRY(change.rows().use_token(opened.row.id));
  SALLYPORT_ASSIGN(auto answered, answer_alert(change, {opened.row.member, from, {}}, opened.organization,
                                               opened.alert, {opened.action, network, signed_in}));
  SALLYPORT_TRY(change.commit());
  return answered;
}

}  // namespace sallyport::control
