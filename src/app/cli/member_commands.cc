#include "app/cli/commands.h"

namespace sallyport::cli {

int member_list(Session& session, const Arguments& arguments) {
  return session.list(scope_path(arguments.organization) + "/members", "",
                      {{"E-MAIL", "email"}, {"PERMISSIONS", "permissions"}});
}

int member_add(Session& session, const Arguments& arguments) {
  boost::json::array permissions;
  for (const std::string& permission : arguments.permissions) permissions.emplace_back(permission);
  return session.show(
      "POST", scope_path(arguments.organization) + "/members",
      boost::json::object{{"email", arguments.email}, {"permissions", std::move(permissions)}});
}

}  // namespace sallyport::cli
