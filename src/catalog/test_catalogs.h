// Catalogs as tests write them.
//
// Thread safety: pure functions; they throw where the text is none.
#pragma once

#include <stdexcept>
#include <string>

#include "catalog/read_catalog.h"

namespace sallyport::catalog::test {

inline Catalog catalog(const std::string& yaml) {
  auto read = read_catalog(yaml, "test.yaml");
  if (!read) throw std::runtime_error(read.error().message + "\n" + yaml);
  return std::move(*read);
}

// The first six lines of a catalog with two sites and two sources, and its offerings behind them.
inline std::string acme(const std::string& offerings) {
  return "vendor: acme\n"
         "name: Acme\n"
         "sources: [{id: en, page: A page, language: en}, {id: ja, page: A page, language: ja}]\n"
         "sites: [DC-01, DC-02]\n"
         "# here stands nothing\n"
         "offerings:\n" +
         offerings;
}

// One offering without sites, with its cells from line 11 on.
inline std::string tool(const std::string& cells) {
  return acme(
             "  - id: tool\n"
             "    name: Tool\n"
             "    direction: to-vendor\n"
             "    cells:\n") +
         cells;
}

// What is said of a text that is refused: "LINE:COLUMN: why", a line for each fault.
inline std::string faults(const std::string& yaml) {
  const auto read = read_catalog(yaml, "F");
  if (read) return "none";
  std::string text = read.error().message;
  for (std::size_t at = 0; (at = text.find("F:", at)) != std::string::npos;) {
    if (at == 0 || text[at - 1] == '\n') {
      text.erase(at, 2);
    } else {
      ++at;
    }
  }
  return text;
}

}  // namespace sallyport::catalog::test
