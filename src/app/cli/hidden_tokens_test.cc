#include "app/cli/hidden_tokens.h"

#include <gtest/gtest.h>

#include <sstream>

namespace sallyport::cli {
namespace {

TEST(HiddenTokens, AreCutWhereverAWordBegins) {
  EXPECT_EQ(without_tokens("there is no file spa_Ab-9_x"), "there is no file spa_... (a token, not shown)");
  EXPECT_EQ(without_tokens("'sps_secret': ./spt_other."),
            "'sps_... (a token, not shown)': ./spt_... (a token, not shown).");
  EXPECT_EQ(without_tokens("spa_"), "spa_... (a token, not shown)");
}

TEST(HiddenTokens, OtherWordsStay) {
  for (const char* text : {"", "acme", "gospa_secret", "spa-vienna", "spk_shown"}) {
    EXPECT_EQ(without_tokens(text), text);
  }
}

TEST(HiddenTokens, AStreamLosesThemThoughAMessageComesInPieces) {
  std::ostringstream out;
  {
    const HiddenTokens hidden(out);
    out << "no file " << "spa_Ab" << "cd" << '\n' << "Apply? " << std::flush << "spt_x";
    EXPECT_EQ(out.str(), "no file spa_... (a token, not shown)\nApply? ")
        << "a question waits for no line's end";
  }
  EXPECT_EQ(out.str(), "no file spa_... (a token, not shown)\nApply? spt_... (a token, not shown)");
}

}  // namespace
}  // namespace sallyport::cli
