#include "catalog/read/feed_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace sallyport::catalog {
namespace {

constexpr std::size_t kLongestName = 200;

bool has_deceiving_character(std::string_view text) {
  while (!text.empty()) {
    const Utf8Character character = first_character(text);
    if (character.length == 0 || deceives(character.code_point)) return true;
    text.remove_prefix(character.length);
  }
  return false;
}

auto entry_order(const FeedEntry& entry) { return std::tie(entry.destination, entry.offering, entry.site); }

void sort_texts(std::vector<std::string>& texts) {
  std::ranges::sort(texts);
  texts.erase(std::ranges::unique(texts).begin(), texts.end());
}

}  // namespace

Result<void> check_name(std::string_view text) {
  if (text.size() > kLongestName) {
    return fail(ErrorCode::malformed_feed,
                fmt::format("the name {} is longer than {} bytes", printable_excerpt(text), kLongestName));
  }
  if (has_deceiving_character(text)) {
    return fail(ErrorCode::malformed_feed,
                fmt::format("the name {} has characters that are not seen", printable_excerpt(text)));
  }
  return {};
}

Result<std::uint32_t> FeedBuilder::name(std::string_view text) {
  if (const auto known = numbers_.find(text); known != numbers_.end()) return known->second;
  SALLYPORT_TRY(check_name(text));
  const auto number = static_cast<std::uint32_t>(numbers_.size());
  numbers_.emplace(text, number);
  return number;
}

Result<void> FeedBuilder::take_room() {
  if (++size_ <= most_) return {};
  return fail(ErrorCode::too_many_entries, fmt::format("the feed has more than {} entries", most_));
}

Result<void> FeedBuilder::add(const net::Prefix& prefix, FeedPlace place, std::optional<net::Ports> ports) {
  prefixes_.push_back({prefix, ports, place});
  return take_room();
}

Result<void> FeedBuilder::add(const net::HostPattern& host, FeedPlace place,
                              std::optional<net::Ports> ports) {
  hosts_.push_back({{host, ports}, place.offering, place.site});
  return take_room();
}

Result<void> FeedBuilder::add_list(std::string name, bool empty) {
  (empty ? feed_.empty_lists : feed_.full_lists).push_back(std::move(name));
  return empty ? take_room() : Result<void>();  // what is in a list takes room by itself
}

Result<void> FeedBuilder::leave_out(std::string why) {
  feed_.left_out.push_back(std::move(why));
  return take_room();
}

void FeedBuilder::number_names() {
  sorted_.resize(numbers_.size());
  for (const auto& [text, number] : numbers_) {
    sorted_[number] = static_cast<std::uint32_t>(feed_.names.size());
    feed_.names.push_back(text);
  }
}

void FeedBuilder::renumber(FeedPlace& place) const { place = {sorted_[place.offering], sorted_[place.site]}; }

void FeedBuilder::sort_prefixes() {
  // Before they become entries, which are costly to move.
  const auto order = [](const PrefixRow& row) {
    return std::tie(row.prefix, row.ports, row.place.offering, row.place.site);
  };
  for (PrefixRow& row : prefixes_) renumber(row.place);
  std::ranges::sort(prefixes_, {}, order);
  const auto same = std::ranges::unique(prefixes_, {}, order);
  prefixes_.erase(same.begin(), same.end());
}

void FeedBuilder::sort_hosts() {
  for (FeedEntry& entry : hosts_) {
    FeedPlace place{entry.offering, entry.site};
    renumber(place);
    entry.offering = place.offering;
    entry.site = place.site;
  }
  std::ranges::sort(hosts_, {}, entry_order);
  hosts_.erase(std::ranges::unique(hosts_).begin(), hosts_.end());
}

Feed FeedBuilder::take() {
  number_names();
  sort_prefixes();
  sort_hosts();
  feed_.entries.reserve(prefixes_.size() + hosts_.size());
  for (const PrefixRow& row : prefixes_) {
    feed_.entries.push_back({{row.prefix, row.ports}, row.place.offering, row.place.site});
  }
  std::ranges::move(hosts_, std::back_inserter(feed_.entries));
  sort_texts(feed_.empty_lists);
  sort_texts(feed_.full_lists);
  sort_texts(feed_.left_out);
  return std::move(feed_);
}

}  // namespace sallyport::catalog
