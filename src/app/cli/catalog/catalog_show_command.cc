// What a vendor says: the rows of its cells, and the texts around them.

#include <fmt/format.h>

#include <boost/json.hpp>

#include "app/cli/catalog/catalog_files.h"
#include "app/cli/catalog/catalog_phrases.h"
#include "app/cli/catalog/catalog_rows.h"
#include "catalog/answer/answer_list.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;
using catalog::Catalog;
using catalog::Offering;

class Page {
 public:
  Page(Session& session, const Catalog& catalog, std::vector<const Offering*> offerings,
       catalog::Language language)
      : session_(session),
        catalog_(catalog),
        offerings_(std::move(offerings)),
        language_(language),
        words_(catalog::page_words(language)) {}

  void print_for_people(const json::array& rows) {
    for (const auto direction : {catalog::Direction::from_vendor, catalog::Direction::to_vendor})
      who_connects(direction);
    const Phrases& headings = phrases(language_);
    session_.print_items({}, rows,
                         columns_in_use(session_, rows,
                                        {{headings.offering, "offering"},
                                         {headings.site, "site"},
                                         {headings.versions, "versions"},
                                         {headings.address, "address"},
                                         {headings.ports, "ports"},
                                         {headings.when, "when"},
                                         {headings.meaning, "meaning"}}));
    heading(std::string(words_.to_know));
    for (const auto& advice : catalog_.advice) print(advice, {});
    for (const auto* offering : offerings_) {
      for (const auto& advice : offering->advice) print(advice, offering->id);
    }
    heading(catalog::page_phrase(words_.your_addresses, catalog_.name.in(language_)));
    for (const auto& access : catalog_.access) {
      line(fmt::format("{} ({}): {}", access.name.in(language_), page_word(words_, access.how),
                       access.steps.in(language_)));
    }
    heading(std::string(words_.sources));
    for (const auto& source : catalog_.sources) print(source);
  }

 private:
  void who_connects(catalog::Direction direction) {
    bool any = false;
    for (const auto* offering : offerings_) {
      if (offering->direction != direction) continue;
      const auto& phrase =
          direction == catalog::Direction::from_vendor ? words_.from_vendor : words_.to_vendor;
      if (!any) session_.print_line(catalog::page_phrase(phrase, catalog_.name.in(language_)));
      any = true;
      const auto& group = offering->group.in(language_);
      line(fmt::format("{}: {}{}", offering->id, offering->name.in(language_),
                       group.empty() ? "" : " / " + group));
    }
    if (any) session_.print_line("");
  }

  void print(const catalog::Advice& advice, std::string_view offering) {
    std::string text(page_word(words_, advice.kind));
    if (!offering.empty()) text += fmt::format(" ({})", offering);
    line(fmt::format("{}: {}", text, advice.text.in(language_)));
    if (!advice.destinations.empty())
      line("  " + catalog::page_phrase(words_.allows, joined(texts_of(advice.destinations))));
  }

  void print(const catalog::Source& source) {
    std::string text = fmt::format("{} ({}", source.page, to_string(source.language));
    if (source.dated) text += ", " + source.dated->to_string();
    if (source.read) text += ", " + catalog::page_phrase(words_.read, source.read->to_string());
    text += ")";
    if (!source.note.empty()) text += ": " + source.note.in(language_);
    line(text);
  }

  void heading(std::string text) { heading_ = std::move(text); }
  // The heading stands before the first line below it, and not where there is none.
  void line(const std::string& text) {
    if (!heading_.empty()) {
      session_.print_line("");
      session_.print_line(heading_);
      heading_.clear();
    }
    session_.print_line("  " + text);
  }

  Session& session_;
  const Catalog& catalog_;
  const std::vector<const Offering*> offerings_;
  const catalog::Language language_;
  const catalog::PageWords& words_;
  std::string heading_;
};

}  // namespace

int catalog_show(Session& session, const Arguments& arguments) {
  const auto catalog = load_vendor(arguments, arguments.vendor);
  if (!catalog) return tell(session, catalog.error());
  const auto offerings = catalog::offerings_of(*catalog, arguments.name);
  if (!offerings) return tell(session, offerings.error());
  const auto language = language_of(arguments);
  if (session.format() == Format::table) {
    Page page(session, *catalog, *offerings, language);
    page.print_for_people(rows_for_people(*catalog, *offerings, language));
  } else {
    session.print(catalog::show_answer(*catalog, *offerings, language));
  }
  return kDone;
}

}  // namespace sallyport::cli
