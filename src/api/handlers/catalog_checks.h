// CatalogChecks: tries on a thread of its own whether what selections go out to can be reached, since the
// API's threads do not wait for a network.
//
// Thread safety: any thread.
// Invariants: one check runs at a time, for at most kLongest; the last kKept are remembered, in memory only;
// only public addresses are connected to.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "catalog/resolve.h"
#include "reach/check.h"

namespace sallyport::api {

class CatalogChecks {
 public:
  static constexpr std::size_t kKept = 16;
  static constexpr std::chrono::seconds kLongest{20};

  // `options`: how targets are tried; only_public is set, and each check has a timeout of its own.
  // `longest`: how long a check may take in all.
  explicit CatalogChecks(reach::Options options, std::chrono::milliseconds longest = kLongest);
  CatalogChecks(const CatalogChecks&) = delete;
  CatalogChecks& operator=(const CatalogChecks&) = delete;
  // Gives up what runs, which takes a moment.
  ~CatalogChecks() = default;

  struct Order {
    std::shared_ptr<const catalog::Catalog> catalog;
    catalog::Selection selection;
    std::chrono::milliseconds timeout{5'000};  // of one look-up, and of one connection
    Timestamp started{};                       // to be told
  };
  // What was to be tried; `resolved` points into the catalog.
  struct Subject {
    Order order;
    catalog::Resolved resolved;
  };
  struct Check {
    std::uint64_t id = 0;  // counted from 1 since this was made
    std::size_t done = 0;
    std::size_t total = 0;
    std::shared_ptr<const Subject> subject;                      // never null
    std::shared_ptr<const std::vector<reach::Checked>> checked;  // into the subject; null: it runs
  };

  // Begins. Errors: those of catalog::resolve(); malformed_request, where nothing goes out to the vendor;
  // rate_limited, while another one runs; unavailable, where there is no thread.
  Result<Check> start(Order order);

  // As it stands now. Errors: not_found (never there, of another vendor, or forgotten); unavailable (it could
  // not be made).
  Result<Check> find(std::string_view vendor, std::string_view id) const;

  // After how long another one is taken for sure; 0: now.
  std::chrono::seconds busy_for() const;

 private:
  struct Kept {
    Check check;
    std::optional<Error> fault;
    std::chrono::steady_clock::time_point deadline;

    bool runs() const { return check.checked == nullptr && !fault; }
  };

  void run(const std::stop_token& stop, std::vector<reach::Planned> planned, const reach::Options& options,
           std::chrono::steady_clock::time_point deadline);
  void end(Result<std::vector<reach::Checked>> checked);

  const reach::Options options_;
  const std::chrono::milliseconds longest_;
  mutable std::mutex mutex_;
  std::uint64_t last_id_ = 0;
  std::deque<Kept> kept_;  // the last one alone may run
  std::jthread thread_;    // is gone before what it uses
};

}  // namespace sallyport::api
