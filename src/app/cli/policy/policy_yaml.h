// Policy documents as YAML (1.2, one document), for people; the API has them as JSON.
//
// Thread safety: pure functions.
#pragma once

#include <boost/json/value.hpp>
#include <expected>
#include <string>
#include <vector>

#include "yaml/document.h"

namespace sallyport::cli {

// What is wrong with a file, in the order in which it stands there; at most 100.
using YamlFaults = std::vector<yaml::Fault>;

// Plain words are taken by what their field is: `dry_run: on` is no boolean in YAML 1.2, and `note: 12` is a
// text here. JSON is YAML, too. Errors: what is no UTF-8 or no YAML, tags, anchors and aliases (which could
// make a small file a huge document), more than one document; or else every field that stands twice, is
// empty, or cannot have its value. Never none.
std::expected<boost::json::value, YamlFaults> yaml_to_json(const std::string& text);

// Where that stands in the text which a JSON pointer (RFC 6901) names; where it is not there, what it would
// stand in. REQUIRES: yaml_to_json() took the text.
std::vector<yaml::Place> places_of(const std::string& text, const std::vector<std::string>& pointers);

std::string json_to_yaml(const boost::json::value& document);

}  // namespace sallyport::cli
