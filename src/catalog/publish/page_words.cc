#include "catalog/publish/page_words.h"

#include <fmt/format.h>

namespace sallyport::catalog {
namespace {

constexpr PageWords kPageEnglish{
    .title = "{}: network addresses",
    .intro =
        "The addresses and hosts of {}, service by service: what to allow, and since when and until when.",
    .other_languages = "This page in other languages",
    .as_of = "As of {}.",
    .from_vendor = "{} connects to you: allow these in.",
    .to_vendor = "You connect to {}: allow these out.",
    .to_know = "To know first",
    .lists = "For programs",
    .lists_text = "The same as files:",
    .changes = "Changes",
    .your_addresses = "Your own addresses at {}",
    .sources = "Read from",
    .offering = "Service",
    .versions = "Versions",
    .addresses = "Addresses and hosts",
    .conditions = "When",
    .meaning = "What for",
    .way = "How",
    .steps = "Steps",
    .day = "Day",
    .what = "What",
    .page = "Page",
    .caption_sites = "{}: addresses by service and site",
    .caption_versions = "{}: addresses and hosts by version",
    .no_offerings_group = "Addresses",
    .not_available = "Not available",
    .unknown = "Unknown",
    .same_as = "Same as {}",
    .only_chosen = "those of them that you use",
    .all_versions = "all",
    .from_version = "{} and later",
    .to_version = "up to {}",
    .between_versions = "{} to {}",
    .from = "from {}",
    .until = "until {}",
    .ended = "ended on {}",
    .with = "only with: {}",
    .instead = "then {}",
    .recommended = "recommended",
    .optional = "optional",
    .if_blocked = "If blocked: {}",
    .every_port = "all ports",
    .prerequisite = "First",
    .recommendation = "Recommended",
    .topology = "Who connects",
    .offline = "Offline",
    .caution = "Mind",
    .allows = "Allows {}",
    .self_service = "by yourself",
    .ticket = "by ticket",
    .not_offered = "not offered",
    .dated = "of {}",
    .read = "read on {}",
    .begins = "begins",
    .ends = "ends",
    .comma = ", ",
    .stop = ". ",
};

constexpr PageWords kPageGerman{
    .title = "{}: Netzwerkadressen",
    .intro = "Die Adressen und Hosts von {}, Dienst für Dienst: was zu erlauben ist, seit wann und bis wann.",
    .other_languages = "Diese Seite in anderen Sprachen",
    .as_of = "Stand: {}.",
    .from_vendor = "{} verbindet sich mit Ihnen: Erlauben Sie diese Adressen eingehend.",
    .to_vendor = "Sie verbinden sich mit {}: Erlauben Sie diese Ziele ausgehend.",
    .to_know = "Vorher zu wissen",
    .lists = "Für Programme",
    .lists_text = "Dasselbe als Dateien:",
    .changes = "Änderungen",
    .your_addresses = "Ihre eigenen Adressen bei {}",
    .sources = "Gelesen in",
    .offering = "Dienst",
    .versions = "Versionen",
    .addresses = "Adressen und Hosts",
    .conditions = "Wann",
    .meaning = "Wofür",
    .way = "Wie",
    .steps = "Vorgehen",
    .day = "Tag",
    .what = "Was",
    .page = "Seite",
    .caption_sites = "{}: Adressen nach Dienst und Standort",
    .caption_versions = "{}: Adressen und Hosts nach Version",
    .no_offerings_group = "Adressen",
    .not_available = "Nicht verfügbar",
    .unknown = "Unbekannt",
    .same_as = "Wie {}",
    .only_chosen = "die davon, die Sie nutzen",
    .all_versions = "alle",
    .from_version = "ab {}",
    .to_version = "bis {}",
    .between_versions = "{} bis {}",
    .from = "ab {}",
    .until = "bis {}",
    .ended = "beendet am {}",
    .with = "nur mit: {}",
    .instead = "danach {}",
    .recommended = "empfohlen",
    .optional = "freiwillig",
    .if_blocked = "Wenn gesperrt: {}",
    .every_port = "alle Ports",
    .prerequisite = "Zuerst",
    .recommendation = "Empfohlen",
    .topology = "Wer verbindet sich",
    .offline = "Offline",
    .caution = "Achtung",
    .allows = "Erlaubt {}",
    .self_service = "selbst",
    .ticket = "per Ticket",
    .not_offered = "nicht angeboten",
    .dated = "vom {}",
    .read = "gelesen am {}",
    .begins = "beginnt",
    .ends = "endet",
    .comma = ", ",
    .stop = ". ",
};

constexpr PageWords kPageJapanese{
    .title = "{}: ネットワークアドレス一覧",
    .intro = "{}が使用するアドレスとホストの一覧です。許可すべき対象と有効期間をサービスごとに示します。",
    .other_languages = "他の言語で読む",
    .as_of = "{}現在。",
    .from_vendor = "{}からお客様側への接続です。受信方向で許可してください。",
    .to_vendor = "お客様側から{}への接続です。送信方向で許可してください。",
    .to_know = "事前にご確認ください",
    .lists = "プログラム向けデータ",
    .lists_text = "同じ内容のファイル:",
    .changes = "変更履歴",
    .your_addresses = "{}側での自社アドレスの登録",
    .sources = "出典",
    .offering = "サービス",
    .versions = "バージョン",
    .addresses = "アドレスとホスト",
    .conditions = "条件・期間",
    .meaning = "用途",
    .way = "方法",
    .steps = "手順",
    .day = "日付",
    .what = "内容",
    .page = "ページ",
    .caption_sites = "{}: サービスと拠点ごとのアドレス",
    .caption_versions = "{}: バージョンごとのアドレスとホスト",
    .no_offerings_group = "アドレス",
    .not_available = "該当なし",
    .unknown = "不明",
    .same_as = "{}と同じ",
    .only_chosen = "利用中のもののみ",
    .all_versions = "すべて",
    .from_version = "{}以降",
    .to_version = "{}まで",
    .between_versions = "{}から{}まで",
    .from = "{}から",
    .until = "{}まで",
    .ended = "{}で終了",
    .with = "{}の使用時のみ",
    .instead = "以後は{}",
    .recommended = "推奨",
    .optional = "任意",
    .if_blocked = "遮断時: {}",
    .every_port = "すべてのポート",
    .prerequisite = "事前に必要",
    .recommendation = "推奨",
    .topology = "接続の向き",
    .offline = "オフライン",
    .caution = "注意",
    .allows = "許可対象: {}",
    .self_service = "ご自身で設定",
    .ticket = "サポートチケットで依頼",
    .not_offered = "提供なし",
    .dated = "{}付",
    .read = "{}確認",
    .begins = "開始",
    .ends = "終了",
    .comma = "、",
    .stop = " ",
};

}  // namespace

const PageWords& page_words(Language language) {
  switch (language) {
    case Language::german:
      return kPageGerman;
    case Language::japanese:
      return kPageJapanese;
    case Language::english:
      break;
  }
  return kPageEnglish;
}

std::string page_phrase(std::string_view phrase, std::string_view value) {
  std::string text(phrase);
  if (const auto at = text.find("{}"); at != std::string::npos) text.replace(at, 2, value);
  return text;
}

std::string page_word(const PageWords& words, const VersionRange& versions) {
  if (versions.from && versions.to) {
    // The second value first: the first one could have a {} in it, if it were no number.
    std::string text(words.between_versions);
    text.replace(text.rfind("{}"), 2, versions.to->to_string());
    return page_phrase(text, versions.from->to_string());
  }
  if (versions.from) return page_phrase(words.from_version, versions.from->to_string());
  if (versions.to) return page_phrase(words.to_version, versions.to->to_string());
  return std::string(words.all_versions);
}

std::string_view page_word(const PageWords& words, AdviceKind kind) {
  switch (kind) {
    case AdviceKind::prerequisite:
      return words.prerequisite;
    case AdviceKind::recommendation:
      return words.recommendation;
    case AdviceKind::topology:
      return words.topology;
    case AdviceKind::offline:
      return words.offline;
    case AdviceKind::caution:
      break;
  }
  return words.caution;
}

std::string_view page_word(const PageWords& words, WayIn way) {
  switch (way) {
    case WayIn::self_service:
      return words.self_service;
    case WayIn::ticket:
      return words.ticket;
    case WayIn::not_offered:
      break;
  }
  return words.not_offered;
}

std::string_view language_name(Language language) {
  switch (language) {
    case Language::german:
      return "Deutsch";
    case Language::japanese:
      return "日本語";
    case Language::english:
      break;
  }
  return "English";
}

}  // namespace sallyport::catalog
