// What a change would block, as answers: a preview by itself, and the proof of a refusal.
//
// Thread safety: pure functions.
#pragma once

#include <array>
#include <utility>

#include "api/handlers/represent.h"
#include "api/routes/routes.h"

namespace sallyport::api {

constexpr QueryParameter kForce{"force", R"({"type":"boolean","default":false})",
                                "Also where it stops what was let in during the last 7 days"};
constexpr QueryParameter kPreview{"preview", R"({"type":"boolean","default":false})",
                                  "Change nothing: answer what it would block of the last 7 days"};
inline constexpr std::array kOnlyPreview{kPreview};

// The problem document of the error, with `would_block` and `would_block_total`.
Reply refuse_with_proof(const Error& error, const control::Preview& preview);

// What to answer where a change was refused: for lockout_risk with the proof that `ask` gets.
template <class Ask>
Result<Reply> refused(Error error, const Ask& ask) {
  if (error.code != ErrorCode::lockout_risk) return std::unexpected(std::move(error));
  const Result<control::Preview> preview = ask();
  if (!preview) return std::unexpected(std::move(error));
  return refuse_with_proof(error, *preview);
}

}  // namespace sallyport::api
