#include "catalog/read/document/html_guard.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "catalog/read/document/page_text.h"

namespace sallyport::catalog {
namespace {

constexpr std::size_t kMostOpenedAgain = 1'000'000;

// What is in them is no text of the page, or is read by rules of its own.
constexpr std::array<std::string_view, 16> kDropped{
    "title",  "script", "style",    "svg",     "math", "template", "noscript", "textarea",
    "iframe", "select", "noframes", "noembed", "xmp",  "object",   "frameset", "plaintext"};
// No end, or one that may be left out and that the next of them puts there.
constexpr std::array<std::string_view, 35> kEndless{
    "area", "base",   "br",     "col",      "embed", "hr",       "img",   "input",  "link",
    "meta", "source", "track",  "wbr",      "p",     "li",       "dt",    "dd",     "tr",
    "td",   "th",     "tbody",  "thead",    "tfoot", "colgroup", "rt",    "rp",     "html",
    "head", "body",   "option", "optgroup", "param", "keygen",   "image", "caption"};
constexpr std::array<std::string_view, 14> kFormatting{"a",    "b", "big",   "code",   "em",     "font", "i",
                                                       "nobr", "s", "small", "strike", "strong", "tt",   "u"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_html_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

// The name that begins there, in small letters; at most 32 bytes of it.
std::string name_at(std::string_view html, std::size_t at) {
  std::string name;
  while (at < html.size() && !is_html_blank(html[at]) && html[at] != '/' && html[at] != '>' &&
         name.size() < 32) {
    name += small(html[at++]);
  }
  return name;
}

// Behind the tag whose name begins at `at`; nothing where it does not end. See WHATWG HTML 13.2.5.
std::optional<std::size_t> behind_tag(std::string_view html, std::size_t at) {
  while (at < html.size() && !is_html_blank(html[at]) && html[at] != '/' && html[at] != '>') ++at;
  while (at < html.size()) {
    const char c = html[at];
    if (c == '>') return at + 1;
    if (is_html_blank(c) || c == '/') {
      ++at;
      continue;
    }
    if (html[at] == '=') ++at;  // in front of a name, it is part of it
    while (at < html.size() && !is_html_blank(html[at]) && html[at] != '/' && html[at] != '>' &&
           html[at] != '=')
      ++at;
    while (at < html.size() && is_html_blank(html[at])) ++at;
    if (at == html.size() || html[at] != '=') continue;
    ++at;
    while (at < html.size() && is_html_blank(html[at])) ++at;
    if (at == html.size()) break;
    if (html[at] == '"' || html[at] == '\'') {
      const std::size_t end = html.find(html[at], at + 1);
      if (end == std::string_view::npos) break;
      at = end + 1;
    } else {
      while (at < html.size() && !is_html_blank(html[at]) && html[at] != '>') ++at;
    }
  }
  return std::nullopt;
}

class HtmlGuard {
 public:
  explicit HtmlGuard(std::string_view html) : html_(html) {}

  Result<GuardedHtml> run() {
    guarded_.html.assign(html_);
    std::size_t at = 0;
    while ((at = html_.find('<', at)) != std::string_view::npos) {
      SALLYPORT_ASSIGN(at, step(at));
    }
    return std::move(guarded_);
  }

 private:
  // Behind what begins with that "<".
  Result<std::size_t> step(std::size_t at) {
    const std::string_view rest = html_.substr(at);
    if (rest.starts_with("<!--")) return drop_comment(at);
    if (rest.starts_with("<!") || rest.starts_with("<?"))
      return drop_to(at, html_.find('>', at), "a declaration");
    const bool end = rest.starts_with("</");
    const std::size_t name_start = at + (end ? 2 : 1);
    if (name_start >= html_.size() || !is_letter(html_[name_start])) {
      return end ? drop_to(at, html_.find('>', at), "a comment") : Result<std::size_t>(at + 1);
    }
    const std::string name = name_at(html_, name_start);
    const auto behind = behind_tag(html_, name_start);
    if (!behind) return drop_to(at, std::string_view::npos, "a tag");
    if (end) {
      close(name);
      if (std::ranges::find(kDropped, name) != kDropped.end()) blank(at, *behind);
      return *behind;
    }
    if (std::ranges::find(kDropped, name) != kDropped.end()) return drop_element(at, name, *behind);
    SALLYPORT_TRY(open(name));
    return *behind;
  }

  void blank(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      if (guarded_.html[i] != '\n') guarded_.html[i] = ' ';
    }
  }

  std::size_t drop_to(std::size_t at, std::size_t end, std::string_view what) {
    if (end == std::string_view::npos) {
      guarded_.left_open = what;
      blank(at, html_.size());
      return html_.size();
    }
    blank(at, end + 1);
    return end + 1;
  }

  std::size_t drop_comment(std::size_t at) {
    if (html_.substr(at + 4).starts_with('>')) return drop_to(at, at + 4, {});
    const std::size_t end = html_.find("-->", at + 2);
    return drop_to(at, end == std::string_view::npos ? end : end + 2, "a comment");
  }

  std::size_t drop_element(std::size_t at, const std::string& name, std::size_t inside) {
    if (html_[inside - 2] == '/' && (name == "svg" || name == "math")) {
      blank(at, inside);
      return inside;
    }
    for (std::size_t end = inside; (end = html_.find("</", end)) != std::string_view::npos; end += 2) {
      if (name_at(html_, end + 2) != name) continue;
      if (name == "title" && guarded_.title.empty()) {
        guarded_.title = page_text(html_.substr(inside, end - inside));
      }
      return drop_to(at, html_.find('>', end), "a tag");
    }
    return drop_to(at, std::string_view::npos, "<" + name + ">");
  }

  Result<void> open(const std::string& name) {
    if (name == "html") guarded_.has_begin = true;
    opened_again_ += formatting_;
    if (opened_again_ > kMostOpenedAgain) {
      return std::unexpected(too_large_page("a million elements in elements that are left open"));
    }
    if (std::ranges::find(kEndless, name) != kEndless.end()) return {};
    if (is_formatting(name)) ++formatting_;
    open_.push_back(name);
    if (open_.size() > kMostPageLevels) return std::unexpected(too_large_page("256 elements in one another"));
    return {};
  }

  // Of misplaced ends, the parser ignores some: then all are ignored here, and more are open than there.
  void close(std::string_view name) {
    if (name == "html") guarded_.has_end = true;
    if (open_.empty() || open_.back() != name) return;
    if (is_formatting(name)) --formatting_;
    open_.pop_back();
  }

  static bool is_formatting(std::string_view name) {
    return std::ranges::find(kFormatting, name) != kFormatting.end();
  }

  std::string_view html_;
  GuardedHtml guarded_;
  std::vector<std::string> open_;
  std::size_t formatting_ = 0;
  std::size_t opened_again_ = 0;
};

}  // namespace

Result<GuardedHtml> guard_html(std::string_view html) { return HtmlGuard(html).run(); }

}  // namespace sallyport::catalog
