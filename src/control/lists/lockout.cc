#include "control/lists/lockout.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/duration.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kNamedUses = 5;
constexpr std::string_view kHowToForce =
    "leave it, or force it (--force, the query parameter force=true) if that is meant";

// "3h ago", in one unit: a proof is read, not computed with.
std::string ago(Timestamp then, Timestamp now) {
  using namespace std::chrono;
  const auto age = duration_cast<seconds>(now - then);
  if (age < minutes(1)) return "just now";
  if (age < hours(1)) return fmt::format("{}min ago", floor<minutes>(age).count());
  if (age < days(1)) return fmt::format("{}h ago", floor<hours>(age).count());
  return fmt::format("{}d ago", floor<days>(age).count());
}

// A credential's name, with its organization's where that is not the one that is changed.
std::string name_of(const std::string& organization, const std::string& credential, const std::string& here) {
  return organization == here ? credential : organization + "/" + credential;
}

std::string proof(const Preview& preview, const std::string& here, Timestamp now) {
  std::string text;
  const std::size_t named = std::min(preview.blocked.size(), kNamedUses);
  for (std::size_t i = 0; i < named; ++i) {
    const WouldBlock& use = preview.blocked[i];
    text +=
        fmt::format("{}{} from {} (last {}, {})", i == 0 ? "" : "; ",
                    name_of(use.organization, use.credential, here), use.address.to_string(),
                    ago(use.last_seen, now), use.count == 1 ? "once" : fmt::format("{} times", use.count));
  }
  if (preview.total > named) text += fmt::format("; and {} more", preview.total - named);
  return text;
}

}  // namespace

Result<void> refuse_lockout(Change& change, const Actor& actor, const Reach& reach) {
  SALLYPORT_ASSIGN(const auto organization, change.read().organization(reach.scope.organization));
  const std::string here = organization ? organization->name : std::string();
  SALLYPORT_ASSIGN(const auto preview, would_block(change, reach));
  if (preview.total != 0) {
    return fail(ErrorCode::lockout_risk,
                fmt::format("this would stop what was let in during the last {}: {}: {}",
                            sallyport::to_string(change.core().settings.recent),
                            proof(preview, here, change.now()), kHowToForce));
  }
  if (!actor.from) return {};
  SALLYPORT_ASSIGN(const auto own, would_stop(change, reach, *actor.from));
  if (!own) return {};
  return fail(
      ErrorCode::lockout_risk,
      fmt::format("your own address {} would no longer be let in with {}: {}", actor.from->to_string(),
                  name_of(own->organization, own->credential, here), kHowToForce));
}

}  // namespace sallyport::control
