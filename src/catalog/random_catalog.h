// RandomCatalog: catalogs that are right, of all that a catalog may say, small enough for slow twins.
//
// Thread safety: one thread each.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "catalog/model.h"

namespace sallyport::catalog::test {

class RandomCatalog {
 public:
  explicit RandomCatalog(std::uint32_t seed) : random_(seed) {}

  // Of up to seven offerings; those with an even number have sites, where the catalog has. Same-as goes to
  // later offerings only, so that there is no cycle; it may lead nowhere for some versions, which
  // read_catalog() would refuse where it is for all of them.
  Catalog make();

  std::size_t below(std::size_t bound) { return random_() % bound; }
  bool chance(unsigned of_ten) { return random_() % 10 < of_ten; }
  std::optional<Version> version();
  Day day();

 private:
  Text text();
  std::vector<net::Destination> destinations(bool with_ports);
  Entry entry(const Offering& offering);
  Addresses addresses(const Catalog& catalog, const Offering& offering, std::size_t index, std::size_t count);
  void add_cells(Catalog& catalog, std::size_t index, std::size_t count);

  std::mt19937 random_;
};

}  // namespace sallyport::catalog::test
