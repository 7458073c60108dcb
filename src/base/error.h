// Error: why something was refused, by what the caller can do about it.
//
// Thread safety: a value; as safe as the strings in it.
// Invariants: `message` may be shown to anyone who may make the call (it never carries secrets or internals);
// `detail` is for logs only.
#pragma once

#include <string>
#include <string_view>

namespace sallyport {

// The names are public and stable: they stand in scenarios, in the API's problem documents and in exit
// messages.
enum class ErrorCode {
  malformed_address,  // correct the address; the message says what was probably meant
  host_bits_set,      // a prefix with host bits; the message names the network
  malformed_host,     // correct the host name; the message says what was probably meant
  malformed_request,  // correct the request: syntax, an unknown field, a value of the wrong type
  malformed_catalog,  // correct the catalog; the message has file, line and column
  malformed_feed,     // the vendor's data cannot be read in full: fetch it again, or look what came instead
  malformed_list,     // correct the list; the message has the number of each bad line
  unknown_cell,       // nobody knows what belongs there: ask the vendor, or allow that it is left out
  cannot_say,         // the target has no words for it: leave it out, or take another target
  held,               // a person has to look at it first; the message has the reasons
  invalid_setting,    // correct the value of a setting
  too_many_entries,   // the list is full, or the request is larger than the limit it names
  unknown_organization,  // create it, or correct its name
  unknown_credential,
  unknown_member,
  not_found,
  duplicate,     // it is there already
  forbidden,     // ask somebody with the permission
  lockout_risk,  // it would stop what was let in lately; the message has the proof: force it, or leave it
  enforced_by_parent,   // an organization above demands more: ask there
  unauthenticated,      // send a valid token
  expired_token,        // ask for a new link
  used_token,           // it was answered already
  precondition_failed,  // it changed meanwhile: read it again
  rate_limited,         // wait, as long as the answer says
  answer_lost,          // a request was made already under this key, and its answer was not kept: look
  key_reused,           // another request was made under this key: take a new key
  storage_full,         // free space; nothing was changed
  unavailable,          // try again later; nothing was changed
  newer_version,        // the data belongs to a newer Sallyport
  already_running,      // another daemon has the data open
  corrupted,            // restore from a backup
  internal,             // a bug in Sallyport
};

// The name that stands in scenarios, problem documents and metrics, such as "host_bits_set".
std::string_view to_string(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;  // a sentence for the caller: what is wrong and what to do
  std::string detail;   // for logs only; may be empty
};

}  // namespace sallyport
