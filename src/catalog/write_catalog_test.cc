#include <gtest/gtest.h>

#include "catalog/random_catalog.h"
#include "catalog/test_catalogs.h"

namespace sallyport::catalog {
namespace {

TEST(WriteCatalog, IsAsPeopleWouldWriteIt) {
  const std::string text =
      "vendor: acme\n"
      "name: Acme\n"
      "sources:\n"
      "  - {id: en, page: A page, language: en, dated: \"2024\"}\n"
      "sites:\n"
      "  - {id: DC-01}\n"
      "  - {id: DC-02, name: {en: Two, de: Zwei}}\n"
      "offerings:\n"
      "  - id: push\n"
      "    name: Push\n"
      "    direction: from-vendor\n"
      "    cells:\n"
      "      - {site: DC-01, source: en, addresses: [3.6.251.95, 18.195.0.0/16]}\n"
      "      - {site: DC-02, source: en, not-available: true}\n"
      "  - id: tool\n"
      "    name: Tool\n"
      "    direction: to-vendor\n"
      "    ports: 443/tcp\n"
      "    features:\n"
      "      - {id: keys}\n"
      "    cells:\n"
      "      - versions: {from: \"2.10\"}\n"
      "        source: en\n"
      "        entries:\n"
      "          - hosts: [a.acme.example, \"*.acme.example\"]\n"
      "            ports: [443/tcp, 80/tcp]\n"
      "            until: 2024-Q2\n"
      "            replaced-by: [b.acme.example]\n"
      "            purpose: {en: Updates, ja: \"\xe6\x9b\xb4\xe6\x96\xb0\"}\n"
      "          - {hosts: [c.acme.example], ports: any, need: optional, feature: keys}\n"
      "      - {versions: {to: \"2.9\"}, source: en, unknown: Nobody knows.}\n"
      "  - id: other\n"
      "    name: Other\n"
      "    direction: to-vendor\n"
      "    cells:\n"
      "      - {source: en, same-as: {offerings: tool, versions: {from: \"3\"}, chosen: true}}\n";
  EXPECT_EQ(write_catalog(test::catalog(text)), text);
}

TEST(WriteCatalog, WhatIsWrittenIsReadBack) {
  int read_back = 0;
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    const Catalog catalog = test::RandomCatalog(seed).make();
    const std::string text = write_catalog(catalog);
    const auto again = read_catalog(text, "written");
    if (!again) {  // the only thing that may be wrong with it
      ASSERT_NE(again.error().message.find("has no cell for"), std::string::npos)
          << again.error().message << "\n"
          << text;
      continue;
    }
    ++read_back;
    ASSERT_EQ(*again, catalog) << text;
    ASSERT_EQ(write_catalog(*again), text);
  }
  EXPECT_GT(read_back, 200);
}

}  // namespace
}  // namespace sallyport::catalog
