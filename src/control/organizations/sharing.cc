#include "control/organizations/sharing.h"

#include <algorithm>
#include <boost/json.hpp>

#include "control/organizations/effective.h"

#include "control/json_view.h"

namespace sallyport::control {

Result<std::vector<OrganizationId>> holders_of(Reader& reader, std::span<const ShareRow> rows) {
  std::vector<OrganizationId> holders;
  for (const ShareRow& row : rows) {
    if (row.recipient == OrganizationId{}) return descendants_of(reader, row.organization);
    holders.push_back(row.recipient);
  }
  return holders;
}

Result<Sharing> to_sharing(Reader& reader, std::span<const ShareRow> rows, policy::EntryKind kind) {
  Sharing sharing{rows.front().prefix, kind, {}, rows.front().by, rows.front().created};
  for (const ShareRow& row : rows) {
    if (row.created < sharing.created) {
      sharing.by = row.by;
      sharing.created = row.created;
    }
    if (row.recipient == OrganizationId{}) continue;
    SALLYPORT_ASSIGN(const auto recipient, reader.organization(row.recipient));
    if (!recipient) return fail(ErrorCode::corrupted, "an entry is shared with an unknown organization");
    sharing.with.push_back(recipient->name);
  }
  std::ranges::sort(sharing.with);
  return sharing;
}

std::string sharing_json(const Sharing& sharing) {
  const std::string_view kind = policy::to_string(sharing.kind);
  boost::json::object value{{"prefix", sharing.prefix.to_string()}, {"kind", json_view(kind)}};
  boost::json::array with;
  for (const std::string& name : sharing.with) with.emplace_back(name);
  if (!with.empty()) value["with"] = std::move(with);
  return boost::json::serialize(value);
}

std::string enforcement_json(policy::Enforcement api, policy::Enforcement smtp) {
  boost::json::object value;
  if (api) value["api"] = std::string(policy::to_string(*api));
  if (smtp) value["smtp"] = std::string(policy::to_string(*smtp));
  return value.empty() ? std::string() : boost::json::serialize(value);
}

}  // namespace sallyport::control
