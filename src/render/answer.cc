#include "render/answer.h"

#include <boost/json/array.hpp>
#include <string>

namespace sallyport::render {
namespace {

std::string_view yes_or_no(bool said) { return said ? "yes" : "no"; }

std::string_view ports_of(const Target& target) {
  if (!target.ports) return "no";
  return target.udp ? "yes" : "TCP";
}

}  // namespace

boost::json::object answer_targets() {
  boost::json::array items;
  for (const Target& target : targets()) {
    items.push_back({{"target", target.id},
                     {"addresses", yes_or_no(target.prefixes)},
                     {"hosts", yes_or_no(target.hosts)},
                     {"wildcards", yes_or_no(target.wildcards)},
                     {"ports", ports_of(target)},
                     {"most", target.most == 0 ? std::string() : std::to_string(target.most)},
                     {"title", target.title}});
  }
  return {{"items", std::move(items)}};
}

boost::json::object answer_rendered(const Rendered& rendered) {
  boost::json::array files;
  for (const File& file : rendered.files) files.push_back({{"name", file.name}, {"text", file.text}});
  boost::json::array notes(rendered.notes.begin(), rendered.notes.end());
  return {{"files", std::move(files)}, {"notes", std::move(notes)}};
}

}  // namespace sallyport::render
