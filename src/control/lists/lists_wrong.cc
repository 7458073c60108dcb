// Lists: what is wrong with each of many entries.

#include <fmt/format.h>

#include <map>

#include "control/core.h"
#include "control/lists/entry_change.h"

namespace sallyport::control {
namespace {

using Standing = std::map<net::Prefix, policy::Entry>;

// Either one read of the whole list, or one for each entry.
Result<Standing> read_standing(Reader& reader, Scope scope, const std::vector<NewEntry>& entries) {
  Standing standing;
  SALLYPORT_ASSIGN(const auto count, reader.entry_count(scope));
  if (entries.size() * 8 > count) {
    SALLYPORT_ASSIGN(const auto list, reader.list(scope));
    for (const ListedEntry& listed : list) standing.emplace(listed.entry.prefix, listed.entry);
    return standing;
  }
  for (const NewEntry& entry : entries) {
    SALLYPORT_ASSIGN(const auto listed, reader.entry(scope, entry.prefix));
    if (listed) standing.emplace(entry.prefix, listed->entry);
  }
  return standing;
}

}  // namespace

Result<std::vector<WrongEntry>> Lists::wrong(const ScopeName& scope, policy::EntryKind kind,
                                             const std::vector<NewEntry>& entries, Existing existing) {
  const Timestamp now = core_.clock.now();
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto place, need_place(*reader, scope));
  Standing standing;
  if (existing == Existing::refuse) {
    SALLYPORT_ASSIGN(standing, read_standing(*reader, place.scope(), entries));
  }
  std::vector<WrongEntry> wrong;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const net::Prefix& prefix = entries[i].prefix;
    if (auto checked = check_new_entry(entries[i], existing, now); !checked) {
      wrong.push_back({i, std::move(checked).error()});
      continue;
    }
    const auto found = standing.find(prefix);
    if (found == standing.end() || !stands_already(found->second, kind, existing, now)) continue;
    wrong.push_back({i,
                     {ErrorCode::duplicate,
                      fmt::format("{} is {} already: leave it out, or have what is there skipped "
                                  "(--skip-existing, the query parameter existing=skip)",
                                  prefix.to_string(), policy::to_string(kind)),
                      {}}});
  }
  return wrong;
}

}  // namespace sallyport::control
