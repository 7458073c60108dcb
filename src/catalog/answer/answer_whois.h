// Whose an address, a network or a host is: the question as people write it, and the answer for programs.
//
// Thread safety: pure functions.
#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <variant>

#include "catalog/whois/whois_index.h"

namespace sallyport::catalog {

using WhoisQuestion = std::variant<net::Prefix, net::HostPattern>;

// What has a colon, or no letters, is an address. Errors: those of the parser for what was probably meant;
// malformed_host for a wildcard.
Result<WhoisQuestion> read_question(const std::string& text);

// A row for each fact, from the most specific prefix or host to the widest; none, where nobody has it.
boost::json::array whois_rows(const WhoisIndex& index, const WhoisQuestion& question);

}  // namespace sallyport::catalog
