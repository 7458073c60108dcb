#include "app/cli/catalog/catalog_check_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "catalog/publish/page_words.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;
using reach::Checked;
using reach::Verdict;

std::string_view words_for(Verdict verdict) {
  switch (verdict) {
    case Verdict::works:
      return "works";
    case Verdict::partly:
      return "works in part";
    case Verdict::fails:
      return "does not work";
    case Verdict::not_tried:
      break;
  }
  return "not tried";
}

bool is_blocked(const Checked& checked) {
  return checked.finding.verdict == Verdict::fails || checked.finding.verdict == Verdict::partly;
}

std::string line_of(const Checked& checked) {
  const auto& planned = checked.planned;
  std::string line = net::to_string(planned.line->destination);
  return planned.named ? fmt::format("{} ({})", planned.target->host()->name(), line) : line;
}

std::string why(const reach::Finding& finding) {
  std::string text = finding.reason;
  if (finding.verdict == Verdict::works && finding.certificate_until) {
    const auto day = std::chrono::floor<std::chrono::days>(*finding.certificate_until);
    text +=
        fmt::format("{}certificate until {}", text.empty() ? "" : "; ", catalog::Day::of(day).to_string());
  }
  return text;
}

void print_table(Session& session, const std::vector<Checked>& checked) {
  json::array rows;
  for (const Checked& each : checked) {
    rows.push_back({{"line", line_of(each)},
                    {"result", words_for(each.finding.verdict)},
                    {"step", to_string(each.finding.step)},
                    {"why", why(each.finding)}});
  }
  session.print_items({}, rows, {{"LINE", "line"}, {"RESULT", "result"}, {"STEP", "step"}, {"WHY", "why"}});
}

// What stops, as the catalog has it; lines of which the same is said stand together.
void print_impacts(Session& session, const std::vector<Checked>& checked, catalog::Language language) {
  std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> groups;  // texts, lines
  for (const Checked& each : checked) {
    if (!is_blocked(each)) continue;
    std::vector<std::string> texts = reach::purposes_of(*each.planned.line, language);
    for (const std::string& impact : reach::impacts_of(*each.planned.line, language))
      texts.push_back(catalog::page_phrase(catalog::page_words(language).if_blocked, impact));
    if (texts.empty()) texts.emplace_back("The vendor does not say what it is for.");
    const auto known = std::ranges::find(groups, texts, [](const auto& group) { return group.first; });
    auto& group =
        known != groups.end() ? *known : groups.emplace_back(std::move(texts), std::vector<std::string>());
    group.second.push_back(line_of(each));
  }
  if (groups.empty()) return;
  session.print_line("");
  session.print_line("What does not work while that stays blocked:");
  for (const auto& [texts, lines] : groups) {
    for (const std::string& line : lines) session.print_line("  " + line);
    for (const std::string& text : texts) session.print_line("      " + text);
  }
}

void tell_counts(Session& session, const std::vector<Checked>& checked) {
  const auto count = [&checked](Verdict verdict) {
    return std::ranges::count_if(checked,
                                 [verdict](const Checked& each) { return each.finding.verdict == verdict; });
  };
  std::string text = fmt::format("{} of {} work", count(Verdict::works), checked.size());
  for (const auto verdict : {Verdict::partly, Verdict::fails, Verdict::not_tried}) {
    const auto number = count(verdict);
    if (number == 0) continue;
    const std::string_view words = verdict == Verdict::partly  ? "in part only"
                                   : verdict == Verdict::fails ? "not at all"
                                                               : "not tried";
    text += fmt::format("; {} {}", number, words);
  }
  session.print_note(text);
}

json::array rows_for_spreadsheets(const std::vector<Checked>& checked, catalog::Language language) {
  json::array rows;
  for (const Checked& each : checked) rows.push_back(reach::check_fields(each, language));
  return rows;
}

}  // namespace

void print_checked(Session& session, const catalog::Catalog& catalog, const catalog::Selection& selection,
                   const std::vector<Checked>& checked, catalog::Language language) {
  switch (session.format()) {
    case Format::table:
      print_table(session, checked);
      print_impacts(session, checked, language);
      tell_counts(session, checked);
      break;
    case Format::json:
      session.print_json(reach::check_answer(catalog, selection, checked, language));
      break;
    case Format::csv:
      session.print_items({}, rows_for_spreadsheets(checked, language),
                          {{"", "line"},
                           {"", "host"},
                           {"", "verdict"},
                           {"", "step"},
                           {"", "outcome"},
                           {"", "untried"},
                           {"", "reason"},
                           {"", "addresses"},
                           {"", "certificate_until"},
                           {"", "offerings"},
                           {"", "purpose"},
                           {"", "impact"}});
      break;
  }
}

}  // namespace sallyport::cli
