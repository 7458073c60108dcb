#include "app/cli/hidden_tokens.h"

#include <algorithm>
#include <array>

namespace sallyport::cli {
namespace {

constexpr std::array<std::string_view, 3> kTokenBeginnings = {"spa_", "spt_", "sps_"};

bool belongs_to_a_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
}

}  // namespace

bool is_token(std::string_view text) {
  return std::ranges::any_of(kTokenBeginnings,
                             [text](std::string_view beginning) { return text.starts_with(beginning); });
}

std::string without_tokens(std::string_view text) {
  std::string out;
  bool word_begins = true;
  for (std::size_t at = 0; at < text.size();) {
    if (word_begins && is_token(text.substr(at))) {
      out += text.substr(at, kTokenBeginnings.front().size());
      out += "... (a token, not shown)";
      while (at < text.size() && belongs_to_a_word(text[at])) ++at;
      word_begins = false;
      continue;
    }
    word_begins = !belongs_to_a_word(text[at]);
    out += text[at++];
  }
  return out;
}

HiddenTokens::HiddenTokens(std::ostream& stream)
    : stream_(stream), below_(stream.rdbuf()), flags_(stream.flags()) {
  stream_.rdbuf(this);
  stream_.unsetf(std::ios_base::unitbuf);  // or a message would come here in pieces
}

HiddenTokens::~HiddenTokens() {
  write_out();
  stream_.rdbuf(below_);
  stream_.flags(flags_);
}

HiddenTokens::int_type HiddenTokens::overflow(int_type character) {
  if (traits_type::eq_int_type(character, traits_type::eof())) return traits_type::not_eof(character);
  line_ += traits_type::to_char_type(character);
  if (line_.back() == '\n') write_out();
  return character;
}

int HiddenTokens::sync() {
  write_out();
  return 0;
}

void HiddenTokens::write_out() {
  if (line_.empty()) return;
  const std::string shown = without_tokens(line_);
  line_.clear();
  below_->sputn(shown.data(), static_cast<std::streamsize>(shown.size()));
  below_->pubsync();
}

}  // namespace sallyport::cli
