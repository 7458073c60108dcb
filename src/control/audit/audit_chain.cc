#include "control/audit/audit_chain.h"

#include <sodium.h>

namespace sallyport::control {
namespace {

class Hasher {
 public:
  Hasher() { crypto_generichash_init(&state_, nullptr, 0, sizeof(Hash)); }

  void add(std::span<const std::byte> bytes) {
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
  void add(std::int64_t number) {
    std::array<std::byte, 8> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<std::byte>(static_cast<std::uint64_t>(number) >> (8 * i));
    }
    add(bytes);
  }
  void add(std::string_view text) {
    add(static_cast<std::int64_t>(text.size()));
    add(std::as_bytes(std::span(text)));
  }

  Hash finish() {
    Hash hash;
    crypto_generichash_final(&state_, reinterpret_cast<unsigned char*>(hash.data()), hash.size());
    return hash;
  }

 private:
  crypto_generichash_state state_;
};

}  // namespace

Hash chain(const Hash& before, const AuditRecord& record) {
  Hasher hasher;
  hasher.add(before);
  hasher.add(record.number);
  hasher.add(static_cast<std::int64_t>(record.time.time_since_epoch().count()));
  hasher.add(std::string_view(record.actor.name));
  hasher.add(std::string_view(record.actor.from ? record.actor.from->to_string() : std::string()));
  hasher.add(std::string_view(record.organization));
  hasher.add(std::string_view(record.action));
  hasher.add(std::string_view(record.before));
  hasher.add(std::string_view(record.after));
  return hasher.finish();
}

std::string to_hexadecimal(const Hash& hash) {
  std::string text(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), reinterpret_cast<const unsigned char*>(hash.data()), hash.size());
  text.pop_back();
  return text;
}

bool ChainWalk::accept(const AuditRow& row) {
  if (row.record.number != last_.number + 1 || row.hash != chain(last_.hash, row.record)) return false;
  last_ = {row.record.number, row.hash};
  return true;
}

}  // namespace sallyport::control
