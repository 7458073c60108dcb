#include "snapshot/list.h"

#include <gtest/gtest.h>

#include "net/test_addresses.h"
#include "snapshot/loader.h"
#include "snapshot/test_world.h"

namespace sallyport::snapshot {
namespace {

using net::test::address;
using policy::Entry;
using policy::EntryKind;

Entry entry(std::string_view text, EntryKind kind = EntryKind::authorized) {
  return {.prefix = net::test::prefix(text), .kind = kind};
}

// A list as it lies in an image, behind page 0.
class Written {
 public:
  explicit Written(std::span<const Entry> entries) {
    ListWriter writer;
    EXPECT_TRUE(writer.take(entries));
    EXPECT_FALSE(writer.fits_record());
    pages_ = 1 + (writer.granules() + kGranulesPerPage - 1) / kGranulesPerPage;
    bytes_.resize(std::size_t{pages_} * kPageBytes / sizeof(Bucket));
    writer.write_list(base() + kPageBytes);
  }
  std::byte* base() { return reinterpret_cast<std::byte*>(bytes_.data()); }
  Image image() { return {base(), pages_}; }
  ListHeader* header() { return reinterpret_cast<ListHeader*>(base() + kPageBytes); }
  ListEntry* entries() { return reinterpret_cast<ListEntry*>(header() + 1); }
  ListView view() { return ListView(header()); }

 private:
  std::vector<Bucket> bytes_;  // for their alignment
  std::uint32_t pages_ = 0;
};

TEST(ListWriter, KeepsUpToEightPlainIpv4EntriesInTheRecord) {
  std::vector<Entry> entries;
  ListWriter writer;
  for (unsigned i = 0; i < 8; ++i) {
    entries.push_back(entry("10.0.0." + std::to_string(i)));
    ASSERT_TRUE(writer.take(entries));
    EXPECT_TRUE(writer.fits_record());
  }
  entries.push_back(entry("10.0.0.8"));
  ASSERT_TRUE(writer.take(entries));
  EXPECT_FALSE(writer.fits_record());
}

TEST(ListWriter, PutsIpv6AndTimedEntriesIntoAList) {
  Entry timed = entry("10.0.0.1");
  timed.valid_until = Timestamp(Milliseconds(5));
  for (const Entry& one : {entry("2001:db8::/32"), timed}) {
    ListWriter writer;
    ASSERT_TRUE(writer.take({&one, 1}));
    EXPECT_FALSE(writer.fits_record());
  }
}

TEST(ListWriter, WritesTheLongestPrefixFirstIntoARecord) {
  const std::vector<Entry> entries = {entry("10.0.0.0/8"), entry("10.0.0.1", EntryKind::denied),
                                      entry("10.0.0.0/24", EntryKind::removed)};
  ListWriter writer;
  ASSERT_TRUE(writer.take(entries));
  ScopeRecord record{};
  writer.write_record(record);
  EXPECT_EQ(record.lengths, (std::array<std::uint8_t, 8>{32, 24, 8}));
  EXPECT_EQ(record.denied, 1);
  EXPECT_EQ(record.removed, 2);
  EXPECT_EQ(record.authorized, 4);
}

TEST(ListWriter, SaysWhichEntriesACatalogGave) {
  std::vector<Entry> entries = {entry("10.0.0.0/8"), entry("10.0.0.1"),
                                entry("10.0.0.0/24", EntryKind::removed),
                                entry("10.0.0.2", EntryKind::denied)};
  for (Entry& each : entries) each.source = policy::Source::catalog;
  entries[1].source = policy::Source::learned;
  ListWriter writer;
  ASSERT_TRUE(writer.take(entries));
  ScopeRecord record{};
  writer.write_record(record);
  EXPECT_EQ(record.catalog, 8);  // 10.0.0.0/8, the widest: what is denied or removed, nobody gave
  entries.push_back(entry("2001:db8::/32"));
  Written written(entries);
  const auto flags = [&](std::string_view from) {
    const ListEntry* const found = written.view().find_known(address(from), 0);
    return found == nullptr ? 99U : found->flags;
  };
  EXPECT_EQ(flags("10.0.0.9"), kOfCatalog);
  EXPECT_EQ(flags("10.0.0.1"), 0U);
  EXPECT_EQ(flags("10.0.0.2"), 0U);
  EXPECT_EQ(flags("2001:db8::1"), 0U);
  EXPECT_TRUE(check_list(written.image(), kGranulesPerPage));
  written.entries()[0].flags = 2;
  EXPECT_FALSE(check_list(written.image(), kGranulesPerPage));
}

TEST(ListWriter, RefusesAPrefixThatStandsTwice) {
  ListWriter writer;
  for (const EntryKind second : {EntryKind::authorized, EntryKind::denied, EntryKind::removed}) {
    for (const EntryKind first : {EntryKind::authorized, EntryKind::removed}) {
      const std::vector<Entry> entries = {entry("10.0.0.0/8", first), entry("10.0.0.1"),
                                          entry("10.0.0.0/8", second)};
      const auto taken = writer.take(entries);
      ASSERT_FALSE(taken);
      EXPECT_EQ(taken.error().code, ErrorCode::duplicate);
    }
  }
}

TEST(ListWriter, RefusesMoreEntriesThanTheFormatHolds) {
  std::vector<Entry> entries(kMaxEntries + std::size_t{1});
  const auto taken = ListWriter().take(entries);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, ErrorCode::too_many_entries);
}

TEST(ListView, ClimbsFromAnExpiredEntryToTheNextOneAround) {
  std::vector<Entry> entries = {entry("10.0.0.0/8", EntryKind::denied), entry("10.0.0.0/16"),
                                entry("10.0.0.1")};
  entries[1].valid_from = Timestamp(Milliseconds(10));
  entries[2].valid_until = Timestamp(Milliseconds(20));
  Written list(entries);
  ASSERT_TRUE(check_list(list.image(), kGranulesPerPage));
  const auto length_at = [&](std::int64_t now) {
    const ListEntry* found = list.view().find_known(address("10.0.0.1"), now);
    return found == nullptr ? -1 : found->length - 96;
  };
  EXPECT_EQ(length_at(9), 32);
  EXPECT_EQ(length_at(19), 32);
  EXPECT_EQ(length_at(20), 16);
  entries[2].valid_until = Timestamp(Milliseconds(5));
  Written shorter(entries);
  EXPECT_EQ(shorter.view().find_known(address("10.0.0.1"), 9)->length, 96 + 8);
  EXPECT_EQ(shorter.view().find_known(address("10.0.0.1"), 10)->length, 96 + 16);
  EXPECT_EQ(shorter.view().find_known(address("11.0.0.1"), 10), nullptr);
}

TEST(ListView, KeepsTheFamiliesApart) {
  const std::vector<Entry> entries = {entry("::/0"), entry("0.0.0.0/0", EntryKind::removed)};
  Written list(entries);
  EXPECT_EQ(list.view().find_known(address("10.0.0.1"), 0), nullptr);
  EXPECT_NE(list.view().find_known(address("2001:db8::1"), 0), nullptr);
  EXPECT_TRUE(list.view().was_removed(address("10.0.0.1"), 0));
  EXPECT_FALSE(list.view().was_removed(address("2001:db8::1"), 0));
}

// A hundred thousand entries of both families, dense enough to nest, asked where answers change.
TEST(ListView, AnswersForABigListAsThePolicyDoes) {
  test::RandomChoices choices(11);
  std::vector<Entry> entries;
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    const unsigned length = 16 + choices.below(17);
    const auto at = net::Address::ipv4(0x0a00'0000U | choices.below(1U << 22));
    const bool ipv6 = i % 4 == 0;
    entries.push_back(
        {.prefix = ipv6 ? net::Prefix::enclosing(
                              net::Address::ipv6(0x2001'0db8'0000'0000ULL | choices.below(1U << 20), 0),
                              40 + choices.below(25))
                        : net::Prefix::enclosing(at, length),
         .kind = static_cast<EntryKind>(choices.below(3))});
    if (choices.below(8) == 0) entries.back().valid_until = test::moment(choices.below(3));
  }
  std::ranges::sort(entries, {}, &Entry::prefix);
  const auto rest = std::ranges::unique(entries, {}, &Entry::prefix);
  entries.erase(rest.begin(), rest.end());

  policy::Policy policy;
  policy.organizations.resize(1);
  policy.organizations[0].id = policy::OrganizationId{1};
  policy.organizations[0].api.mode = policy::Mode::learning;
  policy.organizations[0].entries = entries;
  policy.credentials.push_back({policy::CredentialId{1}, policy::OrganizationId{1}, {1, 1}, {}, {}, {}});
  Builder builder;
  ASSERT_TRUE(builder.put(policy.organizations[0]));
  ASSERT_TRUE(builder.put(policy.credentials[0]));
  const auto snapshot = builder.publish();
  ASSERT_TRUE(snapshot) << snapshot.error().detail;
  for (unsigned i = 0; i < 250; ++i) {
    const net::Prefix& prefix = entries[choices.below(static_cast<unsigned>(entries.size()))].prefix;
    const net::Address last = prefix.last();
    const net::Address next = last.is_ipv4() ? net::Address::ipv4(last.ipv4_bits() + 1)
                                             : net::Address::ipv6(last.high(), last.low() + 1);
    for (const net::Address& asked : {prefix.address(), last, next}) {
      ASSERT_EQ(test::difference(policy, **snapshot, {{1, 1}, asked}, test::moment(1)), "");
    }
  }
}

TEST(Loader, RefusesAListThatNoWriterWrites) {
  std::vector<Entry> entries;
  for (unsigned i = 0; i < 20; ++i) entries.push_back(entry("10.0." + std::to_string(i) + ".0/24"));
  entries.push_back(entry("10.0.0.0/8"));
  entries.push_back(entry("2001:db8::/32"));
  entries.push_back(entry("10.9.9.9", EntryKind::removed));
  struct Damage {
    const char* what;
    void (*apply)(Written&);
  };
  const std::vector<Damage> damages = {
      {"a size of zero", [](Written& list) { list.header()->granules = 0; }},
      {"a size beyond the image", [](Written& list) { list.header()->granules = 0x0fff'ffff; }},
      {"more entries than fit", [](Written& list) { list.header()->known += 1000; }},
      {"a huge count", [](Written& list) { list.header()->known = 0xffff'ffff; }},
      {"more IPv4 entries than entries", [](Written& list) { list.header()->known_ipv4 = 23; }},
      {"a family too many", [](Written& list) { --list.header()->known_ipv4; }},
      {"an unknown flag", [](Written& list) { list.header()->flags = 2; }},
      {"a map where none is", [](Written& list) { list.header()->map_bytes = 8; }},
      {"a parent outside", [](Written& list) { list.entries()[3].parent = 4000; }},
      {"a parent that is itself", [](Written& list) { list.entries()[3].parent = 3; }},
      {"a length out of range", [](Written& list) { list.entries()[3].length = 129; }},
      {"an IPv4 length too short", [](Written& list) { list.entries()[0].length = 95; }},
      {"host bits", [](Written& list) { list.entries()[3].low |= 1; }},
      {"an unknown kind", [](Written& list) { list.entries()[3].kind = 3; }},
      {"a removed entry among the known", [](Written& list) { list.entries()[3].kind = 2; }},
      {"entries out of order", [](Written& list) { std::swap(list.entries()[3], list.entries()[4]); }},
  };
  Written sound(entries);
  ASSERT_TRUE(check_list(sound.image(), kGranulesPerPage));
  for (const Damage& damage : damages) {
    Written list(entries);
    damage.apply(list);
    const auto checked = check_list(list.image(), kGranulesPerPage);
    ASSERT_FALSE(checked) << damage.what;
    EXPECT_EQ(checked.error().code, ErrorCode::corrupted);
  }
  EXPECT_FALSE(check_list(sound.image(), 0));
  EXPECT_FALSE(check_list(sound.image(), 0xffff'ffff));
}

}  // namespace
}  // namespace sallyport::snapshot
