#include <algorithm>

#include "app/cli/commands.h"

namespace sallyport::cli {

std::optional<boost::json::array> permissions_of(Session& session, const Arguments& arguments) {
  const auto& named = arguments.permissions;
  if (std::ranges::find(named, "none") == named.end()) return boost::json::array(named.begin(), named.end());
  if (named.size() == 1) return boost::json::array();
  session.usage("--may: none stands alone, without other permissions");
  return std::nullopt;
}

int member_list(Session& session, const Arguments& arguments) {
  return session.list(scope_path(arguments.organization) + "/members", "",
                      {{"E-MAIL", "email"}, {"PERMISSIONS", "permissions"}});
}

int member_add(Session& session, const Arguments& arguments) {
  auto permissions = permissions_of(session, arguments);
  if (!permissions) return kUsage;
  boost::json::object member{{"email", arguments.email}, {"permissions", *std::move(permissions)}};
  if (!arguments.language.empty()) member["language"] = arguments.language;
  return session.show("POST", scope_path(arguments.organization) + "/members", std::move(member));
}

}  // namespace sallyport::cli
