// A list from an organization's lists, read over the API as the daemon has them.

#include <fmt/format.h>

#include <boost/json/value.hpp>

#include "app/cli/render/render_allowed.h"
#include "app/cli/render/render_sources.h"
#include "base/clock.h"
#include "policy/policy.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

// What was done, or the exit code after the reason was printed.
using DoneOrCode = std::expected<void, int>;

std::string path_of(const std::string& organization, std::string_view rest = {}) {
  return fmt::format("/organizations/{}{}", path_segment(organization), rest);
}

// A time that the item does not have does not bound it. Empty where it is none.
std::optional<Timestamp> time_of(const json::object& item, std::string_view field, Timestamp otherwise) {
  if (!item.contains(field)) return otherwise;
  const auto time = parse_timestamp(text_of(item, field));
  return time ? std::optional(*time) : std::nullopt;
}

// Empty where it is not as the API describes it: an entry that is not understood may be a denial.
std::optional<policy::Entry> entry_of(const json::value& item, std::optional<policy::EntryKind> kind) {
  const auto* const object = item.if_object();
  if (object == nullptr) return std::nullopt;
  const auto prefix = net::Prefix::parse(text_of(*object, "prefix"));
  if (!kind) kind = policy::parse_entry_kind(text_of(*object, "kind"));
  const auto from = time_of(*object, "valid_from", policy::kAlways);
  const auto until = time_of(*object, "valid_until", policy::kForever);
  if (!prefix || !kind || !from || !until) return std::nullopt;
  return policy::Entry{.prefix = *prefix, .kind = *kind, .valid_from = *from, .valid_until = *until};
}

// `kind`: of a list whose items do not say it.
DoneOrCode read_entries(Session& session, const std::string& path, std::optional<policy::EntryKind> kind,
                        std::vector<policy::Entry>& entries) {
  const auto items = session.items(path, "limit=1000");
  if (!items) return std::unexpected(items.error());
  for (const json::value& item : *items) {
    const auto entry = entry_of(item, kind);
    if (!entry) return std::unexpected(session.unexpected_answer());
    entries.push_back(*entry);
  }
  return {};
}

// Denials last: what is denied while the lists are read is denied in what is rendered.
DoneOrCode read_own_list(Session& session, const std::string& organization,
                         std::vector<policy::Entry>& entries) {
  if (auto read =
          read_entries(session, path_of(organization, "/authorized"), policy::EntryKind::authorized, entries);
      !read)
    return read;
  return read_entries(session, path_of(organization, "/denied"), policy::EntryKind::denied, entries);
}

// The ancestor that demands most of one channel, or of any; empty where none demands anything.
std::expected<std::string, int> who_enforces(Session& session, const std::string& organization) {
  for (const std::string_view channel : {"api", "smtp"}) {
    const auto protection =
        session.call("GET", path_of(organization, fmt::format("/protection/{}", channel)));
    if (!protection) return std::unexpected(protection.error());
    if (auto name = text_of(*protection, "enforced_by"); !name.empty()) return name;
  }
  return std::string();
}

std::expected<bool, int> enforces_anything(Session& session, const std::string& organization) {
  const auto enforcement = session.call("GET", path_of(organization, "/enforcement"));
  if (!enforcement) return std::unexpected(enforcement.error());
  const auto* const channels = enforcement->if_object();
  if (channels == nullptr) return std::unexpected(session.unexpected_answer());
  for (const auto& channel : *channels) {
    if (!text_of(channel.value(), "mode").empty()) return true;
  }
  return false;
}

DoneOrCode read_enforcing(Session& session, const std::string& organization, ListsThatCount& lists) {
  auto name = organization;
  for (unsigned level = 0;; ++level) {
    const auto found = session.call("GET", path_of(name));
    if (!found) return std::unexpected(found.error());
    name = text_of(*found, "parent");
    if (name.empty()) return {};
    if (level == policy::kMostLevels) return std::unexpected(session.unexpected_answer());
    const auto enforces = enforces_anything(session, name);
    if (!enforces) return std::unexpected(enforces.error());
    if (!*enforces) continue;
    if (auto read = read_own_list(session, name, lists.enforcing.emplace_back()); !read) return read;
  }
}

DoneOrCode read_all_lists(Session& session, const std::string& organization, ListsThatCount& lists) {
  if (auto read = read_entries(session, path_of(organization, "/received"), std::nullopt, lists.entries);
      !read)
    return read;
  if (auto read = read_own_list(session, organization, lists.entries); !read) return read;
  const auto by = who_enforces(session, organization);
  if (!by) return std::unexpected(by.error());
  if (by->empty()) return {};
  auto read = read_enforcing(session, organization, lists);
  if (!read && read.error() == kRefused) {
    session.print_note(fmt::format(
        "{} enforces protection on {}, and with it what it denies; without its list, addresses of "
        "that would be let in. Take a token that may read it",
        *by, organization));
  }
  return read;
}

}  // namespace

ListOrCode list_of_organization(Session& session, const Arguments& arguments) {
  ListsThatCount lists;
  if (const auto read = read_all_lists(session, arguments.organization, lists); !read)
    return std::unexpected(read.error());
  const Timestamp now = SystemClock().now();
  render::List list{.prefixes = allowed_addresses(lists, now), .destinations = {}};
  const auto next = next_start_or_end(lists, now);
  if (next) {
    session.print_note(fmt::format(
        "this is right until {}, when an entry starts or ends: render it again then", to_string(*next)));
  }
  if (!list.prefixes.empty()) return list;
  session.usage(
      fmt::format("{} authorizes no address now: nothing is rendered, as nothing would be allowed by "
                  "it",
                  arguments.organization));
  return std::unexpected(static_cast<int>(kRefused));
}

}  // namespace sallyport::cli
