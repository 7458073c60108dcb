// The bytes of a snapshot, as FORMAT.md describes them: little-endian, and without padding.
//
// Thread safety: values.
// Invariants: a page is 16 KiB and begins at a multiple of that; a granule is 64 bytes. Page 0 and granule 0
// hold nothing, so that zero refers to nothing.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "policy/policy.h"

namespace sallyport::snapshot {

static_assert(std::endian::native == std::endian::little, "snapshots are read as they lie in memory");

inline constexpr std::uint32_t kPageBytes = 16384;
inline constexpr std::uint32_t kGranuleBytes = 64;
inline constexpr std::uint32_t kGranulesPerPage = kPageBytes / kGranuleBytes;

// Where everything of one generation begins. The two directories follow it: page numbers, 4 bytes each.
struct Root {
  std::uint64_t magic;  // kMagic
  std::uint64_t generation;
  std::uint32_t directory_depth;  // the credential directory has 2^depth page numbers
  std::uint32_t scope_pages;      // the scope directory has so many
  std::uint32_t scopes;           // record numbers are below it; record 0 is nobody's
  std::uint32_t reserved;         // zero
  std::array<std::uint64_t, 4> zero;
};
static_assert(sizeof(Root) == 64);

inline constexpr std::uint64_t kMagic = 0x33'30'50'4e'53'59'4c'53ULL;  // "SLYSNP03"
inline constexpr std::uint32_t kMinDepth = 1;  // so that a shift by 64 - depth is defined
inline constexpr std::uint32_t kMaxDepth = 22;

struct CredentialSlot {
  std::uint64_t high;  // the fingerprint
  std::uint64_t low;
  std::uint32_t organization;  // its organization's scope record
  std::uint32_t own;           // its own scope record, where it has a list; or 0
  std::uint32_t credential;    // its id; 0 where the slot is empty
  std::uint32_t flags;         // kSmtp, kOwnProtection; its protection from bit kProtectionShift on
};
static_assert(sizeof(CredentialSlot) == 32);

inline constexpr std::uint32_t kSmtp = 1;
inline constexpr std::uint32_t kOwnProtection = 2;
inline constexpr std::uint32_t kProtectionShift = 8;

inline constexpr std::uint32_t kSlotsPerBucket = 2;
inline constexpr std::uint32_t kBuckets = 256;

// The first slot is filled before the second; a bucket with an empty slot ends a search.
struct alignas(64) Bucket {
  std::array<CredentialSlot, kSlotsPerBucket> slots;
};
struct CredentialPage {
  std::array<Bucket, kBuckets> buckets;
};
static_assert(sizeof(CredentialPage) == kPageBytes);

// Spreads fingerprints that are not uniform (those of tests, or of a platform's own making) over all bits:
// the top ones index the directory, the lowest ones the bucket.
constexpr std::uint64_t spread(const policy::Fingerprint& fingerprint) {
  const std::uint64_t product =
      (fingerprint.high ^ std::rotl(fingerprint.low, 32)) * 0x9e37'79b9'7f4a'7c15ULL;
  return product ^ product >> 32;
}
constexpr std::uint32_t home_bucket(std::uint64_t spread) { return spread & (kBuckets - 1); }

inline constexpr std::uint32_t kInlineEntries = 8;

// An organization, a credential that has a list, what an organization shares, or what it received. Either the
// entries stand here, the longest prefix first, or all of them stand in a list. One that was given back is
// all zero: it knows no address, blocks, and demands nothing of others.
struct alignas(64) ScopeRecord {
  std::array<std::uint32_t, kInlineEntries> addresses;  // IPv4, as numbers
  std::array<std::uint8_t, kInlineEntries> lengths;     // of the prefixes
  std::uint32_t id;                                     // of organization or credential; 0 shared, received
  std::uint32_t list;                                   // granule of a ListHeader, or 0
  std::uint8_t authorized;                              // which of the entries are; bit i is entry i
  std::uint8_t denied;
  std::uint8_t removed;
  std::array<std::uint8_t, 2> protections;  // of an organization, by channel
  std::array<std::uint8_t, 2> enforced;     // by an organization on those below it, by channel
  std::uint8_t catalog;                     // which of the authorized ones a catalog gave
  // The record to ask next: of an organization, its parent, or what it received, which then names the parent.
  std::uint32_t parent;
  std::uint32_t shared;  // what an organization shares with all below it
};
static_assert(sizeof(ScopeRecord) == kGranuleBytes);

// What an organization received stands between it and its parent.
constexpr bool is_received(const ScopeRecord& record) { return record.id == 0 && record.parent != 0; }

inline constexpr std::uint32_t kScopesPerPage = kPageBytes / sizeof(ScopeRecord);

struct ScopePage {
  std::array<ScopeRecord, kScopesPerPage> records;
};
static_assert(sizeof(ScopePage) == kPageBytes);

constexpr std::uint8_t encode(const policy::Protection& protection) {
  return static_cast<std::uint8_t>(static_cast<unsigned>(protection.mode) | (protection.dry_run ? 4U : 0U));
}
constexpr policy::Protection decode_protection(std::uint8_t byte) {
  return {static_cast<policy::Mode>(byte & 3), (byte & 4) != 0};
}

// Zero enforces nothing.
constexpr std::uint8_t encode(const policy::Enforcement& enforcement) {
  return static_cast<std::uint8_t>(enforcement ? 1U + static_cast<unsigned>(*enforcement) : 0U);
}
// REQUIRES: byte > 0
constexpr policy::Mode decode_enforced(std::uint8_t byte) { return static_cast<policy::Mode>(byte - 1); }

// A list that does not fit into its record. After the header follow: the entries (`known` authorized or
// denied ones, then `removed` ones); if kTimed, the validity of each; then the bytes of a net::PrefixMap over
// the known prefixes, where there are many. Both kinds of entries stand IPv4 first, then by address, then the
// wider network first.
struct ListHeader {
  std::uint32_t granules;  // the size of all of it
  std::uint32_t flags;     // kTimed
  std::uint32_t known;
  std::uint32_t known_ipv4;  // how many of them, the first ones, are IPv4
  std::uint32_t removed;
  std::uint32_t removed_ipv4;
  std::uint32_t map_bytes;                // 0 where there is no map
  std::array<std::uint32_t, 9> reserved;  // zero
};
static_assert(sizeof(ListHeader) == kGranuleBytes);

inline constexpr std::uint32_t kTimed = 1;
inline constexpr std::uint32_t kNoEntry = 0xffff'ffff;
inline constexpr std::uint32_t kMaxEntries = 1U << 20;  // in one list
inline constexpr std::uint32_t kMapThreshold = 512;     // from so many known entries on there is a map

struct ListEntry {
  std::uint64_t high;  // the address; IPv4 as ::ffff:a.b.c.d
  std::uint64_t low;
  std::uint32_t parent;  // the narrowest entry before it, of its kind, that contains it; or kNoEntry
  std::uint8_t length;   // counted in the 128 bits: 96 more than IPv4 says
  std::uint8_t kind;     // policy::EntryKind
  std::uint16_t flags;   // kOfCatalog
};
static_assert(sizeof(ListEntry) == 24);

inline constexpr std::uint16_t kOfCatalog = 1;  // of an authorized one: a catalog gave it

struct Validity {
  std::int64_t from;   // milliseconds since 1970, inclusive
  std::int64_t until;  // exclusive
};
static_assert(sizeof(Validity) == 16);

}  // namespace sallyport::snapshot
