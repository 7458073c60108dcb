#include "app/cli/catalog_phrases.h"

#include <fmt/format.h>

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
    .from_vendor = "{} connects to you",
    .to_vendor = "You connect to {}",
    .not_available = "not available",
    .unknown = "unknown",
    .same_as = "same as {}",
    .only_chosen = "those of them that you use",
    .all_sites = "all",
    .from_version = "{} and later",
    .to_version = "up to {}",
    .between_versions = "{} to {}",
    .from = "from {}",
    .until = "until {}",
    .with = "with {}",
    .instead = "then {}",
    .recommended = "recommended",
    .optional = "optional",
    .if_blocked = "If blocked:",
    .to_know = "To know",
    .prerequisite = "first",
    .recommendation = "recommended",
    .topology = "who connects",
    .offline = "offline",
    .caution = "mind",
    .allows = "allows",
    .your_addresses = "Your own addresses at the vendor",
    .self_service = "by yourself",
    .ticket = "by ticket",
    .not_offered = "not offered",
    .pages = "Read from",
    .read = "read {}",
};

constexpr Phrases kGerman{
    .offering = "ANGEBOT",
    .site = "STANDORT",
    .versions = "VERSIONEN",
    .address = "ADRESSE",
    .ports = "PORTS",
    .when = "WANN",
    .meaning = "WOFÜR",
    .from_vendor = "{} verbindet sich mit Ihnen",
    .to_vendor = "Sie verbinden sich mit {}",
    .not_available = "gibt es nicht",
    .unknown = "unbekannt",
    .same_as = "wie {}",
    .only_chosen = "die davon, die Sie nutzen",
    .all_sites = "alle",
    .from_version = "ab {}",
    .to_version = "bis {}",
    .between_versions = "{} bis {}",
    .from = "ab {}",
    .until = "bis {}",
    .with = "mit {}",
    .instead = "dann {}",
    .recommended = "empfohlen",
    .optional = "freiwillig",
    .if_blocked = "Wenn gesperrt:",
    .to_know = "Gut zu wissen",
    .prerequisite = "zuerst",
    .recommendation = "empfohlen",
    .topology = "wer verbindet sich",
    .offline = "offline",
    .caution = "Achtung",
    .allows = "erlaubt",
    .your_addresses = "Ihre eigenen Adressen beim Anbieter",
    .self_service = "selbst",
    .ticket = "per Ticket",
    .not_offered = "nicht angeboten",
    .pages = "Gelesen in",
    .read = "gelesen {}",
};

constexpr Phrases kJapanese{
    .offering = "サービス",
    .site = "拠点",
    .versions = "バージョン",
    .address = "アドレス",
    .ports = "ポート",
    .when = "条件・期間",
    .meaning = "用途",
    .from_vendor = "{}からの接続",
    .to_vendor = "{}への接続",
    .not_available = "該当なし",
    .unknown = "不明",
    .same_as = "{}と同じ",
    .only_chosen = "利用中のもののみ",
    .all_sites = "すべて",
    .from_version = "{}以降",
    .to_version = "{}まで",
    .between_versions = "{}から{}",
    .from = "{}から",
    .until = "{}まで",
    .with = "{}使用時",
    .instead = "以後は{}",
    .recommended = "推奨",
    .optional = "任意",
    .if_blocked = "遮断時:",
    .to_know = "注意事項",
    .prerequisite = "事前に必要",
    .recommendation = "推奨",
    .topology = "接続の向き",
    .offline = "オフライン",
    .caution = "注意",
    .allows = "許可対象",
    .your_addresses = "ベンダー側での自社アドレスの登録",
    .self_service = "自分で設定",
    .ticket = "チケットで依頼",
    .not_offered = "提供なし",
    .pages = "出典",
    .read = "{}確認",
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

std::string with(std::string_view phrase, std::string_view value) {
  return fmt::format(fmt::runtime(phrase), value);
}

std::string describe(const Phrases& words, const catalog::VersionRange& versions) {
  const auto from = versions.from ? versions.from->to_string() : std::string();
  const auto to = versions.to ? versions.to->to_string() : std::string();
  if (versions.from && versions.to) return fmt::format(fmt::runtime(words.between_versions), from, to);
  if (versions.from) return fmt::format(fmt::runtime(words.from_version), from);
  if (versions.to) return fmt::format(fmt::runtime(words.to_version), to);
  return {};
}

std::string_view describe(const Phrases& words, catalog::AdviceKind kind) {
  switch (kind) {
    case catalog::AdviceKind::prerequisite:
      return words.prerequisite;
    case catalog::AdviceKind::recommendation:
      return words.recommendation;
    case catalog::AdviceKind::topology:
      return words.topology;
    case catalog::AdviceKind::offline:
      return words.offline;
    case catalog::AdviceKind::caution:
      break;
  }
  return words.caution;
}

std::string_view describe(const Phrases& words, catalog::WayIn way) {
  switch (way) {
    case catalog::WayIn::self_service:
      return words.self_service;
    case catalog::WayIn::ticket:
      return words.ticket;
    case catalog::WayIn::not_offered:
      break;
  }
  return words.not_offered;
}

}  // namespace sallyport::cli
