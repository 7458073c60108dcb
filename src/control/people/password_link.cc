#include "control/people/password_link.h"

#include "control/alerts/outbox.h"
#include "control/mac_token.h"

namespace sallyport::control {
namespace {

constexpr std::string_view kLinkDomain = "sallyport password link 1";

MacToken make(const Secrets& secrets, const PasswordLinkRow& row) {
  MacToken token(secrets, kLinkDomain, static_cast<std::uint64_t>(row.id));
  token.bind(static_cast<std::uint64_t>(row.id))
      .bind(std::string_view(row.email))
      .bind(static_cast<std::uint64_t>(row.expires.time_since_epoch().count()))
      .bind(static_cast<std::uint64_t>(row.expires_watched.count()));
  return token;
}

}  // namespace

std::string to_password_token(const Secrets& secrets, const PasswordLinkRow& row) {
  return make(secrets, row).text();
}

Result<PasswordLinkRow> open_password_token(const Secrets& secrets, Reader& reader, std::string_view token,
                                            Timestamp now, Milliseconds watched) {
  const auto claimed = MacToken::claimed(token);
  std::optional<PasswordLinkRow> row;
  if (claimed) {
    SALLYPORT_ASSIGN(row, reader.people().password_link(static_cast<std::int64_t>(*claimed)));
  }
  bool is_member = false;
  if (row) {
    SALLYPORT_ASSIGN(is_member, reader.people().is_member_anywhere(row->email));
  }
  if (!row || !make(secrets, *row).is(token) || !is_member) {
    return fail(ErrorCode::not_found, "this link is none of ours, or very old: ask for a new one");
  }
  if (row->used) return fail(ErrorCode::used_token, "this link was used already: ask for a new one");
  if (now >= row->expires || watched >= row->expires_watched) {
    return fail(ErrorCode::expired_token, "this link has expired: ask for a new one");
  }
  return *std::move(row);
}

Result<void> mail_password_link(Change& change, const std::string& organization, const std::string& email,
                                std::chrono::seconds lifetime) {
  SALLYPORT_ASSIGN(const auto person, change.read().people().person(email));
  // Once there is a person, links go to the address as it was first written: no organization that writes it
  // in another case leads them elsewhere.
  const std::string& recipient = person ? person->email : email;
  PasswordLinkRow link;
  link.email = recipient;
  link.expires = change.now() + lifetime;
  link.expires_watched = change.watched() + lifetime;
  SALLYPORT_ASSIGN(link.id, change.rows().people().add_password_link(link));
  const bool first = !person || person->password.empty();
  SALLYPORT_TRY(queue_mail(change, organization, recipient, password_content(link.id, first)));
  return {};
}

}  // namespace sallyport::control
