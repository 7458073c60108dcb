// Calico GlobalNetworkSets (projectcalico.org/v3), for policies that select them by label.
//
// Limits: prefixes only (hosts need Calico Enterprise or Cloud: projectcalico/calico#4025); an object of
// about 1 MB, and 262,144 bytes of it where `kubectl apply` keeps it in an annotation, so that a set has
// at most 2,000 prefixes here. Longer lists are split: a selector by label takes all of them.
// Loading: calicoctl apply, or kubectl with Calico's API server, replaces each set at once.
#include <fmt/format.h>

#include <algorithm>

#include "render/parts.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

constexpr std::size_t kMostNetsOfSet = 2000;

}  // namespace

Result<Rendered> write_calico(const List& list, const Options& options) {
  SALLYPORT_ASSIGN(const std::string label, kubernetes_label(options.name));
  std::string text;
  std::size_t sets = 0;
  Part rest = list.prefixes.prefixes();
  while (!rest.empty()) {
    const Part nets = rest.first(std::min(kMostNetsOfSet, rest.size()));
    rest = rest.subspan(nets.size());
    fmt::format_to(std::back_inserter(text),
                   "{}apiVersion: projectcalico.org/v3\nkind: GlobalNetworkSet\nmetadata:\n  name: {}-{}\n  "
                   "labels:\n    "
                   "sallyport-list: {}\nspec:\n  nets:\n",
                   sets == 0 ? "" : "---\n", label, sets + 1, label);
    ++sets;
    for (const auto& prefix : nets) fmt::format_to(std::back_inserter(text), "    - \"{}\"\n", cidr(prefix));
  }
  Rendered rendered{.files = {{label + ".yaml", std::move(text)}}, .notes = {}};
  rendered.notes.push_back(fmt::format("load it with: calicoctl apply -f {}.yaml", label));
  rendered.notes.push_back(fmt::format(
      "a rule of a policy takes {} by: selector: sallyport-list == '{}'; beside namespaceSelector: global()",
      sets == 1 ? "it" : "all of them", label));
  rendered.notes.push_back(
      fmt::format("{} set{}: delete sets {}-NUMBER of higher numbers, which a longer list left behind", sets,
                  sets == 1 ? "" : "s", label));
  return rendered;
}

}  // namespace sallyport::render
