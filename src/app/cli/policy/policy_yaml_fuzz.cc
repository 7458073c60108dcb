// Any text: it is refused with a reason, or what was read of it can be written, and is read again as the
// same.

#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "app/cli/policy/policy_yaml.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sallyport::cli;
  const auto read = yaml_to_json(std::string(reinterpret_cast<const char*>(data), size));
  if (!read) {
    require(!read.error().empty());
    for (const auto& fault : read.error()) require(!fault.why.empty());
    return 0;
  }
  require(places_of(std::string(reinterpret_cast<const char*>(data), size), {"", "/a/0", "/~1"}).size() == 3);
  // Only what is UTF-8 can be sent, and comes back.
  boost::system::error_code error;
  const auto sent = boost::json::parse(boost::json::serialize(*read), error);
  if (error) return 0;
  require(sent == *read);
  const auto again = yaml_to_json(json_to_yaml(*read));
  require(again.has_value() && *again == *read);
  return 0;
}
