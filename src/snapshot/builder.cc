#include "snapshot/builder.h"

#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "snapshot/arena.h"
#include "snapshot/credential_index.h"
#include "snapshot/id_table.h"
#include "snapshot/list.h"
#include "snapshot/pool.h"
#include "snapshot/scope_table.h"

namespace sallyport::snapshot {

namespace {

std::uint32_t number(policy::OrganizationId id) { return static_cast<std::uint32_t>(id); }
std::uint32_t number(policy::CredentialId id) { return static_cast<std::uint32_t>(id); }

std::uint32_t top_bits(const policy::Fingerprint& fingerprint) {
  return static_cast<std::uint32_t>(spread(fingerprint) >> 32);
}

policy::Fingerprint fingerprint_of(const CredentialSlot& slot) { return {slot.high, slot.low}; }

std::uint32_t flags_of(const policy::CredentialPolicy& credential) {
  std::uint32_t flags = credential.channel == policy::Channel::smtp ? kSmtp : 0;
  if (credential.protection) {
    flags |= kOwnProtection | std::uint32_t{encode(*credential.protection)} << kProtectionShift;
  }
  return flags;
}

}  // namespace

// A change has two halves: what can fail (lists written beside, pages made writable), which changes no
// answer; then what cannot.
class Builder::Impl {
 public:
  Result<void> open();
  Result<void> put(const policy::OrganizationPolicy& organization);
  Result<void> put(const policy::CredentialPolicy& credential);
  Result<void> erase(policy::OrganizationId id);
  Result<void> erase(policy::CredentialId id);
  Result<SnapshotPtr> publish();
  std::size_t side_bytes() const;

  void give_up(const Error& error) { failure_ = error; }

 private:
  Result<ScopeRecord> compile(std::uint32_t id, std::span<const policy::Entry> entries);
  Result<void> put(const policy::CredentialPolicy& credential, std::uint32_t organization,
                   const ScopeRecord& scope);
  void discard(const ScopeRecord& record);
  void replace(std::uint32_t number, const ScopeRecord& record);
  void release(std::uint32_t number);
  const CredentialSlot* find(policy::CredentialId id) const;
  bool last_of_erased(std::uint32_t organization) const;
  Result<void> prepare_to_let_go(std::uint32_t organization);
  void let_go(std::uint32_t organization);
  Result<std::uint32_t> write_root();
  Result<void> check(std::uint32_t root_page) const;

  Image image() const { return {arena_->base(), arena_->pages()}; }

  std::shared_ptr<Arena> arena_ = std::make_shared<Arena>();
  Pool pool_{*arena_};
  std::optional<CredentialIndex> index_;
  std::optional<ScopeTable> scopes_;
  IdTable organizations_;             // id -> record
  IdTable credentials_;               // id -> top bits of its fingerprint's spread
  std::vector<std::uint32_t> users_;  // by record: how many credentials refer to it as their organization's
  ListWriter writer_;
  std::vector<std::uint32_t> new_lists_;
  std::uint64_t generation_ = 1;  // the one being built
  std::uint32_t root_page_ = 0;   // of the last one
  std::uint32_t root_pages_ = 0;
  std::optional<Error> failure_;
};

Result<void> Builder::Impl::open() {
  SALLYPORT_ASSIGN(index_, CredentialIndex::create(pool_));
  SALLYPORT_ASSIGN(scopes_, ScopeTable::create(pool_));
  users_.resize(1);
  return {};
}

Result<ScopeRecord> Builder::Impl::compile(std::uint32_t id, std::span<const policy::Entry> entries) {
  SALLYPORT_TRY(writer_.take(entries));
  ScopeRecord record{};
  record.id = id;
  if (writer_.fits_record()) {
    writer_.write_record(record);
    return record;
  }
  record.list = pool_.allocate_list(writer_.granules());
  if (record.list == 0) {
    return fail(ErrorCode::storage_full, "there is no memory for this list; nothing was changed");
  }
  writer_.write_list(pool_.granule(record.list));
  new_lists_.push_back(record.list);
  return record;
}

void Builder::Impl::discard(const ScopeRecord& record) {
  if (record.list == 0) return;
  pool_.retire_list(record.list, reinterpret_cast<const ListHeader*>(pool_.granule(record.list))->granules);
}

void Builder::Impl::replace(std::uint32_t number, const ScopeRecord& record) {
  discard(scopes_->at(number));
  scopes_->writable(number) = record;
}

void Builder::Impl::release(std::uint32_t number) {
  discard(scopes_->at(number));
  scopes_->release(number);
}

const CredentialSlot* Builder::Impl::find(policy::CredentialId id) const {
  const auto bits = credentials_.find(number(id));
  return bits ? index_->find(*bits, number(id)) : nullptr;
}

Result<void> Builder::Impl::put(const policy::OrganizationPolicy& organization) {
  const std::uint32_t id = number(organization.id);
  if (id == 0) return fail(ErrorCode::malformed_request, "an organization's id is 1 or more");
  SALLYPORT_ASSIGN(ScopeRecord record, compile(id, organization.entries));
  record.protections = {encode(organization.api), encode(organization.smtp)};

  const auto existing = organizations_.find(id);
  Result<std::uint32_t> place = existing.value_or(0);
  if (!existing) {
    place = scopes_->allocate();
  } else if (const auto writable = scopes_->make_writable(*existing); !writable) {
    place = std::unexpected(writable.error());
  }
  if (!place) {
    discard(record);
    return std::unexpected(place.error());
  }
  replace(*place, record);
  if (!existing) {
    organizations_.set(id, *place);
    if (users_.size() <= *place) users_.resize(*place + std::size_t{1});
  }
  return {};
}

Result<void> Builder::Impl::put(const policy::CredentialPolicy& credential) {
  const std::uint32_t id = number(credential.id);
  if (id == 0) return fail(ErrorCode::malformed_request, "a credential's id is 1 or more");
  const auto organization = organizations_.find(number(credential.organization));
  if (!organization) {
    return fail(ErrorCode::unknown_organization, "the credential's organization is unknown; create it first");
  }
  const CredentialSlot* same = index_->find(credential.fingerprint);
  if (same != nullptr && same->credential != id) {
    return fail(ErrorCode::duplicate, "another credential has this fingerprint; erase that one first");
  }
  SALLYPORT_ASSIGN(const ScopeRecord scope, compile(id, credential.entries));
  auto done = put(credential, *organization, scope);
  if (!done) discard(scope);
  return done;
}

// `organization` is its record, `scope` the compiled list of its own.
Result<void> Builder::Impl::put(const policy::CredentialPolicy& credential, std::uint32_t organization,
                                const ScopeRecord& scope) {
  std::optional<CredentialSlot> old;
  if (const CredentialSlot* slot = find(credential.id)) old = *slot;
  const bool moves = !old || fingerprint_of(*old) != credential.fingerprint;

  if (moves) {
    SALLYPORT_TRY(index_->room_for(spread(credential.fingerprint)));
  }
  if (old) {
    SALLYPORT_TRY(index_->make_writable(spread(fingerprint_of(*old))));
    SALLYPORT_TRY(prepare_to_let_go(old->organization));
  }
  std::uint32_t own = old ? old->own : 0;
  if (own != 0) {
    SALLYPORT_TRY(scopes_->make_writable(own));
  } else if (!credential.entries.empty()) {
    SALLYPORT_ASSIGN(own, scopes_->allocate());
  }

  if (old) let_go(old->organization);
  if (credential.entries.empty() && own != 0) {
    release(own);
    own = 0;
  } else if (own != 0) {
    replace(own, scope);
  }
  const CredentialSlot slot{.high = credential.fingerprint.high,
                            .low = credential.fingerprint.low,
                            .organization = organization,
                            .own = own,
                            .credential = number(credential.id),
                            .flags = flags_of(credential)};
  if (moves) {
    if (old) index_->erase(fingerprint_of(*old));
    index_->insert(slot);
    credentials_.set(number(credential.id), top_bits(credential.fingerprint));
  } else {
    index_->writable(credential.fingerprint) = slot;
  }
  ++users_[organization];
  return {};
}

// An erased organization's record waits, empty, for the last credential that refers to it.
bool Builder::Impl::last_of_erased(std::uint32_t organization) const {
  return users_[organization] == 1 && scopes_->at(organization).id == 0;
}

Result<void> Builder::Impl::prepare_to_let_go(std::uint32_t organization) {
  if (!last_of_erased(organization)) return {};
  return scopes_->make_writable(organization);
}

// One credential less refers to the record. REQUIRES: prepare_to_let_go()
void Builder::Impl::let_go(std::uint32_t organization) {
  if (last_of_erased(organization)) scopes_->release(organization);
  --users_[organization];
}

Result<void> Builder::Impl::erase(policy::OrganizationId id) {
  const auto record = organizations_.find(number(id));
  if (!record) return {};
  SALLYPORT_TRY(scopes_->make_writable(*record));
  if (users_[*record] == 0) {
    release(*record);
  } else {
    replace(*record, {});
  }
  organizations_.erase(number(id));
  return {};
}

Result<void> Builder::Impl::erase(policy::CredentialId id) {
  const CredentialSlot* found = find(id);
  if (found == nullptr) return {};
  const CredentialSlot slot = *found;
  SALLYPORT_TRY(index_->make_writable(spread(fingerprint_of(slot))));
  if (slot.own != 0) SALLYPORT_TRY(scopes_->make_writable(slot.own));
  SALLYPORT_TRY(prepare_to_let_go(slot.organization));
  let_go(slot.organization);
  if (slot.own != 0) release(slot.own);
  index_->erase(fingerprint_of(slot));
  credentials_.erase(number(id));
  return {};
}

Result<std::uint32_t> Builder::Impl::write_root() {
  const auto credentials = std::as_bytes(index_->directory());
  const auto scopes = std::as_bytes(scopes_->directory());
  const std::size_t bytes = sizeof(Root) + credentials.size() + scopes.size();
  const auto pages = static_cast<std::uint32_t>((bytes + kPageBytes - 1) / kPageBytes);
  const std::uint32_t first = pool_.allocate_pages(pages);
  if (first == 0)
    return fail(ErrorCode::storage_full, "there is no memory for the next generation; free some");
  const Root root{.magic = kMagic,
                  .generation = generation_,
                  .directory_depth = index_->depth(),
                  .scope_pages = static_cast<std::uint32_t>(scopes_->directory().size()),
                  .scopes = scopes_->size(),
                  .reserved = 0,
                  .zero = {}};
  std::byte* to = pool_.page(first);
  std::memcpy(to, &root, sizeof(root));
  std::memcpy(to + sizeof(root), credentials.data(), credentials.size());
  std::memcpy(to + sizeof(root) + credentials.size(), scopes.data(), scopes.size());
  return first;
}

Result<void> Builder::Impl::check(std::uint32_t root_page) const {
  SALLYPORT_TRY(check_root(image(), root_page));
  for (const std::uint32_t page : index_->changed()) {
    SALLYPORT_TRY(check_credential_page(image(), page, scopes_->size()));
  }
  for (const std::uint32_t page : scopes_->changed()) SALLYPORT_TRY(check_scope_page(image(), page));
  for (const std::uint32_t list : new_lists_) SALLYPORT_TRY(check_list(image(), list));
  return {};
}

Result<SnapshotPtr> Builder::Impl::publish() {
  if (failure_) return std::unexpected(*failure_);
  pool_.reclaim(arena_->oldest_living());
  SALLYPORT_ASSIGN(const std::uint32_t root_page, write_root());
  const std::size_t root_bytes =
      sizeof(Root) + (index_->directory().size() + scopes_->directory().size()) * sizeof(std::uint32_t);
  const auto root_pages = static_cast<std::uint32_t>((root_bytes + kPageBytes - 1) / kPageBytes);
  if (auto checked = check(root_page); !checked) {
    pool_.retire_pages(root_page, root_pages);
    return std::unexpected(checked.error());
  }
  if (root_pages_ != 0) pool_.retire_pages(root_page_, root_pages_);
  root_page_ = root_page;
  root_pages_ = root_pages;
  SnapshotPtr snapshot(
      new Snapshot(arena_, image(), root_page, std::size_t{pool_.pages_in_use()} * kPageBytes));
  index_->forget_changes();
  scopes_->forget_changes();
  new_lists_.clear();
  pool_.begin(++generation_);
  return snapshot;
}

std::size_t Builder::Impl::side_bytes() const {
  return organizations_.bytes() + credentials_.bytes() + users_.capacity() * sizeof(std::uint32_t) +
         new_lists_.capacity() * sizeof(std::uint32_t) + pool_.side_bytes() + index_->side_bytes() +
         scopes_->side_bytes();
}

Builder::Builder() : impl_(std::make_unique<Impl>()) {
  if (auto opened = impl_->open(); !opened) impl_->give_up(opened.error());
}
Builder::~Builder() = default;

Result<void> Builder::put(const policy::OrganizationPolicy& organization) { return impl_->put(organization); }
Result<void> Builder::put(const policy::CredentialPolicy& credential) { return impl_->put(credential); }

void Builder::erase(policy::OrganizationId organization) {
  if (auto erased = impl_->erase(organization); !erased) impl_->give_up(erased.error());
}
void Builder::erase(policy::CredentialId credential) {
  if (auto erased = impl_->erase(credential); !erased) impl_->give_up(erased.error());
}

Result<SnapshotPtr> Builder::publish() { return impl_->publish(); }
std::size_t Builder::side_bytes() const { return impl_->side_bytes(); }

}  // namespace sallyport::snapshot
