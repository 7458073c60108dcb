// Juniper Junos: set commands for the prefix lists NAME_ipv4_1 and so on, for firewall filters and
// policies.
//
// Limits (Juniper, "prefix-list"): 85,325 prefixes a list; longer ones are split. A list without
// prefixes is not written, as an empty one may match everything.
// Loading: load set, then commit: the candidate configuration becomes the active one at once, or not at
// all.
#include <fmt/format.h>

#include "render/parts.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

constexpr std::size_t kMostPrefixesOfJunosList = 85'325;

}  // namespace

Result<Rendered> write_juniper(const List& list, const Options& options) {
  std::string text;
  std::string names;
  std::size_t of_family[2] = {0, 0};
  for (const Part part : parts(list.prefixes.prefixes(), kMostPrefixesOfJunosList)) {
    const std::string name = fmt::format("{}_{}_{}", options.name, is_ipv4(part) ? "ipv4" : "ipv6",
                                         ++of_family[is_ipv4(part) ? 0 : 1]);
    names += (names.empty() ? "" : ", ") + name;
    fmt::format_to(std::back_inserter(text), "delete policy-options prefix-list {}\n", name);
    for (const auto& prefix : part) {
      fmt::format_to(std::back_inserter(text), "set policy-options prefix-list {} {}\n", name, cidr(prefix));
    }
  }
  Rendered rendered{.files = {{options.name + ".set", std::move(text)}}, .notes = {}};
  rendered.notes.push_back(
      fmt::format("load it with: configure, load set {}.set, show | compare, commit confirmed 5, "
                  "commit; the first time it warns that there is nothing to delete",
                  options.name));
  rendered.notes.push_back(
      "it writes " + names +
      ": take what another one of this name left behind out of the filters, and delete it");
  return rendered;
}

}  // namespace sallyport::render
