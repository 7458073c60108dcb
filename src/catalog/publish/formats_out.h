// The formats that programs read: one function each. Where there is nothing to say, the text is empty, and no
// file is made of it.
//
// Thread safety: pure functions.
#pragma once

#include "catalog/publish/endpoint_sets.h"
#include "catalog/publish/publish.h"

namespace sallyport::catalog {

// What several of them are made of, worked out once.
struct Publication {
  const Catalog& catalog;
  std::chrono::sys_days on;
  std::chrono::sys_days version;  // see published_version()
  std::vector<PublishedFact> facts;
  EndpointSets sets;
  std::vector<PublishedChange> changes;
};

std::string m365_endpoints(const Publication& publication);
std::string m365_version(const Publication& publication);
std::string m365_changes(const Publication& publication);
std::string aws_ranges(const Publication& publication);
std::string google_ranges(const Publication& publication);
std::string jafar_ranges(const Publication& publication);
std::string geofeed(const Publication& publication);
std::string changes_atom(const Publication& publication);
std::string changes_rss(const Publication& publication);
std::string catalog_json(const Catalog& catalog);

// All below lists/.
std::vector<PublishedFile> plain_lists(const Publication& publication);

// "2024090600": the version as Microsoft 365 writes it, a date and a number of two digits.
std::string m365_version_number(std::chrono::sys_days version);

}  // namespace sallyport::catalog
