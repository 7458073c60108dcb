#include "control/people/people.h"

#include "control/audit/audit_json.h"
#include "control/people/bearer_secret.h"
#include "control/people/password_link.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

constexpr unsigned kSessionsPerPerson = 20;  // the oldest give way

std::unexpected<Error> fail_sign_in() {
  return fail(ErrorCode::unauthenticated, "the e-mail address or the password is wrong");
}

std::unexpected<Error> fail_nobody(const std::string& email) {
  return fail(ErrorCode::unknown_member,
              email.substr(0, 254) + " is a member of no organization: add the member first");
}

Result<PersonRow> person_of(Reader& reader, const std::string& email) {
  SALLYPORT_ASSIGN(auto person, reader.people().person(email));
  if (person) return *std::move(person);
  PersonRow unknown;
  unknown.email = email;
  return unknown;
}

// As a member's address was written, not as whoever asks writes it.
Result<PersonRow> need_person(Reader& reader, const std::string& email) {
  SALLYPORT_ASSIGN(const auto known, reader.people().known_as(email));
  if (known) return person_of(reader, *known);
  return fail_nobody(email);
}

// Whose password it is, with the hash that it fits. Not under Core's lock.
Result<PersonRow> verify(Core& core, const std::string& email, std::string_view password,
                         const std::optional<net::Address>& from) {
  SALLYPORT_TRY(core.sign_ins.begin(email, from));
  PersonRow person;
  {
    SALLYPORT_ASSIGN(const auto reader, core.store.view());
    SALLYPORT_ASSIGN(person, person_of(*reader, email));
  }
  const auto matches = core.passwords.matches(person.password, password);
  if (matches && !*matches) return fail_sign_in();
  core.sign_ins.give_back(email, from);
  if (!matches) return std::unexpected(matches.error());
  return person;
}

Result<void> put_password(Change& change, PersonRow person, std::string hash) {
  person.password = std::move(hash);
  SALLYPORT_TRY(change.rows().people().put_person(person));
  SALLYPORT_TRY(change.rows().people().use_password_links(person.email));
  return change.rows().people().erase_sessions(person.email, 0);
}

}  // namespace

Result<Session> People::sign_in(const std::string& email, std::string_view password,
                                std::optional<net::Address> from) {
  SALLYPORT_ASSIGN(const PersonRow verified, verify(core_, email, password, from));
  std::string renewed;
  if (core_.passwords.is_outdated(verified.password)) {
    renewed = core_.passwords.hash(password).value_or(std::string());  // where others wait: the next time
  }
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(auto person, change.read().people().person(verified.email));
  if (!person || person->password != verified.password) return fail_sign_in();  // changed meanwhile
  if (!renewed.empty()) {
    person->password = renewed;
    SALLYPORT_TRY(change.rows().people().put_person(*person));
  }
  SALLYPORT_TRY(change.rows().people().erase_sessions(person->email, kSessionsPerPerson - 1));
  Session session{make_session_token(), person->email, change.now() + core_.settings.session_lifetime};
  AccessTokenRow row;
  row.session = true;
  row.hash = hash_of_token(session.token);
  row.token.name = row.token.by = person->email;
  row.token.created = change.now();
  row.token.expires = session.expires;
  SALLYPORT_TRY(change.rows().people().add_access_token(row));
  SALLYPORT_TRY(change.audit({person->email, from, {}}, {}, "session.started", {}, {}));
  SALLYPORT_TRY(change.commit());
  return session;
}

Result<void> People::check_password(const std::string& email, std::string_view password,
                                    std::optional<net::Address> from) {
  SALLYPORT_TRY(verify(core_, email, password, from));
  return {};
}

Result<void> People::sign_out(std::string_view token, std::optional<net::Address> from) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto row, change.read().people().access_token(hash_of_token(token)));
  if (!row || !row->session) {
    return fail(ErrorCode::not_found, "this token is no session: revoke it by its name");
  }
  SALLYPORT_TRY(change.rows().people().erase_access_token(row->token.id));
  SALLYPORT_TRY(change.audit({row->token.name, from, {}}, {}, "session.ended", {}, {}));
  return change.commit();
}

Result<void> People::invite(const Actor& actor, const std::string& organization, const std::string& email) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto owner, need_organization(change.read(), organization));
  SALLYPORT_ASSIGN(const auto member, need_member(change.read(), owner, email));
  SALLYPORT_TRY(core_.sign_ins.invite(owner.id, member.email));
  SALLYPORT_TRY(mail_password_link(change, owner.name, member.email, core_.settings.answer_lifetime));
  SALLYPORT_TRY(change.audit(actor, owner.name, "member.invited", {}, email_json(member.email)));
  return change.commit();
}

// For somebody who is nobody it commits too, so that both take as long.
Result<void> People::request_password(const std::string& email, std::optional<net::Address> from) {
  if (!core_.sign_ins.may_ask_for_password(from)) return {};
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto known, change.read().people().known_as(email));
  SALLYPORT_ASSIGN(auto person, person_of(change.read(), known.value_or(email)));
  const auto& last = person.last_password_mail;
  if (known && (!last || change.watched() - *last >= core_.settings.mail_interval)) {
    person.last_password_mail = change.watched();
    SALLYPORT_TRY(change.rows().people().put_person(person));
    SALLYPORT_TRY(mail_password_link(change, {}, person.email, core_.settings.password_link_lifetime));
  }
  return change.commit();
}

Result<std::string> People::open_password_link(std::string_view token) {
  Milliseconds watched{};
  {
    const std::lock_guard lock(core_.mutex);
    watched = core_.watched.look();
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(auto link, open_password_token(core_.secrets, *reader, token, core_.clock.now(), watched));
  return std::move(link.email);
}

Result<void> People::set_password(std::string_view token, std::string_view password,
                                  std::optional<net::Address> from) {
  SALLYPORT_TRY(open_password_link(token));  // before the hash: what is none of ours costs nothing
  SALLYPORT_TRY(check_new_password(password));
  SALLYPORT_ASSIGN(auto hash, core_.passwords.hash(password));
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto link,
                   open_password_token(core_.secrets, change.read(), token, change.now(), change.watched()));
  SALLYPORT_ASSIGN(auto person, person_of(change.read(), link.email));
  SALLYPORT_TRY(put_password(change, std::move(person), std::move(hash)));
  SALLYPORT_TRY(change.audit({link.email, from, {}}, {}, "password.set", {}, email_json(link.email)));
  SALLYPORT_TRY(change.commit());
  core_.sign_ins.forget(link.email);
  return {};
}

Result<void> People::set_password_of(const Actor& actor, const std::string& email,
                                     std::string_view password) {
  SALLYPORT_TRY(check_new_password(password));
  SALLYPORT_ASSIGN(auto hash, core_.passwords.hash(password));
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto person, need_person(change.read(), email));
  SALLYPORT_TRY(put_password(change, person, std::move(hash)));
  SALLYPORT_TRY(change.audit(actor, {}, "password.set", {}, email_json(person.email)));
  SALLYPORT_TRY(change.commit());
  core_.sign_ins.forget(email);
  return {};
}

Result<void> People::set_language(const Actor& actor, const std::string& email, Language language) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(auto person, need_person(change.read(), email));
  const Language before = person.language;
  if (before == language) return {};
  person.language = language;
  SALLYPORT_TRY(change.rows().people().put_person(person));
  SALLYPORT_TRY(change.audit(actor, {}, "person.language_changed", language_json(person.email, before),
                             language_json(person.email, language)));
  return change.commit();
}

Result<Language> People::language(const std::string& email) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto person, person_of(*reader, email));
  return person.language;
}

}  // namespace sallyport::control
