// PublishedCatalogs: the files in which vendors tell their addresses, made once for each revision of a
// catalog and day, and kept.
//
// Thread safety: any thread. Who asks for files that are there never waits for others to be made.
// Invariants: of each vendor, one edition is kept, and none of a vendor that is gone.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "catalog/shelf/catalogs.h"

namespace sallyport::api {

struct PublishedText {
  std::string type;
  std::string text;
  std::string tag;     // strong, in its quotes
  std::string policy;  // Content-Security-Policy
};

struct Edition {
  std::string revision;
  std::chrono::sys_days day;
  std::map<std::string, PublishedText, std::less<>> files;  // by path below the vendor's
};

class PublishedCatalogs {
 public:
  // What the vendor tells on that day. Null: there is no such vendor. Cost: where it is there, a look.
  std::shared_ptr<const Edition> edition(const catalog::Catalogs& catalogs, std::string_view vendor,
                                         std::chrono::sys_days day);

 private:
  std::shared_ptr<const Edition> find(const catalog::HeldCatalog& held, std::chrono::sys_days day) const;

  std::mutex making_;         // one is made at a time: strangers ask, and each costs
  mutable std::mutex mutex_;  // guards these
  std::map<std::string, std::shared_ptr<const Edition>, std::less<>> editions_;  // by vendor
};

}  // namespace sallyport::api
