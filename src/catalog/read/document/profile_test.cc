#include <gtest/gtest.h>

#include "catalog/read/document/test_pages.h"

namespace sallyport::catalog::testing {
namespace {

std::string replaced(std::string_view profile, std::string_view from, std::string_view to) {
  std::string text(profile);
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("there is no such text in the profile");
  return text.replace(at, from.size(), to);
}

std::string faults(const std::string& yaml) {
  const auto read = read_profile(yaml, "P");
  return read ? "none" : read.error().message;
}

std::string fault_of_table(std::string_view from, std::string_view to) {
  return faults(replaced(kTableProfile, from, to));
}

TEST(Profile, TablesAndTheirLabels) {
  const Profile read = profile(kTableProfile);
  EXPECT_EQ(read.vendor, "acme");
  EXPECT_FALSE(read.has_sections());
  ASSERT_EQ(read.sites.size(), 2U);
  EXPECT_EQ(read.sites[1].labels, Labels{"South"});
  ASSERT_EQ(read.tables.size(), 2U);
  EXPECT_EQ(read.tables[0].headers, (Labels{"Service Place Addresses", "Dienst Ort Adressen"}));
  ASSERT_EQ(read.offerings.size(), 4U);
  EXPECT_EQ(read.offerings[0].labels, (Labels{"Mail", "Post"}));
  EXPECT_EQ(read.offerings[3].id, "feeds");
  EXPECT_TRUE(read.offerings[3].labels.empty());
  EXPECT_EQ(read.offerings[3].table, 1U);
  EXPECT_TRUE(read.offerings[2].same_as->chosen);
  EXPECT_TRUE(read.offerings[2].same_as->once);
}

TEST(Profile, Sections) {
  const Profile read = profile(kSectionProfile);
  EXPECT_TRUE(read.has_sections());
  EXPECT_EQ(net::to_string(*read.ports), "443/tcp");
  ASSERT_EQ(read.offerings.size(), 2U);
  EXPECT_EQ(read.offerings[0].versions[1].range.to_string(), "versions up to 15");
  EXPECT_TRUE(read.offerings[1].versions[0].range.is_everything());
}

TEST(Profile, FaultsHaveTheirPlace) {
  EXPECT_EQ(fault_of_table("labels: Push", "labels: Mail"),
            "P:9:28: 'Mail' stands here twice: a label has one meaning");
  EXPECT_EQ(fault_of_table("labels: Push", "label: Push").substr(0, 70),
            std::string("P:9:9: an offering needs 'labels'\nP:9:20: an offering has no field 'label': did")
                .substr(0, 70));
  EXPECT_EQ(fault_of_table("[mail, push]", "[mail, pusch]").substr(0, 60),
            std::string("P:12:67: there is no offering 'pusch': did you mean 'push'? There").substr(0, 60));
  EXPECT_EQ(fault_of_table("NA, none here", "NA, 'none  here'"),
            "P:3:21: a label has single blanks between its words, none around it, and nothing unseen");
  EXPECT_EQ(fault_of_table("    offering: feeds\n", ""),
            "P:13:5: a table has 'offering' (no column says which) or 'offerings', one of them");
  EXPECT_EQ(faults(replaced(kTableProfile, "sites: [North, South]\n", "")),
            "P:5:3: a page with tables needs 'sites'");
  EXPECT_EQ(faults(replaced(kSectionProfile, "ports: 443/tcp", "ports: 443")).substr(0, 7), "P:2:8: ");
  EXPECT_EQ(faults(replaced(kSectionProfile, "to: \"15\"", "to: \"16\"")),
            "P:11:9: these versions overlap with others");
  EXPECT_EQ(faults("vendor: acme\n"), "P:1:1: a profile has 'tables' or 'sections', one of them");
  EXPECT_EQ(faults("vendor: &a acme\n").substr(0, 4), "P:1:");
}

TEST(Profile, AFileThatIsNotThereIsNotFound) {
  EXPECT_EQ(load_profile("/nowhere/profile.yaml").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace sallyport::catalog::testing
