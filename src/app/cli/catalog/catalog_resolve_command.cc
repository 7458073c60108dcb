// The list that a selection needs: on standard output nothing but its lines, so that it can be piped to a
// target.

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "app/cli/catalog/catalog_files.h"
#include "app/cli/catalog/catalog_rows.h"
#include "app/cli/catalog/catalog_selection.h"
#include "catalog/answer/answer_resolve.h"
#include "catalog/listing.h"
#include "catalog/resolve.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;
using catalog::Direction;
using catalog::Reason;
using catalog::ResolvedLine;

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

// A row for each reason, for spreadsheets.
json::array rows_of_reasons(const std::vector<const ResolvedLine*>& lines, catalog::Language language) {
  json::array rows;
  for (const auto* line : lines) {
    for (const Reason& reason : line->reasons) {
      json::object row = catalog::reason_fields(reason, language);
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

// The command line takes these two words only.
std::optional<Direction> direction_of(const Arguments& arguments) {
  if (arguments.direction.empty()) return std::nullopt;
  return arguments.direction == to_string(Direction::to_vendor) ? Direction::to_vendor
                                                                : Direction::from_vendor;
}

bool has_both_directions(const std::vector<const ResolvedLine*>& lines) {
  return std::ranges::any_of(
      lines, [&lines](const auto* line) { return line->direction != lines.front()->direction; });
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

  const auto lines = catalog::lines_of(*resolved, direction_of(arguments));
  for (const auto& remark : resolved->remarks) session.print_note(told(remark));
  if (has_both_directions(lines)) {
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
      session.print_json(catalog::resolve_answer(*catalog, *selection, lines, *resolved, language));
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
