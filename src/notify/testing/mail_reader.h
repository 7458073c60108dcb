// What Python's email package understands of a message: its headers (lower case, decoded) and bodies.
#pragma once

#include <map>
#include <string>

namespace sallyport::notify::testing {

// Keys: "header.NAME", "body.plain", "body.html", "parts", "defects", "longest_line", "bare_line_ends".
std::map<std::string, std::string> read_mail(const std::string& message);

std::string from_hexadecimal(const std::string& digits);  // "-" is the empty text

}  // namespace sallyport::notify::testing
