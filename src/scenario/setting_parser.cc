#include "scenario/setting_parser.h"

#include <fmt/format.h>

#include <array>

#include "base/duration.h"
#include "base/result.h"
#include "base/text.h"
#include "scenario/keywords.h"
#include "scenario/options.h"

namespace sallyport::scenario {
namespace {

constexpr std::array<std::string_view, 2> kAfterLearning = {"blocking", "automatic"};
constexpr std::array<std::string_view, 2> kSwitch = {"on", "off"};
constexpr std::string_view kNoAutomatic =
    "this version does not know the mode automatic: use learning or blocking";

// A value that a protection can have, or why it has none such.
struct Setting {
  std::optional<control::ProtectionChange> change;
  std::string impossible;
  bool misspelt = false;  // the value is none in any version
};

Setting misspelt(std::string why) { return {.change = {}, .impossible = std::move(why), .misspelt = true}; }
Setting refused(std::string why) { return {.change = {}, .impossible = std::move(why), .misspelt = false}; }
Setting changed(const control::ProtectionChange& change) {
  return {.change = change, .impossible = {}, .misspelt = false};
}

Setting read_mode(const std::string& value) {
  if (value == "automatic") return refused(std::string(kNoAutomatic));
  if (const auto known = require_one_of(value, "a mode", kModes); !known) return misspelt(known.error());
  control::ProtectionChange change;
  change.mode = policy::parse_mode(value);
  return changed(change);
}

Setting read_after_learning(const std::string& value) {
  if (value == "automatic") return refused(std::string(kNoAutomatic));
  if (const auto known = require_one_of(value, "what learning ends in", kAfterLearning); !known) {
    return misspelt(known.error());
  }
  return {};  // it always ends so
}

Setting read_dry_run(const std::string& value) {
  if (const auto known = require_one_of(value, "a value of dry_run", kSwitch); !known) {
    return misspelt(known.error());
  }
  control::ProtectionChange change;
  change.dry_run = value == "on";
  return changed(change);
}

Setting read_quiet_period(const std::string& value) {
  const auto duration = parse_duration(value);
  if (!duration) return misspelt(printable_excerpt(duration.error().message));
  control::ProtectionChange change;
  change.quiet_period = *duration;
  return changed(change);
}

template <std::optional<unsigned> control::ProtectionChange::* kWidth>
Setting read_width(const std::string& value) {
  const bool negative = value.starts_with('-');
  const auto width = parse_count(std::string_view(value).substr(negative ? 1 : 0));
  if (!width) return misspelt(fmt::format("'{}' is not a number", printable_excerpt(value)));
  if (negative || *width > 128)
    return refused(fmt::format("'{}' is not the length of a prefix", printable_excerpt(value)));
  control::ProtectionChange change;
  change.*kWidth = static_cast<unsigned>(*width);
  return changed(change);
}

struct Key {
  std::string_view word;
  Setting (*read)(const std::string& value);
};

constexpr std::array<Key, 6> kKeys = {{
    {"mode", read_mode},
    {"dry_run", read_dry_run},
    {"quiet_period", read_quiet_period},
    {"learned_ipv4", read_width<&control::ProtectionChange::learned_ipv4>},
    {"learned_ipv6", read_width<&control::ProtectionChange::learned_ipv6>},
    {"after_learning", read_after_learning},
}};

Parsed<const Key*> find_key(const std::string& word) {
  std::array<std::string_view, kKeys.size()> known;
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    if (kKeys[i].word == word) return &kKeys[i];
    known[i] = kKeys[i].word;
  }
  SALLYPORT_TRY(require_one_of(word, "a setting", known));
  return nullptr;  // not reached: the word is none of them
}

Setting read_setting(const std::string& word, const std::string& value) {
  const auto key = find_key(word);
  return key ? (*key)->read(value) : misspelt(key.error());
}

// The channel stands before what is set, or behind it.
Parsed<void> read_late_channel(Cursor& words, std::optional<policy::Channel>& channel) {
  if (channel) return {};
  return read_options(words, {{"channel", [&] { return read_channel(words, channel); }}});
}

}  // namespace

Parsed<void> read_channel(Cursor& words, std::optional<policy::Channel>& channel) {
  SALLYPORT_ASSIGN(channel, words.channel());
  return {};
}

Parsed<Deed> parse_set(Cursor& words) {
  SetProtection deed;
  SALLYPORT_ASSIGN(deed.scope, words.scope());
  if (words.take_keyword("channel")) SALLYPORT_TRY(read_channel(words, deed.channel));
  SALLYPORT_ASSIGN(const std::string word, words.text("the name of the setting"));
  SALLYPORT_ASSIGN(const std::string value, words.text("the value of the setting"));
  SALLYPORT_TRY(read_late_channel(words, deed.channel));
  Setting setting = read_setting(word, value);
  // What no setting is, or can have, is a slip of the file's author, unless a refusal is what the line is
  // about.
  if (setting.misspelt && !words.expects_refusal()) return std::unexpected(std::move(setting.impossible));
  deed.change = setting.change;
  deed.impossible = std::move(setting.impossible);
  return deed;
}

Parsed<Deed> parse_enforce(Cursor& words) {
  Enforce deed;
  SALLYPORT_ASSIGN(deed.organization, words.text("the organization"));
  if (words.take_keyword("channel")) SALLYPORT_TRY(read_channel(words, deed.channel));
  SALLYPORT_ASSIGN(const std::string word, words.text("the mode"));
  SALLYPORT_TRY(read_late_channel(words, deed.channel));
  Setting setting = read_mode(word);
  if (setting.misspelt && !words.expects_refusal()) return std::unexpected(std::move(setting.impossible));
  if (setting.change) deed.mode = setting.change->mode;
  deed.impossible = std::move(setting.impossible);
  return deed;
}

}  // namespace sallyport::scenario
