#include "control/core.h"

#include <sodium.h>

namespace sallyport::control {
namespace {

constexpr std::uint64_t kProgressEvery = 100'000;

std::string to_hexadecimal(std::span<const std::byte> bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                 bytes.size());
  text.pop_back();
  return text;
}

}  // namespace

Core::Core(Store& the_store, const Clock& the_clock, snapshot::Slot& the_slot, const Secrets& the_secrets,
           const ControlSettings& the_settings)
    : store(the_store),
      clock(the_clock),
      slot(the_slot),
      secrets(the_secrets),
      settings(the_settings),
      passwords(the_settings.password_operations, the_settings.password_memory),
      sign_ins(the_clock),
      watched(the_clock, the_settings.longest_gap) {}

Milliseconds Core::look() {
  const std::lock_guard lock(mutex);
  return watched.look();
}

Result<void> Core::read_single_values() {
  SALLYPORT_ASSIGN(const auto transaction, store.begin());
  SALLYPORT_ASSIGN(const auto seen, transaction->read().number(Number::watched));
  written = Milliseconds(seen.value_or(0));
  watched.resume(written);
  SALLYPORT_ASSIGN(auto name, transaction->read().bytes(Bytes::installation));
  if (!name) {
    name.emplace(8);
    randombytes_buf(name->data(), name->size());
    SALLYPORT_TRY(transaction->put_bytes(Bytes::installation, *name));
  }
  installation = to_hexadecimal(*name);
  return transaction->commit();
}

Result<void> Core::load(const std::function<void(std::uint64_t)>& progress) {
  if (sodium_init() < 0) return fail(ErrorCode::internal, "libsodium cannot start");
  const std::lock_guard lock(mutex);
  SALLYPORT_TRY(read_single_values());
  std::uint64_t told = 0;
  const auto count = [&](std::size_t more) {
    entries += more;
    if (!progress || entries - told < kProgressEvery) return;
    told = entries;
    progress(entries);
  };
  PolicyVisitor visitor;
  visitor.organization = [&](const policy::OrganizationPolicy& organization) -> Result<void> {
    ++organizations;
    count(organization.entries.size());
    return builder.put(organization);
  };
  visitor.credential = [&](const policy::CredentialPolicy& credential) -> Result<void> {
    ++credentials;
    count(credential.entries.size());
    return builder.put(credential);
  };
  visitor.former_secret = [&](const policy::CredentialPolicy& credential, Timestamp until) -> Result<void> {
    // One that ended while no daemon ran works no more, from the first snapshot on.
    return until > clock.now() ? builder.put(credential) : Result<void>();
  };
  {
    SALLYPORT_ASSIGN(const auto view, store.view());
    SALLYPORT_TRY(view->visit_policy(visitor));
    SALLYPORT_ASSIGN(const auto hearing, view->webhooks().hearing_count());
    webhooks = hearing;
  }
  SALLYPORT_ASSIGN(auto first, builder.publish());
  slot.publish(std::move(first));
  return {};
}

}  // namespace sallyport::control
