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
// family.cc
Result<Reply> list_children(const Call& call);
Result<Reply> list_shared(const Call& call);
Result<Reply> share(const Call& call);
Result<Reply> unshare(const Call& call);
Result<Reply> unshare_many(const Call& call);
Result<Reply> list_received(const Call& call);
Result<Reply> show_enforcement(const Call& call);
Result<Reply> enforce(const Call& call);
Result<Reply> unenforce(const Call& call);
// members.cc
Result<Reply> list_members(const Call& call);
Result<Reply> add_member(const Call& call);
Result<Reply> show_member(const Call& call);
Result<Reply> change_member(const Call& call);
Result<Reply> remove_member(const Call& call);
Result<Reply> invite_member(const Call& call);
// sessions.cc
Result<Reply> start_session(const Call& call);
Result<Reply> end_session(const Call& call);
Result<Reply> show_me(const Call& call);
Result<Reply> change_me(const Call& call);
Result<Reply> request_password(const Call& call);
// tokens.cc; of an organization, or of the administrator, as the path says
Result<Reply> list_tokens(const Call& call);
Result<Reply> create_token(const Call& call);
Result<Reply> revoke_token(const Call& call);
// password_page.cc
Result<Reply> show_password_page(const Call& call);
Result<Reply> set_password(const Call& call);
// credentials.cc
Result<Reply> list_credentials(const Call& call);
Result<Reply> create_credential(const Call& call);
Result<Reply> show_credential(const Call& call);
Result<Reply> remove_credential(const Call& call);
Result<Reply> rotate_credential(const Call& call);
// protection.cc
Result<Reply> show_protections(const Call& call);
Result<Reply> change_protections(const Call& call);
Result<Reply> show_protection(const Call& call);
Result<Reply> change_protection(const Call& call);
Result<Reply> show_credential_protection(const Call& call);
Result<Reply> change_credential_protection(const Call& call);
Result<Reply> inherit_protection(const Call& call);
// history.cc
Result<Reply> show_covers(const Call& call);
Result<Reply> show_review(const Call& call);
Result<Reply> list_versions(const Call& call);
Result<Reply> show_difference(const Call& call);
Result<Reply> roll_back(const Call& call);
// lists.cc, lists_put.cc; of an organization or of a credential, as the path says
Result<Reply> list_authorized(const Call& call);
Result<Reply> list_denied(const Call& call);
Result<Reply> list_removed(const Call& call);
Result<Reply> authorize(const Call& call);
Result<Reply> deny(const Call& call);
Result<Reply> change_authorized(const Call& call);
Result<Reply> change_denied(const Call& call);
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
Result<Reply> list_audit(const Call& call);    // of the organization in the path, or of all
Result<Reply> export_audit(const Call& call);  // the same
Result<Reply> verify_audit(const Call& call);
Result<Reply> show_audit_anchor(const Call& call);
// policy.cc; of the organization in the path, or of all
Result<Reply> show_policy(const Call& call);
Result<Reply> plan_policy(const Call& call);
Result<Reply> apply_policy(const Call& call);
// webhooks.cc; of an organization or of the installation, as the path says
Result<Reply> list_webhooks(const Call& call);
Result<Reply> create_webhook(const Call& call);
Result<Reply> show_webhook(const Call& call);
Result<Reply> remove_webhook(const Call& call);
Result<Reply> rotate_webhook_secret(const Call& call);
Result<Reply> change_webhook(const Call& call);
Result<Reply> test_webhook(const Call& call);
Result<Reply> list_webhook_attempts(const Call& call);
// follows.cc
Result<Reply> list_follows(const Call& call);
Result<Reply> show_follow(const Call& call);
Result<Reply> put_follow(const Call& call);
Result<Reply> remove_follow(const Call& call);
// catalogs.cc
Result<Reply> list_catalogs(const Call& call);
Result<Reply> show_catalog(const Call& call);
Result<Reply> resolve_catalog(const Call& call);
Result<Reply> list_catalog_history(const Call& call);
// catalog_check.cc
Result<Reply> start_catalog_check(const Call& call);
Result<Reply> show_catalog_check(const Call& call);
// catalog_compare.cc
Result<Reply> compare_catalog(const Call& call);
Result<Reply> compare_lists(const Call& call);
// catalog_read.cc
Result<Reply> read_feed(const Call& call);
// whois.cc
Result<Reply> whois(const Call& call);
// render.cc
Result<Reply> list_targets(const Call& call);
Result<Reply> render_list(const Call& call);
// service.cc
Result<Reply> show_openapi(const Call& call);
Result<Reply> show_health(const Call& call);
Result<Reply> show_metrics(const Call& call);
// answer.cc
Result<Reply> show_answer_page(const Call& call);
Result<Reply> press_answer_button(const Call& call);

}  // namespace sallyport::api
