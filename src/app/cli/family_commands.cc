#include <fmt/format.h>

#include <map>
#include <set>

#include "app/cli/commands.h"
#include "app/cli/preview.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

std::string organization_path(const std::string& name) { return "/organizations/" + path_segment(name); }

// Children by their parent's name; those that are at the top by the empty name.
using Tree = std::map<std::string, std::vector<std::string>>;

std::expected<Tree, int> whole_tree(Session& session) {
  const auto items = session.items("/organizations", "limit=1000");
  if (!items) return std::unexpected(items.error());
  std::set<std::string> names;
  for (const auto& item : *items) names.insert(text_of(item, "name"));
  Tree tree;
  for (const auto& item : *items) {
    const std::string parent = text_of(item, "parent");
    tree[names.contains(parent) ? parent : std::string()].push_back(text_of(item, "name"));
  }
  return tree;
}

std::expected<Tree, int> tree_below(Session& session, const std::string& root) {
  Tree tree{{"", {root}}};
  std::vector<std::string> names{root};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto items = session.items(organization_path(names[i]) + "/children", "limit=1000");
    if (!items) return std::unexpected(items.error());
    const std::string parent = names[i];
    for (const auto& item : *items) {
      names.push_back(text_of(item, "name"));
      tree[parent].push_back(names.back());
    }
  }
  return tree;
}

struct Line {
  std::string name;
  std::string parent;
  unsigned level = 0;
};

void add_below(const Tree& tree, const std::string& parent, unsigned level, std::vector<Line>& lines) {
  const auto found = tree.find(parent);
  if (found == tree.end()) return;
  for (const std::string& name : found->second) {
    lines.push_back({name, parent, level});
    add_below(tree, name, level + 1, lines);
  }
}

json::array to_array(const std::vector<std::string>& texts) {
  json::array array;
  for (const std::string& text : texts) array.emplace_back(text);
  return array;
}

std::string enforcement_path(const Arguments& arguments) {
  return organization_path(arguments.organization) + "/enforcement" +
         (arguments.channel.empty() ? "" : "/" + arguments.channel);
}

}  // namespace

int organization_tree(Session& session, const Arguments& arguments) {
  const auto tree = arguments.name.empty() ? whole_tree(session) : tree_below(session, arguments.name);
  if (!tree) return tree.error();
  std::vector<Line> lines;
  add_below(*tree, {}, 0, lines);
  if (session.format() != Format::table) {
    json::array items;
    for (const Line& line : lines) {
      json::object item{{"name", line.name}, {"level", line.level}};
      if (!line.parent.empty()) item["parent"] = line.parent;
      items.push_back(std::move(item));
    }
    session.print(json::object{{"items", std::move(items)}});
  } else {
    for (const Line& line : lines) session.print_line(std::string(2 * line.level, ' ') + line.name);
  }
  return kDone;
}

int address_share(Session& session, const Arguments& arguments) {
  json::object body{{"prefixes", to_array(arguments.prefixes)}};
  if (!arguments.with.empty()) body["with"] = to_array(arguments.with);
  return session.change("POST", organization_path(arguments.organization) + "/shared", body, "shared");
}

int address_unshare(Session& session, const Arguments& arguments) {
  const json::object body{
      {"prefixes", to_array(arguments.prefixes)}, {"keep", arguments.keep}, {"force", arguments.force}};
  return session.change("POST", organization_path(arguments.organization) + "/unshare", body,
                        "no longer shared");
}

int address_shared(Session& session, const Arguments& arguments) {
  return session.list(
      organization_path(arguments.organization) + "/shared", "limit=1000",
      {{"PREFIX", "prefix"}, {"KIND", "kind"}, {"WITH", "with"}, {"BY", "by"}, {"SINCE", "created"}});
}

int address_received(Session& session, const Arguments& arguments) {
  return session.list(
      organization_path(arguments.organization) + "/received", "limit=1000",
      {{"PREFIX", "prefix"}, {"KIND", "kind"}, {"FROM", "from"}, {"UNTIL", "valid_until"}, {"NOTE", "note"}});
}

int protection_enforce(Session& session, const Arguments& arguments) {
  const json::object body{{"mode", arguments.mode}};
  return tell_blocking(session, "PUT", enforcement_path(arguments), body, arguments.preview, "enforced");
}

int protection_unenforce(Session& session, const Arguments& arguments) {
  return session.change("DELETE", enforcement_path(arguments), nullptr, "no longer enforced");
}

int protection_enforcement(Session& session, const Arguments& arguments) {
  const auto answer = session.call("GET", organization_path(arguments.organization) + "/enforcement");
  if (!answer) return answer.error();
  const auto* const object = answer->if_object();
  if (object == nullptr) return session.unexpected_answer();
  if (session.format() != Format::table) {
    session.print(*answer);
    return kDone;
  }
  for (const auto& channel : *object) {
    const std::string mode = text_of(channel.value(), "mode");
    session.print_line(fmt::format("{}  {}", std::string_view(channel.key().data(), channel.key().size()),
                                   mode.empty() ? "-" : mode));
  }
  return kDone;
}

}  // namespace sallyport::cli
