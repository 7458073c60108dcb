#include <fmt/format.h>

#include "control/answer_token.h"
#include "control/list_change.h"

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

struct OpenedToken {
  TokenRow token;
  AlertRow alert;
};

// What open() and press() check, in this order: ours, not used, not expired.
Result<OpenedToken> open_token(Core& core, Reader& reader, std::string_view text, Timestamp now,
                               Milliseconds watched) {
  const auto claimed = claimed_row(text);
  std::optional<TokenRow> row;
  if (claimed) {
    SALLYPORT_ASSIGN(row, reader.token(*claimed));
  }
  if (!row || !is_token_of(text, core.secrets, *row)) {
    return fail(ErrorCode::not_found, "this link is none of ours, or very old: look at the list of alerts");
  }
  SALLYPORT_ASSIGN(auto alert, need_alert(reader, row->organization, row->alert));
  if (row->used || alert.alert.state != AlertState::open) return fail_answered();
  if (now >= row->expires || watched >= row->expires_watched) {
    return fail(ErrorCode::expired_token, "this link has expired: answer the alert in the list of alerts");
  }
  return OpenedToken{*std::move(row), std::move(alert)};
}

// The list that the answer goes to: the credential's where it has a protection of its own, as in learning.
Result<Place> place_of(Reader& reader, const Organization& organization, const AlertRow& row) {
  Place place{organization, std::nullopt};
  SALLYPORT_ASSIGN(const auto credential, reader.credential(row.scope));
  if (!credential) return place;
  SALLYPORT_ASSIGN(const auto own, reader.protection(row.scope, credential->channel));
  if (own) place.credential = credential;
  return place;
}

Result<Alert> answer_alert(Change& change, const Actor& actor, const Organization& organization,
                           const AlertRow& row, Action action) {
  SALLYPORT_ASSIGN(const auto place, place_of(change.read(), organization, row));
  const NewEntry entry{net::Prefix(row.alert.address), {}, policy::kAlways, policy::kForever};
  const auto kind = action == Action::authorize ? policy::EntryKind::authorized : policy::EntryKind::denied;
  // Somebody may have listed it by another way, in a list that did not settle this alert.
  SALLYPORT_ASSIGN(const auto existing, change.read().entry(place.scope(), entry.prefix));
  if (existing && existing->entry.kind == kind && existing->entry.valid_at(change.now())) {
    SALLYPORT_TRY(change.rows().erase_unauthorized(place.scope(), entry.prefix));
  } else if (action == Action::authorize) {
    SALLYPORT_TRY(control::authorize(change, actor, place, {entry}));
  } else {
    SALLYPORT_TRY(control::deny(change, actor, place, entry));
  }
  const auto state = action == Action::authorize ? AlertState::authorized : AlertState::denied;
  SALLYPORT_TRY(change.rows().answer_alert(row.alert.id, state, actor.name, change.now()));
  SALLYPORT_ASSIGN(auto answered, need_alert(change.read(), organization.id, row.alert.id));
  return std::move(answered.alert);
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
  SALLYPORT_ASSIGN(auto answered, answer_alert(change, actor, owner, row, answer.action));
  SALLYPORT_TRY(change.commit());
  return Answered{std::move(answered), std::nullopt};
}

Result<Alerts::Question> Alerts::open(std::string_view token) {
  Milliseconds watched{};
  {
    const std::lock_guard lock(core_.mutex);
    watched = core_.watched.look();
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(auto opened, open_token(core_, *reader, token, core_.clock.now(), watched));
  return Question{std::move(opened.alert.alert), opened.token.action, std::move(opened.token.member)};
}

Result<Alerts::Answered> Alerts::press(std::string_view token, std::optional<net::Address> from,
                                       [[maybe_unused]] bool network, [[maybe_unused]] bool signed_in) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto opened,
                   open_token(core_, change.read(), token, change.now(), change.watched()));
  SALLYPORT_ASSIGN(const auto organization, change.read().organization(opened.token.organization));
  if (!organization) return fail(ErrorCode::corrupted, "a token belongs to no organization");
  const Actor actor{opened.token.member, from, {}};
  SALLYPORT_TRY(need_permission(change.read(), actor, *organization));
  SALLYPORT_TRY(change.rows().use_token(opened.token.id));
  SALLYPORT_ASSIGN(auto answered,
                   answer_alert(change, actor, *organization, opened.alert, opened.token.action));
  SALLYPORT_TRY(change.commit());
  return Answered{std::move(answered), std::nullopt};
}

}  // namespace sallyport::control
