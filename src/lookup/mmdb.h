// Mmdb: one file of names of networks, in the MaxMind DB format, kept in memory.
//
// Thread safety: reads only; any thread. Invariants: a copy, so that the file may be written over meanwhile.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "control/ports/network_names.h"

namespace sallyport::lookup {

class Mmdb {
 public:
  // Errors: not_found, corrupted, unavailable.
  static Result<std::shared_ptr<const Mmdb>> open(const std::filesystem::path& file);
  ~Mmdb();
  Mmdb(const Mmdb&) = delete;
  Mmdb& operator=(const Mmdb&) = delete;

  // What this file knows: owner and number as the files for ASN and ISP have them, the country as those for
  // countries and cities do.
  control::NetworkName find(const net::Address& address) const;

 private:
  struct Handle;
  explicit Mmdb(std::unique_ptr<Handle> handle);

  std::unique_ptr<Handle> handle_;
};

}  // namespace sallyport::lookup
