#include "catalog/publish/publish.h"

#include <algorithm>
#include <set>

#include "catalog/publish/formats_out.h"
#include "catalog/publish/page.h"
#include "catalog/publish/vendor_page.h"
#include "catalog/read_catalog.h"

namespace sallyport::catalog {
namespace {

constexpr std::string_view kJson = "application/json";

// In the order in which the page names them.
std::vector<PublishedFile> program_files(const Publication& publication) {
  std::vector<PublishedFile> files;
  const auto add = [&files](std::string_view path, std::string_view type, std::string text) {
    if (!text.empty()) files.push_back({std::string(path), std::string(type), std::move(text)});
  };
  add("catalog.yaml", "application/yaml", write_catalog(publication.catalog));
  add("catalog.json", kJson, catalog_json(publication.catalog));
  add("endpoints.json", kJson, m365_endpoints(publication));
  add("version.json", kJson, m365_version(publication));
  add("changes.json", kJson, m365_changes(publication));
  add("changes.atom", "application/atom+xml", changes_atom(publication));
  add("changes.rss", "application/rss+xml", changes_rss(publication));
  add("aws.json", kJson, aws_ranges(publication));
  add("google.json", kJson, google_ranges(publication));
  add("jafar.json", kJson, jafar_ranges(publication));
  add("geofeed.csv", "text/csv; charset=utf-8", geofeed(publication));
  for (PublishedFile& list : plain_lists(publication)) files.push_back(std::move(list));
  return files;
}

// Of the lists, a page names those of everything and of each offering: sites have their own beside.
bool is_named_on_page(const std::string& path) {
  if (!path.starts_with("lists/")) return true;
  return path.find('/', std::string_view("lists/").size()) == std::string::npos &&
         std::ranges::count(path, '.') == 1;
}

}  // namespace

std::vector<PublishedFile> publish(const Catalog& catalog, std::chrono::sys_days on) {
  const Publication publication{.catalog = catalog,
                                .on = on,
                                .version = published_version(catalog, on),
                                .facts = published_facts(catalog, on),
                                .sets = endpoint_sets(catalog, on),
                                .changes = published_changes(catalog)};
  std::vector<PublishedFile> files = program_files(publication);
  std::vector<std::string> named;
  for (const PublishedFile& file : files) {
    if (is_named_on_page(file.path)) named.push_back(file.path);
  }
  for (const Language language : kLanguages) {
    const PublishedPage page = vendor_page(publication, language, named);
    const std::string stem = page_stem(language);
    files.push_back({stem + ".html", "text/html; charset=utf-8", page_html(page)});
    files.push_back({stem + ".md", "text/markdown; charset=utf-8", page_markdown(page)});
  }
  std::ranges::sort(files, {}, &PublishedFile::path);
  return files;
}

std::vector<std::string> left_out_of_files(const Catalog& catalog, std::chrono::sys_days on) {
  Selection everything;
  everything.on = on;
  everything.all = true;
  everything.allow_unknown = true;
  std::vector<std::string> sentences;
  const auto resolved = resolve(catalog, everything);
  if (!resolved) return sentences;
  for (const Remark& remark : resolved->remarks) {
    if (remark.kind == Remark::Kind::unknown) sentences.push_back(remark.text);
  }
  std::set<std::string> patterns;
  for (const ResolvedLine& line : resolved->lines) {
    const net::HostPattern* const host = line.destination.host();
    if (host != nullptr && host->depth() == net::Depth::one) patterns.insert(host->to_string());
  }
  for (const std::string& pattern : patterns) {
    sentences.push_back("endpoints.json has " + pattern +
                        " in its notes only: a star stands for every depth there");
  }
  return sentences;
}

}  // namespace sallyport::catalog
