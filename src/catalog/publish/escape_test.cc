#include "catalog/publish/escape.h"

#include <gtest/gtest.h>

#include <random>

#include "base/text.h"

namespace sallyport::catalog {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

TEST(OneLine, HasNoLineEndsAndNothingThatDeceives) {
  EXPECT_EQ(one_line("a\nb\r\tc"), "a b  c");
  EXPECT_EQ(one_line(std::string_view("a\0b", 3)), "a" + std::string(kReplacement) + "b");
  EXPECT_EQ(one_line("\xE2\x80\xAE"
                     "evil"),
            std::string(kReplacement) + "evil");  // U+202E turns the direction
  EXPECT_EQ(one_line("\xFF"), kReplacement);
  EXPECT_EQ(one_line("\xEF\xBF\xBF"), kReplacement);  // U+FFFF is in no XML
  EXPECT_EQ(one_line("Größe 拠点 😀"), "Größe 拠点 😀");
}

TEST(ForMarkup, EscapesWhatEndsATextOrAnAttribute) {
  EXPECT_EQ(for_markup("<script>\"&'</script>"), "&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;");
  EXPECT_EQ(for_markup("]]>"), "]]&gt;");
  EXPECT_EQ(for_markup("&lt;"), "&amp;lt;");
}

TEST(ForMarkdown, EscapesMarkup) {
  EXPECT_EQ(for_markdown("<b>"), "\\<b\\>");
  EXPECT_EQ(for_markdown("[x](javascript:y)"), "\\[x\\](javascript:y)");
  EXPECT_EQ(for_markdown("![x](y)"), "\\!\\[x\\](y)");
  EXPECT_EQ(for_markdown("a|b"), "a\\|b");
  EXPECT_EQ(for_markdown("&copy;"), "\\&copy;");
  EXPECT_EQ(for_markdown("`*_~"), "\\`\\*\\_\\~");
  EXPECT_EQ(for_markdown("\\"), "\\\\");
  EXPECT_EQ(for_markdown("# no heading"), "\\# no heading");
}

TEST(ForMarkdown, NoLineBeginsAListARuleOrCode) {
  EXPECT_EQ(for_markdown("- x"), "\\- x");
  EXPECT_EQ(for_markdown("+ x"), "\\+ x");
  EXPECT_EQ(for_markdown("==="), "\\===");
  EXPECT_EQ(for_markdown("12. x"), "12\\. x");
  EXPECT_EQ(for_markdown("1) x"), "1\\) x");
  EXPECT_EQ(for_markdown("     code"), "code");
  EXPECT_EQ(for_markdown("x\n\n# y"), "x  \\# y");
}

TEST(ForMarkdown, MakesNoLinksOfWhatLooksLikeOne) {
  EXPECT_EQ(for_markdown("see https://x.example"), "see https\\://x.example");
  EXPECT_EQ(for_markdown("WWW.x.example"), "WWW\\.x.example");
  EXPECT_EQ(for_markdown("a@x.example"), "a\\@x.example");
  EXPECT_EQ(for_markdown("a: b. c"), "a: b. c");
}

// Taking the backslashes away gives what was there, so nothing is lost; and no markup stands without one.
TEST(ForMarkdown, LosesNothing) {
  std::mt19937 random(7);
  constexpr std::string_view kAlphabet = "ab .:/w<>&|*_`[]()!#~\\-1@\"'$^=+";
  for (int round = 0; round < 20'000; ++round) {
    std::string text = "x";
    for (std::size_t size = random() % 12; size > 0; --size) text += kAlphabet[random() % kAlphabet.size()];
    const std::string escaped = for_markdown(text);
    std::string back;
    for (std::size_t i = 0; i < escaped.size(); ++i) {
      if (escaped[i] == '\\') {
        ++i;
        ASSERT_LT(i, escaped.size()) << text;
      } else {
        ASSERT_EQ(std::string_view("<>&|*_`[]!#~@$^").find(escaped[i]), std::string_view::npos) << escaped;
      }
      back += escaped[i];
    }
    ASSERT_EQ(back, text);
  }
}

TEST(LinkOf, IsHttpAndNothingElse) {
  EXPECT_EQ(link_of("https://x.example/a?b=c&d#e"), "https://x.example/a?b=c&d#e");
  EXPECT_FALSE(link_of("javascript:alert(1)"));
  EXPECT_FALSE(link_of(" https://x.example"));
  EXPECT_FALSE(link_of("A page"));
  EXPECT_EQ(link_of("https://x/<\">)' \n"), "https://x/%3C%22%3E%29%27%20%0A");
  EXPECT_EQ(link_of("https://x/ア"), "https://x/%E3%82%A2");
}

}  // namespace
}  // namespace sallyport::catalog
