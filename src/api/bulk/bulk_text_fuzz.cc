// Any text: the parser finds the items that its slow twin finds, takes or refuses each as the address parser
// does, and names its line.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "api/bulk/bulk_text.h"
#include "api/testing/golden_bulk.h"

namespace {

using namespace sallyport;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = api::read_bulk_text(text, {});
  const auto items = api::testing::golden_items(text);
  if (!read) {
    require(items.empty() || items.size() > api::kMostNewEntries);
    return 0;
  }
  require(read->entries.size() + read->wrong.size() == items.size());
  auto entry = read->entries.begin();
  auto wrong = read->wrong.begin();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (wrong != read->wrong.end() && wrong->index == i) {
      require(wrong->line == items[i].first && wrong->input == items[i].second);
      require(!wrong->error.message.empty());
      ++wrong;
    } else {
      const auto prefix = net::Prefix::parse(items[i].second);
      require(prefix && entry->prefix == *prefix);
      ++entry;
    }
  }
  return 0;
}
