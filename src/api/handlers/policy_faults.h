// PolicyFaults: what is wrong with a policy document, gathered while it is read.
//
// Thread safety: one thread. Invariants: keeps at most kMostDocumentFaults, and counts the others.
#pragma once

#include <string>
#include <string_view>

#include "api/handlers/policy_document.h"

namespace sallyport::api {

class PolicyFaults {
 public:
  // `where`: the place as messages name it, "document.organizations[0].name".
  void add(std::string_view where, Error error);
  void add(std::string_view where, std::string message) {
    add(where, Error{ErrorCode::malformed_request, std::move(message), {}});
  }
  // What was wrong with the fields of the object that stands there.
  void take(ObjectReader& fields, const std::string& where);

  bool any() const { return faults_.total != 0; }
  DocumentFaults take() && { return std::move(faults_); }

 private:
  void put(std::string pointer, Error error);

  DocumentFaults faults_;
};

}  // namespace sallyport::api
