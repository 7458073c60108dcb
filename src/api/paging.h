// The query parameters of every list that comes in pages.
//
// Thread safety: constants.
#pragma once

#include <array>

#include "api/routes/routes.h"

namespace sallyport::api {

inline constexpr QueryParameter kLimit{
    "limit", R"({"type":"integer","minimum":1,"maximum":1000,"default":100})", "How many items at most"};
inline constexpr QueryParameter kCursor{"cursor", R"({"type":"string","maxLength":1024})",
                                        "The `next` of the page before; without it, the first page"};
inline constexpr std::array kPaging{kLimit, kCursor};

// Those of lists of what happened.
inline constexpr QueryParameter kSince{"since", R"({"$ref":"#/components/schemas/Timestamp"})",
                                       "Only from then on"};
inline constexpr QueryParameter kUntil{"until", R"({"$ref":"#/components/schemas/Timestamp"})",
                                       "Only what is before then"};
inline constexpr QueryParameter kOfCredential{"credential", R"({"$ref":"#/components/schemas/Name"})",
                                              "Only of this credential"};
inline constexpr QueryParameter kFrom{"inside", R"({"$ref":"#/components/schemas/Prefix"})",
                                      "Only addresses within this network, or this address"};

}  // namespace sallyport::api
