#include "api/handlers/catalog_call.h"

#include <fmt/format.h>

#include "base/nearest.h"
#include "catalog/answer/answer_day.h"

namespace sallyport::api {

Result<std::shared_ptr<const catalog::Catalogs>> catalogs_of(const Call& call) {
  auto catalogs = call.settings.catalogs ? call.settings.catalogs() : nullptr;
  if (catalogs == nullptr) return fail(ErrorCode::not_found, "this Sallyport has no catalogs");
  return catalogs;
}

Result<std::shared_ptr<const catalog::Catalog>> catalog_of(const Call& call, const std::string& vendor) {
  SALLYPORT_ASSIGN(const auto catalogs, catalogs_of(call));
  if (const auto* const held = catalogs->find(vendor)) return held->catalog;
  std::vector<std::string_view> known;
  for (const auto& held : catalogs->all()) known.push_back(held.catalog->vendor);
  return fail(ErrorCode::not_found, no_such("vendor", std::string_view(vendor).substr(0, 100), known));
}

Result<std::shared_ptr<const catalog::Catalog>> catalog_of(const Call& call) {
  return catalog_of(call, std::string(call.parameter("vendor")));
}

Result<catalog::Language> text_language(const Call& call) {
  const std::string_view word = call.queried("language");
  if (word.empty()) return catalog::Language::english;
  if (const auto language = catalog::parse_language(word)) return *language;
  return fail(ErrorCode::malformed_request, "language must be en, de or ja");
}

std::chrono::sys_days today_of(const Call& call) {
  return std::chrono::floor<std::chrono::days>(call.settings.clock->now());
}

Result<std::chrono::sys_days> queried_day(const Call& call, std::string_view name) {
  return catalog::single_day(call.queried(name), today_of(call));
}

Result<std::vector<std::string>> queried_words(const Call& call, std::string_view name) {
  std::vector<std::string> words;
  std::string_view rest = call.queried(name);
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    words.emplace_back(rest.substr(0, comma));
    if (words.back().empty() || comma + 1 == rest.size()) {
      return fail(ErrorCode::malformed_request, fmt::format("{} has a comma too many", name));
    }
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  return words;
}

}  // namespace sallyport::api
