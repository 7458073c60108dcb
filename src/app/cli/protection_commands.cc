#include "app/cli/commands.h"
#include "app/cli/preview.h"

namespace sallyport::cli {
namespace {

bool of_credential(const Arguments& arguments) { return arguments.scope.find('/') != std::string::npos; }

// An organization has a protection for each channel; a credential has the one of its own channel.
std::string protection_path(const Arguments& arguments) {
  std::string path = scope_path(arguments.scope) + "/protection";
  if (!of_credential(arguments) && !arguments.channel.empty()) path += "/" + arguments.channel;
  return path;
}

constexpr std::string_view kOwnChannel = "a credential has its own channel: leave --channel out";

}  // namespace

int protection_show(Session& session, const Arguments& arguments) {
  if (of_credential(arguments)) {
    if (!arguments.channel.empty()) return session.usage(kOwnChannel);
    return session.show("GET", protection_path(arguments));
  }
  Arguments one = arguments;
  if (one.channel.empty()) one.channel = "api";
  return session.show("GET", protection_path(one));
}

int protection_set(Session& session, const Arguments& arguments) {
  if (of_credential(arguments) && !arguments.channel.empty()) return session.usage(kOwnChannel);
  boost::json::object change;
  if (!arguments.mode.empty()) change["mode"] = arguments.mode;
  if (!arguments.dry_run.empty()) change["dry_run"] = arguments.dry_run == "on";
  if (!arguments.quiet_period.empty()) change["quiet_period"] = arguments.quiet_period;
  if (arguments.learned_ipv4) change["learned_ipv4"] = *arguments.learned_ipv4;
  if (arguments.learned_ipv6) change["learned_ipv6"] = *arguments.learned_ipv6;
  if (change.empty())
    return session.usage("name at least one setting to change; see 'protection set --help'");
  return tell_blocking(session, "PATCH", protection_path(arguments), change, arguments.preview, "changed");
}

int protection_inherit(Session& session, const Arguments& arguments) {
  if (!of_credential(arguments)) return session.usage("name a credential: ORGANIZATION/CREDENTIAL");
  return session.change("DELETE", protection_path(arguments), nullptr, "changed");
}

}  // namespace sallyport::cli
