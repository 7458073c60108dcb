#include "snapshot/scope_table.h"

#include <cstring>

namespace sallyport::snapshot {

Result<ScopeTable> ScopeTable::create(Pool& pool) {
  ScopeTable table(pool);
  SALLYPORT_TRY(table.allocate());  // nobody's
  return table;
}

ScopeRecord& ScopeTable::record(std::uint32_t number) const {
  auto* page = reinterpret_cast<ScopePage*>(pool_->page(directory_[number / kScopesPerPage]));
  return page->records[number % kScopesPerPage];
}

Result<std::uint32_t> ScopeTable::allocate() {
  if (!free_.empty()) {
    const std::uint32_t number = free_.back();
    SALLYPORT_TRY(make_writable(number));
    free_.pop_back();
    return number;
  }
  if (size_ % kScopesPerPage == 0) {
    const std::uint32_t page = pool_->allocate_pages(1);
    if (page == 0) return memory_full();
    directory_.push_back(page);
    changed_.push_back(page);
  } else {
    SALLYPORT_TRY(make_writable(size_));
  }
  return size_++;
}

Result<void> ScopeTable::make_writable(std::uint32_t number) {
  std::uint32_t& page = directory_[number / kScopesPerPage];
  if (pool_->fresh(page)) return {};
  const std::uint32_t copy = pool_->allocate_pages(1);
  if (copy == 0) return memory_full();
  std::memcpy(pool_->page(copy), pool_->page(page), kPageBytes);
  pool_->retire_pages(page, 1);
  page = copy;
  changed_.push_back(copy);
  return {};
}

ScopeRecord& ScopeTable::writable(std::uint32_t number) { return record(number); }

void ScopeTable::release(std::uint32_t number) {
  record(number) = {};
  free_.push_back(number);
}

std::size_t ScopeTable::side_bytes() const {
  return (directory_.capacity() + free_.capacity() + changed_.capacity()) * sizeof(std::uint32_t);
}

}  // namespace sallyport::snapshot
