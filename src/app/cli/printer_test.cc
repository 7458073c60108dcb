#include "app/cli/printer.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <sstream>

#include "app/cli/width.h"

namespace sallyport::cli {
namespace {

const std::vector<Column> kColumns{{"NAME", "name"}, {"NOTE", "note"}, {"HITS", "hits"}};

std::string items(Format format, std::string_view json) {
  std::ostringstream out;
  Printer(format, out).items(boost::json::parse(json).as_array(), kColumns);
  return out.str();
}

std::string object(Format format, std::string_view json) {
  std::ostringstream out;
  Printer(format, out).object(boost::json::parse(json));
  return out.str();
}

TEST(Printer, ATableLinesUp) {
  EXPECT_EQ(items(Format::table, R"([{"name":"a","note":"","hits":7},{"name":"longer","hits":123}])"),
            "NAME    NOTE  HITS\n"
            "a       -     7\n"
            "longer  -     123\n");
  EXPECT_EQ(items(Format::table, "[]"), "NAME  NOTE  HITS\n");
}

TEST(Printer, WideCharactersTakeTwoColumnsAndMarksNone) {
  EXPECT_EQ(items(Format::table,
                  R"([{"name":"東京","note":"x","hits":1},{"name":"Zo\u0308e","note":"x","hits":2}])"),
            "NAME  NOTE  HITS\n"
            "東京  x     1\n"
            "Zo\u0308e   x     2\n");
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("é"), 1U);
  EXPECT_EQ(display_width("ｱ"), 1U) << "half-width kana";
  EXPECT_EQ(display_width("한글"), 4U);
  EXPECT_EQ(display_width("🔑"), 2U);
  EXPECT_EQ(display_width("👍🏽"), 2U) << "with a tone of skin";
}

TEST(Printer, NothingThatAServerSendsCommandsATerminal) {
  const std::string_view nasty =
      R"([{"name":"\u001b]0;owned\u0007","note":"a\u009bb\u202ec\u007f","hits":1},{"name":"two\nlines","hits":2}])";
  for (const Format format : {Format::table, Format::json, Format::csv}) {
    const std::string out = items(format, nasty);
    EXPECT_EQ(out.find('\x1b'), std::string::npos);
    EXPECT_EQ(out.find('\a'), std::string::npos);
    EXPECT_EQ(out.find("\xc2\x9b"), std::string::npos);
    EXPECT_EQ(out.find('\x7f'), std::string::npos);
    EXPECT_NE(out.find("owned"), std::string::npos);
  }
  EXPECT_EQ(items(Format::table, nasty).find("\u202e"), std::string::npos);
  const std::string fields = object(Format::table, R"({"na\u001bme":"va\rlue"})");
  EXPECT_EQ(fields, "na\\x1bme  va\\x0dlue\n");
}

TEST(Printer, JsonIsTheAnswerItself) {
  const std::string_view json = R"([{"name":"a","more":{"x":[1,2]},"note":"=1"}])";
  const auto printed = boost::json::parse(items(Format::json, json));
  EXPECT_EQ(printed.at("items"), boost::json::parse(json));
  EXPECT_EQ(boost::json::parse(object(Format::json, R"({"a":"\u0085\u007f"})")),
            boost::json::parse(R"({"a":"\u0085\u007f"})"));
}

TEST(Printer, CsvIsWhatRfc4180Says) {
  EXPECT_EQ(items(Format::csv, R"([{"name":"a,b","note":"say \"so\"","hits":1},{"name":"c"}])"),
            "name,note,hits\r\n"
            "\"a,b\",\"say \"\"so\"\"\",1\r\n"
            "c,,\r\n");
  EXPECT_EQ(object(Format::csv, R"({"name":"a","list":["x","y"],"yes":true,"none":null})"),
            "name,list,yes,none\r\na,\"x, y\",yes,\r\n");
}

TEST(Printer, CsvOfAnAnswerHasAllOfItsFields) {
  EXPECT_EQ(object(Format::csv, R"({"items":[{"a":1,"b":{"c":"x"}},{"a":2,"d":true}],"next":"z"})"),
            "a,b.c,d\r\n1,x,\r\n2,,yes\r\n");
  EXPECT_EQ(object(Format::csv, R"({"api":{"mode":"off"},"smtp":{"mode":"blocking"}})"),
            "api.mode,smtp.mode\r\noff,blocking\r\n");
  EXPECT_EQ(object(Format::csv, R"({"items":[]})"), "");
}

TEST(Printer, NoCellOfCsvIsAFormula) {
  for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\\\"http://x\\\")", "\uff1d1",
                              "\uff0b1", "\uff0d1", "\uff20x", "'=1"}) {
    const std::string out = items(Format::csv, "[{\"name\":\"" + std::string(formula) + "\"}]");
    const std::string line = out.substr(out.find("\r\n") + 2);
    EXPECT_TRUE(line.starts_with("'") || line.starts_with("\"'")) << line;
  }
  EXPECT_NE(items(Format::csv, R"([{"name":"192.0.2.0/24"}])").find("\r\n192.0.2.0/24,"), std::string::npos);
}

TEST(Printer, FieldsLineUpAndLoseTheirUnderscores) {
  EXPECT_EQ(object(Format::table, R"({"dry_run":false,"learned_ipv4":24,"still_allowed_by":[]})"),
            "dry run           no\n"
            "learned ipv4      24\n"
            "still allowed by  -\n");
}

}  // namespace
}  // namespace sallyport::cli
