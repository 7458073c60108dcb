// Squid: acls of what may be asked for, and one line that denies the rest.
//
// Semantics (squid.conf, "acl"): in dstdomain, ".x" is x and all names under it, "x" is x alone; an acl
// may not have a name beside one that contains it. Names under x without x itself are dstdom_regex. Both
// with -n: without it, a request for an address is looked up backwards, and whoever owns the address
// chooses the name. dst resolves the name that was asked for; in it (5.7), 0.0.0.0/0 is all of IPv6 too,
// ::/0 nothing at all, and ::/1 all of IPv4 too, as IPv4 is ::ffff:a.b.c.d inside Squid: so lengths of 0
// are halved, and IPv6 is apart_from_ipv4(). NAME_allowed is any-of the groups, each group all-of names
// and ports; `http_access deny !NAME_allowed` denies the rest and leaves to the lines below it who may ask
// for what is on the list.
// Limits: Squid carries TCP; the name of an acl has 63 bytes.
// Loading: `include` above the http_access lines that allow; `squid -k reconfigure` after `squid -k
// parse`.
#include <fmt/format.h>

#include "render/bounds.h"
#include "render/hosts.h"
#include "render/port_groups.h"
#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

std::string escaped_for_regex(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '.') out += '\\';
    out += c;
  }
  return out;
}

// Writes the acls of one group after the other; each is what was asked for, on some ports.
class SquidAcls {
 public:
  explicit SquidAcls(std::string name) : name_(std::move(name)) {
    out_ = "# An allow list of what may be asked for: the rest is denied, by the last line.\n";
  }

  void add(const PrefixGroup& group) {
    const std::string acl = fmt::format("{}_{}_dst", name_, ++number_);
    append_lines(out_, apart_from_ipv4(without_length_0(group.prefixes)), fmt::format("acl {} dst ", acl),
                 "");
    allow(acl, group.ports);
  }

  void add(const HostGroup& group) {
    const std::string base = fmt::format("{}_{}", name_, ++number_);
    std::string domains;
    std::string patterns;
    for (const HostName& host : by_name(group.hosts)) {
      if (host.exact) line(domains, "acl {}_domain dstdomain -n {}{}", base, host.any ? "." : "", host.name);
      if (host.whole()) continue;
      if (host.any || host.one) {
        line(patterns, "acl {}_under dstdom_regex -n ^{}\\.{}$", base, host.any ? ".+" : "[^.]+",
             escaped_for_regex(host.name));
      }
    }
    out_ += domains + patterns;
    if (!domains.empty()) allow(base + "_domain", group.ports);
    if (!patterns.empty()) allow(base + "_under", group.ports);
  }

  std::size_t size() const { return out_.size() + members_.size(); }
  std::string take() { return out_ + members_ + fmt::format("http_access deny !{}_allowed\n", name_); }

 private:
  template <class... Values>
  static void line(std::string& out, fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(out), format, std::forward<Values>(values)...);
    out += '\n';
  }

  void allow(const std::string& acl, const PortList& ports) {
    std::string member = acl;
    if (!ports.empty()) {
      for (const net::Ports& each : ports) line(out_, "acl {}_port port {}", acl, range_text(each, "-"));
      member = acl + "_and_port";
      line(out_, "acl {0}_and_port all-of {0} {0}_port", acl);
    }
    line(members_, "acl {}_allowed any-of {}", name_, member);
  }

  std::string name_;
  std::string out_;
  std::string members_;
  std::size_t number_ = 0;
};

}  // namespace

Result<Rendered> write_squid(const List& list, const Options& options) {
  SALLYPORT_ASSIGN(const auto prefixes, prefix_groups(list, options));
  SquidAcls acls(options.name);
  for (const HostGroup& group : host_groups(list)) acls.add(group);
  for (const PrefixGroup& group : prefixes) {
    acls.add(group);
    SALLYPORT_TRY(expect_bytes(acls.size(), options));
  }
  Rendered rendered;
  rendered.files.push_back({options.name + ".conf", acls.take()});
  rendered.notes.push_back(
      "include it in squid.conf above the http_access lines that allow, then 'squid -k parse' and 'squid -k "
      "reconfigure': what is not on the list is denied, whoever asks; who may ask for the rest, those lines "
      "say");
  return rendered;
}

}  // namespace sallyport::render
