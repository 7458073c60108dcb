#include "snapshot/list.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace sallyport::snapshot {

namespace {

// The last of the sorted entries that is not above the address; kNoEntry where all are. The loop has no
// branch that depends on the data.
std::uint32_t last_not_above(const ListEntry* entries, std::uint32_t count, const net::Address& address) {
  const auto not_above = [&](const ListEntry& entry) {
    const int level = entry.high == address.high() && entry.low <= address.low() ? 1 : 0;
    return (static_cast<int>(entry.high < address.high()) | level) != 0;
  };
  if (count == 0) return kNoEntry;
  std::uint32_t first = 0;
  while (count > 1) {
    const std::uint32_t half = count / 2;
    first += not_above(entries[first + half]) ? half : 0;
    count -= half;
  }
  return not_above(entries[first]) ? first : kNoEntry;
}

const ListEntry* climb(const ListEntry* entries, const Validity* validity, std::uint32_t start,
                       const net::Address& address, std::int64_t now) {
  for (std::uint32_t i = start; i != kNoEntry; i = entries[i].parent) {
    const bool in_force = validity == nullptr || (validity[i].from <= now && now < validity[i].until);
    if (in_force && contains(entries[i], address)) return &entries[i];
  }
  return nullptr;
}

// `ipv4` of the `count` entries, the first ones, are IPv4. Found in the half of the address's family.
std::uint32_t start_of(const ListEntry* entries, std::uint32_t count, std::uint32_t ipv4,
                       const net::Address& address) {
  if (address.is_ipv4()) return last_not_above(entries, ipv4, address);
  const std::uint32_t found = last_not_above(entries + ipv4, count - ipv4, address);
  return found == kNoEntry ? kNoEntry : ipv4 + found;
}

bool timed(const policy::Entry& entry) {
  return entry.valid_from != policy::kAlways || entry.valid_until != policy::kForever;
}

// Of what is denied or removed, nobody asks who gave it.
bool of_catalog(const policy::Entry& entry) {
  return entry.kind == policy::EntryKind::authorized && entry.source == policy::Source::catalog;
}

unsigned length_of_128(const net::Prefix& prefix) {
  return prefix.family() == net::Family::ipv4 ? prefix.length() + 96 : prefix.length();
}

std::uint32_t count_ipv4(std::span<const policy::Entry> sorted) {
  return static_cast<std::uint32_t>(std::ranges::count_if(
      sorted, [](const auto& entry) { return entry.prefix.family() == net::Family::ipv4; }));
}

// Writes entries of one kind, each with its parent: the last entry on the stack that contains it.
ListEntry* write_entries(std::span<const policy::Entry> sorted, ListEntry* to) {
  std::vector<std::uint32_t> around;
  for (std::uint32_t i = 0; i < sorted.size(); ++i) {
    const policy::Entry& entry = sorted[i];
    while (!around.empty() && !sorted[around.back()].prefix.contains(entry.prefix)) around.pop_back();
    *to++ = {.high = entry.prefix.address().high(),
             .low = entry.prefix.address().low(),
             .parent = around.empty() ? kNoEntry : around.back(),
             .length = static_cast<std::uint8_t>(length_of_128(entry.prefix)),
             .kind = static_cast<std::uint8_t>(entry.kind),
             .flags = of_catalog(entry) ? kOfCatalog : std::uint16_t{0}};
    around.push_back(i);
  }
  return to;
}

Validity* write_validity(std::span<const policy::Entry> entries, Validity* to) {
  for (const policy::Entry& entry : entries) {
    *to++ = {entry.valid_from.time_since_epoch().count(), entry.valid_until.time_since_epoch().count()};
  }
  return to;
}

}  // namespace

ListView::ListView(const ListHeader* header) noexcept : header_(header) {
  const auto* bytes = reinterpret_cast<const std::byte*>(header);
  const ListLayout layout = layout_of(*header);
  entries_ = reinterpret_cast<const ListEntry*>(header + 1);
  validity_ =
      (header->flags & kTimed) != 0 ? reinterpret_cast<const Validity*>(bytes + layout.validity) : nullptr;
  map_ = bytes + layout.map;
}

const ListEntry* ListView::find_known(const net::Address& address, std::int64_t now) const noexcept {
  std::uint32_t start = kNoEntry;
  if (header_->map_bytes == 0) {
    start = start_of(entries_, header_->known, header_->known_ipv4, address);
  } else {
    start = net::PrefixMapView::trusted({map_, header_->map_bytes}).find(address);
    // The families have halves of their own, and a map is not trusted with where it points.
    const bool inside = address.is_ipv4() ? start < header_->known_ipv4
                                          : start >= header_->known_ipv4 && start < header_->known;
    if (!inside) return nullptr;
  }
  return climb(entries_, validity_, start, address, now);
}

bool ListView::was_removed(const net::Address& address, std::int64_t now) const noexcept {
  const ListEntry* removed = entries_ + header_->known;
  const Validity* validity = validity_ == nullptr ? nullptr : validity_ + header_->known;
  const std::uint32_t start = start_of(removed, header_->removed, header_->removed_ipv4, address);
  return climb(removed, validity, start, address, now) != nullptr;
}

Result<void> ListWriter::take(std::span<const policy::Entry> entries) {
  if (entries.size() > kMaxEntries) {
    return fail(ErrorCode::too_many_entries,
                fmt::format("a list holds at most {} entries, this one has {}; join neighbouring networks",
                            kMaxEntries, entries.size()));
  }
  known_.clear();
  removed_.clear();
  fits_record_ = entries.size() <= kInlineEntries;
  for (const policy::Entry& entry : entries) {
    (entry.kind == policy::EntryKind::removed ? removed_ : known_).push_back(entry);
    fits_record_ = fits_record_ && entry.prefix.family() == net::Family::ipv4 && !timed(entry);
  }
  const auto by_prefix = [](const policy::Entry& a, const policy::Entry& b) { return a.prefix < b.prefix; };
  const auto same_prefix = [](const policy::Entry& a, const policy::Entry& b) {
    return a.prefix == b.prefix;
  };
  std::ranges::sort(known_, by_prefix);
  std::ranges::sort(removed_, by_prefix);
  auto twice = std::ranges::adjacent_find(known_, same_prefix);
  if (twice == known_.end()) {
    twice = std::ranges::find_if(
        known_, [&](const auto& entry) { return std::ranges::binary_search(removed_, entry, by_prefix); });
  }
  if (twice == known_.end()) {
    twice = std::ranges::adjacent_find(removed_, same_prefix);
    if (twice == removed_.end()) {
      if (!fits_record_) measure();
      return {};
    }
  }
  return fail(ErrorCode::duplicate,
              fmt::format("{} stands twice in one list; keep one of them", twice->prefix.to_string()));
}

void ListWriter::measure() {
  header_ = {};
  map_ = {};
  header_.known = static_cast<std::uint32_t>(known_.size());
  header_.known_ipv4 = count_ipv4(known_);
  header_.removed = static_cast<std::uint32_t>(removed_.size());
  header_.removed_ipv4 = count_ipv4(removed_);
  if (std::ranges::any_of(known_, timed) || std::ranges::any_of(removed_, timed)) header_.flags |= kTimed;
  if (known_.size() >= kMapThreshold) {
    std::vector<net::Prefix> prefixes;
    prefixes.reserve(known_.size());
    for (const policy::Entry& entry : known_) prefixes.push_back(entry.prefix);
    map_ = net::PrefixMap::build(prefixes);
    header_.map_bytes = static_cast<std::uint32_t>(map_.bytes().size());
  }
  header_.granules = static_cast<std::uint32_t>((layout_of(header_).end + kGranuleBytes - 1) / kGranuleBytes);
}

void ListWriter::write_record(ScopeRecord& record) const {
  // The longest first, by insertion: the first match is then the one that decides.
  std::array<const policy::Entry*, kInlineEntries> entries{};
  std::size_t count = 0;
  for (const auto* list : {&known_, &removed_}) {
    for (const policy::Entry& entry : *list) {
      std::size_t i = count++;
      for (; i > 0 && entries[i - 1]->prefix.length() < entry.prefix.length(); --i)
        entries[i] = entries[i - 1];
      entries[i] = &entry;
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    const policy::Entry& entry = *entries[i];
    record.addresses[i] = entry.prefix.address().ipv4_bits();
    record.lengths[i] = static_cast<std::uint8_t>(entry.prefix.length());
    const auto bit = static_cast<std::uint8_t>(1U << i);
    switch (entry.kind) {
      case policy::EntryKind::authorized:
        record.authorized |= bit;
        if (of_catalog(entry)) record.catalog |= bit;
        break;
      case policy::EntryKind::denied:
        record.denied |= bit;
        break;
      case policy::EntryKind::removed:
        record.removed |= bit;
        break;
    }
  }
}

void ListWriter::write_list(std::byte* to) const {
  const ListLayout layout = layout_of(header_);
  std::memcpy(to, &header_, sizeof(header_));
  auto* entries = reinterpret_cast<ListEntry*>(to + sizeof(header_));
  write_entries(removed_, write_entries(known_, entries));
  if ((header_.flags & kTimed) != 0) {
    auto* validity = reinterpret_cast<Validity*>(to + layout.validity);
    write_validity(removed_, write_validity(known_, validity));
  }
  if (header_.map_bytes != 0) std::memcpy(to + layout.map, map_.bytes().data(), header_.map_bytes);
  // Nothing of what stood here before may show in a file.
  std::memset(to + layout.end, 0, std::size_t{header_.granules} * kGranuleBytes - layout.end);
}

}  // namespace sallyport::snapshot
