#include "scenario/expectation_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/result.h"
#include "base/text.h"
#include "scenario/keywords.h"
#include "scenario/options.h"

namespace sallyport::scenario {
namespace {

// The refusals of the language, and the one for a request that is no better than a malformed address: a name
// that none can have, a note that is too long.
constexpr std::array<std::string_view, 15> kCodes = {
    "malformed_address",  "host_bits_set",  "unknown_organization",
    "unknown_credential", "unknown_member", "duplicate",
    "forbidden",          "lockout_risk",   "enforced_by_parent",
    "expired_token",      "used_token",     "invalid_setting",
    "too_many_entries",   "not_found",      "malformed_request"};

constexpr std::array<std::string_view, 10> kReasons = {
    "authorized",         "learned",        "shared", "catalog", "assessed", "denied", "unknown_address",
    "unknown_credential", "protection_off", "dry_run"};

template <class T>
void sort_each_once(std::vector<T>& values) {
  std::ranges::sort(values);
  const auto repeated = std::ranges::unique(values);
  values.erase(repeated.begin(), repeated.end());
}

Parsed<void> parse_reason(Cursor& words, ExpectedDecision& expected) {
  SALLYPORT_ASSIGN(expected.reason, words.text("the reason behind 'because'"));
  SALLYPORT_TRY(require_one_of(expected.reason, "a reason", kReasons));
  if (expected.reason != "learned" || expected.verdict == policy::Verdict::allow) return {};
  return std::unexpected("what is learned is allowed: 'deny because learned' can never come");
}

Parsed<void> parse_entry(Cursor& words, ExpectedDecision& expected) {
  SALLYPORT_ASSIGN(const std::string text, words.text("the prefix behind 'entry'"));
  const auto prefix = net::parse_prefix(text);
  if (!prefix) return std::unexpected(prefix.error().message);
  expected.entry = *prefix;
  return {};
}

Parsed<ExpectedDecision> parse_verdict(Cursor& words) {
  ExpectedDecision expected;
  if (words.take_keyword("allow")) {
    expected.verdict = policy::Verdict::allow;
  } else if (!words.take_keyword("deny")) {
    return std::unexpected("write 'allow' or 'deny' behind =>");
  }
  return expected;
}

Parsed<Expectation> parse_expected_answer(Cursor& words) {
  SALLYPORT_ASSIGN(ExpectedDecision expected, parse_verdict(words));
  SALLYPORT_TRY(read_options(words, {{"because", [&] { return parse_reason(words, expected); }}}));
  return expected;
}

Parsed<Expectation> parse_explanation(Cursor& words) {
  SALLYPORT_ASSIGN(ExpectedDecision expected, parse_verdict(words));
  SALLYPORT_TRY(read_options(words, {{"because", [&] { return parse_reason(words, expected); }},
                                     {"entry", [&] { return parse_entry(words, expected); }}}));
  return expected;
}

Parsed<Expectation> parse_mode_word(Cursor& words) {
  SALLYPORT_ASSIGN(std::string word, words.text("the mode behind =>"));
  SALLYPORT_TRY(require_one_of(word, "a mode", kModes));
  return ExpectedMode{std::move(word)};
}

Parsed<Expectation> parse_prefixes(Cursor& words) {
  ExpectedPrefixes expected;
  SALLYPORT_ASSIGN(const auto texts, words.expected_list("a prefix, or 'none', behind =>"));
  for (const std::string& text : texts) {
    const auto prefix = net::parse_prefix(text);
    if (!prefix) return std::unexpected(prefix.error().message);
    expected.prefixes.push_back(*prefix);
  }
  sort_each_once(expected.prefixes);
  return expected;
}

Parsed<Expectation> parse_addresses(Cursor& words) {
  ExpectedAddresses expected;
  SALLYPORT_ASSIGN(const auto texts, words.expected_list("an address, or 'none', behind =>"));
  for (const std::string& text : texts) {
    const auto address = net::parse_address(text);
    if (!address) return std::unexpected(address.error().message);
    expected.addresses.push_back(*address);
  }
  sort_each_once(expected.addresses);
  return expected;
}

Parsed<Expectation> parse_number(Cursor& words) {
  SALLYPORT_ASSIGN(const std::string text, words.text("the number behind =>"));
  const auto count = parse_count(text);
  if (!count) return std::unexpected(fmt::format("'{}' is not a number", printable_excerpt(text)));
  return ExpectedCount{*count};
}

// How each deed that gives an answer is asked for it; a deed that is not named here only succeeds or is
// refused.
struct AnswerParser {
  Cursor& words;

  Parsed<Expectation> operator()(const Request&) const { return parse_expected_answer(words); }
  Parsed<Expectation> operator()(const Explain&) const { return parse_explanation(words); }
  Parsed<Expectation> operator()(const ReadMode&) const { return parse_mode_word(words); }
  Parsed<Expectation> operator()(const ListEntries&) const { return parse_prefixes(words); }
  Parsed<Expectation> operator()(const ListUnauthorized&) const { return parse_addresses(words); }
  Parsed<Expectation> operator()(const CountMail&) const { return parse_number(words); }
  Parsed<Expectation> operator()(const CountAudit&) const { return parse_number(words); }
  Parsed<Expectation> operator()(const ReadMail&) const {
    if (!words.take_keyword("contains")) return std::unexpected("'contains' is missing");
    SALLYPORT_ASSIGN(std::string part, words.text("the text behind 'contains'"));
    return ExpectedText{std::move(part)};
  }
  Parsed<Expectation> operator()(const VerifyAudit&) const {
    if (!words.take_keyword("intact")) return std::unexpected("'intact' is missing");
    return Success{};
  }
  template <class Other>
  Parsed<Expectation> operator()(const Other&) const {
    return std::unexpected("of this statement only 'error CODE' can be expected");
  }
};

}  // namespace

Parsed<Expectation> parse_expectation(const Deed& deed, Cursor& words) {
  if (!words.take_keyword("=>")) {
    SALLYPORT_TRY(words.end());
    return Success{};
  }
  if (words.at_end()) return std::unexpected("nothing stands behind =>");
  Parsed<Expectation> expectation = Success{};
  if (words.take_keyword("error")) {
    SALLYPORT_ASSIGN(std::string code, words.text("the code behind 'error'"));
    SALLYPORT_TRY(require_one_of(code, "a refusal code", kCodes));
    expectation = Refusal{std::move(code)};
  } else {
    expectation = std::visit(AnswerParser{words}, deed);
  }
  if (expectation) SALLYPORT_TRY(words.end());
  return expectation;
}

}  // namespace sallyport::scenario
