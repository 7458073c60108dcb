// ProfileWords: what a text of a page means, by its profile.
//
// Thread safety: an immutable value. It points into the Profile.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "catalog/read/document/profile.h"

namespace sallyport::catalog {

enum class Meaning : std::uint8_t { offering, place, not_available, same_as, remark, destinations, other };

struct PageWord {
  Meaning meaning = Meaning::other;
  std::size_t index = 0;  // of the offering (of same_as: whose it is), or of the site or the versions
  std::vector<net::Destination> destinations;
  std::string_view text;
};

class ProfileWords {
 public:
  explicit ProfileWords(const Profile& profile);  // REQUIRES: the profile outlives it

  std::optional<std::size_t> header(std::string_view text) const;  // of which table
  bool is_end(std::string_view text) const { return ends_.contains(text); }
  std::optional<std::size_t> offering(std::string_view text) const;

  // The words of a text, in the offering that is read (or none), of the table that is read. Only labels in
  // front are cut off, and only where `cut`. Errors: malformed_feed, without the line.
  Result<std::vector<PageWord>> words(std::string_view text, std::optional<std::size_t> offering,
                                      std::size_t table, bool cut) const;

  // All of the text, addresses or hosts, with their ports; nothing where it is something else. Errors: as
  // above, where something in it was surely meant as an address.
  Result<std::vector<net::Destination>> destinations(std::string_view text) const;

 private:
  using Numbers = std::map<std::string_view, std::size_t, std::less<>>;

  PageWord label(std::string_view text, std::optional<std::size_t> offering, std::size_t table) const;

  const Profile& profile_;
  Numbers headers_, ends_, offerings_, sites_, not_available_, same_as_;
};

}  // namespace sallyport::catalog
