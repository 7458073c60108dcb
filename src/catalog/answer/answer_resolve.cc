#include "catalog/answer/answer_resolve.h"

#include <boost/json.hpp>

#include "catalog/answer/answer_cells.h"
#include "catalog/answer/answer_texts.h"

namespace sallyport::catalog {
namespace {

namespace json = boost::json;

std::string_view name_of(Remark::Kind kind) {
  switch (kind) {
    case Remark::Kind::not_available:
      return "not_available";
    case Remark::Kind::unknown:
      return "unknown";
    case Remark::Kind::ended:
      return "ended";
    case Remark::Kind::not_yet:
      return "not_yet";
    case Remark::Kind::feature_not_chosen:
      return "feature_not_chosen";
    case Remark::Kind::not_required:
      return "not_required";
  }
  return "";
}

json::object fields_of_line(const ResolvedLine& line, Language language) {
  json::object fields{{"line", net::to_string(line.destination)},
                      {"address", net::to_string(net::Destination{line.destination.what, {}})}};
  if (line.destination.ports) fields["ports"] = net::to_string(*line.destination.ports);
  fields["direction"] = to_string(line.direction);
  json::array reasons;
  for (const Reason& reason : line.reasons) reasons.push_back(reason_fields(reason, language));
  fields["reasons"] = std::move(reasons);
  return fields;
}

json::object fields_of_remark(const Remark& remark) {
  json::object fields{{"kind", name_of(remark.kind)}, {"text", remark.text}};
  if (remark.reason.offering != nullptr) fields["offering"] = remark.reason.offering->id;
  if (!remark.reason.site.empty()) fields["site"] = remark.reason.site;
  return fields;
}

}  // namespace

std::vector<const ResolvedLine*> lines_of(const Resolved& resolved, std::optional<Direction> direction) {
  std::vector<const ResolvedLine*> lines;
  for (const auto& line : resolved.lines) {
    if (!direction || line.direction == *direction) lines.push_back(&line);
  }
  return lines;
}

json::object reason_fields(const Reason& reason, Language language) {
  json::object fields{{"offering", reason.offering->id}};
  if (reason.through != nullptr) fields["for"] = reason.through->id;
  if (!reason.site.empty()) fields["site"] = reason.site;
  if (!reason.cell->versions.is_everything()) fields["versions"] = reason.cell->versions.to_string();
  if (reason.entry != nullptr) add_entry_fields(fields, *reason.entry, language);
  if (reason.until) fields["until"] = Day::of(*reason.until).to_string();
  fields["sources"] = array_of(reason.cell->sources);
  return fields;
}

json::object resolve_answer(const Catalog& catalog, const Selection& selection,
                            const std::vector<const ResolvedLine*>& lines, const Resolved& resolved,
                            Language language) {
  json::array items, remarks;
  for (const auto* line : lines) items.push_back(fields_of_line(*line, language));
  for (const auto& remark : resolved.remarks) remarks.push_back(fields_of_remark(remark));
  return {{"vendor", catalog.vendor},
          {"on", Day::of(selection.on).to_string()},
          {"items", std::move(items)},
          {"remarks", std::move(remarks)}};
}

}  // namespace sallyport::catalog
