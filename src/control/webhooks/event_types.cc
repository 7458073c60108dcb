#include "control/webhooks/event_types.h"

#include <algorithm>
#include <array>

namespace sallyport::control {
namespace {

constexpr EventData kChange{
    "EventOfChange",
    R"({"type":"object","required":["number","actor","before","after"],)"
    R"("description":"A record of the audit",)"
    R"("properties":{"number":{"type":"integer","minimum":1,"description":"Of the record"},)"
    R"("actor":{"type":"string"},"from":{"type":"string","description":"Address of the actor"},)"
    R"("organization":{"type":"string"},)"
    R"("before":{"type":["object","null"]},"after":{"type":["object","null"]}}})"};

constexpr EventData kEntries{
    "EventOfEntries",
    R"({"type":"object","required":["number","last","actor","count","prefixes","before","after"],)"
    R"("description":"What one change did alike to entries of one list: up to 100 of them in an event",)"
    R"("properties":{"number":{"type":"integer","minimum":1,"description":"Of the first record of the audit"},)"
    R"("last":{"type":"integer","minimum":1,"description":"Of the last record"},)"
    R"("actor":{"type":"string"},"from":{"type":"string","description":"Address of the actor"},)"
    R"("organization":{"type":"string"},)"
    R"("credential":{"type":"string","description":"Whose list it is, where it is not the organization's"},)"
    R"("count":{"type":"integer","minimum":1,"maximum":100,"description":"How many entries"},)"
    R"("prefixes":{"type":"array","items":{"type":"string"},"minItems":1,"maxItems":100,)"
    R"("description":"Theirs, in order"},)"
    R"("before":{"type":["object","null"],"description":"Of the entry, where it is one; the audit has all"},)"
    R"("after":{"type":["object","null"]}}})"};

constexpr EventData kAlert{
    "EventOfAlert",
    R"({"type":"object","required":["id","organization","network","address","credential","channel",)"
    R"("first_seen","last_seen","count","state"],"properties":{"id":{"type":"integer","minimum":1},)"
    R"("organization":{"type":"string"},"network":{"type":"string"},"address":{"type":"string"},)"
    R"("credential":{"type":"string"},"channel":{"type":"string","enum":["api","smtp"]},)"
    R"("first_seen":{"type":"string","format":"date-time"},)"
    R"("last_seen":{"type":"string","format":"date-time"},"count":{"type":"integer","minimum":1},)"
    R"("state":{"type":"string","enum":["open","authorized","denied","deactivated"]},)"
    R"("answered_by":{"type":"string"},"answered":{"type":"string","format":"date-time"}}})"};

constexpr EventData kTest{"EventOfTest", R"({"type":"object","required":["webhook"],)"
                                         R"("properties":{"webhook":{"type":"integer","minimum":1}}})"};

constexpr EventData kGap{
    "EventOfGap",
    R"({"type":"object","required":["webhook","dropped","dropped_in_all"],)"
    R"("description":"Stands where the last of those events was that gave way",)"
    R"("properties":{"webhook":{"type":"integer","minimum":1},)"
    R"("dropped":{"type":"integer","minimum":1,"description":"Here"},)"
    R"("dropped_in_all":{"type":"integer","minimum":1,"description":"Since the webhook was made"}}})"};

constexpr std::array kData = {&kChange, &kEntries, &kAlert, &kTest, &kGap};

constexpr std::array kTypes{
    EventType{"administrator.token_issued", "The administrator got a new token", &kChange},
    EventType{"alert.answered", "Somebody answered an alert, or what they listed settled it", &kAlert},
    EventType{"alert.opened", "An unknown address was blocked and waits for an answer", &kAlert},
    EventType{"credential.created", "A credential was created or registered", &kChange},
    EventType{"credential.former_secret_ended", "A former secret's grace is over", &kChange},
    EventType{"credential.removed", "A credential was removed", &kChange},
    EventType{"credential.rotated", "A credential has a new secret", &kChange},
    EventType{"credential.rotation_requested",
              "The platform, which owns this key, is to issue a new one and to register its fingerprint",
              &kChange},
    EventType{"entry.authorized", "An address or network was authorized", &kEntries},
    EventType{"entry.changed", "Note or validity of an entry was changed", &kEntries},
    EventType{"entry.denied", "An address or network was denied", &kEntries},
    EventType{"entry.followed", "An address or network was authorized by following a vendor's catalog",
              &kEntries},
    EventType{"entry.learned", "An address or network was authorized by learning", &kEntries},
    EventType{"entry.lifted", "A removal gave way to an authorization around it", &kEntries},
    EventType{"entry.removed", "An entry was taken off its list", &kEntries},
    EventType{"entry.rolled_back", "An entry became what it was in an earlier version", &kEntries},
    EventType{"entry.shared", "An entry is shared with organizations below", &kEntries},
    EventType{"entry.unshared", "An entry is shared no more", &kEntries},
    EventType{"follow.changed", "An organization follows another selection of a vendor", &kChange},
    EventType{"follow.created", "An organization follows a vendor", &kChange},
    EventType{"follow.held", "What is followed cannot be made out any more: the list stays as it is",
              &kChange},
    EventType{"follow.removed", "An organization follows a vendor no more", &kChange},
    EventType{"follow.resumed", "What was held is followed again", &kChange},
    EventType{"mail.given_up", "A mail could not be delivered and is not tried any more", &kChange},
    EventType{"member.added", "A member was added", &kChange},
    EventType{"member.changed", "A member's permissions were changed", &kChange},
    EventType{"member.invited", "A member was invited by mail", &kChange},
    EventType{"member.removed", "A member was removed", &kChange},
    EventType{"organization.created", "An organization was created", &kChange},
    EventType{"password.set", "A person set a password", &kChange},
    EventType{"person.language_changed", "A person reads another language", &kChange},
    EventType{"protection.changed", "Protection was changed", &kChange},
    EventType{"protection.enforced", "Protection is enforced on organizations below", &kChange},
    EventType{"protection.inherited", "A credential has its organization's protection again", &kChange},
    EventType{"protection.unenforced", "Protection is enforced no more", &kChange},
    EventType{"session.ended", "A person signed out, or was signed out", &kChange},
    EventType{"session.started", "A person signed in", &kChange},
    EventType{"token.created", "A program's token was created", &kChange},
    EventType{"token.revoked", "A program's token was revoked", &kChange},
    EventType{"webhook.changed",
              "A webhook has another address or choice of events, or is (not) to be sent any", &kChange},
    EventType{"webhook.created", "Another webhook was created", &kChange},
    EventType{"webhook.disabled", "Another webhook's receiver answered 410 Gone", &kChange},
    EventType{"webhook.events_dropped",
              "Events of this webhook gave way, because too many waited or too long", &kGap},
    EventType{"webhook.events_given_up", "Another webhook did not take its events for two weeks", &kChange},
    EventType{"webhook.removed", "Another webhook was removed", &kChange},
    EventType{"webhook.secret_rotated", "A webhook has a new secret", &kChange},
    EventType{"webhook.test", "Somebody asked for a test of this webhook", &kTest},
};

}  // namespace

std::span<const EventType> event_types() { return kTypes; }
std::span<const EventData* const> event_data() { return kData; }

bool chooses(std::string_view choice, std::string_view type) {
  if (!choice.ends_with(".*")) return choice == type;
  return type.starts_with(choice.substr(0, choice.size() - 1));
}

bool is_event_choice(std::string_view choice) {
  return std::ranges::any_of(kTypes, [choice](const EventType& each) {
    const bool of_thing = choice.ends_with(".*") && choice.find('.') == choice.size() - 2;
    return choice == each.type || (of_thing && chooses(choice, each.type));
  });
}

}  // namespace sallyport::control
