#include "render/json_text.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace sallyport::render {
namespace {

namespace json = boost::json;

bool is_plain(const json::value& value) { return !value.is_structured(); }

void write_value(std::string& out, const json::value& value, std::size_t indent, bool in_array);

void write_member(std::string& out, const json::key_value_pair& member, std::size_t indent) {
  out += json::serialize(member.key());
  out += ": ";
  write_value(out, member.value(), indent, false);
}

// A line for each of the items, between the brackets.
template <class Items, class Write>
void write_lines(std::string& out, const Items& items, std::string_view brackets, std::size_t indent,
                 const Write& write) {
  out += brackets.front();
  bool first = true;
  for (const auto& item : items) {
    out += first ? "\n" : ",\n";
    first = false;
    out.append(indent + 2, ' ');
    write(item);
  }
  if (!first) {
    out += '\n';
    out.append(indent, ' ');
  }
  out += brackets.back();
}

void write_on_one_line(std::string& out, const json::object& object) {
  out += '{';
  for (bool first = true; const auto& member : object) {
    if (!first) out += ", ";
    first = false;
    write_member(out, member, 0);
  }
  out += '}';
}

void write_value(std::string& out, const json::value& value, std::size_t indent, bool in_array) {
  if (const auto* const object = value.if_object()) {
    const bool plain =
        std::ranges::all_of(*object, [](const auto& member) { return is_plain(member.value()); });
    if (in_array && plain) return write_on_one_line(out, *object);
    return write_lines(out, *object, "{}", indent,
                       [&](const auto& member) { write_member(out, member, indent + 2); });
  }
  if (const auto* const array = value.if_array()) {
    return write_lines(out, *array, "[]", indent,
                       [&](const auto& item) { write_value(out, item, indent + 2, true); });
  }
  out += json::serialize(value);
}

}  // namespace

std::string json_text(const json::value& value) {
  std::string out;
  write_value(out, value, 0, false);
  out += '\n';
  return out;
}

}  // namespace sallyport::render
