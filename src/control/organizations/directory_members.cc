#include <fmt/format.h>

#include <algorithm>

#include "control/alerts/alert_mail.h"
#include "control/audit/audit_json.h"
#include "control/names.h"
#include "control/organizations/directory_change.h"
#include "control/organizations/effective.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kMembersPerOrganization = 200;  // each of them gets a mail of every alert

// What was mailed before they were removed stays dead when they come back.
Result<void> forget_old_links(Change& change, const std::string& email) {
  SALLYPORT_ASSIGN(const auto asked, change.read().people().asked_about(email));
  for (const OrganizationId id : asked) {
    SALLYPORT_ASSIGN(const auto organization, change.read().organization(id));
    if (!organization) continue;
    SALLYPORT_ASSIGN(const auto permissions, permissions_in(change.read(), *organization, email));
    if (!permissions) SALLYPORT_TRY(change.rows().people().erase_answer_tokens(id, email));
  }
  return {};
}

Result<bool> concerns(Reader& reader, const std::string& organization, const std::string& email) {
  if (organization.empty()) return reader.people().is_member_anywhere(email);
  SALLYPORT_ASSIGN(const auto found, reader.organization(organization));
  if (!found) return false;
  SALLYPORT_ASSIGN(const auto permissions, permissions_in(reader, *found, email));
  return permissions.has_value();
}

// What waits to be mailed about organizations that are not theirs any more is not sent.
Result<void> forget_waiting_mails(Change& change, const std::string& email) {
  SALLYPORT_ASSIGN(const auto waiting, change.read().people().mails_to(email));
  for (const WaitingMail& mail : waiting) {
    SALLYPORT_ASSIGN(const bool stays, concerns(change.read(), mail.organization, email));
    if (!stays) SALLYPORT_TRY(change.rows().erase_mail(mail.id));
  }
  return {};
}

Result<void> check_owner_stays(Reader& reader, const Organization& organization, const Member& member,
                               bool stays_owner) {
  if (!member.permissions.owner || stays_owner) return {};
  SALLYPORT_ASSIGN(const auto members, reader.members(organization.id));
  const bool another = std::ranges::any_of(
      members, [&](const Member& each) { return each.permissions.owner && each.email != member.email; });
  if (another) return {};
  return fail(ErrorCode::forbidden,
              fmt::format("{} is the last owner of {}: make another member an owner first", member.email,
                          organization.name));
}

}  // namespace

Result<Member> add_member(Change& change, const Actor& actor, const Organization& owner,
                          const std::string& email, Permissions permissions,
                          std::optional<Language> language) {
  SALLYPORT_TRY(check_email(email));
  SALLYPORT_ASSIGN(const auto members, change.read().members(owner.id));
  if (members.size() >= kMembersPerOrganization) {
    return fail(ErrorCode::too_many_entries,
                fmt::format("an organization has at most {} members", kMembersPerOrganization));
  }
  SALLYPORT_ASSIGN(const auto existing, change.read().member(owner.id, email));
  if (existing)
    return fail(ErrorCode::duplicate, fmt::format("{} is a member of {} already", email, owner.name));
  SALLYPORT_TRY(forget_old_links(change, email));
  SALLYPORT_ASSIGN(const auto person, change.read().people().person(email));
  if (!person && language) {
    SALLYPORT_TRY(change.rows().people().put_person({email, {}, *language, {}}));
  }
  Member member{email, permissions, person ? person->language : language.value_or(Language::english)};
  SALLYPORT_TRY(change.rows().put_member(owner.id, member));
  if (permissions.manages_addresses()) SALLYPORT_TRY(alerts_due_again(change, owner.id));
  SALLYPORT_TRY(change.audit(actor, owner.name, "member.added", {}, member_json(member)));
  return member;
}

Result<Member> change_member(Change& change, const Actor& actor, const Organization& owner,
                             const std::string& email, Permissions permissions) {
  SALLYPORT_ASSIGN(const auto before, need_member(change.read(), owner, email));
  SALLYPORT_TRY(check_owner_stays(change.read(), owner, before, permissions.owner));
  Member member = before;
  member.permissions = permissions;
  SALLYPORT_TRY(change.rows().put_member(owner.id, member));
  // Whoever reads alerts from now on, or does so no more: what waits for those who do is due.
  SALLYPORT_TRY(alerts_due_again(change, owner.id));
  SALLYPORT_TRY(change.audit(actor, owner.name, "member.changed", member_json(before), member_json(member)));
  return member;
}

Result<void> remove_member(Change& change, const Actor& actor, const Organization& owner,
                           const std::string& email) {
  SALLYPORT_ASSIGN(const auto member, need_member(change.read(), owner, email));
  SALLYPORT_TRY(check_owner_stays(change.read(), owner, member, false));
  SALLYPORT_TRY(change.rows().erase_member(owner.id, member.email));  // as it is written there
  SALLYPORT_TRY(forget_waiting_mails(change, email));
  SALLYPORT_TRY(alerts_due_again(change, owner.id));
  SALLYPORT_ASSIGN(const bool still_somewhere, change.read().people().is_member_anywhere(email));
  if (!still_somewhere) SALLYPORT_TRY(change.rows().people().erase_person(email));
  return change.audit(actor, owner.name, "member.removed", member_json(member), {});
}

Result<Member> Directory::add_member(const Actor& actor, const std::string& organization,
                                     const std::string& email, Permissions permissions,
                                     std::optional<Language> language) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto owner, need_organization(change.read(), organization));
  SALLYPORT_ASSIGN(auto member, control::add_member(change, actor, owner, email, permissions, language));
  SALLYPORT_TRY(change.commit());
  return member;
}

Result<std::vector<Member>> Directory::members(const std::string& organization) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, need_organization(*reader, organization));
  return reader->members(owner.id);
}

Result<Member> Directory::member(const std::string& organization, const std::string& email) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, need_organization(*reader, organization));
  return need_member(*reader, owner, email);
}

Result<Member> Directory::change_member(const Actor& actor, const std::string& organization,
                                        const std::string& email, Permissions permissions) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto owner, need_organization(change.read(), organization));
  SALLYPORT_ASSIGN(auto member, control::change_member(change, actor, owner, email, permissions));
  SALLYPORT_TRY(change.commit());
  return member;
}

Result<void> Directory::remove_member(const Actor& actor, const std::string& organization,
                                      const std::string& email) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto owner, need_organization(change.read(), organization));
  SALLYPORT_TRY(control::remove_member(change, actor, owner, email));
  return change.commit();
}

}  // namespace sallyport::control
