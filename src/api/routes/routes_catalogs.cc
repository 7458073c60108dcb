#include <array>

#include "api/handlers/handlers.h"
#include "api/routes/routes.h"

namespace sallyport::api {
namespace {

constexpr QueryParameter kTextLanguage{
    "language", R"({"type":"string","enum":["en","de","ja"],"default":"en"})", "Of names and texts"};
constexpr std::string_view kWords = R"({"type":"string"})";
constexpr std::string_view kDay = R"({"type":"string","format":"date"})";
constexpr std::string_view kFlag = R"({"type":"boolean","default":false})";

constexpr std::array kLanguageOnly{kTextLanguage};
constexpr std::array kShow{kTextLanguage, QueryParameter{"offering", kWords, "Only this one"}};
constexpr std::array kResolve{
    QueryParameter{"offering", kWords, "Which services, with commas between them; left out: all"},
    QueryParameter{"site", kWords, "Which data centres or regions, the same"},
    QueryParameter{"version", kWords, "Of the product, such as 16.2"},
    QueryParameter{"feature", kWords, "What is used of it besides, with commas between"},
    QueryParameter{"on", kDay, "The day on which it is to count; left out: today"},
    QueryParameter{"all", kFlag,
                   "What is left out above is everything, and what is recommended or optional is wanted too"},
    QueryParameter{"allow_unknown", kFlag, "Leave out what nobody knows, instead of refusing"},
    QueryParameter{"direction", R"({"type":"string","enum":["from-vendor","to-vendor"]})",
                   "Only where the vendor connects, or only where you do"},
    kTextLanguage};
constexpr std::array kCompare{QueryParameter{"from", kDay, "The day before", true},
                              QueryParameter{"to", kDay, "The day after; left out: today"}};
constexpr std::array kWhois{QueryParameter{"query", kWords, "An address, a network or a host", true}};

constexpr std::array kCatalogsRoutes{
    Route{.method = "GET",
          .path = "/api/v1/catalogs",
          .id = "listCatalogs",
          .summary = "Vendors whose addresses are known",
          .query = kLanguageOnly,
          .response = "CatalogList",
          .errors = codes(ErrorCode::not_found),
          .need = Need::token,
          .handle = &list_catalogs},
    Route{.method = "POST",
          .path = "/api/v1/catalogs/compare",
          .id = "compareLists",
          .summary = "What differs between two lists, or between a list and what a vendor says",
          .request = "ListsToCompare",
          .response = "ListDifferences",
          .errors = codes(ErrorCode::not_found, ErrorCode::malformed_list),
          .need = Need::token,
          .handle = &compare_lists},
    Route{.method = "POST",
          .path = "/api/v1/catalogs/read",
          .id = "readFeed",
          .summary = "What a vendor's feed says new against the last good one, and whether a person has to "
                     "look at it; nothing is taken over",
          .request = "FeedToRead",
          .response = "Proposal",
          .errors = codes(ErrorCode::malformed_feed, ErrorCode::invalid_setting),
          .need = Need::token,
          .handle = &read_feed},
    Route{.method = "GET",
          .path = "/api/v1/catalogs/{vendor}",
          .id = "showCatalog",
          .summary = "All that a vendor says of its addresses",
          .query = kShow,
          .response = "Catalog",
          .errors = codes(ErrorCode::not_found),
          .need = Need::token,
          .handle = &show_catalog},
    Route{.method = "GET",
          .path = "/api/v1/catalogs/{vendor}/resolve",
          .id = "resolveCatalog",
          .summary = "The list that somebody needs who uses this, with the reason for each line",
          .query = kResolve,
          .response = "ResolvedList",
          .errors = codes(ErrorCode::not_found, ErrorCode::unknown_cell),
          .need = Need::token,
          .handle = &resolve_catalog},
    Route{.method = "POST",
          .path = "/api/v1/catalogs/{vendor}/checks",
          .id = "startCatalogCheck",
          .summary = "Begins to try whether what a selection goes out to can be reached from the daemon's "
                     "machine; one check runs at a time, for at most 20 s. While one runs: rate_limited, "
                     "and Retry-After says how long it may still take",
          .request = "CheckOrder",
          .response = "CatalogCheck",
          .success = 202,
          .errors = codes(ErrorCode::not_found, ErrorCode::unknown_cell, ErrorCode::invalid_setting),
          .handle = &start_catalog_check},
    Route{.method = "GET",
          .path = "/api/v1/catalogs/{vendor}/checks/{check}",
          .id = "showCatalogCheck",
          .summary = "How far a check is, and what came of it; the last 16 of all vendors are remembered, "
                     "until the daemon ends",
          .query = kLanguageOnly,
          .response = "CatalogCheck",
          .errors = codes(ErrorCode::not_found),
          .handle = &show_catalog_check},
    Route{.method = "GET",
          .path = "/api/v1/catalogs/{vendor}/history",
          .id = "listCatalogHistory",
          .summary = "What was, is or will be different from some day on",
          .query = kLanguageOnly,
          .response = "CatalogHistory",
          .errors = codes(ErrorCode::not_found),
          .need = Need::token,
          .handle = &list_catalog_history},
    Route{.method = "GET",
          .path = "/api/v1/catalogs/{vendor}/compare",
          .id = "compareCatalog",
          .summary = "What differs between two days of a catalog, and what ends when",
          .query = kCompare,
          .response = "ListDifferences",
          .errors = codes(ErrorCode::not_found, ErrorCode::too_many_entries),
          .need = Need::token,
          .handle = &compare_catalog},
    Route{.method = "GET",
          .path = "/api/v1/whois",
          .id = "whois",
          .summary = "Whose an address, a network or a host is, over all catalogs and feeds",
          .query = kWhois,
          .response = "WhoisAnswer",
          .errors = codes(ErrorCode::not_found, ErrorCode::malformed_address, ErrorCode::host_bits_set,
                          ErrorCode::malformed_host),
          .need = Need::token,
          .handle = &whois},
};

}  // namespace

std::span<const Route> catalogs_routes() { return kCatalogsRoutes; }

}  // namespace sallyport::api
