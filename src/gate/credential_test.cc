#include "gate/credential.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace sallyport::gate {
namespace {

using namespace std::string_literals;

struct CredentialCase {
  const char* name;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string expected;  // the credential, or the name of the fault
};

std::ostream& operator<<(std::ostream& out, const CredentialCase& c) { return out << c.name; }

std::string read(const CredentialReader& reader, const CredentialCase& c) {
  std::vector<http::Field> fields;
  for (const auto& [name, value] : c.headers) fields.push_back({name, value});
  CredentialReader::Buffer buffer;
  const auto found = reader.read(fields, buffer);
  if (found) return std::string(*found);
  switch (found.error()) {
    case CredentialFault::missing:
      return "missing";
    case CredentialFault::malformed:
      return "malformed";
    case CredentialFault::ambiguous:
      return "ambiguous";
  }
  return "?";
}

class CredentialTest : public testing::TestWithParam<CredentialCase> {};

TEST_P(CredentialTest, Is) {
  EXPECT_EQ(read(CredentialReader::create({}).value(), GetParam()), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, CredentialTest,
    testing::Values(
        CredentialCase{"none", {}, "missing"},
        CredentialCase{"header", {{"X-Api-Key", "secret-key"}}, "secret-key"},
        CredentialCase{"header_in_other_case", {{"x-API-key", "secret-key"}}, "secret-key"},
        CredentialCase{"bearer", {{"Authorization", "Bearer secret-key"}}, "secret-key"},
        CredentialCase{"bearer_in_other_case", {{"authorization", "bEaReR secret-key"}}, "secret-key"},
        CredentialCase{"basic_password", {{"Authorization", "Basic dXNlcjpzZWNyZXQta2V5"}}, "secret-key"},
        CredentialCase{"basic_without_user", {{"Authorization", "Basic OnNlY3JldC1rZXk="}}, "secret-key"},
        CredentialCase{
            "basic_password_with_colon", {{"Authorization", "Basic YTpzZWNyZXQ6a2V5"}}, "secret:key"},
        CredentialCase{"basic_user_only", {{"Authorization", "Basic c2VjcmV0LWtleTo="}}, "malformed"},
        CredentialCase{"basic_without_colon", {{"Authorization", "Basic c2VjcmV0LWtleQ=="}}, "malformed"},
        CredentialCase{"basic_without_padding", {{"Authorization", "Basic OnNlY3JldC1rZXk"}}, "malformed"},
        CredentialCase{
            "basic_with_bits_below_the_padding", {{"Authorization", "Basic OnNlY3JldC1rZXl="}}, "malformed"},
        CredentialCase{"basic_url_alphabet", {{"Authorization", "Basic Onh4eHh4eHh4_-__"}}, "malformed"},
        CredentialCase{"basic_padding_inside", {{"Authorization", "Basic OnN=Y3JldC1rZXk="}}, "malformed"},
        CredentialCase{"basic_with_a_blank", {{"Authorization", "Basic OnNlY3Jl dC1rZXk="}}, "malformed"},
        CredentialCase{"basic_empty", {{"Authorization", "Basic "}}, "malformed"},
        CredentialCase{"basic_nul_in_password", {{"Authorization", "Basic OnNlY3JldABrZXk="}}, "malformed"},
        CredentialCase{"bearer_empty", {{"Authorization", "Bearer"}}, "malformed"},
        CredentialCase{"bearer_with_two_blanks", {{"Authorization", "Bearer  secret-key"}}, "malformed"},
        CredentialCase{
            "bearer_with_something_behind", {{"Authorization", "Bearer secret-key x"}}, "malformed"},
        CredentialCase{"other_scheme", {{"Authorization", "Digest username=x"}}, "missing"},
        CredentialCase{"other_scheme_beside_the_header",
                       {{"Authorization", "Digest x"}, {"X-Api-Key", "secret-key"}},
                       "secret-key"},
        CredentialCase{"scheme_that_starts_alike", {{"Authorization", "Bearerx secret-key"}}, "missing"},
        CredentialCase{"empty_header", {{"X-Api-Key", ""}}, "malformed"},
        CredentialCase{"seven_characters", {{"X-Api-Key", "1234567"}}, "malformed"},
        CredentialCase{"eight_characters", {{"X-Api-Key", "12345678"}}, "12345678"},
        CredentialCase{"longest", {{"X-Api-Key", std::string(512, 'k')}}, std::string(512, 'k')},
        CredentialCase{"too_long", {{"X-Api-Key", std::string(513, 'k')}}, "malformed"},
        CredentialCase{"blank_inside", {{"X-Api-Key", "secret key"}}, "malformed"},
        CredentialCase{"tab_inside", {{"X-Api-Key", "secret\tkey"}}, "malformed"},
        CredentialCase{"CVE_2019_9900_nul_inside", {{"X-Api-Key", "secret\0key"s}}, "malformed"},
        CredentialCase{"not_ascii", {{"X-Api-Key", "secret-k\xc3\xa9y"}}, "malformed"},
        CredentialCase{"CVE_2026_26308_header_twice",
                       {{"X-Api-Key", "secret-key"}, {"X-Api-Key", "other-key"}},
                       "ambiguous"},
        CredentialCase{"header_twice_and_equal",
                       {{"X-Api-Key", "secret-key"}, {"x-api-key", "secret-key"}},
                       "ambiguous"},
        CredentialCase{"header_and_bearer",
                       {{"X-Api-Key", "secret-key"}, {"Authorization", "Bearer secret-key"}},
                       "ambiguous"},
        CredentialCase{"header_empty_and_bearer",
                       {{"X-Api-Key", ""}, {"Authorization", "Bearer secret-key"}},
                       "ambiguous"},
        CredentialCase{"authorization_twice",
                       {{"Authorization", "Bearer secret-key"}, {"Authorization", "Digest x"}},
                       "ambiguous"},
        CredentialCase{"alias_alone", {{"X_Api_Key", "secret-key"}}, "ambiguous"},
        CredentialCase{"GHSA_5m6w_wvh7_57vm_alias_beside_it",
                       {{"X-Api-Key", "secret-key"}, {"x_api_key", "other-key"}},
                       "ambiguous"},
        CredentialCase{
            "comma_is_part_of_it", {{"X-Api-Key", "secret-key,other-key"}}, "secret-key,other-key"}),
    [](const testing::TestParamInfo<CredentialCase>& c) { return std::string(c.param.name); });

TEST(Credential, PlacesCanBeSet) {
  const auto reader = CredentialReader::create({{"Api-Key", "X-Token"}, false, false}).value();
  EXPECT_EQ(read(reader, {"", {{"X-Token", "secret-key"}}, ""}), "secret-key");
  EXPECT_EQ(read(reader, {"", {{"X-Api-Key", "secret-key"}}, ""}), "missing");
  EXPECT_EQ(read(reader, {"", {{"Authorization", "Bearer secret-key"}}, ""}), "missing");
  EXPECT_EQ(read(reader, {"", {{"Authorization", "Bearer a-user-token"}, {"Api-Key", "secret-key"}}, ""}),
            "secret-key");
  EXPECT_EQ(read(reader, {"", {{"Api-Key", "secret-key"}, {"X-Token", "secret-key"}}, ""}), "ambiguous");
}

TEST(Credential, PlacesThatCannotWorkAreRefused) {
  EXPECT_FALSE(CredentialReader::create({{"Authorization"}, true, true}));
  EXPECT_FALSE(CredentialReader::create({{"X_Api_Key"}, true, true}));
  EXPECT_FALSE(CredentialReader::create({{""}, true, true}));
  EXPECT_FALSE(CredentialReader::create({{}, false, false}));
  EXPECT_TRUE(CredentialReader::create({{}, false, true}));
}

}  // namespace
}  // namespace sallyport::gate
