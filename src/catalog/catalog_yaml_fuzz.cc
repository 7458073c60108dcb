// Any text: it is refused with a reason, or what was read of it can be written and resolved, and is read
// again as the same.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "catalog/read_catalog.h"
#include "catalog/resolve.h"

namespace {

void require_that(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sallyport;
  using namespace sallyport::catalog;
  const auto read = read_catalog(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
  if (!read) {
    require_that(read.error().code == ErrorCode::malformed_catalog &&
                 read.error().message.starts_with("fuzz:"));
    return 0;
  }
  const auto again = read_catalog(write_catalog(*read), "again");
  require_that(again.has_value() && *again == *read);
  Selection everything;
  everything.all = true;
  everything.allow_unknown = true;
  everything.on = std::chrono::sys_days(std::chrono::days(20'000));
  const auto resolved = resolve(*read, everything);
  require_that(resolved.has_value());
  for (const ResolvedLine& line : resolved->lines) require_that(!line.reasons.empty());
  return 0;
}
