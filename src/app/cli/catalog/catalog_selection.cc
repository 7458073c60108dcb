#include "app/cli/catalog/catalog_selection.h"

#include <fmt/format.h>

#include "app/cli/catalog/catalog_files.h"
#include "app/cli/catalog/catalog_rows.h"

namespace sallyport::cli {

Result<catalog::Selection> selection_of(const Arguments& arguments) {
  catalog::Selection selection;
  selection.offerings = arguments.offerings;
  selection.sites = arguments.sites;
  selection.features = arguments.features;
  if (!arguments.product_version.empty()) {
    SALLYPORT_ASSIGN(selection.version, catalog::Version::parse(arguments.product_version));
  }
  SALLYPORT_ASSIGN(selection.on, parse_day(arguments.on));
  selection.all = arguments.all;
  selection.allow_unknown = arguments.allow_unknown;
  return selection;
}

std::string told(const catalog::Remark& remark) {
  const auto* const entry = remark.reason.entry;
  if (remark.kind != catalog::Remark::Kind::ended || entry == nullptr || entry->replaced_by.empty())
    return remark.text;
  return fmt::format("{}; instead: {}", remark.text, joined(texts_of(entry->replaced_by)));
}

}  // namespace sallyport::cli
