#include "api/handlers/catalog_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

namespace sallyport::api {
namespace {

using Steady = std::chrono::steady_clock;

reach::Options only_public(reach::Options options) {
  options.only_public = true;
  return options;
}

std::vector<const catalog::ResolvedLine*> lines_to_try(const catalog::Resolved& resolved) {
  std::vector<const catalog::ResolvedLine*> lines;
  for (const auto& line : resolved.lines) {
    if (line.direction == catalog::Direction::to_vendor) lines.push_back(&line);
  }
  return lines;
}

Error no_thread() { return {ErrorCode::unavailable, "this machine has no room for a check: try later", {}}; }

}  // namespace

CatalogChecks::CatalogChecks(reach::Options options, std::chrono::milliseconds longest)
    : options_(only_public(std::move(options))), longest_(longest) {}

Result<CatalogChecks::Check> CatalogChecks::start(Order order) {
  SALLYPORT_ASSIGN(auto resolved, catalog::resolve(*order.catalog, order.selection));
  const auto subject = std::make_shared<const Subject>(std::move(order), std::move(resolved));
  const auto lines = lines_to_try(subject->resolved);
  if (lines.empty()) {
    return fail(ErrorCode::malformed_request,
                fmt::format("there is nothing to try: of this selection, nothing goes out to {}",
                            subject->order.catalog->name.in(catalog::Language::english)));
  }
  SALLYPORT_ASSIGN(auto planned, reach::plan(lines, {}));
  auto options = options_;
  options.timeout = subject->order.timeout;

  const std::scoped_lock lock(mutex_);
  if (!kept_.empty() && kept_.back().runs()) {
    return fail(ErrorCode::rate_limited,
                fmt::format("check {} of {} runs, and one runs at a time: wait until it is done",
                            kept_.back().check.id, kept_.back().check.subject->order.catalog->vendor));
  }
  if (thread_.joinable()) thread_.join();  // it has told its end, and takes the lock no more
  Kept kept{.check = {.id = last_id_ + 1, .subject = subject, .checked = nullptr},
            .fault = std::nullopt,
            .deadline = Steady::now() + longest_};
  kept.check.total = static_cast<std::size_t>(
      std::ranges::count_if(planned, [](const reach::Planned& each) { return each.target.has_value(); }));
  kept_.push_back(kept);
  try {
    thread_ = std::jthread([this, planned = std::move(planned), options,
                            deadline = kept.deadline](const std::stop_token& stop) mutable {
      run(stop, std::move(planned), options, deadline);
    });
  } catch (const std::exception&) {  // no thread, no memory: what does not run must not look as if it did
    kept_.pop_back();
    return std::unexpected(no_thread());
  }
  ++last_id_;
  if (kept_.size() > kKept) kept_.pop_front();
  return kept.check;
}

Result<CatalogChecks::Check> CatalogChecks::find(std::string_view vendor, std::string_view id) const {
  const std::scoped_lock lock(mutex_);
  const auto found = std::ranges::find_if(kept_, [&](const Kept& each) {
    return std::to_string(each.check.id) == id && each.check.subject->order.catalog->vendor == vendor;
  });
  if (found == kept_.end()) {
    return fail(ErrorCode::not_found,
                fmt::format("there is no such check of {}: the last {} of all vendors are remembered, until "
                            "the daemon ends; start another one",
                            vendor, kKept));
  }
  if (found->fault) return std::unexpected(*found->fault);
  return found->check;
}

std::chrono::seconds CatalogChecks::busy_for() const {
  const std::scoped_lock lock(mutex_);
  if (kept_.empty() || !kept_.back().runs()) return std::chrono::seconds(0);
  const auto left = std::chrono::ceil<std::chrono::seconds>(kept_.back().deadline - Steady::now());
  return std::max(left, std::chrono::seconds(1));
}

void CatalogChecks::run(const std::stop_token& stop, std::vector<reach::Planned> planned,
                        const reach::Options& options, Steady::time_point deadline) {
  const auto progress = [&](std::size_t done, std::size_t total) {
    const std::scoped_lock lock(mutex_);
    kept_.back().check.done = done;
    kept_.back().check.total = total;
    return !stop.stop_requested();
  };
  try {
    end(reach::check(std::move(planned), options, deadline, progress));
  } catch (const std::exception&) {  // memory, or whatever else: nobody above this thread would hear of it
    end(std::unexpected(no_thread()));
  }
}

void CatalogChecks::end(Result<std::vector<reach::Checked>> checked) {
  const std::scoped_lock lock(mutex_);
  Kept& kept = kept_.back();
  if (checked) {
    kept.check.checked = std::make_shared<const std::vector<reach::Checked>>(std::move(*checked));
  } else {
    kept.fault = Error{ErrorCode::unavailable, "the check could not be made: " + checked.error().message, {}};
  }
}

}  // namespace sallyport::api
