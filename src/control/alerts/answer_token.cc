#include "control/alerts/answer_token.h"

#include "control/mac_token.h"

namespace sallyport::control {
namespace {

constexpr unsigned kActionShift = 56;
constexpr std::string_view kAnswerDomain = "sallyport answer token 1";

MacToken make(const Secrets& secrets, const TokenRow& row, Action action) {
  const auto id = static_cast<std::uint64_t>(row.id);
  MacToken token(secrets, kAnswerDomain, static_cast<std::uint64_t>(action) << kActionShift | id);
  token.bind(id)
      .bind(static_cast<std::uint64_t>(row.organization))
      .bind(static_cast<std::uint64_t>(row.alert))
      .bind(static_cast<std::uint64_t>(action))
      .bind(std::string_view(row.member))
      .bind(static_cast<std::uint64_t>(row.expires.time_since_epoch().count()))
      .bind(static_cast<std::uint64_t>(row.expires_watched.count()));
  return token;
}

}  // namespace

std::string to_token(const Secrets& secrets, const TokenRow& row, Action action) {
  return make(secrets, row, action).text();
}

std::optional<ClaimedToken> claimed(std::string_view text) {
  const auto number = MacToken::claimed(text);
  if (!number) return std::nullopt;
  const std::uint64_t action = *number >> kActionShift;
  if (action > static_cast<std::uint64_t>(Action::deactivate)) return std::nullopt;
  return ClaimedToken{static_cast<std::int64_t>(*number ^ action << kActionShift),
                      static_cast<Action>(action)};
}

bool is_token_of(std::string_view text, const Secrets& secrets, const TokenRow& row, Action action) {
  return make(secrets, row, action).is(text);
}

}  // namespace sallyport::control
