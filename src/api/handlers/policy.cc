// Policy as code: documents planned, applied and exported.

#include <fmt/format.h>

#include <algorithm>

#include "api/handlers/handlers.h"
#include "api/handlers/policy_document.h"
#include "api/handlers/proof.h"
#include "api/handlers/represent.h"

namespace sallyport::api {
namespace {

using control::Permission;
using control::PolicyDocument;
using control::PolicyOrder;

// The order, or the answer to one whose document is wrong.
Result<std::expected<PolicyOrder, Reply>> read_order(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  PolicyOrder order;
  const JsonValue* const document = fields.object("document");
  if (!fields.has("document")) fields.missing("document");
  order.prune = fields.boolean("prune").value_or(false);
  order.force = fields.boolean("force").value_or(false);
  order.expect = fields.string("expect").value_or(std::string());
  SALLYPORT_TRY(fields.finish());
  auto read = read_policy_document(*document, "document");
  if (!read) {
    return std::expected<PolicyOrder, Reply>(
        std::unexpect, Reply{status_of(read.error()), problem_document(read.error()), kProblem});
  }
  order.document = *std::move(read);
  return std::expected<PolicyOrder, Reply>(std::move(order));
}

// In the words in which creating one is refused.
Result<void> refuse_taken(const std::string& name) {
  return fail(ErrorCode::duplicate, fmt::format("there is an organization '{}' already", name));
}

// An owner of all that it names may; what does not exist yet needs an owner of its parent, and at the root
// the administrator.
Result<void> authorize_document(const Call& call, const PolicyDocument& document) {
  if (call.principal.administrator) return {};
  if (document.covers == control::Covers::all) {
    return fail(ErrorCode::forbidden,
                "only the administrator knows all organizations: write covers: below, or leave it out");
  }
  const auto may = [&](const std::string& name) {
    return call.control.access().authorize(call.principal, name, Permission::owner);
  };
  const auto& organizations = document.organizations;
  std::string taken;
  for (const auto& organization : organizations) {
    const std::string& name = organization.name;
    const std::string& parent = organization.parent;
    const bool exists = call.control.directory().organization(name).has_value();
    const auto allowed = may(name);
    const bool is_theirs = exists && (allowed || allowed.error().code != ErrorCode::unknown_organization);
    if (is_theirs || parent.empty()) {
      SALLYPORT_TRY(allowed);
      continue;
    }
    // To them it is one to be made, which is asked of the parent.
    const bool parent_in_document =
        std::ranges::any_of(organizations, [&](const auto& each) { return each.name == parent; });
    if (!parent_in_document) SALLYPORT_TRY(may(parent));
    if (exists && taken.empty()) taken = name;
  }
  // After all else, as names are told to be taken only to those who may make organizations.
  return taken.empty() ? Result<void>() : refuse_taken(taken);
}

void write_steps(JsonWriter& json, const std::vector<control::PlannedStep>& steps) {
  json.key("steps").begin_array();
  for (const control::PlannedStep& step : steps) {
    json.begin_object().field("organization", step.organization).field("action", step.action);
    json.key("before").raw(step.before.empty() ? "null" : std::string_view(step.before));
    json.key("after").raw(step.after.empty() ? "null" : std::string_view(step.after));
    json.end_object();
  }
  json.end_array();
}

void write_unlisted(JsonWriter& json, const control::PolicyOutcome& outcome) {
  json.key("not_in_document").begin_object().key("items").begin_array();
  for (const control::Unlisted& each : outcome.unlisted) {
    json.begin_object().field("organization", each.organization).field("kind", each.kind);
    if (!each.credential.empty()) json.field("credential", each.credential);
    json.field("name", each.name).end_object();
  }
  json.end_array().field("total", outcome.unlisted_total).end_object();
}

Reply reply_with(const control::PolicyOutcome& outcome) {
  JsonWriter json;
  json.begin_object();
  write_steps(json, outcome.steps);
  json.field("digest", outcome.digest);
  write_unlisted(json, outcome);
  write(json.key("would_have_blocked"), outcome.would_have_blocked);
  if (!outcome.lockout_risk.empty()) json.field("lockout_risk", outcome.lockout_risk);
  json.end_object();
  return {200, json.take(), kJson};
}

// `at`: where in the document stands what was refused; empty: nothing of it is to blame.
Result<Reply> refuse(Error error, const std::string& at) {
  if (at.empty()) return std::unexpected(std::move(error));
  const DocumentFaults faults{{{"/document" + at, std::move(error)}}, 1};
  return Reply{status_of(faults), problem_document(faults), kProblem};
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
  if (!order) return order.error();
  SALLYPORT_TRY(authorize_document(call, order->document));
  std::string refused_at;
  auto outcome = call.control.policies().plan(call.actor, *order, &refused_at);
  if (!outcome) return refuse(std::move(outcome).error(), refused_at);
  return reply_with(*outcome);
}

Result<Reply> apply_policy(const Call& call) {
  SALLYPORT_ASSIGN(const auto order, read_order(call));
  if (!order) return order.error();
  SALLYPORT_TRY(authorize_document(call, order->document));
  std::string refused_at;
  auto outcome = call.control.policies().apply(call.actor, *order, &refused_at);
  if (outcome) return reply_with(*outcome);
  if (outcome.error().code != ErrorCode::lockout_risk) return refuse(std::move(outcome).error(), refused_at);
  return refused(std::move(outcome).error(), [&]() -> Result<control::Preview> {
    SALLYPORT_ASSIGN(auto plan, call.control.policies().plan(call.actor, *order));
    return std::move(plan.would_have_blocked);
  });
}

}  // namespace sallyport::api
