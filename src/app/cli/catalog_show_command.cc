// What a vendor says: the rows of its cells, and the texts around them.

#include <fmt/format.h>

#include <boost/json.hpp>

#include "app/cli/catalog_files.h"
#include "app/cli/catalog_phrases.h"
#include "app/cli/catalog_rows.h"
#include "base/nearest.h"

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
        words_(phrases(language)) {}

  void print_for_people(const json::array& rows) {
    for (const auto direction : {catalog::Direction::from_vendor, catalog::Direction::to_vendor})
      who_connects(direction);
    session_.print_items({}, rows,
                         columns_in_use(session_, rows,
                                        {{words_.offering, "offering"},
                                         {words_.site, "site"},
                                         {words_.versions, "versions"},
                                         {words_.address, "address"},
                                         {words_.ports, "ports"},
                                         {words_.when, "when"},
                                         {words_.meaning, "meaning"}}));
    heading(words_.to_know);
    for (const auto& advice : catalog_.advice) print(advice, {});
    for (const auto* offering : offerings_) {
      for (const auto& advice : offering->advice) print(advice, offering->id);
    }
    heading(words_.your_addresses);
    for (const auto& access : catalog_.access) {
      line(fmt::format("{} ({}): {}", access.name.in(language_), describe(words_, access.how),
                       access.steps.in(language_)));
    }
    heading(words_.pages);
    for (const auto& source : catalog_.sources) print(source);
  }

  json::object for_programs(json::array rows) const {
    json::object page{{"vendor", catalog_.vendor}, {"name", catalog_.name.in(language_)}};
    json::array advice, access, sources;
    const auto add = [&](const catalog::Advice& one, std::string_view offering) {
      json::object item{{"kind", to_string(one.kind)}, {"text", one.text.in(language_)}};
      if (!offering.empty()) item["offering"] = offering;
      if (!one.destinations.empty()) item["allows"] = array_of(texts_of(one.destinations));
      item["sources"] = array_of(one.sources);
      advice.push_back(std::move(item));
    };
    for (const auto& one : catalog_.advice) add(one, {});
    for (const auto* offering : offerings_) {
      for (const auto& one : offering->advice) add(one, offering->id);
    }
    for (const auto& one : catalog_.access) {
      access.push_back({{"id", one.id},
                        {"name", one.name.in(language_)},
                        {"how", to_string(one.how)},
                        {"steps", one.steps.in(language_)}});
    }
    for (const auto& one : catalog_.sources) {
      json::object item{{"id", one.id}, {"page", one.page}, {"language", to_string(one.language)}};
      if (one.dated) item["dated"] = one.dated->to_string();
      if (one.read) item["read"] = one.read->to_string();
      if (!one.note.empty()) item["note"] = one.note.in(language_);
      sources.push_back(std::move(item));
    }
    json::array offerings;
    for (const auto* one : offerings_) {
      offerings.push_back(
          {{"id", one->id}, {"name", one->name.in(language_)}, {"group", one->group.in(language_)}});
    }
    page["offerings"] = std::move(offerings);
    page["items"] = std::move(rows);
    page["advice"] = std::move(advice);
    page["access"] = std::move(access);
    page["sources"] = std::move(sources);
    return page;
  }

 private:
  void who_connects(catalog::Direction direction) {
    bool any = false;
    for (const auto* offering : offerings_) {
      if (offering->direction != direction) continue;
      const auto& phrase =
          direction == catalog::Direction::from_vendor ? words_.from_vendor : words_.to_vendor;
      if (!any) session_.print_line(with(phrase, catalog_.name.in(language_)));
      any = true;
      const auto& group = offering->group.in(language_);
      line(fmt::format("{}: {}{}", offering->id, offering->name.in(language_),
                       group.empty() ? "" : " / " + group));
    }
    if (any) session_.print_line("");
  }

  void print(const catalog::Advice& advice, std::string_view offering) {
    std::string text(describe(words_, advice.kind));
    if (!offering.empty()) text += fmt::format(" ({})", offering);
    line(fmt::format("{}: {}", text, advice.text.in(language_)));
    if (!advice.destinations.empty())
      line(fmt::format("  {}: {}", words_.allows, joined(texts_of(advice.destinations))));
  }

  void print(const catalog::Source& source) {
    std::string text = fmt::format("{} ({}", source.page, to_string(source.language));
    if (source.dated) text += ", " + source.dated->to_string();
    if (source.read) text += ", " + with(words_.read, source.read->to_string());
    text += ")";
    if (!source.note.empty()) text += ": " + source.note.in(language_);
    line(text);
  }

  void heading(std::string_view text) { heading_ = text; }
  // The heading stands before the first line below it, and not where there is none.
  void line(const std::string& text) {
    if (!heading_.empty()) {
      session_.print_line("");
      session_.print_line(heading_);
      heading_ = {};
    }
    session_.print_line("  " + text);
  }

  Session& session_;
  const Catalog& catalog_;
  const std::vector<const Offering*> offerings_;
  const catalog::Language language_;
  const Phrases& words_;
  std::string_view heading_;
};

Result<std::vector<const Offering*>> offerings_of(const Catalog& catalog, const std::string& only) {
  std::vector<const Offering*> offerings;
  std::vector<std::string_view> known;
  for (const Offering& offering : catalog.offerings) {
    known.push_back(offering.id);
    if (only.empty() || offering.id == only) offerings.push_back(&offering);
  }
  if (offerings.empty()) return fail(ErrorCode::not_found, no_such("offering", only, known));
  return offerings;
}

}  // namespace

int catalog_show(Session& session, const Arguments& arguments) {
  const auto catalog = load_vendor(arguments, arguments.vendor);
  if (!catalog) return tell(session, catalog.error());
  const auto offerings = offerings_of(*catalog, arguments.name);
  if (!offerings) return tell(session, offerings.error());
  const auto language = language_of(arguments);
  const bool for_people = session.format() == Format::table;
  auto rows = rows_of(*catalog, *offerings, language, for_people);
  Page page(session, *catalog, *offerings, language);
  if (for_people) {
    page.print_for_people(rows);
  } else {
    session.print(page.for_programs(std::move(rows)));
  }
  return kDone;
}

}  // namespace sallyport::cli
