#include "catalog/publish/vendor_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "catalog/publish/escape.h"
#include "catalog/publish/page_words.h"

namespace sallyport::catalog {
namespace {

using Kind = PageSpan::Kind;

class VendorPage {
 public:
  VendorPage(const Publication& publication, Language language)
      : publication_(publication),
        catalog_(publication.catalog),
        language_(language),
        words_(page_words(language)),
        name_(text_span(catalog_.name, language)) {}

  PublishedPage make(const std::vector<std::string>& files) {
    page_.language = language_;
    page_.title = page_phrase(words_.title, name_.text);
    page_.languages_title = words_.other_languages;
    for (const Language other : kLanguages) {
      page_.languages.push_back({std::string(language_name(other)), page_stem(other), other});
    }
    paragraph(phrase_line(words_.intro, name_));
    paragraph({plain(page_phrase(words_.as_of, to_string(publication_.version)))});
    to_know();
    offerings();
    access();
    history();
    programs(files);
    sources();
    return std::move(page_);
  }

 private:
  static PageSpan plain(std::string_view text) { return {Kind::text, std::string(text), {}}; }
  PageSpan said(const Text& text, Kind kind = Kind::text) const { return text_span(text, language_, kind); }

  void heading(int level, PageLine line) { page_.blocks.push_back(PageHeading{level, std::move(line)}); }
  void paragraph(PageLine line) { page_.blocks.push_back(PageParagraph{std::move(line)}); }
  void list(std::vector<PageLine> lines) {
    if (!lines.empty()) page_.blocks.push_back(PageList{std::move(lines)});
  }

  PageLine line_of(const Advice& advice) const {
    PageLine line{
        {Kind::strong, std::string(page_word(words_, advice.kind)), {}}, plain(": "), said(advice.text)};
    std::string allows;
    for (const net::Destination& each : advice.destinations) {
      allows += (allows.empty() ? "" : ", ") + net::to_string(each);
    }
    if (!allows.empty()) line.push_back({Kind::text, " " + page_phrase(words_.allows, allows), {}});
    return line;
  }
  void advice(const std::vector<Advice>& all) {
    std::vector<PageLine> lines;
    for (const Advice& each : all) lines.push_back(line_of(each));
    list(std::move(lines));
  }

  void to_know() {
    if (catalog_.advice.empty()) return;
    heading(2, {plain(words_.to_know)});
    advice(catalog_.advice);
  }

  // Offerings that stand under one heading and have sites share a table; one without sites has its own.
  void offerings() {
    std::optional<std::string> group;
    for (auto next = catalog_.offerings.begin(); next != catalog_.offerings.end();) {
      PageSpan title = said(next->group);
      if (title.text.empty()) title = next->has_sites() ? plain(words_.no_offerings_group) : said(next->name);
      if (group != title.text) heading(2, {title});
      group = title.text;
      if (!next->has_sites()) {
        versions_table(*next, title);
        ++next;
        continue;
      }
      const auto first = next;
      while (next != catalog_.offerings.end() && next->has_sites() && next->group == first->group &&
             next->direction == first->direction) {
        ++next;
      }
      sites_table({first, next}, title);
    }
  }

  void direction(Direction direction) {
    paragraph(
        phrase_line(direction == Direction::from_vendor ? words_.from_vendor : words_.to_vendor, name_));
  }

  void sites_table(const std::vector<Offering>& offerings, const PageSpan& title) {
    direction(offerings.front().direction);
    PageTable table;
    table.caption = phrase_line(words_.caption_sites, title);
    table.head.push_back({plain(words_.offering)});
    for (const Site& site : catalog_.sites) table.head.push_back(site_title(site));
    for (const Offering& offering : offerings) {
      PageTable::Row row{header_of(offering), {}};
      for (const Site& site : catalog_.sites) row.cells.push_back(at_site(offering, site.id));
      table.rows.push_back(std::move(row));
    }
    page_.blocks.emplace_back(std::move(table));
    for (const Offering& offering : offerings) {
      if (offering.advice.empty()) continue;
      heading(3, {said(offering.name)});
      advice(offering.advice);
    }
  }

  PageLine site_title(const Site& site) const {
    const std::string& name = site.name.in(language_);
    if (name.empty() || name == site.id) return {plain(site.id)};
    return {plain(site.id + " ("), said(site.name), plain(")")};
  }

  PageCell header_of(const Offering& offering) const {
    return {{said(offering.name)}, {{Kind::code, offering.id, {}}}};
  }

  // What several cells say of it, by their versions.
  PageCell at_site(const Offering& offering, std::string_view site) const {
    PageCell lines;
    for (const Cell& cell : offering.cells) {
      if (!cell.is_at(site)) continue;
      PageCell more =
          page_cell(catalog_, offering, cell, publication_.on, language_, !cell.versions.is_everything());
      std::ranges::move(more, std::back_inserter(lines));
    }
    if (lines.empty()) lines.push_back({{Kind::strong, std::string(words_.unknown), {}}});
    return lines;
  }

  void versions_table(const Offering& offering, const PageSpan& title) {
    if (offering.name.in(language_) != title.text) heading(3, {said(offering.name)});
    direction(offering.direction);
    PageTable table;
    table.caption = phrase_line(words_.caption_versions, said(offering.name));
    table.head = {{plain(words_.versions)}, {plain(words_.addresses)}};
    for (const Cell& cell : offering.cells) {
      table.rows.push_back({{{{Kind::text, page_word(words_, cell.versions), {}}}},
                            {page_cell(catalog_, offering, cell, publication_.on, language_, false)}});
    }
    page_.blocks.emplace_back(std::move(table));
    advice(offering.advice);
  }

  void access() {
    if (catalog_.access.empty()) return;
    heading(2, phrase_line(words_.your_addresses, name_));
    std::vector<PageLine> lines;
    for (const Access& each : catalog_.access) {
      PageLine line{said(each.name, Kind::strong), plain(fmt::format(" ({})", page_word(words_, each.how)))};
      if (!each.steps.empty()) append_line(line, {plain(": "), said(each.steps)});
      lines.push_back(std::move(line));
    }
    list(std::move(lines));
  }

  void history() {
    if (catalog_.history.empty()) return;
    heading(2, {plain(words_.changes)});
    std::vector<PageLine> lines;
    for (const Revision& each : catalog_.history) {
      lines.push_back({{Kind::strong, each.on.to_string(), {}}, plain(": "), said(each.text)});
    }
    list(std::move(lines));
  }

  void programs(const std::vector<std::string>& files) {
    if (files.empty()) return;
    heading(2, {plain(words_.lists)});
    paragraph({plain(words_.lists_text)});
    std::vector<PageLine> lines;
    for (const std::string& file : files) lines.push_back({{Kind::link, file, file}});
    list(std::move(lines));
  }

  void sources() {
    heading(2, {plain(words_.sources)});
    std::vector<PageLine> lines;
    for (const Source& source : catalog_.sources) {
      const auto link = link_of(source.page);
      PageLine line{{link ? Kind::link : Kind::text, source.page, link.value_or(std::string())}};
      // Its address is in no language; its title is in that of the page.
      if (!link && source.language != language_) line.front().language = source.language;
      std::string text = fmt::format(" ({}", language_name(source.language));
      if (source.dated)
        text += fmt::format("{}{}", words_.comma, page_phrase(words_.dated, source.dated->to_string()));
      if (source.read)
        text += fmt::format("{}{}", words_.comma, page_phrase(words_.read, source.read->to_string()));
      text += ")";
      line.push_back(plain(text));
      if (!source.note.empty()) append_line(line, {plain(": "), said(source.note)});
      lines.push_back(std::move(line));
    }
    list(std::move(lines));
  }

  const Publication& publication_;
  const Catalog& catalog_;
  const Language language_;
  const PageWords& words_;
  const PageSpan name_;
  PublishedPage page_;
};

}  // namespace

std::string page_stem(Language language) {
  return language == Language::english ? "index" : fmt::format("index.{}", to_string(language));
}

PublishedPage vendor_page(const Publication& publication, Language language,
                          const std::vector<std::string>& files) {
  return VendorPage(publication, language).make(files);
}

}  // namespace sallyport::catalog
