#include "api/dispatch.h"

namespace sallyport::api {
namespace {

// Takes the first segment and the slash before it. REQUIRES: path starts with '/'.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

// The parameters' raw text, in the template's order. A parameter is never empty.
bool fits(std::string_view pattern, std::string_view path,
          std::vector<std::pair<std::string_view, std::string_view>>& out) {
  out.clear();
  while (pattern.starts_with('/') && path.starts_with('/')) {
    const std::string_view expected = take_segment(pattern);
    const std::string_view given = take_segment(path);
    if (expected.starts_with('{')) {
      if (given.empty()) return false;
      out.emplace_back(expected.substr(1, expected.size() - 2), given);
    } else if (expected != given) {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

}  // namespace

Result<Match> match(std::string_view method, std::string_view path) {
  Match found;
  std::vector<std::pair<std::string_view, std::string_view>> raw;
  for (const Route& route : routes()) {
    if (!fits(route.path, path, raw)) continue;
    if (route.method != method && !(method == "HEAD" && route.method == "GET")) {
      found.allow += found.allow.empty() ? "" : ", ";
      found.allow += route.method == "GET" ? "GET, HEAD" : route.method;
      continue;
    }
    found.route = &route;
    found.allow.clear();
    for (const auto& [name, text] : raw) {
      SALLYPORT_ASSIGN(std::string value, decode_segment(text));
      found.parameters.emplace_back(name, std::move(value));
    }
    return found;
  }
  return found;
}

}  // namespace sallyport::api
