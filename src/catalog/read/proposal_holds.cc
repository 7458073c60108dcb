#include "catalog/read/proposal_holds.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "net/prefix_set.h"
#include "net/special_use.h"

namespace sallyport::catalog {
namespace {

constexpr std::size_t kNamed = 5;  // of many, so many are named

bool is_too_wide(const net::Prefix& prefix) {
  return prefix.length() < (prefix.family() == net::Family::ipv4 ? kWidestIpv4 : kWidestIpv6);
}

void hold_for_width(const std::vector<net::Prefix>& before, const std::vector<net::Prefix>& found,
                    std::vector<Hold>& holds) {
  std::vector<std::string> wide;
  for (const net::Prefix& prefix : found) {
    if (is_too_wide(prefix) && !std::ranges::binary_search(before, prefix))
      wide.push_back(prefix.to_string());
  }
  if (!wide.empty()) {
    holds.push_back(
        {HoldReason::too_wide, fmt::format("too wide to be taken unseen (more than /{} of IPv4, /{} of "
                                           "IPv6): {}",
                                           kWidestIpv4, kWidestIpv6, some_of(wide))});
  }
  const auto addresses = net::PrefixSet::of(found).ipv4_addresses();
  if (addresses > kMostIpv4Addresses) {
    const double share = static_cast<double>(addresses) / static_cast<double>(std::uint64_t{1} << 32) * 100;
    holds.push_back({HoldReason::too_wide,
                     fmt::format("together the prefixes cover {:.0f} % of all IPv4 addresses", share)});
  }
}

void hold_for_special_use(const std::vector<net::Prefix>& found, std::vector<Hold>& holds) {
  std::vector<std::string> special;
  for (const net::Prefix& prefix : found) {
    const net::SpecialUse* const use = net::find_special_use(prefix);
    if (use == nullptr) continue;
    special.push_back(use->prefix.contains(prefix)
                          ? fmt::format("{} is {} ({})", prefix.to_string(), use->name, use->source)
                          : fmt::format("{} holds {}, {} ({})", prefix.to_string(), use->prefix.to_string(),
                                        use->name, use->source));
  }
  if (!special.empty()) {
    holds.push_back(
        {HoldReason::special_use, "addresses for special use, which no vendor has: " + some_of(special)});
  }
}

// "a list is there without an entry: hooks"
std::string empty_lists_text(const std::vector<std::string>& lists) {
  return fmt::format("{} there without an entry: {}", lists.size() == 1 ? "a list is" : "lists are",
                     printable_excerpt(some_of(lists)));
}

// One that had entries is held. One that is new, or that nobody saw before, may always have been so: some
// vendors have no IPv6 yet, and a list for it.
void look_at_empty_lists(const Feed& before, const Feed& found, Proposal& proposal) {
  std::vector<std::string> emptied, others;
  for (const std::string& list : found.empty_lists) {
    if (std::ranges::binary_search(before.full_lists, list)) {
      emptied.push_back(list);
    } else if (!std::ranges::binary_search(before.empty_lists, list)) {
      others.push_back(list);
    }
  }
  if (!emptied.empty()) proposal.holds.push_back({HoldReason::emptied, empty_lists_text(emptied)});
  if (!others.empty()) proposal.remarks.push_back(empty_lists_text(others));
}

}  // namespace

std::string some_of(const std::vector<std::string>& all) {
  const std::vector<std::string> first(
      all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), kNamed)));
  const std::string text = fmt::format("{}", fmt::join(first, ", "));
  return all.size() > kNamed ? fmt::format("{} and {} more", text, all.size() - kNamed) : text;
}

std::vector<net::Prefix> distinct_prefixes(const Feed& feed) {
  std::vector<net::Prefix> prefixes;
  for (const FeedEntry& entry : feed.entries) {
    const net::Prefix* const prefix = entry.destination.prefix();
    if (prefix != nullptr && (prefixes.empty() || prefixes.back() != *prefix)) prefixes.push_back(*prefix);
  }
  return prefixes;
}

void hold_for_content(const Feed& before, const Feed& found, Proposal& proposal) {
  std::vector<Hold>& holds = proposal.holds;
  if (found.entries.empty()) holds.push_back({HoldReason::emptied, "there is no entry in it"});
  look_at_empty_lists(before, found, proposal);
  const auto prefixes = distinct_prefixes(found);
  hold_for_width(distinct_prefixes(before), prefixes, holds);
  hold_for_special_use(prefixes, holds);
}

}  // namespace sallyport::catalog
