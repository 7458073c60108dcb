#include <fmt/format.h>

#include <utility>

#include "catalog/publish/page_words.h"
#include "catalog/publish/vendor_page.h"

namespace sallyport::catalog {
namespace {

using Kind = PageSpan::Kind;

class CellWriter {
 public:
  CellWriter(const Catalog& catalog, const Offering& offering, std::chrono::sys_days on, Language language)
      : catalog_(catalog), offering_(offering), on_(on), language_(language), words_(page_words(language)) {}

  PageCell write(const Cell& cell, bool with_versions) {
    const bool ended = cell.until && cell.until->last() < on_;
    if (with_versions) {
      PageLine line{{Kind::strong, page_word(words_, cell.versions), {}}};
      if (cell.until) line.push_back({Kind::text, fmt::format(" ({})", end_of(*cell.until, ended)), {}});
      lines_.push_back(std::move(line));
    } else if (cell.until) {
      add({Kind::strong, end_of(*cell.until, ended), {}});
    }
    if (const auto* const unknown = std::get_if<Unknown>(&cell.content)) {
      PageLine line{{Kind::strong, std::string(words_.unknown), {}}};
      if (!unknown->why.empty()) {
        line.push_back({Kind::text, ": ", {}});
        line.push_back(text_span(unknown->why, language_));
      }
      lines_.push_back(std::move(line));
    } else if (const auto* const addresses = std::get_if<Addresses>(&cell.content)) {
      if (addresses->same_as) add_same(*addresses->same_as);
      for (const Entry& entry : addresses->entries) add_entry(entry);
    } else {
      add({Kind::text, std::string(words_.not_available), {}});
    }
    return std::move(lines_);
  }

 private:
  void add(PageSpan span) { lines_.push_back({std::move(span)}); }

  std::string end_of(const Day& day, bool ended) const {
    return page_phrase(ended ? words_.ended : words_.until, day.to_string());
  }

  void add_same(const SameAs& same) {
    const std::size_t at = words_.same_as.find("{}");
    PageLine line;
    const auto say = [&line](std::string_view text) {
      if (!text.empty()) line.push_back({Kind::text, std::string(text), {}});
    };
    say(words_.same_as.substr(0, at));
    bool first = true;
    for (const std::string& id : same.offerings) {
      const Offering* const other = catalog_.offering(id);
      if (!std::exchange(first, false)) say(words_.comma);
      line.push_back(other == nullptr ? PageSpan{Kind::text, id, {}} : text_span(other->name, language_));
    }
    say(words_.same_as.substr(at + 2));
    if (same.versions) say(fmt::format("{}{}", words_.comma, page_word(words_, *same.versions)));
    if (same.chosen) say(fmt::format(" ({})", words_.only_chosen));
    lines_.push_back(std::move(line));
  }

  // A line for each address or host, with all its ports.
  void add_entry(const Entry& entry) {
    for (auto next = entry.destinations.begin(); next != entry.destinations.end();) {
      const auto& what = next->what;
      std::string ports;
      for (; next != entry.destinations.end() && next->what == what; ++next) {
        if (next->ports) ports += (ports.empty() ? "" : ", ") + net::to_string(*next->ports);
      }
      PageLine line{{Kind::code, net::to_string({what, {}}), {}}};
      if (!ports.empty()) line.push_back({Kind::text, fmt::format(" ({})", ports), {}});
      lines_.push_back(std::move(line));
    }
    if (auto when = conditions(entry); !when.empty()) lines_.push_back(std::move(when));
    PageLine meaning;
    const auto sentence = [&](const Text& text, std::string_view phrase) {
      if (text.empty()) return;
      if (!meaning.empty()) meaning.push_back({Kind::text, " ", {}});
      append_line(meaning, phrase_line(phrase, text_span(text, language_)));
    };
    sentence(entry.purpose, "{}");
    sentence(entry.impact, words_.if_blocked);
    sentence(entry.note, "{}");
    if (!meaning.empty()) lines_.push_back(std::move(meaning));
  }

  PageLine conditions(const Entry& entry) const {
    PageLine line;
    const auto part = [&](std::string_view said) {
      if (!line.empty()) line.push_back({Kind::strong, std::string(words_.comma), {}});
      line.push_back({Kind::strong, std::string(said), {}});
    };
    if (!entry.feature.empty()) line = phrase_line(words_.with, feature_name(entry.feature));
    if (entry.need == Need::recommended) part(words_.recommended);
    if (entry.need == Need::optional) part(words_.optional);
    if (entry.from) part(page_phrase(words_.from, entry.from->to_string()));
    if (entry.until) part(end_of(*entry.until, entry.until->last() < on_));
    std::string instead;
    for (const net::Destination& other : entry.replaced_by) {
      instead += (instead.empty() ? "" : ", ") + net::to_string(net::Destination{other.what, {}});
    }
    if (!instead.empty()) part(page_phrase(words_.instead, instead));
    return line;
  }

  PageSpan feature_name(const std::string& id) const {
    for (const Feature& feature : offering_.features) {
      if (feature.id == id) return text_span(feature.name, language_, Kind::strong);
    }
    return {Kind::strong, id, {}};
  }

  const Catalog& catalog_;
  const Offering& offering_;
  const std::chrono::sys_days on_;
  const Language language_;
  const PageWords& words_;
  PageCell lines_;
};

}  // namespace

PageCell page_cell(const Catalog& catalog, const Offering& offering, const Cell& cell,
                   std::chrono::sys_days on, Language language, bool with_versions) {
  return CellWriter(catalog, offering, on, language).write(cell, with_versions);
}

}  // namespace sallyport::catalog
