// What the routes do; routes.cc says which route does which, and each stands in the file of its resource.
//
// Thread safety: any thread. A handler whose route is a GET changes nothing.
#pragma once

#include "api/call.h"

namespace sallyport::api {

// organizations.cc
Result<Reply> list_organizations(const Call& call);
Result<Reply> create_organization(const Call& call);
Result<Reply> show_organization(const Call& call);
// members.cc
Result<Reply> list_members(const Call& call);
Result<Reply> add_member(const Call& call);
// credentials.cc
Result<Reply> list_credentials(const Call& call);
Result<Reply> create_credential(const Call& call);
Result<Reply> show_credential(const Call& call);
Result<Reply> remove_credential(const Call& call);
// protection.cc
Result<Reply> show_protections(const Call& call);
Result<Reply> change_protections(const Call& call);
Result<Reply> show_protection(const Call& call);
Result<Reply> change_protection(const Call& call);
Result<Reply> show_credential_protection(const Call& call);
Result<Reply> change_credential_protection(const Call& call);
Result<Reply> inherit_protection(const Call& call);
// lists.cc; of an organization or of a credential, as the path says
Result<Reply> list_authorized(const Call& call);
Result<Reply> list_denied(const Call& call);
Result<Reply> list_removed(const Call& call);
Result<Reply> authorize(const Call& call);
Result<Reply> deny(const Call& call);
Result<Reply> remove_authorized(const Call& call);
Result<Reply> remove_denied(const Call& call);
// traffic.cc
Result<Reply> list_unauthorized(const Call& call);
Result<Reply> list_activity(const Call& call);
Result<Reply> explain(const Call& call);
// alerts.cc
Result<Reply> list_alerts(const Call& call);
Result<Reply> answer_alert(const Call& call);
// audit.cc
Result<Reply> list_audit(const Call& call);  // of the organization in the path, or of all
Result<Reply> verify_audit(const Call& call);
// service.cc
Result<Reply> show_openapi(const Call& call);
Result<Reply> show_health(const Call& call);
Result<Reply> show_metrics(const Call& call);
// answer.cc
Result<Reply> show_answer_page(const Call& call);
Result<Reply> press_answer_button(const Call& call);

}  // namespace sallyport::api
