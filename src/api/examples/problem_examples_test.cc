// What docs/reference/errors.md shows as an example is what the product says.

#include "api/examples/problem_examples.h"

#include "api/testing/world.h"

namespace sallyport::api {
namespace {

using testing::World;

using testing::kOrganizations;
const std::string kListOfAcme = kOrganizations + "/acme/authorized";

class ProblemExamples : public ::testing::Test {
 protected:
  ProblemExamples() {
    world_.create_acme();
    make("POST", kOrganizations, R"({"name":"north","parent":"acme"})");
    make("POST", kListOfAcme, R"({"prefix":"192.0.2.0/24"})");
  }

  void make(const std::string& method, const std::string& path, const std::string& body) {
    EXPECT_LT(world_.call(method, path, body).status, 300U) << path;
  }
  void says(ErrorCode code, const std::string& method, const std::string& path,
            const std::string& body = {}) {
    const auto answer = world_.call(method, path, body);
    EXPECT_EQ(answer.code(), to_string(code));
    EXPECT_EQ(answer.detail(), example_detail(code)) << to_string(code);
  }

  World world_;
};

TEST_F(ProblemExamples, AreWhatIsSaid) {
  using enum ErrorCode;
  says(malformed_address, "GET", kOrganizations + "/acme/covers?address=192.168.010.1");
  says(host_bits_set, "DELETE", kListOfAcme + "/192.0.2.7%2F24");
  says(malformed_request, "POST", kListOfAcme, R"({"prefix":7})");
  says(invalid_setting, "PATCH", kOrganizations + "/acme/protection", R"({"learned_ipv4":7})");
  says(unknown_organization, "GET", kOrganizations + "/acem");
  says(unknown_credential, "GET", kOrganizations + "/acme/credentials/wbe");
  says(unknown_member, "GET", kOrganizations + "/acme/members/bob@acme.example");
  says(not_found, "DELETE", kListOfAcme + "/192.0.2.7");
  says(duplicate, "POST", kOrganizations, R"({"name":"acme"})");
}

TEST_F(ProblemExamples, OfAFamilyAreWhatIsSaid) {
  using enum ErrorCode;
  make("PUT", kOrganizations + "/acme/enforcement", R"({"mode":"blocking"})");
  says(enforced_by_parent, "PATCH", kOrganizations + "/north/protection", R"({"mode":"off"})");
}

TEST_F(ProblemExamples, OfWhatWouldLockOutIsWhatIsSaid) {
  make("PATCH", kOrganizations + "/acme/protection", R"({"mode":"blocking"})");
  world_.use("acme", "web", "192.0.2.7");
  says(ErrorCode::lockout_risk, "DELETE", kListOfAcme + "/192.0.2.0%2F24");
}

TEST_F(ProblemExamples, OfTokensAndTermsAreWhatIsSaid) {
  using enum ErrorCode;
  const auto unknown = world_.call_with("GET", kOrganizations, "", {});
  EXPECT_EQ(unknown.detail(), example_detail(unauthenticated));
}

}  // namespace
}  // namespace sallyport::api
