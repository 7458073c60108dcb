// Postfix: a cidr table (cidr_table(5)) for check_client_access: OK for a member.
//
// Semantics: the first line that matches counts; who matches none goes on to the next restriction. There
// is no line for the rest, as one would make an open relay of a server that takes the table for
// mynetworks.
// Loading: Postfix reads the table when a process starts: `postfix reload`.
#include <fmt/format.h>

#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {

Result<Rendered> write_postfix(const List& list, const Options& options) {
  Rendered rendered;
  std::string text;
  append_lines(text, list.prefixes.prefixes(), "", " OK");
  rendered.files.push_back({options.name + ".cidr", std::move(text)});
  rendered.notes.push_back(fmt::format(
      "in main.cf: 'smtpd_client_restrictions = check_client_access cidr:/etc/postfix/{}.cidr, reject', then "
      "'postfix reload'. Without the 'reject' behind it, the table denies nobody",
      options.name));
  return rendered;
}

}  // namespace sallyport::render
