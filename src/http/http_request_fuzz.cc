// However the bytes of a connection are split, the same requests come out, or the same refusal; and what
// comes out keeps the promises of message.h. The first byte of the input chooses the splits.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "http/request_reader.h"

namespace {

using sallyport::http::Limits;
using sallyport::http::RequestReader;

constexpr std::size_t kLargeBody = 128;
const Limits kLimits{.header_bytes = 600, .fields = 20, .body_bytes = 64};

bool is_clean(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (static_cast<unsigned char>(c) >= ' ' && c != 0x7f) || c == '\t'; });
}

void tell(std::string& story, RequestReader& reader) {
  const auto& request = reader.request();
  if (request.target.empty() || request.target.front() != '/') std::abort();
  if (request.fields.size() > kLimits.fields || request.body.size() > kLargeBody) std::abort();
  story.append(request.method).append(" ").append(request.target).append("\n");
  for (const auto& field : request.fields) {
    if (field.name.empty() || !is_clean(field.name) || !is_clean(field.value)) std::abort();
    story.append(field.name).append(":").append(field.value).append("\n");
  }
  story.append("\n").append(request.body).append("\n");
}

std::string read_in_steps(std::string_view bytes, std::size_t step) {
  RequestReader reader(kLimits);
  std::string story;
  while (!bytes.empty()) {
    const auto room = reader.room();
    if (room.empty()) std::abort();
    const auto count = std::min({room.size(), bytes.size(), step});
    std::memcpy(room.data(), bytes.data(), count);
    reader.add(count);
    bytes.remove_prefix(count);
    for (;;) {
      const auto status = reader.next();
      if (status == RequestReader::Status::incomplete) break;
      if (status == RequestReader::Status::large) {
        if (reader.body_size() <= kLimits.body_bytes || !reader.request().body.empty()) std::abort();
        reader.body_size() <= kLargeBody ? reader.take_large() : reader.refuse({413, "too large"});
        continue;
      }
      if (status == RequestReader::Status::refused) {
        return story + "refused " + std::to_string(reader.refusal().status);
      }
      tell(story, reader);
      reader.pop();
    }
  }
  return story;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (read_in_steps(bytes, bytes.size()) != read_in_steps(bytes, data[0] % 32 + 1U)) std::abort();
  return 0;
}
