// The list that a selection needs: on standard output nothing but its lines, so that it can be piped to a
// target.

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "app/cli/catalog_files.h"
#include "app/cli/catalog_rows.h"
#include "catalog/listing.h"
#include "catalog/resolve.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;
using catalog::Direction;
using catalog::Reason;
using catalog::Resolved;
using catalog::ResolvedLine;

Result<catalog::Selection> selection_of(const Arguments& arguments) {
  catalog::Selection selection;
  selection.offerings = arguments.offerings;
  selection.sites = arguments.sites;
  selection.features = arguments.features;
  if (!arguments.product_version.empty()) {
    SALLYPORT_ASSIGN(selection.version, catalog::Version::parse(arguments.product_version));
  }
  SALLYPORT_ASSIGN(selection.on, parse_day(arguments.on));
  selection.all = arguments.all;
  selection.allow_unknown = arguments.allow_unknown;
  return selection;
}

std::string describe(const Reason& reason) {
  std::string text = catalog::place_of(reason);
  if (reason.until) text += " until " + catalog::Day::of(*reason.until).to_string();
  return text;
}

std::string explained(const ResolvedLine& line) {
  std::vector<std::string> reasons;
  for (const Reason& reason : line.reasons) reasons.push_back(describe(reason));
  return fmt::format("{}  # {}", net::to_string(line.destination), joined(reasons, "; "));
}

json::object fields_of(const Reason& reason, catalog::Language language) {
  json::object fields{{"offering", reason.offering->id}};
  if (reason.through != nullptr) fields["for"] = reason.through->id;
  if (!reason.site.empty()) fields["site"] = reason.site;
  if (!reason.cell->versions.is_everything()) fields["versions"] = reason.cell->versions.to_string();
  if (const auto* entry = reason.entry) {
    if (!entry->feature.empty()) fields["feature"] = entry->feature;
    fields["need"] = to_string(entry->need);
    if (entry->from) fields["from"] = entry->from->to_string();
    if (!entry->replaced_by.empty()) fields["replaced_by"] = array_of(texts_of(entry->replaced_by));
    if (!entry->purpose.empty()) fields["purpose"] = entry->purpose.in(language);
    if (!entry->impact.empty()) fields["impact"] = entry->impact.in(language);
    if (!entry->note.empty()) fields["note"] = entry->note.in(language);
  }
  if (reason.until) fields["until"] = catalog::Day::of(*reason.until).to_string();
  fields["sources"] = array_of(reason.cell->sources);
  return fields;
}

std::string_view to_string(catalog::Remark::Kind kind) {
  switch (kind) {
    case catalog::Remark::Kind::not_available:
      return "not_available";
    case catalog::Remark::Kind::unknown:
      return "unknown";
    case catalog::Remark::Kind::ended:
      return "ended";
    case catalog::Remark::Kind::not_yet:
      return "not_yet";
    case catalog::Remark::Kind::feature_not_chosen:
      return "feature_not_chosen";
    case catalog::Remark::Kind::not_required:
      return "not_required";
  }
  return "";
}

// With what comes instead of what ended.
std::string told(const catalog::Remark& remark) {
  const auto* const entry = remark.reason.entry;
  if (remark.kind != catalog::Remark::Kind::ended || entry == nullptr || entry->replaced_by.empty())
    return remark.text;
  return fmt::format("{}; instead: {}", remark.text, joined(texts_of(entry->replaced_by)));
}

json::object answer_of(const catalog::Catalog& catalog, const catalog::Selection& selection,
                       const std::vector<const ResolvedLine*>& lines, const Resolved& resolved,
                       catalog::Language language) {
  json::array items, remarks;
  for (const auto* line : lines) {
    json::array reasons;
    for (const Reason& reason : line->reasons) reasons.push_back(fields_of(reason, language));
    json::object item{{"line", net::to_string(line->destination)},
                      {"address", net::to_string(net::Destination{line->destination.what, {}})}};
    if (line->destination.ports) item["ports"] = net::to_string(*line->destination.ports);
    item["direction"] = to_string(line->direction);
    item["reasons"] = std::move(reasons);
    items.push_back(std::move(item));
  }
  for (const auto& remark : resolved.remarks) {
    json::object item{{"kind", to_string(remark.kind)}, {"text", remark.text}};
    if (remark.reason.offering != nullptr) item["offering"] = remark.reason.offering->id;
    if (!remark.reason.site.empty()) item["site"] = remark.reason.site;
    remarks.push_back(std::move(item));
  }
  return {{"vendor", catalog.vendor},
          {"on", catalog::Day::of(selection.on).to_string()},
          {"items", std::move(items)},
          {"remarks", std::move(remarks)}};
}

// A row for each reason, for spreadsheets.
json::array rows_of_reasons(const std::vector<const ResolvedLine*>& lines, catalog::Language language) {
  json::array rows;
  for (const auto* line : lines) {
    for (const Reason& reason : line->reasons) {
      json::object row = fields_of(reason, language);
      row["line"] = net::to_string(line->destination);
      row["direction"] = to_string(line->direction);
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

// What is for both directions stands once, where nobody asks why.
void print_lines(Session& session, const std::vector<const ResolvedLine*>& lines, bool with_reasons) {
  const ResolvedLine* last = nullptr;
  for (const auto* line : lines) {
    if (with_reasons) {
      session.print_line(explained(*line));
    } else if (last == nullptr || last->destination != line->destination) {
      session.print_line(net::to_string(line->destination));
    }
    last = line;
  }
}

// What a person has to do before the list is of any use.
void tell_prerequisites(Session& session, const catalog::Catalog& catalog,
                        const std::vector<const ResolvedLine*>& lines, catalog::Language language) {
  const auto tell_all = [&](const std::vector<catalog::Advice>& advice) {
    for (const auto& one : advice) {
      if (one.kind == catalog::AdviceKind::prerequisite) session.print_note(one.text.in(language));
    }
  };
  tell_all(catalog.advice);
  for (const auto& offering : catalog.offerings) {
    const bool used = std::ranges::any_of(lines, [&offering](const auto* line) {
      return std::ranges::any_of(line->reasons, [&offering](const Reason& reason) {
        return reason.offering == &offering || reason.through == &offering;
      });
    });
    if (used) tell_all(offering.advice);
  }
}

}  // namespace

int catalog_resolve(Session& session, const Arguments& arguments) {
  const auto catalog = load_vendor(arguments, arguments.vendor);
  if (!catalog) return tell(session, catalog.error());
  const auto selection = selection_of(arguments);
  if (!selection) return tell(session, selection.error());
  const auto resolved = catalog::resolve(*catalog, *selection);
  if (!resolved) return tell(session, resolved.error());
  const auto language = language_of(arguments);

  std::vector<const ResolvedLine*> lines;
  bool seen[2] = {false, false};
  for (const auto& line : resolved->lines) {
    seen[line.direction == Direction::to_vendor] = true;
    if (arguments.direction.empty() || arguments.direction == to_string(line.direction))
      lines.push_back(&line);
  }
  for (const auto& remark : resolved->remarks) session.print_note(told(remark));
  if (arguments.direction.empty() && seen[0] && seen[1]) {
    session.print_note(
        "this list has both addresses that the vendor comes from and ones that you go to: take them apart "
        "with "
        "--direction from-vendor and --direction to-vendor");
  }
  if (arguments.with_reasons) tell_prerequisites(session, *catalog, lines, language);
  switch (session.format()) {
    case Format::table:
      print_lines(session, lines, arguments.with_reasons);
      break;
    case Format::json:
      session.print_json(answer_of(*catalog, *selection, lines, *resolved, language));
      break;
    case Format::csv:
      session.print_items({}, rows_of_reasons(lines, language),
                          {{"", "line"},
                           {"", "direction"},
                           {"", "offering"},
                           {"", "for"},
                           {"", "site"},
                           {"", "versions"},
                           {"", "feature"},
                           {"", "need"},
                           {"", "from"},
                           {"", "until"},
                           {"", "replaced_by"},
                           {"", "purpose"},
                           {"", "impact"},
                           {"", "sources"}});
      break;
  }
  return kDone;
}

}  // namespace sallyport::cli
