#include "store/row_types.h"

namespace sallyport::store {

control::Organization to_organization(const Row& row) {
  constexpr control::OrganizationId kHighest{0xffff'ffff};
  return {row.word(0, kHighest), row.text(1), row.time(2), row.word(3, kHighest), row.text(4)};
}

policy::Entry to_entry(const Row& row) {
  return {row.prefix(0), row.word(1, policy::EntryKind::removed), row.word(2, policy::Source::catalog),
          row.time_or(3, policy::kAlways), row.time_or(4, policy::kForever)};
}

}  // namespace sallyport::store
