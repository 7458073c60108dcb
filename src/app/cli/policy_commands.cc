#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/cli/commands.h"
#include "app/cli/policy_yaml.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

std::expected<std::string, std::string> read_policy_file(const std::filesystem::path& file) {
  if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream in(file);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  if (in.bad() || !in.is_open()) return std::unexpected(fmt::format("{} cannot be read", file.string()));
  return text;
}

const json::array* steps_of(const json::value& answer) {
  const auto* const object = answer.if_object();
  const auto* const steps = object != nullptr ? object->if_contains("steps") : nullptr;
  return steps != nullptr ? steps->if_array() : nullptr;
}

void print_steps(Session& session, const json::value& answer, const json::array& steps) {
  session.print_items(
      answer, steps,
      {{"ORGANIZATION", "organization"}, {"ACTION", "action"}, {"BEFORE", "before"}, {"AFTER", "after"}});
}

// Asks on the terminal; without one, nobody can say yes.
bool confirmed(std::size_t steps) {
  if (::isatty(STDIN_FILENO) != 1) return false;
  std::cerr << fmt::format("Apply {} {}? [y/N] ", steps, steps == 1 ? "step" : "steps") << std::flush;
  std::string line;
  return std::getline(std::cin, line) && (line == "y" || line == "yes");
}

}  // namespace

int policy_apply(Session& session, const Arguments& arguments) {
  const auto text = read_policy_file(arguments.policy_file);
  if (!text) return session.usage(text.error());
  auto document = yaml_to_json(*text);
  if (!document)
    return session.usage(fmt::format("{}: {}", arguments.policy_file.string(), document.error()));
  const json::object order{
      {"document", *std::move(document)}, {"prune", arguments.prune}, {"force", arguments.force}};
  const auto plan = session.call("POST", "/policy/plan", order);
  if (!plan) return plan.error();
  const auto* const planned = steps_of(*plan);
  if (planned == nullptr) return session.unexpected_answer();
  if (planned->empty() || arguments.plan_only) {
    print_steps(session, *plan, *planned);
    if (planned->empty()) session.print_note("nothing to do: all is as the document says");
    return planned->empty() ? kDone : kRefused;
  }
  if (!arguments.yes) {
    print_steps(session, *plan, *planned);
    if (!confirmed(planned->size())) {
      return session.usage("nothing was applied: say yes, or give --yes where nobody can be asked");
    }
  }
  const auto applied = session.call("POST", "/policy/apply", order);
  if (!applied) return applied.error();
  const auto* const done = steps_of(*applied);
  if (done == nullptr) return session.unexpected_answer();
  if (arguments.yes) print_steps(session, *applied, *done);
  session.print_note(fmt::format("applied {} {}", done->size(), done->size() == 1 ? "step" : "steps"));
  return kDone;
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
