#include "app/cli/policy/policy_outcome.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "app/cli/preview.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

const json::value* member_of(const json::value& value, std::string_view name) {
  const auto* const object = value.if_object();
  return object != nullptr ? object->if_contains(name) : nullptr;
}

const json::array* array_of(const json::value* value) {
  return value != nullptr ? value->if_array() : nullptr;
}

// Of {"items": [...], "total": 3}; -1 where it is none.
std::int64_t total_of(const json::value* value) {
  const auto* const total = value != nullptr ? member_of(*value, "total") : nullptr;
  const bool whole = total != nullptr && total->is_int64() && array_of(member_of(*value, "items")) != nullptr;
  return whole ? total->get_int64() : -1;
}

// Beside a table for people; where a spreadsheet reads the steps, beside them.
void tell(Session& session, const std::string& text) {
  if (session.format() == Format::table) {
    session.print_line(text);
  } else {
    session.print_note(text);
  }
}

void print_unlisted(Session& session, const json::value& unlisted) {
  const auto& items = member_of(unlisted, "items")->get_array();
  for (const json::value& item : items) {
    const std::string kind = text_of(item, "kind");
    const std::string credential = text_of(item, "credential");
    std::string text = fmt::format("not in the document: {} {}", kind, text_of(item, "name"));
    if (kind != "organization") text += " of " + text_of(item, "organization");
    if (!credential.empty()) text += "/" + credential;
    tell(session, text);
  }
  const auto more = total_of(&unlisted) - static_cast<std::int64_t>(items.size());
  if (more > 0) tell(session, fmt::format("and {} more that the document does not have", more));
}

void print_blocked(Session& session, const json::value& blocked, bool applied) {
  const auto total = total_of(&blocked);
  if (total <= 0) return;
  tell(session, fmt::format("of what was let in during the last 7 days, it {}{}",
                            applied ? "has blocked" : "would block",
                            session.format() == Format::table ? ":" : fmt::format(" {}", total)));
  if (session.format() == Format::table) tell_preview(session, blocked);
}

}  // namespace

std::optional<PolicyAnswer> read_policy_answer(json::value value) {
  const auto* const steps = array_of(member_of(value, "steps"));
  const auto unlisted = total_of(member_of(value, "not_in_document"));
  if (steps == nullptr || unlisted < 0 || total_of(member_of(value, "would_have_blocked")) < 0)
    return std::nullopt;
  PolicyAnswer answer;
  answer.steps = steps->size();
  answer.unlisted = unlisted;
  answer.digest = text_of(value, "digest");
  answer.lockout_risk = text_of(value, "lockout_risk");
  answer.whole = std::move(value);
  return answer;
}

void print_policy(Session& session, const PolicyAnswer& answer, bool applied) {
  const auto& steps = member_of(answer.whole, "steps")->get_array();
  if (!steps.empty() || session.format() != Format::table) {
    session.print_items(
        answer.whole, steps,
        {{"ORGANIZATION", "organization"}, {"ACTION", "action"}, {"BEFORE", "before"}, {"AFTER", "after"}});
  }
  if (session.format() != Format::json) {
    print_unlisted(session, *member_of(answer.whole, "not_in_document"));
    print_blocked(session, *member_of(answer.whole, "would_have_blocked"), applied);
    if (!answer.lockout_risk.empty()) tell(session, "applying it would be refused: " + answer.lockout_risk);
  }
  if (!steps.empty()) return;
  session.print_note(answer.unlisted == 0 ? "nothing to do: all is as the document says"
                                          : "nothing to do, and yet not all is as the document says");
}

}  // namespace sallyport::cli
