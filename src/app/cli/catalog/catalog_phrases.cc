#include "app/cli/catalog/catalog_phrases.h"

namespace sallyport::cli {
namespace {

constexpr Phrases kEnglish{
    .offering = "OFFERING",
    .site = "SITE",
    .versions = "VERSIONS",
    .address = "ADDRESS",
    .ports = "PORTS",
    .when = "WHEN",
    .meaning = "WHAT FOR",
    .all_sites = "all",
};

constexpr Phrases kGerman{
    .offering = "ANGEBOT",
    .site = "STANDORT",
    .versions = "VERSIONEN",
    .address = "ADRESSE",
    .ports = "PORTS",
    .when = "WANN",
    .meaning = "WOFÜR",
    .all_sites = "alle",
};

constexpr Phrases kJapanese{
    .offering = "サービス",
    .site = "拠点",
    .versions = "バージョン",
    .address = "アドレス",
    .ports = "ポート",
    .when = "条件・期間",
    .meaning = "用途",
    .all_sites = "すべて",
};

}  // namespace

const Phrases& phrases(catalog::Language language) {
  switch (language) {
    case catalog::Language::german:
      return kGerman;
    case catalog::Language::japanese:
      return kJapanese;
    case catalog::Language::english:
      break;
  }
  return kEnglish;
}

std::string versions_in_words(catalog::Language language, const catalog::VersionRange& versions) {
  if (versions.is_everything()) return {};
  return catalog::page_word(catalog::page_words(language), versions);
}

}  // namespace sallyport::cli
