#include "control/people.h"

#include "control/audit_json.h"
#include "control/bearer_secret.h"
#include "control/password_link.h"
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

Result<void> need_person(Reader& reader, const std::string& email) {
  SALLYPORT_ASSIGN(const bool known, reader.people().is_member_anywhere(email));
  if (known) return {};
  return fail_nobody(email);
}

Result<PersonRow> person_of(Reader& reader, const std::string& email) {
  SALLYPORT_ASSIGN(auto person, reader.people().person(email));
  if (person) return *std::move(person);
  PersonRow unknown;
  unknown.email = email;
  return unknown;
}

// The hash that the password fits. Not under Core's lock.
Result<std::string> verify(Core& core, const std::string& email, std::string_view password,
                           const std::optional<net::Address>& from) {
  SALLYPORT_TRY(core.sign_ins.begin(email, from));
  std::string hash;
  {
    SALLYPORT_ASSIGN(const auto reader, core.store.view());
    SALLYPORT_ASSIGN(const auto person, reader->people().person(email));
    if (person) hash = person->password;
  }
  SALLYPORT_ASSIGN(const bool matches, core.passwords.matches(hash, password));
  if (!matches) return fail_sign_in();
  core.sign_ins.succeeded(email, from);
  return hash;
}

Result<void> put_password(Change& change, const std::string& email, std::string hash) {
  SALLYPORT_ASSIGN(auto person, person_of(change.read(), email));
  person.password = std::move(hash);
  SALLYPORT_TRY(change.rows().people().put_person(person));
  SALLYPORT_TRY(change.rows().people().use_password_links(email));
  return change.rows().people().erase_sessions(email, 0);
}

}  // namespace

Result<Session> People::sign_in(const std::string& email, std::string_view password,
                                std::optional<net::Address> from) {
  SALLYPORT_ASSIGN(const std::string hash, verify(core_, email, password, from));
  std::string renewed;
  if (core_.passwords.is_outdated(hash)) {
    SALLYPORT_ASSIGN(renewed, core_.passwords.hash(password));
  }
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(auto person, change.read().people().person(email));
  if (!person || person->password != hash) return fail_sign_in();  // changed meanwhile
  if (!renewed.empty()) {
    person->password = renewed;
    SALLYPORT_TRY(change.rows().people().put_person(*person));
  }
  SALLYPORT_TRY(change.rows().people().erase_sessions(email, kSessionsPerPerson - 1));
  Session session{make_session_token(), email, change.now() + core_.settings.session_lifetime};
  AccessTokenRow row;
  row.session = true;
  row.hash = hash_of_token(session.token);
  row.token.name = row.token.by = email;
  row.token.created = change.now();
  row.token.expires = session.expires;
  SALLYPORT_TRY(change.rows().people().add_access_token(row));
  SALLYPORT_TRY(change.audit({email, from, {}}, {}, "session.started", {}, {}));
  SALLYPORT_TRY(change.commit());
  return session;
}

Result<void> People::check_password(const std::string& email, std::string_view password,
                                    std::optional<net::Address> from) {
  SALLYPORT_TRY(verify(core_, email, password, from));
  return {};
}

Result<void> People::sign_out(std::string_view token) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto row, change.read().people().access_token(hash_of_token(token)));
  if (!row || !row->session) {
    return fail(ErrorCode::not_found, "this token is no session: revoke it by its name");
  }
  SALLYPORT_TRY(change.rows().people().erase_access_token(row->token.id));
  SALLYPORT_TRY(change.audit({row->token.name, {}, {}}, {}, "session.ended", {}, {}));
  return change.commit();
}

Result<void> People::invite(const Actor& actor, const std::string& organization, const std::string& email) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto owner, need_organization(change.read(), organization));
  SALLYPORT_ASSIGN(const auto member, need_member(change.read(), owner, email));
  SALLYPORT_TRY(core_.sign_ins.invite(owner.id, email));
  SALLYPORT_TRY(mail_password_link(change, owner.name, email, core_.settings.answer_lifetime));
  SALLYPORT_TRY(change.audit(actor, owner.name, "member.invited", {}, email_json(email)));
  return change.commit();
}

// For somebody who is nobody it commits too, so that both take as long.
Result<void> People::request_password(const std::string& email, std::optional<net::Address> from) {
  if (!core_.sign_ins.may_ask_for_password(from)) return {};
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const bool known, change.read().people().is_member_anywhere(email));
  SALLYPORT_ASSIGN(auto person, person_of(change.read(), email));
  const auto& last = person.last_password_mail;
  if (known && (!last || change.watched() - *last >= core_.settings.mail_interval)) {
    person.last_password_mail = change.watched();
    SALLYPORT_TRY(change.rows().people().put_person(person));
    SALLYPORT_TRY(mail_password_link(change, {}, email, core_.settings.password_link_lifetime));
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
  SALLYPORT_TRY(put_password(change, link.email, std::move(hash)));
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
  SALLYPORT_TRY(need_person(change.read(), email));
  SALLYPORT_TRY(put_password(change, email, std::move(hash)));
  SALLYPORT_TRY(change.audit(actor, {}, "password.set", {}, email_json(email)));
  SALLYPORT_TRY(change.commit());
  core_.sign_ins.forget(email);
  return {};
}

Result<void> People::set_language(const Actor& actor, const std::string& email, Language language) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_TRY(need_person(change.read(), email));
  SALLYPORT_ASSIGN(auto person, person_of(change.read(), email));
  const Language before = person.language;
  if (before == language) return {};
  person.language = language;
  SALLYPORT_TRY(change.rows().people().put_person(person));
  SALLYPORT_TRY(change.audit(actor, {}, "person.language_changed", language_json(email, before),
                             language_json(email, language)));
  return change.commit();
}

Result<Language> People::language(const std::string& email) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto person, person_of(*reader, email));
  return person.language;
}

}  // namespace sallyport::control
