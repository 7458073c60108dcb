// Any text: it is no version and no date, with a reason, or it is printed as it was written and behaves.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "catalog/day.h"
#include "catalog/version.h"

namespace {

void require_that(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sallyport::catalog;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto version = Version::parse(text)) {
    require_that(version->to_string() == text);
    const VersionRange from{*version, {}}, to{{}, *version}, both{*version, *version};
    require_that(from.contains(*version) && to.contains(*version) && both.contains(*version));
    require_that(from.overlaps(to) && !both.ends_before_it_starts() && from.common(to) == both);
  } else {
    require_that(!version.error().message.empty());
  }
  if (const auto day = Day::parse(text)) {
    require_that(day->to_string() == text && day->first() <= day->last());
    require_that(to_string(day->first()).starts_with(text.substr(0, 4)));
    require_that(to_string(day->last()).starts_with(text.substr(0, 4)));
  } else {
    require_that(!day.error().message.empty());
  }
  return 0;
}
