// What a feed says new. It comes from the network: so only formats are taken whose readers were written for
// that.

#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/handlers/handlers.h"
#include "catalog/answer/answer_proposal.h"

namespace sallyport::api {
namespace {

constexpr std::size_t kMostEntries = 200'000;  // of a feed: the answer may name each of them twice

Result<catalog::Format> format_of(const std::string& text) {
  if (text == "document") {
    return fail(ErrorCode::invalid_setting,
                "documents are not read here: they need a profile, which is YAML, and YAML is never read "
                "from the network; use sallyport catalog read --as document");
  }
  return catalog::parse_format(text);
}

// A feed is longer than what a string of a request otherwise may be.
const std::string* feed_text(ObjectReader& fields, std::string_view name) {
  const auto* const value = fields.any(name);
  if (value == nullptr) return nullptr;
  const auto* const text = std::get_if<std::string>(&value->value);
  if (text == nullptr)
    fields.refuse({ErrorCode::malformed_request, fmt::format("{} must be a string", name), {}});
  return text;
}

Result<catalog::Feed> read_sent_feed(std::string_view name, catalog::Format format, const std::string& text) {
  auto feed = catalog::read_feed(format, text, kMostEntries);
  if (feed) return feed;
  if (feed.error().code == ErrorCode::too_many_entries) {
    return fail(
        ErrorCode::too_many_entries,
        fmt::format("{} has more than {} entries, and no more are read here: use sallyport catalog read",
                    name, kMostEntries));
  }
  return fail(feed.error().code, fmt::format("{} cannot be read: {}", name, feed.error().message),
              feed.error().detail);
}

}  // namespace

Result<Reply> read_feed(const Call& call) {
  SALLYPORT_ASSIGN(const JsonValue body, parse_json_with_files(call.request.body));
  ObjectReader fields(body);
  const std::string word = fields.required_string("format");
  const std::string* const feed = feed_text(fields, "feed");
  const std::string* const last = feed_text(fields, "last_good");
  if (!fields.has("feed")) fields.missing("feed");
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_ASSIGN(const auto format, format_of(word));
  SALLYPORT_ASSIGN(const auto found, read_sent_feed("feed", format, *feed));
  std::optional<catalog::Feed> last_good;
  if (last != nullptr) {
    SALLYPORT_ASSIGN(last_good, read_sent_feed("last_good", format, *last));
  }
  const auto proposal = catalog::propose(found, last_good ? &*last_good : nullptr);
  const auto answer =
      catalog::proposal_answer(catalog::to_string(format), last_good ? *last_good : found, found, proposal);
  return Reply{200, boost::json::serialize(answer), kJson};
}

}  // namespace sallyport::api
