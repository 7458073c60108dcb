#include "app/cli/words/notes.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "app/cli/words/note_examples.h"

namespace sallyport::cli {
namespace {

using Codes = std::vector<std::pair<std::string, std::string>>;

// Of what asks a daemon.
Codes codes_of_the_daemon() {
  return {{"0", "done"}, {"1", "refused by the server"}, {"2", "wrong usage"}, {"3", "no answer from it"}};
}

// Of what asks none.
Codes codes_without_daemon(const std::string& one = {}, const std::string& two = "wrong usage") {
  Codes codes = {{"0", "done"}};
  if (!one.empty()) codes.emplace_back("1", one);
  codes.emplace_back("2", two);
  return codes;
}

// Those that end in other ways than most.
const std::map<std::string, Codes>& other_codes() {
  static const std::string malformed_catalog = "wrong usage, or a catalog is malformed";
  static const Codes of_a_list = {{"0", "done"},
                                  {"1", "refused by the server"},
                                  {"2", "wrong usage, or the file is malformed"},
                                  {"3", "no answer from the server"}};
  static const std::map<std::string, Codes> all = {
      {"test", codes_without_daemon("an expectation did not hold", "wrong usage, or a file is malformed")},
      {"version", codes_without_daemon()},
      {"completion", codes_without_daemon()},
      {"man", codes_without_daemon()},
      {"help", codes_without_daemon()},
      {"credential fingerprint", codes_without_daemon()},
      {"address authorize", of_a_list},
      {"address deny", of_a_list},
      {"apply",
       {{"0", "applied, or nothing to do"},
        {"1", "refused by the server; with --plan, there is something to do"},
        {"2", "wrong usage, nobody said yes, or the document is malformed"},
        {"3", "no answer from the server; with --plan, no plan"}}},
      {"audit verify",
       {{"0", "intact"},
        {"1", "not intact, or refused by the server"},
        {"2", "wrong usage, or no anchor in the file"},
        {"3", "no answer from the server"}}},
      {"render",
       {{"0", "done"},
        {"1", "the target has no words or no room for the list, a cell is unknown, or the server refused"},
        {"2", "wrong usage, or the list is malformed"},
        {"3", "no answer from the server, with --organization"}}},
      {"catalog list", codes_without_daemon({}, malformed_catalog)},
      {"catalog show", codes_without_daemon({}, malformed_catalog)},
      {"catalog history", codes_without_daemon({}, malformed_catalog)},
      {"catalog publish", codes_without_daemon({}, malformed_catalog)},
      {"catalog resolve", codes_without_daemon("it is not known what a cell has", malformed_catalog)},
      {"catalog compare", codes_without_daemon("something differs", malformed_catalog)},
      {"catalog validate",
       codes_without_daemon("a file is malformed", "wrong usage, or a file cannot be read")},
      {"catalog whois", codes_without_daemon("no catalog and no feed has it", malformed_catalog)},
      {"catalog check",
       codes_without_daemon("some of it does not work, or a cell is unknown", malformed_catalog)},
      {"catalog read",
       {{"0", "read, and nothing is wrong"},
        {"1", "it cannot be read as what it is said to be"},
        {"2", "wrong usage"},
        {"3", "a person has to look at it"}}},
  };
  return all;
}

void add_to(const std::string& path, app::Word& word) {
  for (app::Word& part : word.words) add_to(path.empty() ? part.name : path + " " + part.name, part);
  if (!word.words.empty()) return;
  for (const NoteExample& example : note_examples()) {
    if (example.path == path) word.examples.emplace_back(example.command, example.meaning);
  }
  const auto other = other_codes().find(path);
  word.exit_codes = other != other_codes().end() ? other->second : codes_of_the_daemon();
}

}  // namespace

void add_notes(app::Word& program) { add_to({}, program); }

}  // namespace sallyport::cli
