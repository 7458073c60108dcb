// JSON for programs: {"prefixes": [...], "destinations": [...]}, where prefixes are let in on every
// port, and destinations are hosts, and prefixes on some ports only.
//
// A host "*.x" is every name with exactly one label before x, "**.x" every name with one or more;
// neither is x itself.
// Limits: none. Loading: whatever reads it.
#include "render/json_text.h"
#include "render/writers.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace sallyport::render {
namespace {

boost::json::object as_object(const net::Destination& destination) {
  const bool is_prefix = destination.prefix() != nullptr;
  boost::json::object object{
      {is_prefix ? "prefix" : "host", net::to_string({.what = destination.what, .ports = {}})}};
  if (const auto& ports = destination.ports) {
    object["first_port"] = ports->first;
    object["last_port"] = ports->last;
    object["protocol"] = net::to_string(ports->protocol);
  }
  return object;
}

}  // namespace

Result<Rendered> write_json(const List& list, const Options& options) {
  boost::json::array prefixes;
  prefixes.reserve(list.prefixes.prefixes().size());
  for (const auto& prefix : list.prefixes.prefixes()) prefixes.emplace_back(prefix.to_string());
  boost::json::array destinations;
  destinations.reserve(list.destinations.size());
  for (const auto& destination : list.destinations) destinations.emplace_back(as_object(destination));
  const boost::json::object document{{"prefixes", std::move(prefixes)},
                                     {"destinations", std::move(destinations)}};
  return Rendered{.files = {{options.name + ".json", json_text(document)}}, .notes = {}};
}

}  // namespace sallyport::render
