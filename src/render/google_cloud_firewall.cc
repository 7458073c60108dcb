// Google Cloud VPC firewall rules: a shell script of gcloud commands.
//
// Limits: a rule has IPv4 or IPv6 ranges, not both ("Use VPC firewall rules"), and here at most 256 of
// them, which every version of the API takes. Longer lists are split into numbered rules. A rule without
// ranges would mean 0.0.0.0/0: none is written.
// Loading: run the script. It creates or updates each rule, and then deletes those that a longer list
// left behind: rule by rule, not all at once.
#include <fmt/format.h>

#include "render/bounds.h"
#include "render/parts.h"
#include "render/port_groups.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

constexpr std::size_t kMostRangesOfGoogleRule = 256;

constexpr std::string_view kGoogleScriptStart = R"(#!/bin/sh
set -eu
network=${{NETWORK:-default}}
allow() {{
  name=$1
  shift
  if gcloud compute firewall-rules describe "$name" >/dev/null 2>&1; then
    gcloud compute firewall-rules update "$name" "$@"
  else
    gcloud compute firewall-rules create "$name" --network="$network" --direction={} "$@"
  fi
}}
)";

constexpr std::string_view kGoogleScriptEnd = R"(kept='{0} '
gcloud compute firewall-rules list --filter='name ~ "^{1}-[0-9]+$"' --format='value(name)' |
  while read -r name; do
    case "$kept" in
      *" $name "*) ;;
      *) gcloud compute firewall-rules delete --quiet "$name" ;;
    esac
  done
)";

std::string google_protocols(const PortList& ports) {
  if (ports.empty()) return "all";
  std::string text;
  for (const auto& one : ports) {
    if (!text.empty()) text += ',';
    text += fmt::format("{}:{}", net::to_string(one.protocol), range_text(one, "-"));
  }
  return text;
}

}  // namespace

Result<Rendered> write_google_cloud_firewall(const List& list, const Options& options) {
  const bool in = options.direction == Direction::in;
  const std::string base = fmt::format("{}-{}", dashed(options.name), word(options.direction));
  SALLYPORT_ASSIGN(const auto groups, prefix_groups(list, options));
  std::string text = fmt::format(kGoogleScriptStart, in ? "INGRESS" : "EGRESS");
  std::string names;
  std::size_t rules = 0;
  for (const auto& group : groups) {
    const std::string protocols = google_protocols(group.ports);
    for (const Part part : parts(group.prefixes.prefixes(), kMostRangesOfGoogleRule)) {
      const std::string name = fmt::format("{}-{}", base, ++rules);
      names += ' ' + name;
      fmt::format_to(std::back_inserter(text), "allow {} --allow={} --{}-ranges={}", name, protocols,
                     in ? "source" : "destination", cidr(part.front()));
      for (const auto& prefix : part.subspan(1)) text += ',' + cidr(prefix);
      text += '\n';
    }
    SALLYPORT_TRY(expect_bytes(text.size() + names.size(), options));
  }
  text += fmt::format(kGoogleScriptEnd, names, base);
  Rendered rendered{.files = {{base + ".sh", std::move(text)}}, .notes = {}};
  rendered.notes.push_back(fmt::format("load it with: NETWORK=default sh {}.sh", base));
  rendered.notes.push_back(fmt::format(
      "{} rule{}; rules {}-NUMBER that are not among them are deleted at the end, as a longer list's", rules,
      rules == 1 ? "" : "s", base));
  if (rules > 1) {
    rendered.notes.push_back(
        "rules change one after the other: an address that moves to another rule may be without one for a "
        "moment");
  }
  rendered.notes.push_back(
      in ? "what no rule allows is denied, unless another rule of the network allows it"
         : "everything may go out unless a rule denies it: add one that denies all, with a "
           "priority number above 1000");
  return rendered;
}

}  // namespace sallyport::render
