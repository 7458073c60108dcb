#include "lookup/mmdb.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <maxminddb.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>

namespace sallyport::lookup {
namespace {

constexpr off_t kLargestFile = off_t{1} << 30;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }

 private:
  int number_;
};

std::unexpected<Error> fail_reading(const std::filesystem::path& file) {
  const int reason = errno;
  return fail(reason == ENOENT ? ErrorCode::not_found : ErrorCode::unavailable,
              fmt::format("cannot read {}: {}", file.string(), std::strerror(reason)));
}

// libmaxminddb maps what it opens, and a map of a file that is being written over ends the process: so it
// gets a copy that nobody else has.
Result<void> copy(const std::filesystem::path& file, int to) {
  const Descriptor from(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (from.get() < 0) return fail_reading(file);
  struct stat status{};
  if (::fstat(from.get(), &status) != 0) return fail_reading(file);
  if (!S_ISREG(status.st_mode) || status.st_size > kLargestFile) {
    return fail(ErrorCode::corrupted, fmt::format("{} is no file of at most 1 GiB", file.string()));
  }
  std::vector<char> part(1 << 16);
  while (true) {
    const ssize_t read = ::read(from.get(), part.data(), part.size());
    if (read < 0) return fail_reading(file);
    if (read == 0) return {};
    if (::write(to, part.data(), static_cast<std::size_t>(read)) != read) return fail_reading(file);
  }
}

using Path = std::array<const char*, 4>;  // of keys, ended by null

std::string_view text_at(MMDB_entry_s& entry, const Path& path) {
  MMDB_entry_data_s data{};
  if (MMDB_aget_value(&entry, &data, path.data()) != MMDB_SUCCESS || !data.has_data) return {};
  if (data.type != MMDB_DATA_TYPE_UTF8_STRING) return {};
  return {data.utf8_string, data.data_size};
}

std::optional<std::uint32_t> number_at(MMDB_entry_s& entry, const Path& path) {
  MMDB_entry_data_s data{};
  if (MMDB_aget_value(&entry, &data, path.data()) != MMDB_SUCCESS || !data.has_data) return std::nullopt;
  if (data.type == MMDB_DATA_TYPE_UINT32) return data.uint32;
  return std::nullopt;
}

// "AS64500"
std::optional<std::uint32_t> parse_as_number(std::string_view text) {
  if (!text.starts_with("AS")) return std::nullopt;
  text.remove_prefix(2);
  std::uint32_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

MMDB_lookup_result_s look_up(const MMDB_s& database, const net::Address& address, int& failure) {
  const auto bytes = address.bytes();
  if (address.is_ipv4()) {
    sockaddr_in ipv4{};
    ipv4.sin_family = AF_INET;
    std::memcpy(&ipv4.sin_addr, bytes.data() + 12, 4);
    return MMDB_lookup_sockaddr(&database, reinterpret_cast<const sockaddr*>(&ipv4), &failure);
  }
  sockaddr_in6 ipv6{};
  ipv6.sin6_family = AF_INET6;
  std::memcpy(&ipv6.sin6_addr, bytes.data(), 16);
  return MMDB_lookup_sockaddr(&database, reinterpret_cast<const sockaddr*>(&ipv6), &failure);
}

}  // namespace

struct Mmdb::Handle {
  MMDB_s database{};
  bool opened = false;

  Handle() = default;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (opened) MMDB_close(&database);
  }
};

Mmdb::Mmdb(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Mmdb::~Mmdb() = default;

Result<std::shared_ptr<const Mmdb>> Mmdb::open(const std::filesystem::path& file) {
  const Descriptor memory(::memfd_create("network-names", MFD_CLOEXEC));
  if (memory.get() < 0) return fail_reading(file);
  SALLYPORT_TRY(copy(file, memory.get()));
  auto handle = std::make_unique<Handle>();
  const std::string name = fmt::format("/proc/self/fd/{}", memory.get());
  const int code = MMDB_open(name.c_str(), MMDB_MODE_MMAP, &handle->database);
  if (code != MMDB_SUCCESS) {
    return fail(ErrorCode::corrupted,
                fmt::format("{} is not in the MaxMind DB format: {}", file.string(), MMDB_strerror(code)));
  }
  handle->opened = true;
  return std::shared_ptr<const Mmdb>(new Mmdb(std::move(handle)));
}

control::NetworkName Mmdb::find(const net::Address& address) const {
  control::NetworkName name;
  int failure = MMDB_SUCCESS;
  auto found = look_up(handle_->database, address, failure);
  if (failure != MMDB_SUCCESS || !found.found_entry) return name;
  for (const Path& path :
       {Path{"autonomous_system_organization"}, Path{"isp"}, Path{"organization"}, Path{"as_name"}}) {
    if (name.owner.empty()) name.owner = text_at(found.entry, path);
  }
  for (const Path& path : {Path{"country", "iso_code"}, Path{"country_code"}}) {
    if (name.country.empty()) name.country = text_at(found.entry, path);
  }
  name.as_number = number_at(found.entry, {"autonomous_system_number"});
  if (!name.as_number) name.as_number = parse_as_number(text_at(found.entry, {"asn"}));
  return name;
}

}  // namespace sallyport::lookup
