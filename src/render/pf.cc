// pf of OpenBSD and FreeBSD: one anchor with its tables and rules.
//
// What is there: <NAME> of addresses, and <NAME_1>, <NAME_2>... for each list of ports; rules that pass,
// in, what comes from a member and, out, what goes to one. Which of them counts is said where the anchor
// is called (pf.conf(5), "ANCHORS": a call with a direction is evaluated for that direction alone).
// Limits: names of tables of 31 bytes; all tables together 200,000 entries, unless `set limit
// table-entries` says otherwise (pf.conf(5), "OPTIONS").
// Loading: `pfctl -a NAME -f FILE` replaces the anchor's tables and rules at once.
#include <fmt/format.h>

#include "render/bounds.h"
#include "render/port_groups.h"
#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

constexpr std::size_t kPfTableEntries = 200'000;
constexpr std::size_t kLongestPfName = 31;

void write_pf_rules(std::string& out, const std::string& table, const PortList& list) {
  if (list.empty()) {
    fmt::format_to(std::back_inserter(out), "pass in quick from <{0}>\npass out quick to <{0}>\n", table);
    return;
  }
  for (const net::Ports& ports : list) {
    fmt::format_to(
        std::back_inserter(out),
        "pass in quick proto {1} from <{0}> to any port {2}\npass out quick proto {1} to <{0}> port {2}\n",
        table, net::to_string(ports.protocol), range_text(ports, ":"));
  }
}

}  // namespace

Result<Rendered> write_pf(const List& list, const Options& options) {
  SALLYPORT_ASSIGN(const auto groups, prefix_groups(list, options));
  std::string tables = fmt::format("# An allow list. Loaded at once by: pfctl -a {} -f FILE\n", options.name);
  std::string rules;
  std::size_t entries = 0;
  std::size_t number = 0;
  for (const PrefixGroup& group : groups) {
    const std::string table =
        group.ports.empty() ? options.name : fmt::format("{}_{}", options.name, ++number);
    if (table.size() > kLongestPfName) {
      return fail(ErrorCode::invalid_setting,
                  fmt::format("'{}' is too long for a table of pf: take a shorter name", table));
    }
    fmt::format_to(std::back_inserter(tables), "table <{}> const {{\n", table);
    append_lines(tables, group.prefixes.prefixes(), "  ", "");
    tables += "}\n";
    write_pf_rules(rules, table, group.ports);
    entries += group.prefixes.prefixes().size();
    SALLYPORT_TRY(expect_bytes(tables.size() + rules.size(), options));
  }
  Rendered rendered;
  rendered.files.push_back({options.name + ".conf", tables + rules});
  rendered.notes.push_back(
      fmt::format("load it with 'pfctl -a {0} -f FILE'; in pf.conf, call it by 'anchor \"{0}\" in' (who "
                  "connects) or 'anchor "
                  "\"{0}\" out' (where it goes), below a 'block' for the rest: the anchor only passes",
                  options.name));
  if (entries > kPfTableEntries) {
    rendered.notes.push_back(
        fmt::format("pf takes {} entries by itself: pf.conf needs 'set limit table-entries {}'",
                    kPfTableEntries, entries * 2));
  }
  return rendered;
}

}  // namespace sallyport::render
