// Policy documents as YAML (1.2, one document), for people; the API has them as JSON.
//
// Thread safety: pure functions.
#pragma once

#include <boost/json/value.hpp>
#include <expected>
#include <string>

namespace sallyport::cli {

// Plain words are taken by what their field is: `dry_run: on` is no boolean in YAML 1.2, and `note: 12` is a
// text here. JSON is YAML, too. Errors, as a sentence with the line: what is no UTF-8 or no YAML, a field
// that stands twice or is empty, tags, anchors and aliases (which could make a small file a huge document),
// more than one document.
std::expected<boost::json::value, std::string> yaml_to_json(const std::string& text);

std::string json_to_yaml(const boost::json::value& document);

}  // namespace sallyport::cli
