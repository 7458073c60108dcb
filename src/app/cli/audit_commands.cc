#include "app/cli/commands.h"

namespace sallyport::cli {

int audit_list(Session& session, const Arguments& arguments) {
  const std::string path =
      arguments.organization.empty() ? "/audit" : scope_path(arguments.organization) + "/audit";
  return session.list(path, "limit=1000",
                      {{"NUMBER", "number"},
                       {"TIME", "time"},
                       {"ACTOR", "actor"},
                       {"FROM", "from"},
                       {"ORGANIZATION", "organization"},
                       {"ACTION", "action"},
                       {"AFTER", "after"}});
}

int audit_verify(Session& session, const Arguments&) {
  const auto verified = session.call("GET", "/audit/verify");
  if (!verified) return verified.error();
  session.print(*verified);
  const auto* const object = verified->if_object();
  const auto* const intact = object != nullptr ? object->if_contains("intact") : nullptr;
  return intact != nullptr && intact->is_bool() && intact->get_bool() ? kDone : kRefused;
}

}  // namespace sallyport::cli
