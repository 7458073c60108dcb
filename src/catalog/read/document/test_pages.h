// Pages and profiles as tests write them.
//
// Thread safety: pure functions; they throw where a text is none.
#pragma once

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "catalog/read/document/document_proposal.h"

namespace sallyport::catalog::testing {

// Two tables, at two sites: one with two offerings, and one that is all of an offering.
inline constexpr std::string_view kTableProfile = R"(vendor: acme
sites: [North, South]
not-available: [NA, none here]
ends: [The end]
tables:
  - headers: [Service Place Addresses, Dienst Ort Adressen]
    offerings:
      - {id: mail, labels: {en: Mail, de: Post}, remarks: [with all of its parts]}
      - {id: push, labels: Push}
      - id: content
        labels: Content
        same-as: {texts: Those of the channel., offerings: [mail, push], chosen: true, once: true}
  - headers: Place Addresses
    offering: feeds
)";

inline constexpr std::string_view kSectionProfile = R"(vendor: acme
ports: 443/tcp
port-words:
  - {texts: (also TCP/80), ports: 80/tcp}
ends: Related articles
sections:
  - id: suite
    labels: Acme Suite
    versions:
      - {labels: From 16 on, from: "16"}
      - {labels: Up to 15, to: "15"}
  - id: gateway
    labels: Acme Gateway
    same-as: {texts: It needs what Acme Suite needs., offerings: suite}
    versions:
      - labels: All versions
)";

inline Profile profile(std::string_view yaml) {
  auto read = read_profile(yaml, "P");
  if (!read) throw std::runtime_error(read.error().message);
  return *std::move(read);
}

inline Result<Document> read_with(std::string_view yaml, std::string_view bytes) {
  const Profile read = profile(yaml);
  auto page = read_page(bytes);
  if (!page) return std::unexpected(page.error());
  return read_document(read, *page);
}

inline Document document(std::string_view yaml, std::string_view bytes) {
  auto read = read_with(yaml, bytes);
  if (!read) throw std::runtime_error(read.error().message);
  return *std::move(read);
}

// "mail at North: 192.0.2.1, ...", all destinations of it.
inline std::vector<std::string> cell_texts(const Document& document) {
  std::vector<std::string> texts;
  for (const DocumentCell& cell : document.cells) {
    std::string text = cell_title(cell) + ":";
    if (const auto* const unknown = std::get_if<DocumentUnknown>(&cell.content))
      text += " unknown, " + unknown->why;
    if (std::holds_alternative<NotAvailable>(cell.content)) text += " not available";
    if (const auto* const addresses = std::get_if<DocumentAddresses>(&cell.content)) {
      if (addresses->same_as) {
        text += " as";
        for (const std::string& each : addresses->same_as->offerings) text += " " + each;
        if (addresses->same_as->chosen) text += " chosen";
      }
      for (const net::Destination& each : addresses->destinations) text += " " + net::to_string(each);
    }
    texts.push_back(text);
  }
  return texts;
}

// "heading 1: text", rows as "row 3: a/b | c"
inline std::vector<std::string> block_texts(std::string_view bytes) {
  const auto page = read_page(bytes);
  if (!page) return {"refused: " + page.error().message};
  std::vector<std::string> texts;
  for (const Block& block : page->blocks) {
    constexpr std::array<std::string_view, 4> kKinds{"heading", "row", "item", "line"};
    std::string text =
        std::string(kKinds[static_cast<std::size_t>(block.kind)]) + " " + std::to_string(block.line) + ":";
    for (std::size_t i = 0; i < block.fields.size(); ++i) {
      if (i > 0) text += " |";
      if (block.fields[i].repeated) text += " ^";
      std::string_view mark = " ";
      for (const Piece& piece : *block.fields[i].pieces) {
        text += mark;
        text += piece.text;
        mark = " / ";
      }
    }
    texts.push_back(text);
  }
  return texts;
}

inline std::optional<std::string> file_text(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in.is_open()) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace sallyport::catalog::testing
