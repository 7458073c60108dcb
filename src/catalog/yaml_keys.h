// The fields that a catalog's file has, object by object; spec/catalog.schema.json has the same ones (a test
// holds that). Internal to catalog.
#pragma once

#include <array>
#include <string_view>

namespace sallyport::catalog {

using YamlKey = std::string_view;

inline constexpr std::array<YamlKey, 8> kCatalogKeys{"vendor", "name",   "sources", "history",
                                                     "sites",  "access", "advice",  "offerings"};
inline constexpr std::array<YamlKey, 3> kTextKeys{"en", "de", "ja"};
inline constexpr std::array<YamlKey, 6> kSourceKeys{"id", "page", "language", "dated", "read", "note"};
inline constexpr std::array<YamlKey, 4> kRevisionKeys{"date", "text", "source", "sources"};
inline constexpr std::array<YamlKey, 2> kSiteKeys{"id", "name"};
inline constexpr std::array<YamlKey, 4> kAccessKeys{"id", "name", "how", "steps"};
inline constexpr std::array<YamlKey, 7> kAdviceKeys{"kind",  "text",   "addresses", "hosts",
                                                    "ports", "source", "sources"};
inline constexpr std::array<YamlKey, 8> kOfferingKeys{"id",    "name",     "group",  "direction",
                                                      "ports", "features", "advice", "cells"};
inline constexpr std::array<YamlKey, 2> kFeatureKeys{"id", "name"};
inline constexpr std::array<YamlKey, 13> kCellKeys{"site",    "sites",         "versions", "until", "source",
                                                   "sources", "addresses",     "hosts",    "ports", "entries",
                                                   "same-as", "not-available", "unknown"};
inline constexpr std::array<YamlKey, 2> kVersionsKeys{"from", "to"};
inline constexpr std::array<YamlKey, 3> kSameAsKeys{"offerings", "versions", "chosen"};
inline constexpr std::array<YamlKey, 11> kEntryKeys{"addresses", "hosts",  "ports", "need",
                                                    "feature",   "from",   "until", "replaced-by",
                                                    "purpose",   "impact", "note"};

inline constexpr YamlKey kEverySite = "all";
inline constexpr YamlKey kEveryPort = "any";

}  // namespace sallyport::catalog
