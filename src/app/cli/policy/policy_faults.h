// What is wrong with a policy document, told with its place in the file: FILE:LINE:COLUMN: why.
//
// Thread safety: pure functions.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/policy/policy_yaml.h"

namespace sallyport::cli {

// One thing that is wrong, as the API names its place in a request: "/document/organizations/0/name".
struct PointedFault {
  std::string pointer;
  std::string why;
};

// A line for each.
std::vector<std::string> describe(std::string_view file, const YamlFaults& faults);
// The same; the names that lead to the place are left out of the reason, as the file's line says it.
// REQUIRES: `text` is the document of which the request was made.
std::vector<std::string> describe(std::string_view file, const std::string& text,
                                  const std::vector<PointedFault>& faults);

// What a problem document (RFC 9457) says is wrong in the document; empty where it says no place.
std::vector<PointedFault> faults_of(const boost::json::value& problem);

}  // namespace sallyport::cli
