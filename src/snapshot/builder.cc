#include "snapshot/builder.h"

#include <array>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "snapshot/arena.h"
#include "snapshot/credential_index.h"
#include "snapshot/id_table.h"
#include "snapshot/pool.h"
#include "snapshot/scope_table.h"
#include "snapshot/scope_writer.h"

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
  // What an organization has: its record, and one each for what it shares and for what it received.
  struct Parts {
    Part own, shared, received;

    std::array<Part*, 3> all() { return {&own, &shared, &received}; }
  };

  Result<void> put(const policy::CredentialPolicy& credential, std::uint32_t organization,
                   const ScopeRecord& scope);
  std::uint32_t parent_of(const ScopeRecord& organization) const;
  Parts parts_at(std::uint32_t organization) const;
  Result<std::uint32_t> find_parent(const policy::OrganizationPolicy& organization,
                                    std::optional<std::uint32_t> existing) const;
  Result<void> prepare(const policy::OrganizationPolicy& organization, Parts& parts);
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
  std::optional<ScopeWriter> writer_;  // of `scopes_`
  IdTable organizations_;              // id -> record
  IdTable credentials_;                // id -> top bits of its fingerprint's spread
  // By record: how many credentials refer to it as their organization's, and organizations as their parent's.
  std::vector<std::uint32_t> users_;
  std::uint64_t generation_ = 1;  // the one being built
  std::uint32_t root_page_ = 0;   // of the last one
  std::uint32_t root_pages_ = 0;
  std::optional<Error> failure_;
};

Result<void> Builder::Impl::open() {
  SALLYPORT_ASSIGN(index_, CredentialIndex::create(pool_));
  SALLYPORT_ASSIGN(scopes_, ScopeTable::create(pool_));
  writer_.emplace(pool_, *scopes_);
  users_.resize(1);
  return {};
}

const CredentialSlot* Builder::Impl::find(policy::CredentialId id) const {
  const auto bits = credentials_.find(number(id));
  return bits ? index_->find(*bits, number(id)) : nullptr;
}

// The record of its parent, or 0.
std::uint32_t Builder::Impl::parent_of(const ScopeRecord& organization) const {
  if (organization.parent == 0) return 0;
  const ScopeRecord& next = scopes_->at(organization.parent);
  return is_received(next) ? next.parent : organization.parent;
}

Builder::Impl::Parts Builder::Impl::parts_at(std::uint32_t organization) const {
  const ScopeRecord& record = scopes_->at(organization);
  Parts parts;
  parts.own.place = organization;
  parts.shared.place = record.shared;
  if (parent_of(record) != record.parent) parts.received.place = record.parent;
  return parts;
}

Result<std::uint32_t> Builder::Impl::find_parent(const policy::OrganizationPolicy& organization,
                                                 std::optional<std::uint32_t> existing) const {
  const std::uint32_t id = number(organization.parent);
  const auto parent = id == 0 ? std::optional(std::uint32_t{0}) : organizations_.find(id);
  if (!parent) return fail(ErrorCode::unknown_organization, "the parent is unknown; create it first");
  if (*parent == 0 && !organization.received.empty()) {
    return fail(ErrorCode::malformed_request, "without a parent there is nobody to receive entries from");
  }
  if (existing) {
    if (parent_of(scopes_->at(*existing)) == *parent) return *parent;
    return fail(ErrorCode::malformed_request, "an organization keeps its parent; create another one there");
  }
  unsigned ancestors = 0;
  for (std::uint32_t at = *parent; at != 0; at = parent_of(scopes_->at(at))) ++ancestors;
  if (ancestors < policy::kMostLevels) return *parent;
  return fail(ErrorCode::malformed_request, "the tree is too deep; create it below another organization");
}

// Compiles what the organization needs, and makes the places for it.
Result<void> Builder::Impl::prepare(const policy::OrganizationPolicy& organization, Parts& parts) {
  SALLYPORT_ASSIGN(parts.own.record, writer_->compile(number(organization.id), organization.entries));
  if (!organization.shared.empty()) {
    SALLYPORT_ASSIGN(parts.shared.record, writer_->compile(0, organization.shared));
  }
  if (!organization.received.empty()) {
    SALLYPORT_ASSIGN(parts.received.record, writer_->compile(0, organization.received));
  }
  for (Part* part : parts.all()) SALLYPORT_TRY(writer_->prepare(*part));
  return {};
}

Result<void> Builder::Impl::put(const policy::OrganizationPolicy& organization) {
  const std::uint32_t id = number(organization.id);
  if (id == 0) return fail(ErrorCode::malformed_request, "an organization's id is 1 or more");
  const auto existing = organizations_.find(id);
  SALLYPORT_ASSIGN(const std::uint32_t parent, find_parent(organization, existing));
  Parts parts = existing ? parts_at(*existing) : Parts{};
  if (auto prepared = prepare(organization, parts); !prepared) {
    for (Part* part : parts.all()) writer_->undo(*part);
    return prepared;
  }

  ScopeRecord& own = *parts.own.record;
  own.protections = {encode(organization.api), encode(organization.smtp)};
  own.enforced = {encode(organization.enforced_api), encode(organization.enforced_smtp)};
  own.parent = parts.received.record ? parts.received.place : parent;
  own.shared = parts.shared.record ? parts.shared.place : 0;
  if (parts.received.record) parts.received.record->parent = parent;
  for (Part* part : parts.all()) writer_->commit(*part);
  if (existing) return {};
  organizations_.set(id, parts.own.place);
  if (users_.size() <= parts.own.place) users_.resize(parts.own.place + std::size_t{1});
  if (parent != 0) ++users_[parent];
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
  SALLYPORT_ASSIGN(const ScopeRecord scope, writer_->compile(id, credential.entries));
  auto done = put(credential, *organization, scope);
  if (!done) writer_->discard(scope);
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
  Part own{.place = old ? old->own : 0, .record = {}};
  if (!credential.entries.empty()) own.record = scope;
  SALLYPORT_TRY(writer_->prepare(own));

  if (old) let_go(old->organization);
  writer_->commit(own);
  const CredentialSlot slot{.high = credential.fingerprint.high,
                            .low = credential.fingerprint.low,
                            .organization = organization,
                            .own = own.record ? own.place : 0,
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

// An erased organization's record waits, empty, for the last that refers to it.
bool Builder::Impl::last_of_erased(std::uint32_t organization) const {
  return users_[organization] == 1 && scopes_->at(organization).id == 0;
}

Result<void> Builder::Impl::prepare_to_let_go(std::uint32_t organization) {
  if (!last_of_erased(organization)) return {};
  return scopes_->make_writable(organization);
}

// One credential or organization less refers to the record. REQUIRES: prepare_to_let_go()
void Builder::Impl::let_go(std::uint32_t organization) {
  if (last_of_erased(organization)) scopes_->release(organization);
  --users_[organization];
}

Result<void> Builder::Impl::erase(policy::OrganizationId id) {
  const auto record = organizations_.find(number(id));
  if (!record) return {};
  Parts parts = parts_at(*record);
  const std::uint32_t parent = parent_of(scopes_->at(*record));
  if (users_[*record] != 0) parts.own.record = ScopeRecord{};
  for (Part* part : parts.all()) SALLYPORT_TRY(writer_->prepare(*part));
  if (parent != 0) {
    SALLYPORT_TRY(prepare_to_let_go(parent));
    let_go(parent);
  }
  for (Part* part : parts.all()) writer_->commit(*part);
  organizations_.erase(number(id));
  return {};
}

Result<void> Builder::Impl::erase(policy::CredentialId id) {
  const CredentialSlot* found = find(id);
  if (found == nullptr) return {};
  const CredentialSlot slot = *found;
  SALLYPORT_TRY(index_->make_writable(spread(fingerprint_of(slot))));
  Part own{.place = slot.own, .record = {}};
  SALLYPORT_TRY(writer_->prepare(own));
  SALLYPORT_TRY(prepare_to_let_go(slot.organization));
  let_go(slot.organization);
  writer_->commit(own);
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
  for (const std::uint32_t page : scopes_->changed()) {
    SALLYPORT_TRY(check_scope_page(image(), page, scopes_->size()));
  }
  for (const std::uint32_t list : writer_->lists()) SALLYPORT_TRY(check_list(image(), list));
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
  writer_->forget_lists();
  pool_.begin(++generation_);
  return snapshot;
}

std::size_t Builder::Impl::side_bytes() const {
  return organizations_.bytes() + credentials_.bytes() + users_.capacity() * sizeof(std::uint32_t) +
         pool_.side_bytes() + index_->side_bytes() + scopes_->side_bytes() + writer_->side_bytes();
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
