#include "catalog/read/document/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "catalog/read/feed_builder.h"

namespace sallyport::catalog {
namespace {

constexpr std::size_t kNamedDestinations = 5;

auto cell_order(const DocumentCell& cell) {
  return std::pair<std::string_view, std::string_view>(cell.offering, cell.place);
}

DocumentCell document_cell(const Offering& offering, const Cell& cell, std::string place) {
  DocumentCell made{.offering = offering.id, .place = std::move(place), .line = 0, .content = {}};
  if (std::holds_alternative<NotAvailable>(cell.content)) made.content = NotAvailable();
  if (const auto* const unknown = std::get_if<Unknown>(&cell.content)) {
    made.content = DocumentUnknown{unknown->why.en};
  }
  const auto* const addresses = std::get_if<Addresses>(&cell.content);
  if (addresses == nullptr) return made;
  DocumentAddresses said;
  for (const Entry& entry : addresses->entries) {
    said.destinations.insert(said.destinations.end(), entry.destinations.begin(), entry.destinations.end());
  }
  std::ranges::sort(said.destinations);
  said.destinations.erase(std::ranges::unique(said.destinations).begin(), said.destinations.end());
  if (addresses->same_as) {
    said.same_as = DocumentSame{addresses->same_as->offerings, addresses->same_as->chosen};
    std::ranges::sort(said.same_as->offerings);
  }
  made.content = std::move(said);
  return made;
}

}  // namespace

const DocumentCell* Document::find(std::string_view offering, std::string_view place) const {
  const auto found = std::ranges::lower_bound(cells, std::pair(offering, place), {}, cell_order);
  return found != cells.end() && cell_order(*found) == std::pair(offering, place) ? &*found : nullptr;
}

std::string cell_title(const DocumentCell& cell) {
  if (cell.place.empty()) return cell.offering;
  return fmt::format("{}{}{}", cell.offering, cell.place.find(' ') == std::string::npos ? " at " : ", ",
                     cell.place);
}

std::string content_text(const DocumentCell& cell) {
  if (cell.is_unknown()) return "unknown";
  const auto* const addresses = std::get_if<DocumentAddresses>(&cell.content);
  if (addresses == nullptr) return "not available";
  std::string text;
  if (addresses->same_as) {
    text = fmt::format("the same as {}{}", fmt::join(addresses->same_as->offerings, ", "),
                       addresses->same_as->chosen ? " (those that are chosen)" : "");
  }
  const auto& all = addresses->destinations;
  for (std::size_t i = 0; i < std::min(all.size(), kNamedDestinations); ++i) {
    if (!text.empty()) text += ", ";
    text += net::to_string(all[i]);
  }
  if (all.size() > kNamedDestinations) text += fmt::format(" and {} more", all.size() - kNamedDestinations);
  return text;
}

Result<Document> document_of(const Catalog& catalog) {
  Document document{
      .vendor = catalog.vendor, .cells = {}, .texts = {}, .problems = {}, .ends_in = {}, .cut = {}};
  for (const Offering& offering : catalog.offerings) {
    for (const Cell& cell : offering.cells) {
      for (const std::string& site : cell.sites)
        document.cells.push_back(document_cell(offering, cell, site));
      if (!cell.sites.empty()) continue;
      const std::string place = cell.versions.is_everything() ? std::string() : cell.versions.to_string();
      document.cells.push_back(document_cell(offering, cell, place));
    }
  }
  std::ranges::sort(document.cells, {}, cell_order);
  const auto twice = std::ranges::adjacent_find(document.cells, {}, cell_order);
  if (twice != document.cells.end()) {
    return fail(
        ErrorCode::malformed_request,
        fmt::format("{} has several cells by version, which no page read here has", cell_title(*twice)));
  }
  return document;
}

Result<Feed> feed_of(const Document& document) {
  FeedBuilder builder(Format::list);
  builder.header().kind = document.vendor;
  for (const DocumentCell& cell : document.cells) {
    const auto* const addresses = std::get_if<DocumentAddresses>(&cell.content);
    if (addresses == nullptr) continue;
    SALLYPORT_ASSIGN(const auto offering, builder.name(cell.offering));
    SALLYPORT_ASSIGN(const auto site, builder.name(cell.place));
    const FeedPlace place{.offering = offering, .site = site};
    for (const net::Destination& each : addresses->destinations) {
      SALLYPORT_TRY(each.prefix() != nullptr ? builder.add(*each.prefix(), place, each.ports)
                                             : builder.add(*each.host(), place, each.ports));
    }
  }
  return builder.take();
}

}  // namespace sallyport::catalog
