#include "api/pages/published_catalogs.h"

#include "api/pages/page.h"
#include "catalog/publish/publish.h"
#include "catalog/shelf/digest.h"

namespace sallyport::api {
namespace {

// The style sheet in the head of a page that catalog::publish() made; nothing of the catalog stands before it
// but escaped text.
std::string_view style_of(std::string_view html) {
  constexpr std::string_view kOpen = "<style>";
  const std::size_t open = html.find(kOpen);
  const std::size_t close = html.find("</style>");
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  return html.substr(open + kOpen.size(), close - open - kOpen.size());
}

std::shared_ptr<const Edition> make_edition(const catalog::HeldCatalog& held, std::chrono::sys_days day) {
  auto edition = std::make_shared<Edition>();
  edition->revision = held.revision;
  edition->day = day;
  for (catalog::PublishedFile& file : catalog::publish(*held.catalog, day)) {
    const bool html = file.content_type.starts_with("text/html");
    auto policy = policy_with_style(html ? style_of(file.text) : std::string_view());
    auto tag = '"' + catalog::digest_of(file.text) + '"';
    edition->files.emplace(
        std::move(file.path),
        PublishedText{std::move(file.content_type), std::move(file.text), std::move(tag), std::move(policy)});
  }
  return edition;
}

}  // namespace

std::shared_ptr<const Edition> PublishedCatalogs::find(const catalog::HeldCatalog& held,
                                                       std::chrono::sys_days day) const {
  const std::lock_guard lock(mutex_);
  const auto kept = editions_.find(held.catalog->vendor);
  if (kept == editions_.end()) return nullptr;
  return kept->second->revision == held.revision && kept->second->day == day ? kept->second : nullptr;
}

std::shared_ptr<const Edition> PublishedCatalogs::edition(const catalog::Catalogs& catalogs,
                                                          std::string_view vendor,
                                                          std::chrono::sys_days day) {
  const auto* const held = catalogs.find(vendor);
  if (held == nullptr) return nullptr;
  if (auto kept = find(*held, day)) return kept;
  const std::lock_guard making(making_);
  if (auto kept = find(*held, day)) return kept;  // it was made while this one waited
  auto made = make_edition(*held, day);
  const std::lock_guard lock(mutex_);
  std::erase_if(editions_, [&](const auto& kept) { return catalogs.find(kept.first) == nullptr; });
  editions_[held->catalog->vendor] = made;
  return made;
}

}  // namespace sallyport::api
