// HAProxy: a file of prefixes for `acl ... src -f` (Configuration Manual, "ACL basics").
//
// Semantics: an IPv4 client is also looked up as ::ffff:a.b.c.d among the IPv6 prefixes, so none of them
// may be around that ("ip" matching, same manual): apart_from_ipv4().
// Loading: with the configuration; or while it runs, at once, by the runtime API: prepare acl, add acl
// @VERSION, commit acl (Management Guide).
#include <fmt/format.h>

#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {

Result<Rendered> write_haproxy(const List& list, const Options& options) {
  Rendered rendered;
  std::string text;
  append_lines(text, apart_from_ipv4(list.prefixes), "", "");
  rendered.files.push_back({options.name + ".acl", std::move(text)});
  rendered.notes.push_back(fmt::format(
      "in a frontend: 'http-request deny unless {{ src -f /etc/haproxy/{0}.acl }}', or 'tcp-request "
      "connection reject unless {{ src -f /etc/haproxy/{0}.acl }}': by itself the file denies nobody",
      options.name));
  return rendered;
}

}  // namespace sallyport::render
