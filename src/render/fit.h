// A list made to fit a target: what the target cannot say is refused, or, where a summary is asked for,
// widened to what it can say, with what is let in besides.
//
// Thread safety: pure functions; Named is a value.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "render/target.h"

namespace sallyport::render {

// Adds to `notes` what was widened. Errors: cannot_say, too_many_entries.
Result<List> fit(const Target& target, List list, const Options& options, std::vector<std::string>& notes);

// The lines of a list that are so: the first of them, and how many there are.
class Named {
 public:
  void add(const net::Destination& destination) {
    if (count_++ == 0) first_ = net::to_string(destination);
  }
  std::size_t count() const { return count_; }
  std::string text() const;  // "'a.example.com 443/tcp' and 3 lines more"

 private:
  std::string first_;
  std::size_t count_ = 0;
};

// "Squid has no words for udp: 'x 443/udp'. Leave it out."
std::unexpected<Error> fail_cannot_say(const Target& target, std::string_view what, const Named& named,
                                       std::string_view instead);

}  // namespace sallyport::render
