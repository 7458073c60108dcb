#include "scenario/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/nearest.h"
#include "base/result.h"
#include "base/text.h"
#include "scenario/cursor.h"
#include "scenario/expectation_parser.h"
#include "scenario/keywords.h"
#include "scenario/options.h"
#include "scenario/setting_parser.h"

namespace sallyport::scenario {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

Parsed<Deed> parse_organization(Cursor& words) {
  CreateOrganization deed;
  SALLYPORT_ASSIGN(deed.name, words.text("the name of the organization"));
  SALLYPORT_TRY(read_options(words, {{"parent", [&]() -> Parsed<void> {
                                        SALLYPORT_ASSIGN(deed.parent, words.text("the name of its parent"));
                                        return {};
                                      }}}));
  return deed;
}

Parsed<void> parse_permissions(Cursor& words, control::Permissions& permissions) {
  static constexpr std::array<std::string_view, 4> kPermissions = {"owner", "authorized_ips", "read",
                                                                   "audit"};
  SALLYPORT_ASSIGN(const auto names, words.list("a permission behind 'may'"));
  for (const std::string& name : names) {
    const auto known = require_one_of(name, "a permission", kPermissions);
    if (!known) SALLYPORT_TRY(words.refuse(known.error()));
    permissions.owner |= name == "owner";
    permissions.authorized_ips |= name == "authorized_ips";
    permissions.read |= name == "read";
    permissions.audit |= name == "audit";
  }
  return {};
}

Parsed<Deed> parse_member(Cursor& words) {
  AddMember deed;
  SALLYPORT_ASSIGN(deed.email, words.text("the member's e-mail address"));
  SALLYPORT_ASSIGN(deed.organization, words.text_after("of", "the organization"));
  SALLYPORT_TRY(read_options(words, {{"may", [&] { return parse_permissions(words, deed.permissions); }}}));
  return deed;
}

Parsed<Deed> parse_credential(Cursor& words) {
  CreateCredential deed;
  SALLYPORT_ASSIGN(deed.name, words.text("the name of the credential"));
  SALLYPORT_ASSIGN(deed.organization, words.text_after("of", "the organization"));
  std::optional<policy::Channel> channel;
  SALLYPORT_TRY(read_options(words, {{"channel", [&] { return read_channel(words, channel); }}}));
  deed.channel = channel.value_or(policy::Channel::api);
  return deed;
}

Parsed<Deed> parse_mode(Cursor& words) {
  ReadMode deed;
  SALLYPORT_ASSIGN(deed.scope, words.scope());
  SALLYPORT_TRY(read_options(words, {{"channel", [&] { return read_channel(words, deed.channel); }}}));
  return deed;
}

Parsed<Deed> parse_advance(Cursor& words) {
  SALLYPORT_ASSIGN(const auto duration, words.duration("the duration"));
  return Advance{duration};
}

template <class Ask>
Parsed<Deed> parse_ask(Cursor& words) {
  Ask deed;
  SALLYPORT_ASSIGN(deed.credential, words.credential());
  SALLYPORT_ASSIGN(deed.address, words.text_after("from", "the address"));
  return deed;
}

Option by(Cursor& words, std::optional<std::string>& member) {
  return {"by", [&]() -> Parsed<void> {
            SALLYPORT_ASSIGN(member, words.text("the member behind 'by'"));
            return {};
          }};
}

Parsed<Deed> parse_authorize(Cursor& words) {
  Authorize deed;
  SALLYPORT_ASSIGN(deed.scope, words.scope());
  SALLYPORT_ASSIGN(deed.prefixes, words.list("the prefix"));
  const auto read_lifetime = [&]() -> Parsed<void> {
    SALLYPORT_ASSIGN(deed.lifetime, words.duration("the duration behind 'for'"));
    return {};
  };
  SALLYPORT_TRY(read_options(words, {{"for", read_lifetime}, by(words, deed.by), flag("force", deed.force)}));
  return deed;
}

template <class Change>
Parsed<Deed> parse_change(Cursor& words) {
  Change deed;
  SALLYPORT_ASSIGN(deed.scope, words.scope());
  SALLYPORT_ASSIGN(deed.prefix, words.text("the prefix"));
  SALLYPORT_TRY(read_options(words, {by(words, deed.by), flag("force", deed.force)}));
  return deed;
}

Parsed<Deed> parse_share(Cursor& words) {
  Share deed;
  SALLYPORT_ASSIGN(deed.organization, words.text("the organization"));
  SALLYPORT_ASSIGN(deed.prefix, words.text("the prefix"));
  SALLYPORT_TRY(read_options(words, {{"with", [&]() -> Parsed<void> {
                                        SALLYPORT_ASSIGN(deed.with,
                                                         words.list("an organization behind 'with'"));
                                        return {};
                                      }}}));
  return deed;
}

Parsed<Deed> parse_unshare(Cursor& words) {
  Unshare deed;
  SALLYPORT_ASSIGN(deed.organization, words.text("the organization"));
  SALLYPORT_ASSIGN(deed.prefix, words.text("the prefix"));
  SALLYPORT_TRY(read_options(words, {flag("keep", deed.keep), flag("force", deed.force)}));
  return deed;
}

Parsed<Deed> parse_unenforce(Cursor& words) {
  Unenforce deed;
  SALLYPORT_ASSIGN(deed.organization, words.text("the organization"));
  SALLYPORT_TRY(read_options(words, {{"channel", [&] { return read_channel(words, deed.channel); }}}));
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

template <class Answer>
Parsed<Deed> parse_answer(Cursor& words) {
  static constexpr std::array<std::string_view, 3> kActions = {"authorize", "deny", "deactivate"};
  static constexpr std::array<control::Action, 3> kMeant = {control::Action::authorize, control::Action::deny,
                                                            control::Action::deactivate};
  Answer deed;
  SALLYPORT_ASSIGN(deed.email, words.text("the e-mail address"));
  SALLYPORT_ASSIGN(const std::string action, words.text("the action: authorize, deny or deactivate"));
  SALLYPORT_TRY(require_one_of(action, "an action", kActions));
  deed.action = kMeant[static_cast<std::size_t>(std::ranges::find(kActions, action) - kActions.begin())];
  if (!words.at_expectation()) {
    SALLYPORT_ASSIGN(deed.address, words.text("the address"));
  }
  return deed;
}

Parsed<Deed> parse_apply(Cursor& words) {
  ApplyPolicy deed;
  SALLYPORT_ASSIGN(deed.file, words.text("the file of the policy document"));
  SALLYPORT_TRY(read_options(words, {flag("prune", deed.prune), flag("force", deed.force)}));
  return deed;
}

struct Verb {
  std::string_view word;
  Parsed<Deed> (*parse)(Cursor& words);
};

constexpr std::array<Verb, 24> kVerbs = {{
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
    {"share", parse_share},
    {"unshare", parse_unshare},
    {"enforce", parse_enforce},
    {"unenforce", parse_unenforce},
    {"authorized", parse_entries<policy::EntryKind::authorized>},
    {"denied", parse_entries<policy::EntryKind::denied>},
    {"unauthorized", parse_unauthorized},
    {"mail", parse_mail},
    {"open", parse_answer<OpenLink>},
    {"press", parse_answer<PressButton>},
    {"audit", parse_audit},
    {"apply", parse_apply},
}};

std::string not_a_statement(std::string_view word) {
  std::array<std::string_view, kVerbs.size()> known;
  std::ranges::transform(kVerbs, known.begin(), &Verb::word);
  const std::string_view meant = nearest(word, known);
  return fmt::format("'{}' is not a statement: {}", printable_excerpt(word),
                     meant.empty() ? fmt::format("write one of {}", fmt::join(known, ", "))
                                   : fmt::format("did you mean '{}'?", meant));
}

Parsed<Statement> parse_line(Cursor words) {
  for (const Verb& verb : kVerbs) {
    if (!words.take_keyword(verb.word)) continue;
    SALLYPORT_ASSIGN(Deed deed, verb.parse(words));
    if (!words.refused().empty()) deed = Unacceptable{words.refused()};
    SALLYPORT_ASSIGN(Expectation expectation, parse_expectation(deed, words));
    return Statement{.line = 0, .deed = std::move(deed), .expectation = std::move(expectation)};
  }
  SALLYPORT_ASSIGN(const std::string word, words.text("the statement's first word"));
  return std::unexpected(not_a_statement(word));
}

}  // namespace

std::expected<std::vector<Statement>, FileError> parse(std::string_view text) {
  std::vector<Statement> statements;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
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
