// Letter: what a mail says, before it is text or HTML. Both are made from it, so they cannot say different
// things.
//
// Thread safety: pure functions over values.
// Invariants: every string in a letter is one line.
#pragma once

#include <string>
#include <vector>

#include "control/model.h"

namespace sallyport::notify {

struct Section {
  struct Fact {
    std::string label;
    std::string value;
  };
  struct Link {
    std::string says;
    std::string url;
  };
  std::vector<Fact> facts;
  std::vector<Link> links = {};
  std::string heading = {};  // empty: none
  std::vector<std::string> lines = {};
};

struct Letter {
  control::Language language = control::Language::english;
  std::string subject;
  std::vector<std::string> opening;
  std::vector<Section> sections;
  std::vector<std::string> closing;
};

std::string to_text(const Letter& letter);
std::string to_html(const Letter& letter);  // everything in it is escaped here

}  // namespace sallyport::notify
