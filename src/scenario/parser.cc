#include "scenario/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/duration.h"
#include "base/result.h"
#include "base/text.h"
#include "scenario/cursor.h"
#include "scenario/expectation_parser.h"

namespace sallyport::scenario {
namespace {

constexpr std::size_t kLongestLine = 1 << 20;

std::string not_known(std::string_view word) { return fmt::format("this version does not know '{}'", word); }

Parsed<Deed> parse_organization(Cursor& words) {
  SALLYPORT_ASSIGN(std::string name, words.text("the name of the organization"));
  if (words.at_keyword("parent")) return std::unexpected(not_known("parent"));
  return CreateOrganization{std::move(name)};
}

Parsed<control::Permissions> parse_permissions(Cursor& words) {
  SALLYPORT_ASSIGN(const auto names, words.list("a permission behind 'may'"));
  control::Permissions permissions;
  for (const std::string& name : names) {
    if (name == "owner") {
      permissions.owner = true;
    } else if (name == "authorized_ips") {
      permissions.authorized_ips = true;
    } else if (name == "read") {
      permissions.read = true;
    } else {
      return std::unexpected(fmt::format("'{}' is not a permission: write owner, authorized_ips or read",
                                         printable_excerpt(name)));
    }
  }
  return permissions;
}

Parsed<Deed> parse_member(Cursor& words) {
  AddMember deed;
  SALLYPORT_ASSIGN(deed.email, words.text("the member's e-mail address"));
  SALLYPORT_ASSIGN(deed.organization, words.text_after("of", "the organization"));
  if (words.take_keyword("may")) {
    SALLYPORT_ASSIGN(deed.permissions, parse_permissions(words));
  }
  return deed;
}

Parsed<Deed> parse_credential(Cursor& words) {
  CreateCredential deed;
  SALLYPORT_ASSIGN(deed.name, words.text("the name of the credential"));
  SALLYPORT_ASSIGN(deed.organization, words.text_after("of", "the organization"));
  if (words.take_keyword("channel")) {
    SALLYPORT_ASSIGN(deed.channel, words.channel());
  }
  return deed;
}

// A value that a protection can have, or why it has none such.
struct Setting {
  std::optional<control::ProtectionChange> change;
  std::string impossible;
  bool misspelt = false;  // the value is none in any version
};

Setting misspelt(std::string why) { return {.change = {}, .impossible = std::move(why), .misspelt = true}; }
Setting refused(std::string why) { return {.change = {}, .impossible = std::move(why), .misspelt = false}; }
Setting changed(control::ProtectionChange change) {
  return {.change = change, .impossible = {}, .misspelt = false};
}

Setting read_mode(std::string_view key, const std::string& value) {
  if (value == "automatic") {
    return refused("this version does not know the mode automatic: use learning or blocking");
  }
  const auto mode = policy::parse_mode(value);
  if (!mode) {
    return misspelt(fmt::format("'{}' is not a mode: write off, learning, automatic or blocking",
                                printable_excerpt(value)));
  }
  if (key == "mode") {
    control::ProtectionChange change;
    change.mode = mode;
    return changed(change);
  }
  if (*mode != policy::Mode::blocking) return misspelt("learning ends in blocking or automatic");
  return {};
}

Setting read_width(std::string_view key, const std::string& value) {
  const bool negative = value.starts_with('-');
  const auto width = parse_count(std::string_view(value).substr(negative ? 1 : 0));
  if (!width) return misspelt(fmt::format("'{}' is not a number", printable_excerpt(value)));
  if (negative || *width > 128)
    return refused(fmt::format("'{}' is not the length of a prefix", printable_excerpt(value)));
  control::ProtectionChange change;
  (key == "learned_ipv4" ? change.learned_ipv4 : change.learned_ipv6) = static_cast<unsigned>(*width);
  return changed(change);
}

// REQUIRES: the key is one of those that parse_set() knows.
Setting read_setting(std::string_view key, const std::string& value) {
  control::ProtectionChange change;
  if (key == "mode" || key == "after_learning") return read_mode(key, value);
  if (key == "dry_run") {
    if (value != "on" && value != "off") {
      return misspelt(
          fmt::format("'{}' is not a value of dry_run: write on or off", printable_excerpt(value)));
    }
    change.dry_run = value == "on";
    return changed(change);
  }
  if (key == "quiet_period") {
    const auto duration = parse_duration(value);
    if (!duration) return misspelt(printable_excerpt(duration.error().message));
    change.quiet_period = *duration;
    return changed(change);
  }
  return read_width(key, value);
}

Parsed<Deed> parse_set(Cursor& words) {
  static constexpr std::array<std::string_view, 6> kKeys = {"mode",         "dry_run",      "quiet_period",
                                                            "learned_ipv4", "learned_ipv6", "after_learning"};
  SetProtection deed;
  SALLYPORT_ASSIGN(deed.scope, words.scope());
  if (words.take_keyword("channel")) {
    SALLYPORT_ASSIGN(deed.channel, words.channel());
  }
  SALLYPORT_ASSIGN(const std::string key, words.text("the name of the setting"));
  if (std::ranges::find(kKeys, key) == kKeys.end()) {
    return std::unexpected(fmt::format("'{}' is not a setting: write one of {}", printable_excerpt(key),
                                       fmt::join(kKeys, ", ")));
  }
  SALLYPORT_ASSIGN(const std::string value, words.text("the value of the setting"));
  Setting setting = read_setting(key, value);
  // A value that the setting cannot have is a slip of the file's author, unless a refusal is what the line is
  // about.
  if (setting.misspelt && !words.at_keyword("=>")) return std::unexpected(std::move(setting.impossible));
  deed.change = setting.change;
  deed.impossible = std::move(setting.impossible);
  return deed;
}

Parsed<Deed> parse_mode(Cursor& words) {
  ReadMode deed;
  SALLYPORT_ASSIGN(deed.scope, words.scope());
  if (words.take_keyword("channel")) {
    SALLYPORT_ASSIGN(deed.channel, words.channel());
  }
  return deed;
}

Parsed<Deed> parse_advance(Cursor& words) {
  SALLYPORT_ASSIGN(const auto duration, words.duration("the duration"));
  return Advance{duration};
}

template <class Ask>
Parsed<Deed> parse_ask(Cursor& words) {
  Ask deed;
  SALLYPORT_ASSIGN(deed.credential, words.text("the name of the credential"));
  SALLYPORT_ASSIGN(deed.address, words.text_after("from", "the address"));
  return deed;
}

Parsed<void> parse_by(Cursor& words, std::optional<std::string>& by) {
  if (words.take_keyword("by")) {
    SALLYPORT_ASSIGN(by, words.text("the member behind 'by'"));
  }
  if (words.at_keyword("force")) return std::unexpected(not_known("force"));
  return {};
}

Parsed<Deed> parse_authorize(Cursor& words) {
  Authorize deed;
  SALLYPORT_ASSIGN(deed.scope, words.scope());
  SALLYPORT_ASSIGN(deed.prefixes, words.list("the prefix"));
  if (words.take_keyword("for")) {
    SALLYPORT_ASSIGN(deed.lifetime, words.duration("the duration behind 'for'"));
  }
  SALLYPORT_TRY(parse_by(words, deed.by));
  return deed;
}

template <class Change>
Parsed<Deed> parse_change(Cursor& words) {
  Change deed;
  SALLYPORT_ASSIGN(deed.scope, words.scope());
  SALLYPORT_ASSIGN(deed.prefix, words.text("the prefix"));
  SALLYPORT_TRY(parse_by(words, deed.by));
  return deed;
}

template <policy::EntryKind kKind>
Parsed<Deed> parse_entries(Cursor& words) {
  SALLYPORT_ASSIGN(control::ScopeName scope, words.scope());
  return ListEntries{std::move(scope), kKind};
}

Parsed<Deed> parse_unauthorized(Cursor& words) {
  SALLYPORT_ASSIGN(std::string organization, words.text("the organization"));
  return ListUnauthorized{std::move(organization)};
}

// The word behind `=>` decides which question it is.
template <class Count, class Other>
Parsed<Deed> parse_either(Cursor& words, std::string_view what, std::string_view keyword) {
  SALLYPORT_ASSIGN(std::string name, words.text(what));
  Cursor ahead = words;
  if (ahead.take_keyword("=>") && ahead.at_keyword(keyword)) return Other{std::move(name)};
  return Count{std::move(name)};
}

Parsed<Deed> parse_mail(Cursor& words) {
  return parse_either<CountMail, ReadMail>(words, "the e-mail address", "contains");
}

Parsed<Deed> parse_audit(Cursor& words) {
  return parse_either<CountAudit, VerifyAudit>(words, "the organization", "intact");
}

Parsed<control::Action> parse_action(Cursor& words) {
  for (const std::string_view later : {"deny", "deactivate"}) {
    if (words.at_keyword(later))
      return std::unexpected(fmt::format("this version does not know the action '{}'", later));
  }
  if (!words.take_keyword("authorize")) return std::unexpected("the action is missing: write authorize");
  return control::Action::authorize;
}

Parsed<Deed> parse_open(Cursor& words) {
  OpenLink deed;
  SALLYPORT_ASSIGN(deed.email, words.text("the e-mail address"));
  SALLYPORT_ASSIGN(deed.action, parse_action(words));
  return deed;
}

Parsed<Deed> parse_press(Cursor& words) {
  PressButton deed;
  SALLYPORT_ASSIGN(deed.email, words.text("the e-mail address"));
  SALLYPORT_ASSIGN(deed.action, parse_action(words));
  if (!words.at_end() && !words.at_keyword("=>")) {
    SALLYPORT_ASSIGN(deed.address, words.text("the address"));
  }
  return deed;
}

struct Verb {
  std::string_view word;
  Parsed<Deed> (*parse)(Cursor& words);
};

constexpr std::array<Verb, 19> kVerbs = {{
    {"organization", parse_organization},
    {"member", parse_member},
    {"credential", parse_credential},
    {"set", parse_set},
    {"mode", parse_mode},
    {"advance", parse_advance},
    {"restart", [](Cursor&) -> Parsed<Deed> { return Restart{}; }},
    {"request", parse_ask<Request>},
    {"explain", parse_ask<Explain>},
    {"authorize", parse_authorize},
    {"deny", parse_change<Deny>},
    {"remove", parse_change<Remove>},
    {"authorized", parse_entries<policy::EntryKind::authorized>},
    {"denied", parse_entries<policy::EntryKind::denied>},
    {"unauthorized", parse_unauthorized},
    {"mail", parse_mail},
    {"open", parse_open},
    {"press", parse_press},
    {"audit", parse_audit},
}};

Parsed<Statement> parse_line(Cursor words) {
  for (const std::string_view later : {"share", "unshare", "enforce", "unenforce"}) {
    if (words.at_keyword(later)) return std::unexpected(not_known(later));
  }
  for (const Verb& verb : kVerbs) {
    if (!words.take_keyword(verb.word)) continue;
    SALLYPORT_ASSIGN(Deed deed, verb.parse(words));
    SALLYPORT_ASSIGN(Expectation expectation, parse_expectation(deed, words));
    return Statement{.line = 0, .deed = std::move(deed), .expectation = std::move(expectation)};
  }
  SALLYPORT_ASSIGN(const std::string word, words.text("the statement's first word"));
  return std::unexpected(fmt::format("'{}' is not a statement", printable_excerpt(word)));
}

}  // namespace

std::expected<std::vector<Statement>, FileError> parse(std::string_view text) {
  std::vector<Statement> statements;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.size() > kLongestLine)
      return std::unexpected(FileError{number, "the line is longer than 1 MiB"});
    auto words = split_words(line);
    if (!words) return std::unexpected(FileError{number, words.error()});
    if (words->empty()) continue;
    auto statement = parse_line(Cursor(std::move(*words)));
    if (!statement) return std::unexpected(FileError{number, statement.error()});
    statement->line = number;
    statements.push_back(std::move(*statement));
  }
  return statements;
}

}  // namespace sallyport::scenario
