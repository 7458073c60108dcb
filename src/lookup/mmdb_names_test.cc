#include "lookup/mmdb_names.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/testing/temporary_folder.h"
#include "lookup/mmdb_writer.h"

namespace sallyport::lookup {
namespace {

using control::NetworkName;

net::Address address(std::string_view text) { return *net::Address::parse(text); }

std::string owner(std::uint32_t number, std::string_view name) {
  return MmdbWriter::map({{"autonomous_system_number", MmdbWriter::number(number)},
                          {"autonomous_system_organization", MmdbWriter::text(name)}});
}

std::string country(std::string_view code) {
  return MmdbWriter::map({{"country", MmdbWriter::map({{"iso_code", MmdbWriter::text(code)}})}});
}

class MmdbNamesTest : public ::testing::Test {
 protected:
  std::filesystem::path write(const char* name, const std::string& bytes) {
    std::ofstream(folder_ / name, std::ios::binary | std::ios::trunc) << bytes;
    return folder_ / name;
  }
  std::filesystem::path write_owner(std::string_view name) {
    MmdbWriter writer;
    writer.add(*net::Prefix::parse("198.51.100.0/24"), owner(64500, name));
    return write("asn.mmdb", writer.file());
  }
  auto open(const std::vector<std::filesystem::path>& files) {
    return MmdbNames::open(files, clock_, [this](const std::string& line) { told_.push_back(line); });
  }

  TemporaryFolder folder_;
  SimulatedClock clock_{Timestamp()};
  std::vector<std::string> told_;
};

TEST_F(MmdbNamesTest, FindsOwnersOfBothFamilies) {
  MmdbWriter writer;
  writer.add(*net::Prefix::parse("198.51.100.0/24"), owner(64500, "Example Hosting"));
  writer.add(*net::Prefix::parse("203.0.113.7"),
             owner(64501, "A name that is longer than twenty-nine bytes"));
  writer.add(*net::Prefix::parse("2001:db8::/32"), owner(4200000000, "Example Six"));
  const auto names = open({write("asn.mmdb", writer.file())}).value();
  EXPECT_EQ(names->name_of(address("198.51.100.0")), (NetworkName{"Example Hosting", "", 64500}));
  EXPECT_EQ(names->name_of(address("198.51.100.255")).owner, "Example Hosting");
  EXPECT_EQ(names->name_of(address("203.0.113.7")).owner, "A name that is longer than twenty-nine bytes");
  EXPECT_EQ(names->name_of(address("2001:db8:ffff::1")), (NetworkName{"Example Six", "", 4200000000}));
  for (const char* unknown : {"198.51.101.0", "203.0.113.6", "2001:db9::", "0.0.0.0", "::"}) {
    EXPECT_EQ(names->name_of(address(unknown)), NetworkName()) << unknown;
  }
}

TEST_F(MmdbNamesTest, TakesTheCountryFromAnotherFile) {
  MmdbWriter countries;
  countries.add(*net::Prefix::parse("198.51.0.0/16"), country("JP"));
  const auto names = open({write_owner("Example Hosting"), write("country.mmdb", countries.file())}).value();
  EXPECT_EQ(names->name_of(address("198.51.100.9")), (NetworkName{"Example Hosting", "JP", 64500}));
  EXPECT_EQ(names->name_of(address("198.51.1.1")), (NetworkName{"", "JP", std::nullopt}));
}

TEST_F(MmdbNamesTest, ReadsTheOtherWayOfWritingIt) {
  MmdbWriter writer;
  writer.add(*net::Prefix::parse("192.0.2.0/24"),
             MmdbWriter::map({{"asn", MmdbWriter::text("AS64502")},
                              {"as_name", MmdbWriter::text("Example Lite")},
                              {"country_code", MmdbWriter::text("DE")}}));
  const auto names = open({write("lite.mmdb", writer.file())}).value();
  EXPECT_EQ(names->name_of(address("192.0.2.1")), (NetworkName{"Example Lite", "DE", 64502}));
}

TEST_F(MmdbNamesTest, ReadsAFileAnewWhenItChanged) {
  const auto file = write_owner("Before");
  const auto names = open({file}).value();
  const auto name = [&] { return names->name_of(address("198.51.100.1")).owner; };
  EXPECT_EQ(name(), "Before");
  write_owner("After all");
  EXPECT_EQ(name(), "Before");  // until it looks again
  clock_.advance(MmdbNames::kLookAgain);
  EXPECT_EQ(name(), "After all");
  ASSERT_EQ(told_.size(), 1U);

  write("asn.mmdb", "half a file");
  clock_.advance(MmdbNames::kLookAgain);
  EXPECT_EQ(name(), "After all");
  std::filesystem::remove(file);
  clock_.advance(MmdbNames::kLookAgain);
  EXPECT_EQ(name(), "After all");
  clock_.advance(MmdbNames::kLookAgain);
  EXPECT_EQ(name(), "After all");
  EXPECT_EQ(told_.size(), 3U);  // of each change once
  write_owner("Again");
  clock_.advance(MmdbNames::kLookAgain);
  EXPECT_EQ(name(), "Again");
}

TEST_F(MmdbNamesTest, RefusesWhatIsNoSuchFile) {
  EXPECT_EQ(open({folder_ / "none.mmdb"}).error().code, ErrorCode::not_found);
  EXPECT_EQ(open({write("text.mmdb", "prefix,owner\n")}).error().code, ErrorCode::corrupted);
  EXPECT_EQ(open({write("empty.mmdb", "")}).error().code, ErrorCode::corrupted);
  EXPECT_EQ(open({folder_.path()}).error().code, ErrorCode::corrupted);
}

// Every cut and many wrong bytes: an answer or a refusal, and nothing outside the file is read.
TEST_F(MmdbNamesTest, SurvivesDamagedFiles) {
  MmdbWriter writer;
  writer.add(*net::Prefix::parse("198.51.100.0/24"), owner(64500, "Example Hosting"));
  writer.add(*net::Prefix::parse("2001:db8::/32"), country("JP"));
  const std::string whole = writer.file();
  std::size_t opened = 0;
  const auto use = [&](const std::string& bytes) {
    const auto names = open({write("damaged.mmdb", bytes)});
    if (!names) return;
    ++opened;
    (*names)->name_of(address("198.51.100.1"));
    (*names)->name_of(address("2001:db8::1"));
  };
  for (std::size_t size = 0; size < whole.size(); size += 7) use(whole.substr(0, size));
  for (std::size_t at = 0; at < whole.size(); at += 3) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
    use(bytes);
  }
  EXPECT_GT(opened, 0U);
}

}  // namespace
}  // namespace sallyport::lookup
