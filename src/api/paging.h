// The query parameters of every list that comes in pages.
//
// Thread safety: constants.
#pragma once

#include <array>

#include "api/routes.h"

namespace sallyport::api {

inline constexpr QueryParameter kLimit{
    "limit", R"({"type":"integer","minimum":1,"maximum":1000,"default":100})", "How many items at most"};
inline constexpr QueryParameter kCursor{"cursor", R"({"type":"string","maxLength":1024})",
                                        "The `next` of the page before; without it, the first page"};
inline constexpr std::array kPaging{kLimit, kCursor};

}  // namespace sallyport::api
