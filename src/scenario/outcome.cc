#include "scenario/outcome.h"
#include "base/text.h"

#include <fmt/format.h>

namespace sallyport::scenario {
namespace {

template <class T>
std::string join(const std::vector<T>& values) {
  if (values.empty()) return "none";
  std::string text;
  for (const T& value : values) text += (text.empty() ? "" : ", ") + value.to_string();
  return text;
}

std::string describe_decision(policy::Verdict verdict, const std::string& reason,
                              const std::optional<net::Prefix>& entry) {
  std::string text(policy::to_string(verdict));
  if (!reason.empty()) text += " because " + reason;
  if (entry) text += " entry " + entry->to_string();
  return text;
}

// Whether the value that came is the expected one. REQUIRES: the deed was done.
struct Comparison {
  const Outcome& came;

  template <class T>
  const T* came_as() const {
    return std::get_if<T>(&came);
  }

  bool operator()(const Success&) const { return true; }
  bool operator()(const Refusal&) const { return false; }
  bool operator()(const ExpectedDecision& expected) const {
    const auto* decided = came_as<Decided>();
    return decided != nullptr && decided->verdict == expected.verdict &&
           (expected.reason.empty() || decided->reason == expected.reason) &&
           (!expected.entry || decided->entry == expected.entry);
  }
  bool operator()(const ExpectedMode& expected) const {
    const auto* mode = came_as<Mode>();
    return mode != nullptr && mode->word == expected.word;
  }
  bool operator()(const ExpectedPrefixes& expected) const {
    const auto* prefixes = came_as<std::vector<net::Prefix>>();
    return prefixes != nullptr && *prefixes == expected.prefixes;
  }
  bool operator()(const ExpectedAddresses& expected) const {
    const auto* addresses = came_as<std::vector<net::Address>>();
    return addresses != nullptr && *addresses == expected.addresses;
  }
  bool operator()(const ExpectedCount& expected) const {
    const auto* count = came_as<Count>();
    return count != nullptr && count->count == expected.count;
  }
  bool operator()(const ExpectedText& expected) const {
    const auto* text = came_as<Text>();
    return text != nullptr && text->text && text->text->find(expected.part) != std::string::npos;
  }
};

struct ExpectationWords {
  std::string operator()(const Success&) const { return "success"; }
  std::string operator()(const Refusal& expected) const { return "error " + expected.code; }
  std::string operator()(const ExpectedDecision& expected) const {
    return describe_decision(expected.verdict, expected.reason, expected.entry);
  }
  std::string operator()(const ExpectedMode& expected) const { return expected.word; }
  std::string operator()(const ExpectedPrefixes& expected) const { return join(expected.prefixes); }
  std::string operator()(const ExpectedAddresses& expected) const { return join(expected.addresses); }
  std::string operator()(const ExpectedCount& expected) const { return fmt::format("{}", expected.count); }
  std::string operator()(const ExpectedText& expected) const {
    return fmt::format("a mail that contains \"{}\"", printable_excerpt(expected.part));
  }
};

struct OutcomeWords {
  std::string operator()(const Done&) const { return "success"; }
  std::string operator()(const Decided& came) const {
    return describe_decision(came.verdict, came.reason, came.entry);
  }
  std::string operator()(const Mode& came) const { return came.word; }
  std::string operator()(const std::vector<net::Prefix>& came) const { return join(came); }
  std::string operator()(const std::vector<net::Address>& came) const { return join(came); }
  std::string operator()(const Count& came) const { return fmt::format("{}", came.count); }
  std::string operator()(const Text& came) const {
    return came.text ? fmt::format("the mail \"{}\"", printable_excerpt(*came.text)) : "no mail";
  }
};

}  // namespace

bool holds(const Expectation& expected, const Result<Outcome>& came) {
  if (came) return std::visit(Comparison{*came}, expected);
  const auto* refusal = std::get_if<Refusal>(&expected);
  return refusal != nullptr && refusal->code == to_string(came.error().code);
}

std::string describe(const Expectation& expected) { return std::visit(ExpectationWords{}, expected); }

std::string describe(const Result<Outcome>& came) {
  if (came) return std::visit(OutcomeWords{}, *came);
  return fmt::format("error {} ({})", to_string(came.error().code), printable_excerpt(came.error().message));
}

}  // namespace sallyport::scenario
