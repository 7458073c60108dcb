#include "api/handlers/handlers.h"
#include "api/handlers/permissions.h"
#include "api/handlers/represent.h"

namespace sallyport::api {
namespace {

constexpr std::string_view kLanguages = "en, de or ja";

std::string member_of(const Call& call) { return std::string(call.parameter("member")); }

}  // namespace

Result<Reply> list_members(const Call& call) {
  SALLYPORT_ASSIGN(auto members, call.control.directory().members(call.organization()));
  SALLYPORT_ASSIGN(const auto page,
                   page_of(call, std::move(members), [](const control::Member& each) { return each.email; }));
  return reply_with_page(page);
}

Result<Reply> add_member(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const std::string email = fields.required_string("email");
  const auto permissions = read_permissions(fields);
  const auto language = fields.word("language", &control::parse_language, kLanguages);
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_ASSIGN(const auto member, call.control.directory().add_member(
                                          call.actor, call.organization(), email,
                                          permissions.value_or(control::Permissions()), language));
  return reply_with(member, 201);
}

Result<Reply> show_member(const Call& call) {
  SALLYPORT_ASSIGN(const auto member, call.control.directory().member(call.organization(), member_of(call)));
  return reply_with(member);
}

Result<Reply> change_member(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const auto permissions = read_permissions(fields);
  SALLYPORT_TRY(fields.finish());
  if (!permissions) return fail(ErrorCode::malformed_request, "permissions is missing");
  SALLYPORT_ASSIGN(const auto member, call.control.directory().change_member(call.actor, call.organization(),
                                                                             member_of(call), *permissions));
  return reply_with(member);
}

Result<Reply> remove_member(const Call& call) {
  SALLYPORT_TRY(call.control.directory().remove_member(call.actor, call.organization(), member_of(call)));
  return Reply{204, {}, kJson};
}

Result<Reply> invite_member(const Call& call) {
  SALLYPORT_TRY(call.control.people().invite(call.actor, call.organization(), member_of(call)));
  return Reply{202, R"({"message":"the mail is under way"})", kJson};
}

}  // namespace sallyport::api
