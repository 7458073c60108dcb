// catalog read --as document: what a vendor's help page says new against the last good one, and against the
// same page in other languages.

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <optional>

#include "app/cli/catalog/catalog_read_output.h"
#include "catalog/read/document/document_proposal.h"
#include "catalog/read_catalog.h"

namespace sallyport::cli {
namespace {

std::optional<std::string> page_bytes(Session& session, const std::filesystem::path& file) {
  std::ifstream opened;
  if (file != "-") opened.open(file, std::ios::binary);
  std::istream& in = file == "-" ? std::cin : opened;
  std::string bytes(catalog::kLargestPage + 1, '\0');
  if (in.good()) in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (in.bad() || (file != "-" && (!opened.is_open() || std::filesystem::is_directory(file)))) {
    session.print_note(fmt::format("{} cannot be opened", file.string()));
    return std::nullopt;
  }
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

// These give nothing where it was printed why not.
std::optional<catalog::Document> page_document(Session& session, const catalog::Profile& profile,
                                               const std::filesystem::path& file) {
  const auto bytes = page_bytes(session, file);
  if (!bytes) return std::nullopt;
  const auto page = catalog::read_page(*bytes);
  auto document = page ? catalog::read_document(profile, *page)
                       : Result<catalog::Document>(std::unexpected(page.error()));
  if (!document) {
    session.print_note(fmt::format("{} cannot be read: {}", file.string(), document.error().message));
    return std::nullopt;
  }
  return *std::move(document);
}

// A catalog by its name, which only a person gives; otherwise an earlier page.
std::optional<catalog::Document> last_good_document(Session& session, const catalog::Profile& profile,
                                                    const std::filesystem::path& file) {
  if (file.extension() != ".yaml" && file.extension() != ".yml") return page_document(session, profile, file);
  const auto read = catalog::load_catalog(file);
  auto document =
      read ? catalog::document_of(*read) : Result<catalog::Document>(std::unexpected(read.error()));
  if (!document) {
    session.print_note(document.error().message);
    return std::nullopt;
  }
  if (document->vendor != profile.vendor) {
    session.print_note(fmt::format("{} is the catalog of {}, and the profile is of {}", file.string(),
                                   document->vendor, profile.vendor));
    return std::nullopt;
  }
  return *std::move(document);
}

boost::json::array cells_json(const catalog::Document& document) {
  boost::json::array cells;
  for (const catalog::DocumentCell& cell : document.cells) {
    boost::json::object item{{"offering", cell.offering}, {"place", cell.place}, {"line", cell.line}};
    if (const auto* const unknown = std::get_if<catalog::DocumentUnknown>(&cell.content)) {
      item["unknown"] = unknown->why;
    } else if (const auto* const said = std::get_if<catalog::DocumentAddresses>(&cell.content)) {
      boost::json::array destinations;
      for (const net::Destination& each : said->destinations) destinations.emplace_back(net::to_string(each));
      item["destinations"] = std::move(destinations);
      if (said->same_as) {
        boost::json::array offerings;
        for (const std::string& each : said->same_as->offerings) offerings.emplace_back(each);
        item["same_as"] = std::move(offerings);
        item["chosen"] = said->same_as->chosen;
      }
    } else {
      item["not_available"] = true;
    }
    cells.push_back(std::move(item));
  }
  return cells;
}

}  // namespace

int catalog_read_document(Session& session, const Arguments& arguments) {
  if (arguments.profile.empty()) {
    return session.usage("--as document needs --profile: where on the page what stands (catalogs/profiles)");
  }
  const auto profile = catalog::load_profile(arguments.profile);
  if (!profile) {
    session.print_note(profile.error().message);
    return kRefused;
  }
  const auto found = page_document(session, *profile, arguments.source_file);
  if (!found) return kRefused;
  std::optional<catalog::Document> last_good;
  if (!arguments.last_good.empty()) {
    last_good = last_good_document(session, *profile, arguments.last_good);
    if (!last_good) return kRefused;
  }
  std::vector<catalog::Translation> translations;
  for (const std::filesystem::path& file : arguments.translations) {
    auto translation = page_document(session, *profile, file);
    if (!translation) return kRefused;
    translations.push_back({file.string(), *std::move(translation)});
  }
  const auto proposed = catalog::propose_document(*found, last_good ? &*last_good : nullptr, translations);
  if (!proposed) {
    session.print_note(
        fmt::format("{} cannot be read: {}", arguments.source_file.string(), proposed.error().message));
    return kRefused;
  }
  const boost::json::array cells = cells_json(*found);
  return print_proposal(session, arguments.read_as, last_good ? proposed->before : proposed->found,
                        proposed->found, proposed->proposal, &cells);
}

}  // namespace sallyport::cli
