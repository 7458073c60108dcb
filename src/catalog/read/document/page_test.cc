#include <gtest/gtest.h>

#include "catalog/read/document/html_guard.h"
#include "catalog/read/document/page_text.h"
#include "catalog/read/document/test_pages.h"

namespace sallyport::catalog::testing {
namespace {

using Texts = std::vector<std::string>;

std::string repeat(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(PageText, BlanksAreSingleAndWhatIsUnseenIsGoneAtTheEndsOnly) {
  EXPECT_EQ(page_text("  a \t b\xc2\xa0\xe3\x80\x80 c\r\n"), "a b c");  // U+00A0, U+3000
  EXPECT_EQ(page_text("\xef\xbb\xbf\xe2\x80\x8b"
                      "a b\xe2\x80\x8b"),
            "a b");  // U+FEFF, U+200B
  EXPECT_EQ(page_text("a\xe2\x80\x8b"
                      "b"),
            "a\xe2\x80\x8b"
            "b");
  EXPECT_EQ(page_text("a \xe2\x80\x8b b"), "a b");
  EXPECT_EQ(page_text("\xe2\x80\x8b"), "");
  EXPECT_TRUE(
      has_unseen("a\xe2\x80\x8b"
                 "b"));
  EXPECT_TRUE(
      has_unseen("a\xe2\x80\xae"
                 "b"));  // U+202E turns the direction
  EXPECT_FALSE(has_unseen("該当なし"));
  EXPECT_EQ(without_unseen("1\xe2\x80\x8b.2"), "1.2");
}

TEST(TextPage, LinesItemsHeadingsAndRows) {
  EXPECT_EQ(block_texts("Title\n\n## Head\n  - one\n  * two\n• three\n12. four\nplain - text\n"),
            (Texts{"line 1: Title", "heading 3: Head", "item 4: one", "item 5: two", "item 6: three",
                   "item 7: four", "line 8: plain - text"}));
  EXPECT_EQ(block_texts("| A | B |\n|---|:-:|\n| x<br>y | |\nlast |\n|\n"),
            (Texts{"row 1: | A | B |", "row 3: | x / y | |", "row 4: last |", "row 5: |"}));
}

TEST(TextPage, MarksOfMarkdownAreNoText) {
  EXPECT_EQ(block_texts("**bold**\n`192.0.2.1`\n[name](https://x.example/)\na &amp; b&nbsp;c\n\\*.x.example\n"
                        "*.y.example\n**.z.example\na\\|b\n"),
            (Texts{"line 1: bold", "line 2: 192.0.2.1", "line 3: name", "line 4: a & b c",
                   "line 5: *.x.example", "line 6: *.y.example", "line 7: **.z.example", "row 8: a|b"}));
}

TEST(HtmlPage, BlocksInTheirOrderWithTheirLines) {
  EXPECT_EQ(
      block_texts(
          "<!DOCTYPE html>\n<html><head><title>T</title><style>p{}</style></head>\n<body><h2>Head</h2>\n"
          "<p>one &amp; <b>two</b><br>three</p>\n<ul><li>a<ul><li>b</li></ul></li>\n<li>c</ul>\n"
          "<script>if (a<b) document.write('<p>no')</script><!-- <p>no --><div>d\n</div></body></html>"),
      (Texts{"heading 3: Head", "line 4: one & two", "line 4: three", "item 5: a", "item 5: b", "item 6: c",
             "line 7: d"}));
}

TEST(HtmlPage, SpansBecomeRepeatedFields) {
  EXPECT_EQ(
      block_texts("<table><tr><th>S<th>P<th>A</tr>\n<tr><td rowspan=2>Mail<td>N<td><ul><li>1<li>2</ul></tr>\n"
                  "<tr><td>S<td>3<br>4</tr>\n<tr><td colspan=2>x<td></tr></table>"),
      (Texts{"row 1: S | P | A", "row 2: Mail | N | 1 / 2", "row 3: ^ Mail | S | 3 / 4",
             "row 4: x | ^ x |"}));
}

TEST(HtmlPage, TablesInTablesAreTextOfTheirCell) {
  EXPECT_EQ(block_texts("<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>"),
            Texts{"row 1: a / b / c | d"});
}

TEST(HtmlPage, ASpanDoesNotLeaveItsSection) {
  EXPECT_EQ(block_texts("<table><tbody><tr><td rowspan=9>a<td>b</tbody><tbody><tr><td>c<td>d</table>"),
            (Texts{"row 1: a | b", "row 1: c | d"}));
}

TEST(HtmlPage, WhatIsCutShows) {
  const auto cut = [](std::string_view html) { return read_page(html).value().cut; };
  EXPECT_EQ(cut("<html><body><p>a</body></html>"), "");
  EXPECT_EQ(cut("<p>a"), "");
  EXPECT_EQ(cut("<html><body><p>a"), "the page ends without </html>");
  EXPECT_EQ(cut("<table><tr><td>a"), "a table has no end");
  EXPECT_EQ(cut("<p>a<!-- b"), "a comment has no end");
  EXPECT_EQ(cut("<p>a<td cla"), "a tag has no end");
}

TEST(Page, WhatIsNoPageIsRefused) {
  EXPECT_EQ(block_texts(""), Texts{"refused: there is no text in it"});
  EXPECT_EQ(block_texts("<html><body></body></html>"), Texts{"refused: there is no text in it"});
  EXPECT_EQ(block_texts("\xff"), Texts{"refused: it is not text in UTF-8"});
  EXPECT_EQ(block_texts(std::string_view("a\0b", 3)), Texts{"refused: it is not text in UTF-8"});
  EXPECT_EQ(block_texts("%PDF-1.7"), Texts{"refused: this is a PDF document"});
  EXPECT_EQ(block_texts(repeat("a", kLargestPage + 1)), Texts{"refused: it is larger than 8 MiB"});
}

TEST(Page, DepthIsBoundedAndLengthIsNot) {
  const std::string deep = "refused: the page has more than 256 elements in one another";
  EXPECT_EQ(block_texts(repeat("<div>", 257) + "a"), Texts{deep});
  EXPECT_EQ(block_texts(repeat("<div>", 256) + "a"), Texts{"line 1: a"});
  // Ends that the parser does not take for ends of those.
  EXPECT_EQ(block_texts(repeat("<div></span>", 257) + "a"), Texts{deep});
  EXPECT_EQ(block_texts(repeat("<div><table></div>", 257) + "a"), Texts{deep});
  EXPECT_EQ(block_texts(repeat("<path/>", 257) + "a"), Texts{deep});
  EXPECT_EQ(block_texts(repeat("<div title=\"</div>\">", 257) + "a"), Texts{deep});
  EXPECT_EQ(block_texts(repeat("<svg><path/><g></g></svg>", 1000) + "<p>a"), Texts{"line 1: a"});
  EXPECT_EQ(block_texts(repeat("<p><br><img src=x>", 1000) + "a"), Texts{"line 1: a"});
}

TEST(Page, ElementsThatAreOpenedAgainAreBounded) {
  EXPECT_EQ(block_texts(repeat("<b>", 200) + repeat("<p>", 10'000)),
            Texts{"refused: the page has more than a million elements in elements that are left open"});
}

TEST(Page, FieldsAreBounded) {
  const std::string many = "refused: the page has more than 200,000 fields";
  EXPECT_EQ(block_texts("<table><tr><td rowspan=60000 colspan=1000>a" + repeat("<tr>", 500) + "</table>"),
            Texts{many});
  EXPECT_EQ(block_texts(repeat("a|\n", 100'001)), Texts{many});
}

TEST(HtmlGuard, DropsWithoutMovingLines) {
  const auto guarded = guard_html("<p>a\n<script>\n<b>\n</script>\nb</p>");
  ASSERT_TRUE(guarded);
  EXPECT_EQ(guarded->html, "<p>a\n        \n   \n         \nb</p>");
}

}  // namespace
}  // namespace sallyport::catalog::testing
