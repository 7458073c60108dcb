// What the operations on catalogs have in common: which catalog, which language, which day.
//
// Thread safety: as the call's.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/call.h"
#include "catalog/shelf/catalogs.h"

namespace sallyport::api {

// Errors: not_found, where this Sallyport has none.
Result<std::shared_ptr<const catalog::Catalogs>> catalogs_of(const Call& call);

// Of that vendor; it lives as long as what is returned does. Errors: not_found, with the nearest and the
// list.
Result<std::shared_ptr<const catalog::Catalog>> catalog_of(const Call& call, const std::string& vendor);
// Of the vendor in the path.
Result<std::shared_ptr<const catalog::Catalog>> catalog_of(const Call& call);

// The query's `language`; English where it names none. Errors: malformed_request.
Result<catalog::Language> text_language(const Call& call);

std::chrono::sys_days today_of(const Call& call);  // in UTC
// The query parameter of that name; today where it is not there. Errors: malformed_request.
Result<std::chrono::sys_days> queried_day(const Call& call, std::string_view name);

// "push,email": what stands between the commas. Errors: malformed_request, where nothing stands there.
Result<std::vector<std::string>> queried_words(const Call& call, std::string_view name);

}  // namespace sallyport::api
