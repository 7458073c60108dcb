#include <fmt/format.h>

#include "api/handlers/handlers.h"
#include "api/handlers/represent.h"

namespace sallyport::api {

namespace {

// One of an enumeration's words, the last of which is given; empty where the query does not name it.
template <class Enum>
Result<std::optional<Enum>> read_word(const Call& call, std::string_view name, Enum last) {
  const std::string_view word = call.queried(name);
  if (word.empty()) return std::nullopt;
  std::string words;
  for (int value = 0; value <= static_cast<int>(last); ++value) {
    const std::string_view each = policy::to_string(static_cast<Enum>(value));
    if (word == each) return static_cast<Enum>(value);
    words += (value == 0 ? "" : value == static_cast<int>(last) ? " or " : ", ") + std::string(each);
  }
  return fail(ErrorCode::malformed_request, fmt::format("{} must be {}", name, words));
}

Result<std::optional<net::Prefix>> read_inside(const Call& call) {
  const std::string_view inside = call.queried("inside");
  if (inside.empty()) return std::nullopt;
  SALLYPORT_ASSIGN(const auto prefix, net::parse_prefix(inside));
  return prefix;
}

}  // namespace

Result<Reply> list_unauthorized(const Call& call) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  control::UnauthorizedFilter filter{std::string(call.queried("credential")), {}};
  SALLYPORT_ASSIGN(filter.inside, read_inside(call));
  SALLYPORT_ASSIGN(const auto page, call.control.lists().unauthorized(call.organization(), request, filter));
  return reply_with_page(page);
}

Result<Reply> list_activity(const Call& call) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  control::ActivityFilter filter;
  filter.credential = call.queried("credential");
  SALLYPORT_ASSIGN(filter.verdict, read_word(call, "verdict", policy::Verdict::allow));
  SALLYPORT_ASSIGN(filter.reason, read_word(call, "reason", policy::Reason::catalog));
  SALLYPORT_ASSIGN(filter.inside, read_inside(call));
  SALLYPORT_ASSIGN(filter.since, call.time("since"));
  SALLYPORT_ASSIGN(filter.until, call.time("until"));
  SALLYPORT_ASSIGN(const auto page, call.control.lists().activity(call.organization(), request, filter));
  return reply_with_page(page);
}

Result<Reply> explain(const Call& call) {
  SALLYPORT_ASSIGN(const auto address, net::parse_address(call.queried("address")));
  SALLYPORT_ASSIGN(
      const auto decision,
      call.control.lists().explain(call.organization(), std::string(call.queried("credential")), address));
  return reply_with(decision);
}

}  // namespace sallyport::api
