// Policy as code: documents planned, applied and exported.

#include <algorithm>

#include "api/handlers.h"
#include "api/policy_document.h"
#include "api/represent.h"

namespace sallyport::api {
namespace {

using control::Permission;
using control::PolicyDocument;

struct Order {
  PolicyDocument document;
  bool prune = false;
  bool force = false;
};

Result<Order> read_order(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  Order order;
  const JsonValue* const document = fields.object("document");
  if (!fields.has("document")) fields.missing("document");
  order.prune = fields.boolean("prune").value_or(false);
  order.force = fields.boolean("force").value_or(false);
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_ASSIGN(order.document, read_policy_document(*document, "document"));
  return order;
}

// An owner of all that it names may; what does not exist yet needs an owner of its parent, and at the root
// the administrator.
Result<void> authorize_document(const Call& call, const PolicyDocument& document) {
  if (call.principal.administrator) return {};
  const auto& organizations = document.organizations;
  for (const auto& organization : organizations) {
    std::string name = organization.name;
    const std::string parent = organization.parent;
    const auto exists = call.control.directory().organization(name);
    const bool parent_in_document =
        std::ranges::any_of(organizations, [&](const auto& each) { return each.name == parent; });
    if (!exists && parent_in_document) continue;  // asked of the parent
    if (!exists && !parent.empty()) name = parent;
    SALLYPORT_TRY(call.control.access().authorize(call.principal, name, Permission::owner));
  }
  return {};
}

Reply reply_with_steps(const std::vector<control::PlannedStep>& steps) {
  JsonWriter json;
  json.begin_object().key("steps").begin_array();
  for (const control::PlannedStep& step : steps) {
    json.begin_object().field("organization", step.organization).field("action", step.action);
    json.key("before").raw(step.before.empty() ? "null" : std::string_view(step.before));
    json.key("after").raw(step.after.empty() ? "null" : std::string_view(step.after));
    json.end_object();
  }
  json.end_array().end_object();
  return {200, json.take(), kJson};
}

}  // namespace

Result<Reply> show_policy(const Call& call) {
  SALLYPORT_ASSIGN(const auto document, call.control.policies().document(call.organization()));
  JsonWriter json;
  write(json, document);
  return Reply{200, json.take(), kJson};
}

Result<Reply> plan_policy(const Call& call) {
  SALLYPORT_ASSIGN(const auto order, read_order(call));
  SALLYPORT_TRY(authorize_document(call, order.document));
  SALLYPORT_ASSIGN(const auto steps, call.control.policies().plan(order.document, order.prune));
  return reply_with_steps(steps);
}

Result<Reply> apply_policy(const Call& call) {
  SALLYPORT_ASSIGN(const auto order, read_order(call));
  SALLYPORT_TRY(authorize_document(call, order.document));
  SALLYPORT_ASSIGN(const auto steps,
                   call.control.policies().apply(call.actor, order.document, order.prune, order.force));
  return reply_with_steps(steps);
}

}  // namespace sallyport::api
