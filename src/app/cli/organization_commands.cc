#include "app/cli/commands.h"

namespace sallyport::cli {

int organization_list(Session& session, const Arguments&) {
  return session.list("/organizations", "limit=1000",
                      {{"NAME", "name"}, {"PARENT", "parent"}, {"CREATED", "created"}});
}

int organization_show(Session& session, const Arguments& arguments) {
  return session.show("GET", "/organizations/" + path_segment(arguments.name));
}

int organization_create(Session& session, const Arguments& arguments) {
  boost::json::object body{{"name", arguments.name}};
  if (!arguments.parent.empty()) body["parent"] = arguments.parent;
  return session.show("POST", "/organizations", body);
}

}  // namespace sallyport::cli
