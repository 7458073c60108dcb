// Any bytes, the first of which chooses the format: what is read keeps the promises of feed.h, and compared
// with itself nothing changed.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <tuple>

#include "base/text.h"
#include "catalog/read/proposal.h"

namespace {

using namespace sallyport;

void require(bool holds) {
  if (!holds) std::abort();
}

auto order_of(const catalog::FeedEntry& entry) {
  return std::tie(entry.destination, entry.offering, entry.site);
}

void check_feed(const catalog::Feed& feed) {
  require(!feed.names.empty() && feed.names.front().empty());
  require(std::ranges::adjacent_find(feed.names, std::greater_equal()) == feed.names.end());
  for (const std::string& name : feed.names) require(is_utf8(name) && printable(name) == name);
  for (std::size_t i = 0; i < feed.entries.size(); ++i) {
    const catalog::FeedEntry& entry = feed.entries[i];
    require(entry.offering < feed.names.size() && entry.site < feed.names.size());
    require(i == 0 || order_of(feed.entries[i - 1]) < order_of(entry));
    const auto back = net::parse_destination(net::to_string(entry.destination));
    require(back && *back == entry.destination);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto formats = catalog::format_names();
  const auto chosen = static_cast<std::uint8_t>(data[0] - 'a') % formats.size();
  const std::string_view body(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto feed = catalog::read_feed(catalog::parse_format(formats[chosen]).value(), body);
  if (!feed) {
    require(!feed.error().message.empty() && printable(feed.error().message) == feed.error().message);
    return 0;
  }
  check_feed(*feed);
  require(catalog::propose(*feed, nullptr).added == feed->entries);
  const catalog::Proposal same = catalog::propose(*feed, &*feed);
  require(same.added.empty() && same.removed.empty() && same.moved.empty());
  for (const catalog::Hold& hold : same.holds) {
    require(hold.reason == catalog::HoldReason::emptied || hold.reason == catalog::HoldReason::too_wide ||
            hold.reason == catalog::HoldReason::special_use);
    require(printable(hold.text) == hold.text);
  }
  return 0;
}
