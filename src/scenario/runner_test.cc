#include "scenario/runner.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace sallyport::scenario {
namespace {

std::vector<Failure> failures(std::string_view text) {
  const auto result = run(text, direct_requester());
  EXPECT_TRUE(result) << (result ? "" : result.error().message);
  return result.value_or(std::vector<Failure>{{999, "malformed"}});
}

TEST(Runner, SaysWhatWasExpectedAndWhatCame) {
  const auto found = failures(
      "organization acme\ncredential web of acme\nrequest web from 192.0.2.1 => deny because denied\n"
      "authorized acme => none\nmode acme => blocking\nauthorize acme 10.0.0.1/8\nauthorize ghost 10.0.0.1 "
      "=> error "
      "duplicate\nmail a@b => 2\n");
  ASSERT_EQ(found.size(), 6U);
  EXPECT_EQ(found[0].line, 3U);
  EXPECT_EQ(found[0].message, "expected deny because denied, got allow because learned");
  EXPECT_EQ(found[1].message, "expected none, got 192.0.2.0/24");
  EXPECT_EQ(found[2].message, "expected blocking, got learning");
  EXPECT_TRUE(found[3].message.starts_with("expected success, got error host_bits_set ("))
      << found[3].message;
  EXPECT_TRUE(found[4].message.starts_with("expected error duplicate, got error unknown_organization ("));
  EXPECT_EQ(found[5].line, 8U);
  EXPECT_EQ(found[5].message, "expected 2, got 0");
}

TEST(Runner, ListsCompareAsSets) {
  EXPECT_TRUE(failures("organization acme\nauthorize acme 10.0.0.1,2001:db8::,10.0.0.0/8\n"
                       "authorized acme => 2001:DB8:0::, ::ffff:10.0.0.1, 10.0.0.0/8\n")
                  .empty());
}

TEST(Runner, EveryWorldIsNew) {
  EXPECT_TRUE(failures("organization acme\n").empty());
  EXPECT_TRUE(failures("organization acme\n").empty());
}

TEST(Runner, AnyLookAtTheMailStartsTheCountAnew) {
  EXPECT_TRUE(failures("organization acme\nmember a@b of acme may owner\ncredential web of acme\n"
                       "set acme mode blocking\nrequest web from 10.0.0.1 => deny\n"
                       "mail a@b => contains 10.0.0.1\nmail a@b => 0\nmail a@b => contains 10.0.0.1\n")
                  .empty());
}

TEST(Runner, AScannerMayOpenWhatWasAnswered) {
  const std::string answered =
      "organization acme\nmember a@b of acme may owner\ncredential web of acme\nset acme mode blocking\n"
      "open a@b deny => error not_found\nrequest web from 10.0.0.1 => deny\npress a@b deny\n";
  EXPECT_TRUE(failures(answered + "open a@b deny\nopen a@b authorize => error used_token\n").empty());
  EXPECT_TRUE(failures(answered + "advance 8d\nopen a@b deactivate\n").empty());
}

TEST(Runner, LaterRequestsUseTheNewSecret) {
  EXPECT_TRUE(failures("organization acme\nmember a@b of acme may owner\ncredential web of acme\n"
                       "credential job of acme\nset acme mode blocking\nauthorize acme 10.0.0.2\n"
                       "request job from 10.0.0.1 => deny\npress a@b deny\n"
                       "request job from 10.0.0.2 => allow because authorized\n"
                       "request web from 10.0.0.2 => allow because authorized\n")
                  .empty());
}

TEST(Runner, OneLineMayAskForMoreThanAListHolds) {
  std::string line = "authorize acme ";
  for (int i = 0; i <= 100'000; ++i) {
    line += (i == 0 ? "10." : ",10.") + std::to_string(i >> 16) + "." + std::to_string(i >> 8 & 255) + "." +
            std::to_string(i & 255);
  }
  EXPECT_GT(line.size(), 1U << 20);
  EXPECT_TRUE(failures("organization acme\n" + line + " => error too_many_entries\nauthorized acme => none\n")
                  .empty());
}

TEST(Runner, ANameThatTwoOrganizationsGaveSaysNotWhoAsks) {
  const auto found = failures(
      "organization a\norganization b\ncredential web of a\ncredential web of b\n"
      "request web from 10.0.0.1 => allow\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].line, 5U);
}

class Files : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, std::string_view text) {
    const auto file = std::filesystem::path(testing::TempDir()) / name;
    std::ofstream(file) << text;
    return file;
  }
  int run(std::vector<std::filesystem::path> files) {
    return run_files(files, direct_requester(), out_, errors_);
  }
  std::ostringstream out_, errors_;
};

TEST_F(Files, ExitWithTheWorstOfThem) {
  const auto good = write("good.scenario", "organization acme\n");
  const auto bad = write("bad.scenario", "\nmode acme => off\n");
  const auto malformed = write("malformed.scenario", "\n\nbogus\n");
  EXPECT_EQ(run({good}), 0);
  EXPECT_EQ(errors_.str(), "");
  EXPECT_EQ(run({bad, good}), 1);
  EXPECT_NE(errors_.str().find("bad.scenario:2: expected off, got error unknown_organization"),
            std::string::npos);
  EXPECT_EQ(run({malformed, bad, good}), 2);
  EXPECT_NE(errors_.str().find("malformed.scenario:3: 'bogus' is not a statement"), std::string::npos);
  EXPECT_NE(out_.str().find("1 of 3 scenarios held"), std::string::npos);
}

TEST_F(Files, APolicyIsReadFromTheScenariosFolder) {
  std::vector<std::filesystem::path> asked;
  const PolicyReader reader = [&](const std::filesystem::path& name) -> Result<control::PolicyDocument> {
    asked.push_back(name);
    if (name.filename() == "none.yaml") return fail(ErrorCode::not_found, "there is none");
    control::DocumentOrganization acme;
    acme.name = "acme";
    control::DocumentCredential web;
    web.name = "web";
    web.fingerprint = "00112233445566778899aabbccddeeff";
    acme.credentials = {web};
    return control::PolicyDocument{{acme}};
  };
  const auto file = write("policy.scenario",
                          "apply none.yaml => error not_found\napply \"a policy.yaml\"\n"
                          "request web from 192.0.2.1 => allow because learned\napply x.yaml prune force\n");
  EXPECT_EQ(run_files(std::vector{file}, direct_requester(), out_, errors_, reader), 0) << errors_.str();
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_EQ(asked[1], file.parent_path() / "a policy.yaml");
  EXPECT_EQ(run({file}), 1);  // without a reader
}

TEST_F(Files, AFileThatIsNotThereIsMalformed) {
  EXPECT_EQ(run({std::filesystem::path(testing::TempDir()) / "there-is-none.scenario"}), 2);
}

}  // namespace
}  // namespace sallyport::scenario
