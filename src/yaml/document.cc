#include "yaml/document.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <sstream>

#include "base/text.h"

namespace sallyport::yaml {
namespace {

// What keeps a document from being read: thrown and caught in this file only, beside yaml-cpp's own
// exceptions.
struct Refused {
  YAML::Mark mark;
  std::string why;
};

// yaml-cpp resolves aliases while it builds, and goes as deep as the text does: this looks at the events
// first.
class Checks final : public YAML::EventHandler {
 public:
  explicit Checks(const Limits& limits) : limits_(limits) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { take(mark, {}, anchor); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_alias(mark); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string&) override {
    take(mark, tag, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    take(mark, tag, anchor);
    go_deeper(mark);
  }
  void OnSequenceEnd() override { --depth_; }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    take(mark, tag, anchor);
    go_deeper(mark);
  }
  void OnMapEnd() override { --depth_; }

 private:
  [[noreturn]] static void refuse_alias(const YAML::Mark& mark) {
    throw Refused{mark, "write it out: aliases are not taken here"};
  }
  void take(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    // "?" and "!" are what a scanner says of values without one: plain, and quoted.
    if (!tag.empty() && tag != "?" && tag != "!") throw Refused{mark, "tags are not taken here"};
    if (anchor != 0) throw Refused{mark, "anchors are not taken here: write it out where it is meant"};
    if (++values_ > limits_.values)
      throw Refused{mark, fmt::format("there are more than {} values", limits_.values)};
  }
  void go_deeper(const YAML::Mark& mark) {
    if (++depth_ > limits_.depth) throw Refused{mark, "this is nested too deeply"};
  }

  const Limits& limits_;
  int depth_ = 0;
  std::size_t values_ = 0;
};

// yaml-cpp guesses at encodings, and puts something else for what it cannot read.
bool is_readable(std::string_view text) {
  const bool controls = std::ranges::any_of(text, [](char c) {
    return (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\r' && c != '\t') || c == '\x7f';
  });
  return is_utf8(text) && !controls;
}

void check_events(const std::string& text, const Limits& limits) {
  std::istringstream in(text);
  YAML::Parser parser(in);
  Checks checks(limits);
  int documents = 0;
  while (parser.HandleNextDocument(checks)) {
    if (++documents > 1)
      throw Refused{YAML::Mark::null_mark(), "the file holds more than one document: keep one"};
  }
  if (documents == 0) throw Refused{YAML::Mark::null_mark(), "the file is empty"};
}

// An undefined alias is yaml-cpp's own error, and mostly a host with a wildcard.
std::string explained(const std::string& message) {
  if (message.find("alias") == std::string::npos && message.find("anchor") == std::string::npos)
    return message;
  return message + ": a text that begins with * or & stands in quotes";
}

}  // namespace

Place place_of(const YAML::Mark& mark, std::string_view text) {
  if (mark.is_null()) return {};
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";  // yaml-cpp does not count it
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const auto line_start = [&]() -> std::size_t {
    const auto at = static_cast<std::size_t>(mark.pos);
    const auto back = static_cast<std::size_t>(mark.column);
    return at <= text.size() && back <= at ? at - back : text.size();
  }();
  int characters = 0;
  for (const char c : text.substr(line_start, static_cast<std::size_t>(mark.column))) {
    if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80U) ++characters;
  }
  return {mark.line + 1, characters + 1};
}

std::expected<YAML::Node, Fault> load(const std::string& text, const Limits& limits) {
  if (text.size() > limits.bytes) {
    return std::unexpected(Fault{{}, fmt::format("the file is larger than {} bytes", limits.bytes)});
  }
  if (!is_readable(text)) return std::unexpected(Fault{{}, "this is not UTF-8 text"});
  try {
    check_events(text, limits);
    return YAML::Load(text);
  } catch (const Refused& refused) {
    return std::unexpected(Fault{place_of(refused.mark, text), refused.why});
  } catch (const YAML::Exception& error) {
    return std::unexpected(Fault{place_of(error.mark, text), explained(error.msg)});
  }
}

}  // namespace sallyport::yaml
