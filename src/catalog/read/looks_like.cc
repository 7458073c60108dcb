#include "catalog/read/looks_like.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "base/text.h"
#include "catalog/read/feed_lines.h"
#include "catalog/read/formats.h"
#include "net/prefix.h"

namespace sallyport::catalog {
namespace {

constexpr std::size_t kShown = 120;  // bytes of what the body says
constexpr std::size_t kLookedAt = 65536;

std::string lower(std::string_view text) {
  std::string copy(text);
  std::ranges::transform(copy, copy.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return copy;
}

// In one line, cut where no character is cut.
std::string shown(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank) line += c;
    if (blank && !line.empty() && line.back() != ' ') line += ' ';
    if (line.size() > kShown) break;
  }
  while (line.size() > kShown || (!line.empty() && !is_utf8(line))) line.pop_back();
  while (line.ends_with(' ')) line.pop_back();
  return printable(line);
}

std::optional<std::string> binary_kind(std::string_view body) {
  if (body.starts_with("\xff\xfe") || body.starts_with("\xfe\xff"))
    return "this is text in UTF-16, not in UTF-8";
  if (body.starts_with("\x1f\x8b")) return "this is a gzip archive: unpack it first";
  if (body.starts_with("PK\x03\x04")) return "this is a zip archive: unpack it first";
  if (body.starts_with("%PDF")) return "this is a PDF document";
  if (body.find('\0') != std::string_view::npos) return "this is binary data, not text";
  return std::nullopt;
}

std::optional<std::string> markup_kind(std::string_view body) {
  const std::string start = lower(body.substr(0, kLookedAt));
  if (!start.starts_with('<')) return std::nullopt;
  const bool html = start.find("<html") != std::string::npos ||
                    start.find("<!doctype html") != std::string::npos ||
                    start.find("<head") != std::string::npos || start.find("<body") != std::string::npos;
  if (!html) return fmt::format("this is an XML document: {}", shown(body.substr(0, kLookedAt)));
  const std::size_t open = start.find("<title");
  const std::size_t begin = open == std::string::npos ? open : start.find('>', open);
  const std::size_t end = begin == std::string::npos ? begin : start.find("</title", begin);
  if (end == std::string::npos) return "this is an HTML page";
  return fmt::format("this is an HTML page with the title \"{}\"",
                     shown(body.substr(begin + 1, end - begin - 1)));
}

// What a server says in JSON of what went wrong.
std::optional<std::string> error_text(const JsonAt& value, int levels = 3) {
  if (const auto text = value.text()) return shown(*text);
  if (levels == 0) return std::nullopt;
  if (const auto items = value.items(); items && !items->empty())
    return error_text(*items->begin(), levels - 1);
  for (const std::string_view name :
       {"message", "Message", "error_description", "detail", "error", "errors", "title", "fault",
        "faultstring", "msg", "reason", "description", "Error"}) {
    const auto member = value.find(name);
    const auto text = member ? error_text(*member, levels - 1) : std::nullopt;
    if (text) return text;
  }
  return std::nullopt;
}

std::optional<std::string> json_kind(Format wanted, std::string_view body) {
  const auto json = FeedJson::parse(body);
  if (!json) return std::nullopt;
  const JsonAt root = JsonAt::root(*json);
  if (const auto guess = guess_format(*json)) {
    if (*guess == wanted) return std::nullopt;
    return fmt::format("this looks like the format {0}: read it with --as {0}", to_string(*guess));
  }
  if (root.is(JsonKind::list)) return std::nullopt;
  if (const auto text = error_text(root)) return fmt::format("this is JSON that says \"{}\"", *text);
  if (!root.is(JsonKind::object)) return fmt::format("this is JSON, but only {}", kind_name(root.kind()));
  return std::nullopt;
}

// Of text by its first line that says something.
std::optional<std::string> text_kind(Format wanted, std::string_view body) {
  FeedLines lines(body);
  while (lines.next()) {
    const std::string_view line = trim_blanks(lines.line());
    if (line.empty() || line.front() == '#') continue;
    const std::size_t comma = line.find(',');
    if (!net::Prefix::parse(line.substr(0, comma))) break;
    const Format guess = comma == std::string_view::npos ? Format::list : Format::geofeed;
    if (guess == wanted) return std::nullopt;
    return fmt::format("this looks like the format {0}: read it with --as {0}", to_string(guess));
  }
  return fmt::format("this is text that begins with \"{}\"", shown(body.substr(0, kLookedAt)));
}

}  // namespace

std::optional<std::string> looks_like(Format wanted, std::string_view body) {
  if (const auto binary = binary_kind(body)) return binary;
  const std::size_t start = body.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return body.empty() ? "it is empty" : "it holds nothing but blanks";
  const std::string_view text = body.substr(start);
  if (const auto markup = markup_kind(text)) return markup;
  const bool wants_json = wanted != Format::geofeed && wanted != Format::list;
  if (text.front() == '{' || text.front() == '[' || text.front() == '"' || text == "null") {
    auto kind = json_kind(wanted, text);
    if (kind || wanted != Format::geofeed) return kind;
    return "this is JSON, not the lines of a geofeed";
  }
  if (wants_json) return text_kind(wanted, text);
  const auto kind = text_kind(wanted, text);
  return kind && kind->starts_with("this looks") ? kind : std::nullopt;
}

}  // namespace sallyport::catalog
