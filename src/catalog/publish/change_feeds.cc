// What changed, for people who subscribe: Atom (RFC 4287) and RSS 2.0 (www.rssboard.org/rss-specification).
// What is still to come is told at the catalog's version, and again on its day.

#include <fmt/format.h>

#include <algorithm>

#include "catalog/publish/escape.h"
#include "catalog/publish/formats_out.h"

namespace sallyport::catalog {
namespace {

using SysDay = std::chrono::sys_days;

struct Item {
  SysDay on;
  std::string key;  // what its id is made of
  std::string title;
  std::string text;
};

// A UUID of version 8 (RFC 9562 section 5.8), made of the key alone.
std::string urn_of(std::string_view key) {
  const std::uint64_t high = stable_hash(key), low = stable_hash(key, 0x9E3779B97F4A7C15U);
  return fmt::format("urn:uuid:{:08x}-{:04x}-8{:03x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xFFFF,
                     high & 0xFFF, 0x8000 | ((low >> 48) & 0x3FFF), low & 0xFFFFFFFFFFFF);
}

std::string list_of(const std::vector<net::Destination>& list) {
  std::string text;
  for (const net::Destination& each : list) text += (text.empty() ? "" : ", ") + net::to_string(each);
  return text;
}

Item item_of(const Catalog& catalog, const PublishedChange& change) {
  const PublishedPlace& place = change.set.place;
  std::string where = one_line(place.offering->name.en);
  if (!place.versions.empty()) where += ", " + place.versions;
  if (!place.site.empty()) where += ", " + place.site;
  if (!place.feature.empty()) where += ", " + place.feature;
  std::string text;
  const auto sentence = [&text](std::string_view what, const std::vector<net::Destination>& list) {
    if (!list.empty()) text += fmt::format("{}{}: {}.", text.empty() ? "" : " ", what, list_of(list));
  };
  sentence("From this day on", change.added);
  sentence("No longer from this day on", change.removed);
  sentence("Instead", change.replaced_by);
  const std::string_view kind =
      change.removed.empty() ? "begins" : (change.added.empty() ? "ends" : "changes");
  return {change.on, fmt::format("{}|{}", catalog.vendor, change.id()),
          fmt::format("{}: {}, {}", to_string(change.on), where, kind), text};
}

// The latest first; of one day, in a stable order.
std::vector<Item> items_of(const Publication& publication) {
  const Catalog& catalog = publication.catalog;
  std::vector<Item> items;
  for (const PublishedChange& change : publication.changes) items.push_back(item_of(catalog, change));
  for (const Revision& revision : catalog.history) {
    items.push_back({revision.on.first(),
                     fmt::format("{}|{}|{}", catalog.vendor, revision.on.to_string(), revision.text.en),
                     fmt::format("{}: {}", revision.on.to_string(), one_line(catalog.name.en)),
                     one_line(revision.text.en)});
  }
  std::ranges::sort(items, [](const Item& a, const Item& b) {
    return a.on != b.on ? a.on > b.on : std::tie(a.title, a.key) < std::tie(b.title, b.key);
  });
  return items;
}

SysDay told_on(const Item& item, const Publication& publication) {
  return item.on <= publication.on ? item.on : publication.version;
}

std::string rfc3339(SysDay day) { return to_string(day) + "T00:00:00Z"; }

// RFC 822 as RSS wants it, with a year of four digits. By hand: a locale must not change it.
std::string rfc822(SysDay day) {
  constexpr std::string_view kDays = "SunMonTueWedThuFriSat";
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::chrono::year_month_day date(day);
  return fmt::format("{}, {:02} {} {:04} 00:00:00 GMT",
                     kDays.substr(std::chrono::weekday(day).c_encoding() * std::size_t{3}, 3),
                     static_cast<unsigned>(date.day()),
                     kMonths.substr((static_cast<unsigned>(date.month()) - 1) * std::size_t{3}, 3),
                     static_cast<int>(date.year()));
}

std::string feed_link(const Catalog& catalog) {
  for (const Source& source : catalog.sources) {
    if (auto link = link_of(source.page)) return *std::move(link);
  }
  return urn_of(catalog.vendor);
}

}  // namespace

std::string changes_atom(const Publication& publication) {
  const Catalog& catalog = publication.catalog;
  const auto items = items_of(publication);
  SysDay updated = publication.version;
  for (const Item& item : items) updated = std::max(updated, told_on(item, publication));
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n"
      "  <id>{}</id>\n"
      "  <title>{}: changes of network addresses</title>\n"
      "  <updated>{}</updated>\n"
      "  <author><name>{}</name></author>\n"
      "  <link rel=\"alternate\" type=\"text/html\" href=\"index.html\"/>\n"
      "  <link rel=\"self\" type=\"application/atom+xml\" href=\"changes.atom\"/>\n",
      urn_of(catalog.vendor), for_markup(catalog.name.en), rfc3339(updated), for_markup(catalog.name.en));
  for (const Item& item : items) {
    text += fmt::format(
        "  <entry>\n"
        "    <id>{}</id>\n"
        "    <title>{}</title>\n"
        "    <updated>{}</updated>\n"
        "    <link rel=\"alternate\" type=\"text/html\" href=\"index.html\"/>\n"
        "    <content type=\"text\">{}</content>\n"
        "  </entry>\n",
        urn_of(item.key), for_markup(item.title), rfc3339(told_on(item, publication)), for_markup(item.text));
  }
  return text + "</feed>\n";
}

// The description of an item is HTML there, so a text is escaped for it, and then for XML.
std::string changes_rss(const Publication& publication) {
  const Catalog& catalog = publication.catalog;
  const std::string link = for_markup(feed_link(catalog));
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<rss version=\"2.0\">\n"
      "  <channel>\n"
      "    <title>{0}: changes of network addresses</title>\n"
      "    <link>{1}</link>\n"
      "    <description>What begins and ends in the addresses of {0}.</description>\n"
      "    <language>en</language>\n"
      "    <lastBuildDate>{2}</lastBuildDate>\n",
      for_markup(catalog.name.en), link, rfc822(publication.version));
  for (const Item& item : items_of(publication)) {
    text += fmt::format(
        "    <item>\n"
        "      <title>{}</title>\n"
        "      <description>{}</description>\n"
        "      <guid isPermaLink=\"false\">{}</guid>\n"
        "      <pubDate>{}</pubDate>\n"
        "    </item>\n",
        for_markup(item.title), for_markup(for_markup(item.text)), urn_of(item.key),
        rfc822(told_on(item, publication)));
  }
  return text + "  </channel>\n</rss>\n";
}

}  // namespace sallyport::catalog
