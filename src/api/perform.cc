#include "api/perform.h"

#include "api/conditional.h"
#include "api/idempotency.h"

namespace sallyport::api {
namespace {

Reply replay(control::KeptAnswer kept) {
  Reply reply{kept.status, std::move(kept.body), kept.status < 400 ? kJson : kProblem};
  reply.fields.emplace_back("Idempotent-Replay", "true");
  return reply;
}

Result<Conditions> conditions_of(const Route& route, const Call& call) {
  SALLYPORT_ASSIGN(auto conditions, read_conditions(call.request));
  if (conditions.match && call.parameter("organization").empty()) {
    return fail(ErrorCode::malformed_request, "If-Match goes with what is about one organization");
  }
  if (conditions.none_match() && route.method != "GET") {
    return fail(ErrorCode::malformed_request,
                "If-None-Match goes with GET and HEAD; a change takes If-Match");
  }
  return conditions;
}

// Refuses early what the change would refuse; so that a handler that changes nothing refuses it too.
Result<void> demand(const Conditions& conditions, const Call& call, control::RequestTerms& terms) {
  if (!conditions.match || conditions.match_any) return {};
  SALLYPORT_ASSIGN(const auto version, call.control.requests().version(terms.organization));
  if (version == 0) return {};  // there is no such organization, which the handler says
  terms.versions = conditions.versions;
  return check_version(terms, version);
}

Result<Reply> read(const Route& route, const Call& call, const Conditions& conditions) {
  std::int64_t version = 0;  // before the body: never newer than it
  if (const auto organization = call.organization(); !organization.empty()) {
    SALLYPORT_ASSIGN(version, call.control.requests().version(organization));
  }
  SALLYPORT_ASSIGN(auto reply, route.handle(call));
  if (route.response.empty()) return reply;
  auto tag = entity_tag(version, reply.body);
  if (has_already(conditions, tag)) reply = {304, {}, kJson};
  reply.fields.emplace_back("ETag", std::move(tag));
  return reply;
}

}  // namespace

Result<Reply> perform(const Route& route, Call& call, std::string_view sender) {
  SALLYPORT_ASSIGN(const auto conditions, conditions_of(route, call));
  const auto terms = std::make_shared<control::RequestTerms>();
  terms->organization = call.organization();
  const bool changes = route.method != "GET";
  if (changes && !sender.empty()) {
    SALLYPORT_ASSIGN(terms->claim, read_claim(call.request, sender));
  }
  std::optional<control::RequestsInFlight::Flight> flight;
  if (terms->claim) {
    SALLYPORT_ASSIGN(auto begun, call.control.requests().begin(*terms->claim));
    flight.emplace(std::move(begun));
    SALLYPORT_ASSIGN(auto kept, call.control.requests().answer(*terms->claim));
    if (kept) return replay(std::move(*kept));
  }
  SALLYPORT_TRY(demand(conditions, call, *terms));
  if (!changes) return read(route, call, conditions);

  call.actor.request = terms;
  SALLYPORT_ASSIGN(auto reply, route.handle(call));
  if (terms->claim && terms->met && may_be_kept(reply.body)) {
    // Where this fails, a repetition hears that the answer was not kept: the change is made all the same.
    (void)call.control.requests().keep(*terms->claim, {reply.status, reply.body});
  }
  if (terms->version > 0 && reply.type == kJson && reply.status != 204) {
    reply.fields.emplace_back("ETag", entity_tag(terms->version, reply.body));
  }
  return reply;
}

}  // namespace sallyport::api
