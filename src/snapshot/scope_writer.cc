#include "snapshot/scope_writer.h"

namespace sallyport::snapshot {

Result<ScopeRecord> ScopeWriter::compile(std::uint32_t id, std::span<const policy::Entry> entries) {
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
  lists_.push_back(record.list);
  return record;
}

void ScopeWriter::discard(const ScopeRecord& record) {
  if (record.list == 0) return;
  pool_.retire_list(record.list, reinterpret_cast<const ListHeader*>(pool_.granule(record.list))->granules);
}

Result<void> ScopeWriter::prepare(Part& part) {
  if (part.place != 0) return table_.make_writable(part.place);
  if (!part.record) return {};
  SALLYPORT_ASSIGN(part.place, table_.allocate());
  part.added = true;
  return {};
}

void ScopeWriter::commit(Part& part) {
  if (part.place == 0) return;
  discard(table_.at(part.place));
  if (part.record) {
    table_.writable(part.place) = *part.record;
  } else {
    table_.release(part.place);
  }
}

void ScopeWriter::undo(Part& part) {
  if (part.record) discard(*part.record);
  if (part.added) table_.release(part.place);
}

}  // namespace sallyport::snapshot
