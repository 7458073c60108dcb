#include "app/cli/commands.h"

namespace sallyport::cli {

int organization_list(Session& session, const Arguments&) {
  return session.list("/organizations", "limit=1000", {{"NAME", "name"}, {"CREATED", "created"}});
}

int organization_show(Session& session, const Arguments& arguments) {
  return session.show("GET", "/organizations/" + path_segment(arguments.name));
}

int organization_create(Session& session, const Arguments& arguments) {
  return session.show("POST", "/organizations", boost::json::object{{"name", arguments.name}});
}

}  // namespace sallyport::cli
