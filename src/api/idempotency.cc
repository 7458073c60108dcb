#include "api/idempotency.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "control/requests.h"

namespace sallyport::api {
namespace {

constexpr std::string_view kField = "Idempotency-Key";
constexpr std::size_t kKeyBytes = 255;

// Each part with its length before it, so that no two requests look alike.
void add(crypto_generichash_state& state, std::string_view part) {
  std::array<unsigned char, 8> size{};
  for (std::size_t i = 0; i < size.size(); ++i) {
    size[i] = static_cast<unsigned char>(std::uint64_t{part.size()} >> (8 * i));
  }
  crypto_generichash_update(&state, size.data(), size.size());
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
}

bool is_base32(char c) { return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'); }

// Whether a token or secret of ours begins here: "sp", a letter, "_", and at least 32 characters.
bool is_secret(std::string_view text) {
  constexpr std::size_t kHead = 4;
  constexpr std::size_t kLetters = 32;
  return text.size() >= kHead + kLetters && text.starts_with("sp") && text[3] == '_' &&
         std::ranges::all_of(text.substr(kHead, kLetters), is_base32);
}

}  // namespace

Result<std::optional<control::RequestClaim>> read_claim(const http::Request& request,
                                                        std::string_view sender) {
  if (request.count(kField) == 0) return std::nullopt;
  std::string_view key = request.only(kField).value_or(std::string_view());
  if (key.size() >= 2 && key.starts_with('"') && key.ends_with('"')) key = key.substr(1, key.size() - 2);
  const bool visible =
      std::ranges::all_of(key, [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\\'; });
  if (key.empty() || key.size() > kKeyBytes || !visible) {
    return fail(
        ErrorCode::malformed_request,
        "send exactly one field Idempotency-Key, of 1 to 255 visible ASCII characters, such as a UUID");
  }
  control::RequestClaim claim{std::string(sender), std::string(key), {}};
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, claim.request.size());
  // What the bytes mean hangs on their type.
  const auto type = request.only("Content-Type").value_or(std::string_view());
  for (const auto part : {request.method, request.target, type, request.body}) add(state, part);
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(claim.request.data()),
                           claim.request.size());
  return claim;
}

bool may_be_kept(std::string_view body) {
  if (body.size() > control::kAnswerBytes) return false;
  for (const std::string_view sign : {R"("secret":)", R"("token":)", "whsec_"}) {
    if (body.contains(sign)) return false;
  }
  for (std::size_t at = body.find("sp"); at != std::string_view::npos; at = body.find("sp", at + 1)) {
    if (is_secret(body.substr(at))) return false;
  }
  return true;
}

}  // namespace sallyport::api
