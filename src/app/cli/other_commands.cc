#include <iostream>

#include "app/cli/commands.h"
#include "scenario/runner.h"

namespace sallyport::cli {

int explain(Session& session, const Arguments& arguments) {
  return session.show("GET", scope_path(arguments.organization) +
                                 "/explain?credential=" + path_segment(arguments.name) +
                                 "&address=" + path_segment(arguments.address));
}

int test_scenarios(Session&, const Arguments& arguments) {
  return scenario::run_files(arguments.files, scenario::direct_requester(), std::cout, std::cerr);
}

int show_version(Session& session, const Arguments&) {
  session.print_line("sallyport " SALLYPORT_VERSION);
  return kDone;
}

std::string scope_path(std::string_view scope) {
  const auto slash = scope.find('/');
  std::string path = "/organizations/" + path_segment(scope.substr(0, slash));
  if (slash != std::string_view::npos) path += "/credentials/" + path_segment(scope.substr(slash + 1));
  return path;
}

}  // namespace sallyport::cli
