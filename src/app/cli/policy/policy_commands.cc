#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/policy/policy_faults.h"
#include "app/cli/policy/policy_outcome.h"
#include "app/cli/policy/policy_reader.h"
#include "app/cli/policy/policy_yaml.h"
#include "app/cli/problem.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

struct PolicyFile {
  std::string name;
  std::string text;
};

int tell_faults(Session& session, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) session.print_note(line);
  return kUsage;
}

// Whether the refusal is for what the document says, and not for who asks, or when.
bool is_about_document(const std::string& code) {
  constexpr std::array kOthers{
      "unauthenticated", "forbidden",  "rate_limited", "lockout_risk", "precondition_failed",
      "answer_lost",     "key_reused", "storage_full", "unavailable",  "newer_version",
      "already_running", "corrupted",  "internal"};
  return std::ranges::find(kOthers, code) == kOthers.end();
}

// What is wrong in the document is told with its place in the file.
int tell_refused_order(Session& session, const PolicyFile& file, const Reply& reply) {
  const auto problem = read_problem(reply);
  if (!problem || !is_about_document(problem->code)) return session.refused(reply);
  boost::system::error_code failure;
  const json::value document = json::parse(reply.body, failure);
  const auto faults = failure ? std::vector<PointedFault>() : faults_of(document);
  if (faults.empty()) {
    session.refused(reply);
    return kUsage;
  }
  tell_faults(session, describe(file.name, file.text, faults));
  if (const auto* const more = document.get_object().if_contains("more_errors");
      more != nullptr && more->is_int64()) {
    session.print_note(fmt::format("{}: and {} more", file.name, more->get_int64()));
  }
  return kUsage;
}

// The answer, or the exit code after the reason was printed.
std::expected<PolicyAnswer, int> send_order(Session& session, const PolicyFile& file, const std::string& path,
                                            const json::value& order) {
  const auto reply = session.ask("POST", path, order);
  if (!reply) return std::unexpected(reply.error());
  if (reply->status < 200 || reply->status > 299)
    return std::unexpected(tell_refused_order(session, file, *reply));
  boost::system::error_code failure;
  auto answer = read_policy_answer(json::parse(reply->body, failure));
  if (!answer) return std::unexpected(session.unexpected_answer());
  return *std::move(answer);
}

// Asks on the terminal; without one, nobody can say yes.
bool confirmed(std::size_t steps) {
  if (::isatty(STDIN_FILENO) != 1) return false;
  std::cerr << fmt::format("Apply {} {}? [y/N] ", steps, steps == 1 ? "step" : "steps") << std::flush;
  std::string line;
  return std::getline(std::cin, line) && (line == "y" || line == "yes");
}

int plan_only(Session& session, const PolicyFile& file, const json::object& order) {
  const auto plan = send_order(session, file, "/policy/plan", order);
  if (!plan) return plan.error() == kUsage ? kUsage : kUnreachable;  // whyever there is none
  print_policy(session, *plan, false);
  return plan->steps == 0 && plan->unlisted == 0 ? kDone : kRefused;
}

int apply_order(Session& session, const PolicyFile& file, const json::object& order) {
  const auto applied = send_order(session, file, "/policy/apply", order);
  if (!applied) return applied.error();
  print_policy(session, *applied, true);
  if (applied->steps != 0)
    session.print_note(fmt::format("applied {} {}", applied->steps, applied->steps == 1 ? "step" : "steps"));
  return kDone;
}

}  // namespace

int policy_apply(Session& session, const Arguments& arguments) {
  auto text = read_policy_file(arguments.policy_file);
  if (!text) return session.usage(text.error());
  const PolicyFile file{arguments.policy_file.string(), *std::move(text)};
  auto document = yaml_to_json(file.text);
  if (!document) return tell_faults(session, describe(file.name, document.error()));
  if (!document->is_object()) {  // which the API refuses as a field of the order, without a place
    const std::string why =
        fmt::format("document must be an object, not {}", document->is_array() ? "a list" : "a single value");
    return tell_faults(session, describe(file.name, file.text, {{"/document", why}}));
  }
  json::object order{
      {"document", *std::move(document)}, {"prune", arguments.prune}, {"force", arguments.force}};
  if (arguments.plan_only) return plan_only(session, file, order);
  if (arguments.yes) return apply_order(session, file, order);
  const auto plan = send_order(session, file, "/policy/plan", order);
  if (!plan) return plan.error();
  print_policy(session, *plan, false);
  if (plan->steps == 0) return kDone;
  if (!plan->lockout_risk.empty()) {
    session.print_note("nothing was applied");
    return kRefused;
  }
  if (!confirmed(plan->steps)) {
    return session.usage("nothing was applied: say yes, or give --yes where nobody can be asked");
  }
  order["expect"] = plan->digest;
  return apply_order(session, file, order);
}

int policy_export(Session& session, const Arguments& arguments) {
  const std::string path =
      arguments.organization.empty() ? "/policy" : scope_path(arguments.organization) + "/policy";
  const auto document = session.call("GET", path);
  if (!document) return document.error();
  if (session.format() == Format::json) {
    session.print_json(*document);
  } else {
    session.print_lines(json_to_yaml(*document));
  }
  return kDone;
}

}  // namespace sallyport::cli
