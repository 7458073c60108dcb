// Plain lists that firewalls poll by URL: a prefix or a host on each line and nothing else: not all of them
// know comments. Ports are in endpoints.json.

#include <fmt/format.h>

#include <algorithm>

#include "catalog/publish/formats_out.h"

namespace sallyport::catalog {
namespace {

using Facts = std::vector<PublishedFact>;

class PlainLists {
 public:
  // Whole lists first: where a site is called "x.ipv4", it keeps its name, and the part of "x" is left out.
  std::vector<PublishedFile> take() {
    for (const auto& [name, lines] : lists_) add(name + ".txt", lines, [](const auto&) { return true; });
    for (const auto& [name, lines] : lists_) {
      add(name + ".ipv4.txt", lines, [](const net::Destination& line) {
        return line.prefix() != nullptr && line.prefix()->address().is_ipv4();
      });
      add(name + ".ipv6.txt", lines, [](const net::Destination& line) {
        return line.prefix() != nullptr && !line.prefix()->address().is_ipv4();
      });
      add(name + ".hosts.txt", lines, [](const net::Destination& line) { return line.host() != nullptr; });
    }
    std::ranges::sort(files_, {}, &PublishedFile::path);
    return std::move(files_);
  }

  void add_list(const std::string& name, const Facts& facts) {
    lists_.emplace_back("lists/" + name, without_ports(facts));
  }

 private:
  template <class Keep>
  void add(const std::string& path, const std::vector<net::Destination>& lines, const Keep& keep) {
    std::string text;
    for (const net::Destination& line : lines) {
      if (keep(line)) text += net::to_string(line) + "\n";
    }
    if (!text.empty() && taken_.insert(path).second)
      files_.push_back({path, "text/plain; charset=utf-8", std::move(text)});
  }

  std::vector<std::pair<std::string, std::vector<net::Destination>>> lists_;
  std::set<std::string> taken_;
  std::vector<PublishedFile> files_;
};

}  // namespace

std::vector<PublishedFile> plain_lists(const Publication& publication) {
  std::map<std::string, Facts> by_offering;
  std::map<std::pair<std::string, std::string>, Facts> by_site;
  for (const PublishedFact& fact : publication.facts) {
    by_offering[fact.place.offering->id].push_back(fact);
    if (!fact.place.site.empty()) by_site[{fact.place.offering->id, fact.place.site}].push_back(fact);
  }
  PlainLists lists;
  lists.add_list("all", publication.facts);
  for (const auto& [offering, facts] : by_offering) {
    lists.add_list(offering == "all" ? "all_" : offering, facts);  // no id of an offering has a "_"
  }
  for (const auto& [place, facts] : by_site) {
    lists.add_list(fmt::format("{}/{}", place.first, place.second), facts);
  }
  return lists.take();
}

}  // namespace sallyport::catalog
