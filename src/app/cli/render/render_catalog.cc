// A list from a vendor's catalog.

#include <fmt/format.h>

#include <algorithm>

#include "app/cli/catalog/catalog_files.h"
#include "app/cli/catalog/catalog_selection.h"
#include "app/cli/render/render_sources.h"

namespace sallyport::cli {
namespace {

using catalog::ResolvedLine;

// From what the command line says; empty where it says nothing.
std::optional<catalog::Direction> asked_direction(std::string_view word) {
  if (word == "in" || word == "from-vendor") return catalog::Direction::from_vendor;
  if (word == "out" || word == "to-vendor") return catalog::Direction::to_vendor;
  return std::nullopt;
}

// The one that is asked for, or else the one that all lines have. REQUIRES: there are lines.
Result<catalog::Direction> one_direction(const std::vector<ResolvedLine>& lines, std::string_view asked) {
  if (const auto said = asked_direction(asked)) return *said;
  const auto first = lines.front().direction;
  const bool all =
      std::ranges::all_of(lines, [first](const ResolvedLine& line) { return line.direction == first; });
  if (all) return first;
  return fail(ErrorCode::malformed_request,
              "this selection has both addresses that the vendor comes from and ones that you go to, and one "
              "rule cannot be for both: render each by itself, with --direction from-vendor and --direction "
              "to-vendor");
}

render::List to_list(const std::vector<ResolvedLine>& lines, catalog::Direction direction) {
  render::List list;
  std::vector<net::Prefix> prefixes;
  for (const ResolvedLine& line : lines) {
    if (line.direction != direction) continue;
    const auto* const prefix = line.destination.prefix();
    if (prefix != nullptr && !line.destination.ports) {
      prefixes.push_back(*prefix);
    } else {
      list.destinations.push_back(line.destination);
    }
  }
  list.prefixes = net::PrefixSet::of(std::move(prefixes));
  return list;
}

}  // namespace

ListOrCode list_of_catalog(Session& session, const Arguments& arguments, render::Direction& direction) {
  const auto refuse = [&session](const Error& error) { return std::unexpected(tell(session, error)); };
  const auto catalog = load_vendor(arguments, arguments.vendor);
  if (!catalog) return refuse(catalog.error());
  const auto selection = selection_of(arguments);
  if (!selection) return refuse(selection.error());
  const auto resolved = catalog::resolve(*catalog, *selection);
  if (!resolved) return refuse(resolved.error());
  for (const auto& remark : resolved->remarks) session.print_note(told(remark));

  auto list = render::List();
  if (!resolved->lines.empty()) {
    const auto one = one_direction(resolved->lines, arguments.direction);
    if (!one) return refuse(one.error());
    direction = *one == catalog::Direction::to_vendor ? render::Direction::out : render::Direction::in;
    list = to_list(resolved->lines, *one);
  }
  if (!list.prefixes.empty() || !list.destinations.empty()) return list;
  session.usage(
      fmt::format("{} has no address for this selection{}: nothing is rendered, as nothing would be "
                  "allowed by it",
                  catalog->vendor, resolved->lines.empty() ? "" : " in that direction"));
  return std::unexpected(static_cast<int>(kRefused));
}

}  // namespace sallyport::cli
