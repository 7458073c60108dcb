// How things look in the audit's `before` and `after`: small JSON objects. Secrets and fingerprints never
// stand in them.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "control/model.h"
#include "control/people/people.h"

namespace sallyport::control {

// `parent`: its name; empty where it has none.
std::string organization_json(const std::string& name, const std::string& parent);
std::string member_json(const Member& member);
std::string email_json(const std::string& email);
std::string language_json(const std::string& email, Language language);
std::string token_json(const AccessToken& token);
std::string credential_json(const Credential& credential);
std::string rotation_json(const Rotation& rotation);
// `credential` is empty for the organization's list.
std::string entry_json(const ListedEntry& listed, const std::string& credential);
// What entry_json() wrote: all of an entry but who put it there, when, and how it was used.
struct RecordedEntry {
  std::string credential;
  policy::Entry entry;
  std::string note;

  friend bool operator==(const RecordedEntry& a, const RecordedEntry& b) {
    return a.credential == b.credential && a.entry.prefix == b.entry.prefix && a.entry.kind == b.entry.kind &&
           a.entry.source == b.entry.source && a.entry.valid_from == b.entry.valid_from &&
           a.entry.valid_until == b.entry.valid_until && a.note == b.note;
  }
};
RecordedEntry recorded(const ListedEntry& listed, const std::string& credential);
Result<RecordedEntry> parse_entry_json(std::string_view json);  // Errors: corrupted
Result<std::string> parse_name_json(std::string_view json);     // of its "name". Errors: corrupted
// Each channel's settings that are there.
std::string protection_json(const std::string& credential, const std::optional<ProtectionSettings>& api,
                            const std::optional<ProtectionSettings>& smtp);
std::string mail_json(const std::string& recipient, unsigned attempts, const std::string& reason);
// `receiver`: scheme, host and port of its url; the rest of that may be secret.
std::string webhook_json(std::int64_t id, const std::string& receiver, const std::vector<std::string>& events,
                         std::optional<bool> enabled = {});
std::string given_up_json(std::int64_t webhook, const std::string& receiver, std::uint64_t events);

}  // namespace sallyport::control
