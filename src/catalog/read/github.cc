// GitHub: https://api.github.com/meta, as docs.github.com/rest/meta describes it: one list of prefixes a
// service, at the top, and hosts under "domains". It has neither serial nor time.
//
// The same object has lists that are no addresses (SSH keys), and gets new ones without notice. So a list
// that is not known is read as prefixes where one of its items is a prefix, and then all of them have to be.

#include <fmt/format.h>

#include <algorithm>

#include "catalog/read/feed_values.h"
#include "catalog/read/formats.h"

namespace sallyport::catalog {
namespace {

// Those that every github.com has had for years: without them it is another thing, such as GitHub Enterprise
// Server's.
constexpr std::string_view kGithubAlways[] = {"hooks", "web", "api", "git"};
constexpr std::string_view kGithubKnown[] = {
    "hooks",      "web",        "api",      "git",     "github_enterprise_importer",
    "packages",   "pages",      "importer", "actions", "actions_macos",
    "codespaces", "dependabot", "copilot"};

bool is_github_list(const JsonAt& member) {
  if (std::ranges::find(kGithubKnown, member.name()) != std::end(kGithubKnown)) return true;
  const auto items = member.items();
  if (!items) return false;
  for (const JsonAt item : *items) {
    const auto text = item.text();
    if (text && net::Prefix::parse(*text)) return true;
  }
  return false;
}

Result<void> add_github_list(const JsonAt& member, FeedBuilder& builder) {
  const auto offering = builder.name(member.name());
  if (!offering) return refuse_value(member, offering.error());
  SALLYPORT_ASSIGN(const auto items, member.items());
  SALLYPORT_TRY(builder.add_list(std::string(member.name()), items.empty()));
  return add_prefixes(member, {.offering = *offering, .site = 0}, builder);
}

// The lists of hosts in "domains", some of them one level deeper. "*." is read as one label: GitHub names
// *.github.com beside *.api.github.com.
Result<void> add_github_domains(const JsonAt& value, const std::string& offering, FeedBuilder& builder) {
  if (value.is(JsonKind::object)) {
    SALLYPORT_ASSIGN(const auto members, value.members());
    for (const JsonAt member : members) {
      SALLYPORT_TRY(add_github_domains(member, fmt::format("{}.{}", offering, member.name()), builder));
    }
    return {};
  }
  if (!value.is(JsonKind::list)) return {};
  const auto number = builder.name(offering);
  if (!number) return refuse_value(value, number.error());
  SALLYPORT_ASSIGN(const auto items, value.items());
  SALLYPORT_TRY(builder.add_list(offering, items.empty()));
  for (const JsonAt item : items) {
    SALLYPORT_ASSIGN(const auto host, host_of(item, Star::one_label, builder));
    if (host) SALLYPORT_TRY(builder.add(*host, {.offering = *number, .site = 0}));
  }
  return {};
}

}  // namespace

Result<Feed> read_github(const FeedJson& json, std::size_t most) {
  const JsonAt root = JsonAt::root(json);
  FeedBuilder builder(Format::github, most);
  for (const std::string_view name : kGithubAlways) SALLYPORT_TRY(root.field(name));
  SALLYPORT_ASSIGN(const auto members, root.members());
  for (const JsonAt member : members) {
    if (is_github_list(member)) SALLYPORT_TRY(add_github_list(member, builder));
  }
  if (const auto domains = root.find("domains")) {
    SALLYPORT_TRY(domains->members());
    SALLYPORT_TRY(add_github_domains(*domains, "domains", builder));
  }
  return builder.take();
}

}  // namespace sallyport::catalog
