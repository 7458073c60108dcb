// The vendor's page: what it offers, where, for whom, until when, and what else there is to know.
//
// Thread safety: pure.
#pragma once

#include "catalog/publish/formats_out.h"
#include "catalog/publish/page.h"

namespace sallyport::catalog {

// `files`: what stands beside it, for programs.
PublishedPage vendor_page(const Publication& publication, Language language,
                          const std::vector<std::string>& files);

// What one cell says, line by line. `with_versions`: which of them first.
PageCell page_cell(const Catalog& catalog, const Offering& offering, const Cell& cell,
                   std::chrono::sys_days on, Language language, bool with_versions);

}  // namespace sallyport::catalog
