#include "snapshot/loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "snapshot/list.h"

namespace sallyport::snapshot {

namespace {

Result<void> corrupted(std::string_view what, std::uint32_t where, std::string_view fault) {
  return fail(ErrorCode::corrupted, "the snapshot is damaged and was not used; publish it again",
              fmt::format("{} {}: {}", what, where, fault));
}

bool valid_protection(unsigned byte) {
  return byte < 8 && (byte & 3) <= static_cast<unsigned>(policy::Mode::off);
}

template <class Range>
bool all_zero(const Range& values) {
  return std::ranges::all_of(values, [](auto value) { return value == 0; });
}

const Root& root_at(const Image& image, std::uint32_t page) {
  return *reinterpret_cast<const Root*>(image.page(page));
}

const char* fault_of(const CredentialSlot& slot, std::uint32_t scopes) {
  if (slot.organization == 0 || slot.organization >= scopes) return "no such organization record";
  if (slot.own >= scopes) return "no such record of its own";
  const std::uint32_t protection = slot.flags >> kProtectionShift;
  if ((slot.flags & ((1U << kProtectionShift) - 1)) > (kSmtp | kOwnProtection)) return "an unknown flag";
  if (!valid_protection(protection)) return "an unknown protection";
  if ((slot.flags & kOwnProtection) == 0 && protection != 0) return "a protection that does not apply";
  return nullptr;
}

bool bucket_full(const Bucket& bucket) {
  return std::ranges::all_of(bucket.slots, [](const auto& slot) { return slot.credential != 0; });
}

// Whether a search for what stands in `bucket` gets there: all buckets from its home on are full.
bool reachable(const CredentialPage& page, const CredentialSlot& slot, std::uint32_t bucket) {
  for (std::uint32_t i = home_bucket(spread({slot.high, slot.low})); i != bucket; i = (i + 1) % kBuckets) {
    if (!bucket_full(page.buckets[i])) return false;
  }
  return true;
}

std::uint64_t ipv4_host_bits(unsigned length) { return 0xffff'ffffULL >> length; }

const char* fault_of_entries(const ScopeRecord& record) {
  unsigned previous = 32;
  const unsigned used = unsigned{record.authorized} | record.denied | record.removed;
  if ((record.authorized & record.denied) != 0 ||
      ((record.authorized | record.denied) & record.removed) != 0) {
    return "an entry of two kinds";
  }
  for (unsigned i = 0; i < kInlineEntries; ++i) {
    const unsigned length = record.lengths[i];
    if (length > previous) return "a length out of range or order";
    if ((record.addresses[i] & ipv4_host_bits(length)) != 0) return "host bits";
    if ((used >> i & 1U) != 0) {
      previous = length;
    } else if (length != 0 || record.addresses[i] != 0 || used >> i != 0) {
      return "a gap";
    }
  }
  return nullptr;
}

bool valid_enforcement(unsigned byte) { return byte <= encode(policy::Enforcement(policy::Mode::off)); }

const char* fault_of(const ScopeRecord& record, const Image& image, std::uint32_t scopes) {
  if (!std::ranges::all_of(record.protections, valid_protection)) return "an unknown protection";
  if (!std::ranges::all_of(record.enforced, valid_enforcement)) return "an unknown enforcement";
  if (record.parent >= scopes) return "no such parent";
  if (record.shared >= scopes) return "no such record of what it shares";
  if (record.id == 0 && (record.shared != 0 || !all_zero(record.protections) || !all_zero(record.enforced)))
    return "nobody's protection";
  if ((record.catalog & ~record.authorized) != 0) return "of a catalog, and not authorized";
  if (record.list == 0) return fault_of_entries(record);
  if (record.list < kGranulesPerPage || record.list / kGranulesPerPage >= image.pages) return "no such list";
  const bool empty = (record.authorized | record.denied | record.removed) == 0 && all_zero(record.lengths) &&
                     all_zero(record.addresses);
  return empty ? nullptr : "entries beside a list";
}

const char* fault_of(const ListHeader& header, std::uint64_t available_bytes) {
  if (header.granules == 0 || std::uint64_t{header.granules} * kGranuleBytes > available_bytes)
    return "too long";
  if (header.known > kMaxEntries || header.removed > kMaxEntries) return "too many entries";
  if (header.known_ipv4 > header.known || header.removed_ipv4 > header.removed)
    return "too many IPv4 entries";
  if ((header.flags & ~kTimed) != 0 || !all_zero(header.reserved)) return "reserved bytes";
  const std::uint64_t granules = (layout_of(header).end + kGranuleBytes - 1) / kGranuleBytes;
  return granules == header.granules ? nullptr : "parts of another size";
}

bool host_bits_clear(const ListEntry& entry) {
  if (entry.length > 64) return entry.length == 128 || entry.low << (entry.length - 64) == 0;
  if (entry.low != 0) return false;
  return entry.length == 64 || entry.high << entry.length == 0;
}

bool before(const ListEntry& a, const ListEntry& b) {
  if (a.high != b.high) return a.high < b.high;
  if (a.low != b.low) return a.low < b.low;
  return a.length < b.length;
}

// One kind and one family of a list; `first` is where they begin among their kind.
const char* fault_of_entries(const ListEntry* entries, std::uint32_t first, std::uint32_t end, bool ipv4,
                             bool removed) {
  std::vector<std::uint32_t> around;
  for (std::uint32_t i = first; i < end; ++i) {
    const ListEntry& entry = entries[i];
    const bool mapped = entry.high == 0 && entry.low >> 32 == 0xffff;
    if (entry.length > 128 || (ipv4 && entry.length < 96)) return "a length out of range";
    if (mapped != ipv4) return "an address of the other family";
    if (!host_bits_clear(entry)) return "host bits";
    if (entry.kind > static_cast<unsigned>(policy::EntryKind::removed)) return "unknown kind";
    if (entry.flags > kOfCatalog) return "an unknown flag";
    if (entry.flags != 0 && entry.kind != static_cast<unsigned>(policy::EntryKind::authorized))
      return "of a catalog, and not authorized";
    if ((entry.kind == static_cast<unsigned>(policy::EntryKind::removed)) != removed)
      return "a kind out of place";
    if (i > first && !before(entries[i - 1], entry)) return "entries out of order";
    const net::Address address = net::Address::ipv6(entry.high, entry.low);
    while (!around.empty() && !contains(entries[around.back()], address)) around.pop_back();
    if (entry.parent != (around.empty() ? kNoEntry : around.back())) return "a wrong parent";
    around.push_back(i);
  }
  return nullptr;
}

}  // namespace

Result<void> check_root(const Image& image, std::uint32_t root_page) {
  if (root_page == 0 || root_page >= image.pages) return corrupted("root", root_page, "outside the image");
  const Root& root = root_at(image, root_page);
  if (root.magic != kMagic) return corrupted("root", root_page, "not a root");
  if (root.reserved != 0 || !all_zero(root.zero)) return corrupted("root", root_page, "reserved bytes");
  if (root.directory_depth < kMinDepth || root.directory_depth > kMaxDepth) {
    return corrupted("root", root_page, "a depth out of range");
  }
  const std::uint64_t numbers = (std::uint64_t{1} << root.directory_depth) + root.scope_pages;
  const std::uint64_t available = std::uint64_t{image.pages - root_page} * kPageBytes;
  if (sizeof(Root) + numbers * sizeof(std::uint32_t) > available) {
    return corrupted("root", root_page, "directories outside the image");
  }
  if (root.scopes == 0 || root.scopes > std::uint64_t{root.scope_pages} * kScopesPerPage) {
    return corrupted("root", root_page, "more records than pages for them");
  }
  const auto* directory = reinterpret_cast<const std::uint32_t*>(&root + 1);
  for (std::uint64_t i = 0; i < numbers; ++i) {
    if (directory[i] == 0 || directory[i] >= image.pages) return corrupted("root", root_page, "no such page");
  }
  return {};
}

Result<void> check_credential_page(const Image& image, std::uint32_t page, std::uint32_t scopes) {
  const auto& credentials = *reinterpret_cast<const CredentialPage*>(image.page(page));
  for (std::uint32_t i = 0; i < kBuckets; ++i) {
    bool open = false;
    for (const CredentialSlot& slot : credentials.buckets[i].slots) {
      if (slot.credential == 0) {
        open = true;
        if ((slot.high | slot.low | slot.organization | slot.own | slot.flags) != 0) {
          return corrupted("credential page", page, "an empty slot that is not zero");
        }
        continue;
      }
      if (open) return corrupted("credential page", page, "a slot behind an empty one");
      if (const char* fault = fault_of(slot, scopes)) return corrupted("credential page", page, fault);
      if (!reachable(credentials, slot, i)) return corrupted("credential page", page, "a slot out of reach");
    }
  }
  return {};
}

Result<void> check_scope_page(const Image& image, std::uint32_t page, std::uint32_t scopes) {
  for (const ScopeRecord& record : reinterpret_cast<const ScopePage*>(image.page(page))->records) {
    if (const char* fault = fault_of(record, image, scopes)) return corrupted("scope page", page, fault);
  }
  return {};
}

Result<void> check_list(const Image& image, std::uint32_t granule) {
  if (granule < kGranulesPerPage || granule / kGranulesPerPage >= image.pages) {
    return corrupted("list", granule, "outside the image");
  }
  const std::uint64_t start = std::uint64_t{granule} * kGranuleBytes;
  const auto& header = *reinterpret_cast<const ListHeader*>(image.base + start);
  if (const char* fault = fault_of(header, std::uint64_t{image.pages} * kPageBytes - start)) {
    return corrupted("list", granule, fault);
  }
  const auto* known = reinterpret_cast<const ListEntry*>(&header + 1);
  const ListEntry* removed = known + header.known;
  for (const char* fault : {fault_of_entries(known, 0, header.known_ipv4, true, false),
                            fault_of_entries(known, header.known_ipv4, header.known, false, false),
                            fault_of_entries(removed, 0, header.removed_ipv4, true, true),
                            fault_of_entries(removed, header.removed_ipv4, header.removed, false, true)}) {
    if (fault != nullptr) return corrupted("list", granule, fault);
  }
  if (header.map_bytes == 0) return {};
  const auto* map = image.base + start + layout_of(header).map;
  const auto view = net::PrefixMapView::open({map, header.map_bytes});
  if (!view || view->size() != header.known)
    return corrupted("list", granule, "a damaged map, or another list's");
  return {};
}

Result<void> check_generation(const Image& image, std::uint32_t root_page) {
  SALLYPORT_TRY(check_root(image, root_page));
  const Root& root = root_at(image, root_page);
  const auto* credentials = reinterpret_cast<const std::uint32_t*>(&root + 1);
  const std::uint64_t buckets = std::uint64_t{1} << root.directory_depth;
  for (std::uint64_t i = 0; i < buckets; ++i) {
    // Neighbours share a page that is less deep than the directory.
    if (i > 0 && credentials[i] == credentials[i - 1]) continue;
    SALLYPORT_TRY(check_credential_page(image, credentials[i], root.scopes));
  }
  const std::uint32_t* scopes = credentials + buckets;
  for (std::uint32_t i = 0; i < root.scope_pages; ++i) {
    SALLYPORT_TRY(check_scope_page(image, scopes[i], root.scopes));
    for (const ScopeRecord& record : reinterpret_cast<const ScopePage*>(image.page(scopes[i]))->records) {
      if (record.list != 0) SALLYPORT_TRY(check_list(image, record.list));
    }
  }
  return {};
}

}  // namespace sallyport::snapshot
