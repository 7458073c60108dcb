// What a webhook is made of: its secret, its URL, and who serves it now.

#include "control/test_world.h"
#include "control/webhooks/webhook_claims.h"
#include "control/webhooks/webhook_secret.h"
#include "control/webhooks/webhook_url.h"

namespace sallyport::control {
namespace {

TEST(WebhookClaims, FewThreadsServeThoseThatTrouble) {
  WebhookClaims claims;
  const OrganizationId one{1}, two{2}, three{3};
  const auto first = claims.take(1, one, true);
  EXPECT_TRUE(first.has_value());
  EXPECT_FALSE(claims.take(1, one, true).has_value());
  {
    const auto second = claims.take(2, two, true);
    EXPECT_FALSE(claims.room_for_troubled());
    EXPECT_FALSE(claims.take(3, three, true).has_value());
    EXPECT_TRUE(claims.take(4, three, false).has_value());
  }
  EXPECT_TRUE(claims.take(3, three, true).has_value());
}

TEST(WebhookClaims, FewThreadsServeOneOrganization) {
  WebhookClaims claims;
  const OrganizationId one{1}, two{2};
  const auto troubled = claims.take(1, one, true);
  EXPECT_FALSE(claims.take(2, one, true).has_value());
  const auto sound = claims.take(3, one, false);
  EXPECT_TRUE(sound.has_value());
  EXPECT_FALSE(claims.take(4, one, false).has_value());
  EXPECT_TRUE(claims.take(5, two, false).has_value());
}

TEST(WebhookSecret, OnlyTheKeysThatSealedItOpenIt) {
  const Secrets ours = Secrets::random();
  const std::string key = make_webhook_key();
  auto sealed = seal(ours, key);
  EXPECT_EQ(must(unseal(ours, sealed)), key);
  EXPECT_EQ(code_of(unseal(Secrets::random(), sealed)), ErrorCode::corrupted);
  sealed.back() ^= std::byte{1};
  EXPECT_EQ(code_of(unseal(ours, sealed)), ErrorCode::corrupted);
  sealed.pop_back();
  EXPECT_EQ(code_of(unseal(ours, sealed)), ErrorCode::corrupted);
  EXPECT_EQ(show_webhook_key(std::string(32, '\0')), "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
}

TEST(WebhookUrl, OnlyHttpWithoutCredentialsIsTaken) {
  for (const char* good : {"https://a.example", "http://a.example:8080/x?y=z", "https://[2001:db8::1]:1/",
                           "https://192.0.2.1/", "https://a_b.example/%20"}) {
    EXPECT_TRUE(check_webhook_url(good).has_value()) << good;
  }
  for (const char* bad : {"", "a.example", "ftp://a.example", "HTTP://a.example", "https://", "https:///x",
                          "https://u@a.example", "https://u:p@a.example/", "https://a.example:0",
                          "https://a.example:65536", "https://a.example:x", "https://a.example/ x",
                          "https://a.example/\n", "https://a.example#f", "https://[::1", "https://[a]/",
                          "https://a.example\\@b.example", "https://ä.example", "https://a.example:80:80/"}) {
    EXPECT_EQ(code_of(check_webhook_url(bad)), ErrorCode::invalid_setting) << bad;
  }
  EXPECT_EQ(code_of(check_webhook_url("https://a.example/" + std::string(2000, 'x'))),
            ErrorCode::invalid_setting);
  EXPECT_EQ(origin_of("https://a.example:8/secret?token=1"), "https://a.example:8");
  EXPECT_EQ(origin_of("http://a.example?token=1"), "http://a.example");
}

}  // namespace
}  // namespace sallyport::control
