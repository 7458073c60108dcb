// What keeps tokens out of messages: somebody who gives a token where a file's name or another word belongs
// must not find it on the screen, in a log or in a bug report.
//
// Thread safety: pure functions; a HiddenTokens belongs to one thread.
#pragma once

#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>

namespace sallyport::cli {

// Whether the text begins as Sallyport's tokens do: spa_, spt_ or sps_.
bool is_token(std::string_view text);

// The text, and of each word in it that begins as a token does only that beginning.
std::string without_tokens(std::string_view text);

// While it lives, what is written to the stream loses its tokens on the way. Lines are written when they are
// whole, or when the stream is flushed.
class HiddenTokens : public std::streambuf {
 public:
  explicit HiddenTokens(std::ostream& stream);
  HiddenTokens(const HiddenTokens&) = delete;
  HiddenTokens& operator=(const HiddenTokens&) = delete;
  ~HiddenTokens() override;

 private:
  int_type overflow(int_type character) override;
  int sync() override;
  void write_out();

  std::ostream& stream_;
  std::streambuf* const below_;
  const std::ios_base::fmtflags flags_;
  std::string line_;
};

}  // namespace sallyport::cli
