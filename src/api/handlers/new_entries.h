// Reads what a request wants put into a list.
//
// Thread safety: pure functions; a collector belongs to one thread.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "api/json_value.h"
#include "api/problem.h"
#include "control/model.h"

namespace sallyport::api {

inline constexpr std::size_t kMostNewEntries = 100'000;  // in one request

// Where in a request an entry stood.
struct Origin {
  std::size_t index = 0;  // in the request's list, from 0
  std::size_t line = 0;   // of a text, from 1; 0: the request is none
  std::string input;      // what a person would look for
};

struct NewEntries {
  std::vector<control::NewEntry> entries;  // complete only where `wrong` is empty
  std::vector<Origin> origins;             // of each of them
  std::vector<LineError> wrong;            // one for each entry that is malformed, or repeats another
};

// Takes the entries of a request one by one, in its order.
class EntryCollector {
 public:
  // `input`: what a person would look for in what was sent. `line`: 0 where the request is no text.
  void add(std::string_view input, std::size_t line, Result<control::NewEntry> entry);
  // False where one more would be more than a request may have.
  bool has_room() const { return index_ < kMostNewEntries; }
  NewEntries take() { return std::move(read_); }

 private:
  NewEntries read_;
  std::unordered_set<net::Prefix> seen_;
  std::size_t index_ = 0;
};

std::unexpected<Error> fail_too_many_new_entries();

// One of {"prefix"}, {"prefixes": []} (both with "note", "valid_from" and "valid_until" for all) and
// {"entries": [{"prefix", "note", "valid_from", "valid_until"}]}. Errors: malformed_request,
// too_many_entries.
Result<NewEntries> read_new_entries(const JsonValue& body);

// {"note", "valid_from", "valid_until"}: what is not there stays, null takes it away. Errors:
// malformed_request.
Result<control::EntryChange> read_entry_change(const JsonValue& body);

// {"prefix", "note", "valid_from", "valid_until"}. Errors: malformed_request, malformed_address,
// host_bits_set.
Result<control::NewEntry> read_new_entry(const JsonValue& body);

}  // namespace sallyport::api
