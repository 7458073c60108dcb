#include <boost/json.hpp>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/policy/policy_reader.h"
#include "scenario/runner.h"

namespace sallyport::cli {
namespace {

// What is wrong in a file, for programs.
boost::json::object wrong_line(const std::filesystem::path& file, std::size_t line,
                               boost::json::object what) {
  what["file"] = file.string();
  if (line != 0) what["line"] = static_cast<std::int64_t>(line);
  return what;
}

boost::json::object failure_parts(const scenario::Failure& failure) {
  if (failure.expected.empty()) return {{"error", failure.message}};
  return {{"expected", failure.expected}, {"came", failure.came}};
}

}  // namespace

int explain(Session& session, const Arguments& arguments) {
  return session.show("GET", scope_path(arguments.organization) +
                                 "/explain?credential=" + path_segment(arguments.name) +
                                 "&address=" + path_segment(arguments.address));
}

int test_scenarios(Session& session, const Arguments& arguments) {
  if (session.format() == Format::table) {
    return scenario::run_files(arguments.files, scenario::direct_requester(), std::cout, std::cerr,
                               &read_policy);
  }
  boost::json::array wrong;
  std::int64_t held = 0;
  bool malformed = false;
  for (const auto& file : arguments.files) {
    const auto failures = scenario::run_file(file, scenario::direct_requester(), &read_policy);
    if (!failures) {
      malformed = true;
      wrong.push_back(wrong_line(file, failures.error().line, {{"error", failures.error().message}}));
      continue;
    }
    if (failures->empty()) ++held;
    for (const auto& failure : *failures)
      wrong.push_back(wrong_line(file, failure.line, failure_parts(failure)));
  }
  const boost::json::object answer{
      {"files", static_cast<std::int64_t>(arguments.files.size())}, {"held", held}, {"items", wrong}};
  session.print_items(
      answer, wrong,
      {{"FILE", "file"}, {"LINE", "line"}, {"EXPECTED", "expected"}, {"CAME", "came"}, {"ERROR", "error"}});
  return malformed ? kUsage : wrong.empty() ? kDone : kRefused;
}

int show_version(Session& session, const Arguments&) {
  if (session.format() == Format::table) {
    session.print_line("sallyport " SALLYPORT_VERSION);
  } else {
    session.print(boost::json::object{{"program", "sallyport"}, {"version", SALLYPORT_VERSION}});
  }
  return kDone;
}

std::string scope_path(std::string_view scope) {
  const auto slash = scope.find('/');
  std::string path = "/organizations/" + path_segment(scope.substr(0, slash));
  if (slash != std::string_view::npos) path += "/credentials/" + path_segment(scope.substr(slash + 1));
  return path;
}

}  // namespace sallyport::cli
