#include "catalog/publish/json_text.h"

#include <boost/json.hpp>

namespace sallyport::catalog {
namespace {

namespace json = boost::json;

constexpr std::size_t kJsonWidth = 100;

void append_json(std::string& out, const json::value& value, std::size_t indent) {
  if (const auto flat = json::serialize(value); !value.is_structured() || flat.size() + indent < kJsonWidth) {
    out += flat;
    return;
  }
  const std::string margin(indent + 2, ' ');
  bool first = true;
  const auto begin_member = [&] {
    out += first ? "\n" : ",\n";
    out += margin;
    first = false;
  };
  out += value.is_object() ? '{' : '[';
  if (value.is_object()) {
    for (const auto& member : value.get_object()) {
      begin_member();
      out += json::serialize(json::value(member.key())) + ": ";
      append_json(out, member.value(), indent + 2);
    }
  } else {
    for (const auto& item : value.get_array()) {
      begin_member();
      append_json(out, item, indent + 2);
    }
  }
  out += "\n" + std::string(indent, ' ');
  out += value.is_object() ? '}' : ']';
}

}  // namespace

std::string json_text(const json::value& value) {
  std::string out;
  append_json(out, value, 0);
  return out + "\n";
}

}  // namespace sallyport::catalog
