#include "control/requests.h"

#include <fmt/format.h>

#include <algorithm>

#include "control/core.h"

namespace sallyport::control {
namespace {

constexpr unsigned kErasedAtOnce = 100;  // with each new one: what has expired goes faster than it comes

bool expired(const RequestRow& row, Milliseconds watched) { return row.made + kRequestsKept <= watched; }

}  // namespace

Result<void> check_version(const RequestTerms& terms, std::int64_t version) {
  if (std::ranges::find(terms.versions, version) != terms.versions.end()) return {};
  return fail(ErrorCode::precondition_failed,
              fmt::format("{} has changed: it is at version {} now; read it again, and send the new ETag",
                          terms.organization, version));
}

Result<void> write_claim(Transaction& rows, const RequestClaim& claim, Milliseconds watched) {
  SALLYPORT_TRY(rows.requests().erase_requests_before(watched - kRequestsKept, kErasedAtOnce));
  SALLYPORT_ASSIGN(const auto former, rows.read().requests().request(claim.sender, claim.key));
  if (former && !expired(*former, watched)) {
    return fail(ErrorCode::answer_lost,
                "another request with this Idempotency-Key was made meanwhile: repeat it for its answer");
  }
  if (!former) {
    SALLYPORT_ASSIGN(const auto count, rows.read().requests().request_count(claim.sender));
    if (count >= kRequestsPerSender) {
      SALLYPORT_TRY(rows.requests().erase_oldest_requests(claim.sender, count - kRequestsPerSender + 1));
    }
  }
  return rows.requests().put_request({claim, watched, {}, {}});
}

Result<std::int64_t> Requests::version(const std::string& organization) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  return reader->requests().version(organization);
}

Result<RequestsInFlight::Flight> Requests::begin(const RequestClaim& claim) {
  auto flight = core_.requests_in_flight.begin(claim);
  if (flight) return *std::move(flight);
  return fail(
      ErrorCode::unavailable,
      "a request with this Idempotency-Key is being answered just now: repeat it in a moment, under the "
      "same key");
}

Result<std::optional<KeptAnswer>> Requests::answer(const RequestClaim& claim) {
  Milliseconds watched;
  {
    const std::lock_guard lock(core_.mutex);
    watched = core_.watched.look();
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(auto row, reader->requests().request(claim.sender, claim.key));
  if (!row || expired(*row, watched)) return std::nullopt;
  if (row->claim.request != claim.request) {
    return fail(ErrorCode::key_reused,
                "another request was made with this Idempotency-Key: take a new key for a new request");
  }
  if (!row->status) {
    return fail(ErrorCode::answer_lost,
                "this request was made, and its answer was not kept (it held a secret or was large, or the "
                "daemon ended before): read what it made; to do it once more, take a new Idempotency-Key");
  }
  return KeptAnswer{*row->status, std::move(row->body)};
}

Result<void> Requests::keep(const RequestClaim& claim, const KeptAnswer& answer) {
  const std::lock_guard lock(core_.mutex);
  SALLYPORT_ASSIGN(const auto transaction, core_.store.begin());
  SALLYPORT_ASSIGN(auto row, transaction->read().requests().request(claim.sender, claim.key));
  if (!row || row->claim.request != claim.request) return {};  // it has given way to newer ones
  row->status = answer.status;
  row->body = answer.body;
  SALLYPORT_TRY(transaction->requests().put_request(*row));
  return transaction->commit();
}

}  // namespace sallyport::control
