#include <gtest/gtest.h>

#include "catalog/read/document/test_pages.h"

namespace sallyport::catalog::testing {
namespace {

using Texts = std::vector<std::string>;

constexpr std::string_view kHtml = R"(<html><head><title>Addresses</title></head><body>
<p>What we send from.</p>
<table><thead><tr><th>Service</th><th>Place</th><th>Addresses</th></tr></thead>
<tbody><tr><td rowspan="2"><p>Mail</p><p>with all of its parts</p></td><td>North</td>
<td><ul><li>52.6.248.125</li><li><span>52.6.248.0/28</span></li></ul></td></tr>
<tr><td>South</td><td>52.6.249.1&nbsp;<br>52.6.249.2</td></tr>
<tr><td rowspan="2">Push</td><td>North</td><td>NA</td></tr>
<tr><td>South</td><td>52.6.250.1, 52.6.250.2</td></tr>
<tr><td rowspan="2">Content</td><td>North</td><td rowspan="2">Those of the channel.</td></tr>
<tr><td>South</td></tr></tbody></table>
<table><tr><td>Place</td><td>Addresses</td></tr>
<tr><td>North</td><td>52.6.251.1</td></tr><tr><td>South</td><td>none here</td></tr></table>
<h2>More</h2><p>Call us on the phone.</p></body></html>
)";

constexpr std::string_view kMarkdown = R"(# Addresses
What we send from.

| Service | Place | Addresses |
|---------|-------|-----------|
| Mail<br>with all of its parts | North | 52.6.248.125<br>52.6.248.0/28 |
|         | South | 52.6.249.1<br>52.6.249.2 |
| Push    | North | NA |
|         | South | 52.6.250.1, 52.6.250.2 |
| Content | North | Those of the channel. |
|         | South | |

## The next one

| Place | Addresses |
|-------|-----------|
| North | `52.6.251.1` |
| South | none here |

## The end
Call us on the phone.
)";

constexpr std::string_view kText = R"(Addresses

What we send from.

Dienst Ort Adressen
Post
  • with all of its parts
North
  • 52.6.248.125
  • 52.6.248.0/28
South
  • 52.6.249.1
  • 52.6.249.2
Push North NA
South

52.6.250.1

52.6.250.2
Content North Those of the channel.
South
Place Addresses
North 52.6.251.1
South none here
The end
Call us on the phone.
)";

Texts table_cells() {
  return {"content at North: as mail push chosen",
          "content at South: as mail push chosen",
          "feeds at North: 52.6.251.1",
          "feeds at South: not available",
          "mail at North: 52.6.248.0/28 52.6.248.125",
          "mail at South: 52.6.249.1 52.6.249.2",
          "push at North: not available",
          "push at South: 52.6.250.1 52.6.250.2"};
}

std::string with(std::string_view page, std::string_view from, std::string_view to) {
  std::string text(page);
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("there is no such text on the page");
  return text.replace(at, from.size(), to);
}

TEST(ReadDocument, TheSamePageInHtmlMarkdownAndText) {
  for (const std::string_view page : {kHtml, kMarkdown, kText}) {
    const Document read = document(kTableProfile, page);
    EXPECT_EQ(cell_texts(read), table_cells()) << page;
    EXPECT_EQ(read.problems, Texts()) << page;
    EXPECT_EQ(read.cut, "") << page;
  }
}

TEST(ReadDocument, ALostListIsUnknownAndNeverNone) {
  for (const std::string& page :
       {with(kHtml, "<ul><li>52.6.248.125</li><li><span>52.6.248.0/28</span></li></ul>", "<ul></ul>"),
        with(kMarkdown, "52.6.248.125<br>52.6.248.0/28 |", "|"),
        with(kText, "  • 52.6.248.125\n  • 52.6.248.0/28\n", "")}) {
    const Document read = document(kTableProfile, page);
    Texts expected = table_cells();
    expected[4] = "mail at North: unknown, its list is missing";
    EXPECT_EQ(cell_texts(read), expected) << page;
    EXPECT_EQ(read.problems, Texts());
  }
}

TEST(ReadDocument, ColumnsMayStandInAnotherOrder) {
  const Document read =
      document(kTableProfile, with(kHtml, "<tr><td>South</td><td>52.6.250.1, 52.6.250.2</td></tr>",
                                   "<tr><td>52.6.250.1, 52.6.250.2</td><td>South</td></tr>"));
  EXPECT_EQ(cell_texts(read), table_cells());
}

TEST(ReadDocument, ACellOverTwoSitesCountsForBoth) {
  const Document read = document(
      kTableProfile, with(kHtml, "<td>NA</td></tr>\n<tr><td>South</td><td>52.6.250.1, 52.6.250.2</td></tr>",
                          "<td rowspan=2>52.6.250.1</td></tr>\n<tr><td>South</td></tr>"));
  EXPECT_EQ(cell_texts(read)[6], "push at North: 52.6.250.1");
  EXPECT_EQ(cell_texts(read)[7], "push at South: 52.6.250.1");
}

TEST(ReadDocument, ALabelThatTheProfileDoesNotKnowIsAProblemAndItsRowsAreNobodys) {
  const Document html = document(kTableProfile, with(kHtml, ">Push<", ">Pull<"));
  ASSERT_EQ(html.problems.size(), 7U);
  EXPECT_EQ(html.problems[0], "line 7: 'Pull' is nothing that the profile knows");
  EXPECT_EQ(html.problems[1], "line 7: 'North' stands under no label that the profile knows");
  EXPECT_EQ(html.problems[2], "line 7: 'NA' belongs to no label that the profile knows");
  EXPECT_EQ(html.problems.back(), "the page has no 'Push' any more");
  EXPECT_EQ(html.find("push", "South"), nullptr);
  EXPECT_EQ(content_text(*html.find("mail", "South")), "52.6.249.1, 52.6.249.2");

  const Document text = document(kTableProfile, with(kText, "Push North", "Pull North"));
  EXPECT_EQ(text.problems[0], "line 14: 'Pull North NA' is nothing that the profile knows");
  EXPECT_EQ(text.find("push", "South"), nullptr);
}

TEST(ReadDocument, AnUnknownSiteIsAProblem) {
  const Document html =
      document(kTableProfile, with(kHtml, "<td>52.6.249.1&nbsp;<br>52.6.249.2</td></tr>",
                                   "<td>52.6.249.1&nbsp;<br>52.6.249.2</td></tr><tr><td>Mail</td><td>West</"
                                   "td><td>52.6.1.1</td></tr>"));
  EXPECT_EQ(html.problems, (Texts{"line 6: 'West' is nothing that the profile knows",
                                  "line 6: '52.6.1.1' belongs to no label that the profile knows"}));
  EXPECT_EQ(cell_texts(html), table_cells());
  const Document text =
      document(kTableProfile, with(kText, "Push North NA\n", "West 52.6.1.1\nPush North NA\n"));
  EXPECT_EQ(text.problems, Texts{"line 14: 'West 52.6.1.1' is nothing that the profile knows"});
  EXPECT_EQ(cell_texts(text), table_cells());
}

TEST(ReadDocument, WhatIsNotUnderstoodInACellMakesItUnknown) {
  const Document read = document(kTableProfile, with(kHtml, "<td>NA</td>", "<td>see below</td>"));
  EXPECT_EQ(read.problems, Texts{"line 7: 'see below' is nothing that the profile knows"});
  EXPECT_EQ(cell_texts(read)[6], "push at North: unknown, what stands there is not understood");
  const Document both = document(kTableProfile, with(kHtml, "<td>NA</td>", "<td>NA<br>52.6.1.1</td>"));
  EXPECT_EQ(both.problems, Texts{"line 7: 'North' of push is not available, and has addresses too"});
}

TEST(ReadDocument, ASiteThatIsGoneOrStandsTwiceIsAProblem) {
  const Document gone = document(kTableProfile, with(kText, "South none here\n", ""));
  EXPECT_EQ(gone.problems, Texts{"the page does not have feeds: South any more"});
  const Document twice =
      document(kTableProfile, with(kText, "South none here\n", "North 52.6.251.9\nSouth NA\n"));
  EXPECT_EQ(twice.problems[0], "line 24: 'North' stands twice under feeds, first on line 23");
  EXPECT_TRUE(twice.find("feeds", "North")->is_unknown());
}

TEST(ReadDocument, AddressesOutsideOfTheTablesAreAProblem) {
  const Document read = document(kTableProfile, with(kHtml, "Call us on the phone.", "From 203.1.2.3 too."));
  EXPECT_EQ(read.problems,
            Texts{"line 13: 'From 203.1.2.3 too.' stands outside of the tables that the profile knows"});
  EXPECT_EQ(cell_texts(read), table_cells());
}

TEST(ReadDocument, WhatWasMeantAsAnAddressIsRefusedWithItsLine) {
  const auto message = [](std::string_view to) {
    return read_with(kTableProfile, with(kHtml, "52.6.249.2<", std::string(to) + "<")).error().message;
  };
  EXPECT_EQ(message("52.6.249.0/20").substr(0, 22), "line 6: 52.6.249.0/20:");
  EXPECT_EQ(message("052.6.249.1").substr(0, 20), "line 6: 052.6.249.1:");
  EXPECT_EQ(message("52.6.249/24").substr(0, 20), "line 6: 52.6.249/24:");
  EXPECT_EQ(message("52.6.\xe2\x80\x8b"
                    "249.2"),
            "line 6: 52.6.249.2: there is a character in it that nobody sees");
}

TEST(ReadDocument, WhatIsUnseenAtTheEndsDoesNoHarm) {
  const Document read = document(kTableProfile, with(kHtml, "52.6.249.2<",
                                                     "\xe2\x80\x8b"
                                                     "52.6.249.2&#8203;&zwnj;\xef\xbb\xbf<"));
  EXPECT_EQ(cell_texts(read), table_cells());
}

TEST(ReadDocument, ACutPageShows) {
  EXPECT_EQ(document(kTableProfile, kHtml.substr(0, kHtml.find("<h2>"))).cut,
            "the page ends without </html>");
  EXPECT_EQ(document(kTableProfile, kHtml.substr(0, kHtml.find("52.6.251.1"))).cut,
            "the page ends without </html>");
  EXPECT_EQ(document(kTableProfile, kText.substr(0, kText.find("The end"))).cut, "it ends inside of a table");
}

TEST(ReadDocument, OtherPagesAreRefused) {
  for (const std::string_view page :
       {"<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>",
        "502 Bad Gateway\n\nnginx\n"}) {
    EXPECT_EQ(
        read_with(kTableProfile, page).error().message,
        "there is no list of addresses on this page (it begins with \"502 Bad Gateway\"): nothing on it is "
        "what the profile of acme has labels for");
  }
  EXPECT_FALSE(read_with(kTableProfile, "Mail\nNorth\n52.6.248.125\n"));  // labels, but no table
}

constexpr std::string_view kSections = R"(Acme's hosts
Everything is on TCP/443.
Acme Suite
The suite has:
- a server
- a client
From 16 on
a.acme.example (also TCP/80)
b.acme.example
- Updates. See c.acme.example.
*.d.acme.example
- Reputation.
Up to 15
52.6.248.125
- Everything.
Acme Gateway
It needs what Acme Suite needs.
All versions
e.acme.example
- Mail.
)";

Texts section_cells() {
  return {"gateway: as suite e.acme.example 443/tcp",
          "suite, versions from 16: *.d.acme.example 443/tcp a.acme.example 80/tcp a.acme.example 443/tcp "
          "b.acme.example 443/tcp",
          "suite, versions up to 15: 52.6.248.125 443/tcp"};
}

// The order of destinations in one cell is that of net::Destination, which other tests hold.
Texts sorted_words(Texts texts) {
  for (std::string& text : texts) std::ranges::sort(text);
  return texts;
}

TEST(ReadDocument, Sections) {
  const Document read = document(kSectionProfile, kSections);
  EXPECT_EQ(sorted_words(cell_texts(read)), sorted_words(section_cells()));
  EXPECT_EQ(read.problems, Texts());
  EXPECT_EQ(read.cut, "");
}

TEST(ReadDocument, SectionsInHtml) {
  const Document read = document(
      kSectionProfile,
      "<h1>Hosts</h1><h2>Acme Suite</h2><h3>From 16 on</h3><p><strong>a.acme.example</strong> (also "
      "TCP/80)<br>"
      "b.acme.example</p><ul><li>Updates. See "
      "c.acme.example.</li></ul><p>*.d.acme.example<ul><li>Reputation.</ul>"
      "<h3>Up to 15</h3><ul><li>52.6.248.125<ul><li>Everything.</ul></ul><h2>Acme Gateway</h2>"
      "<p>It needs what Acme Suite needs.</p><h3>All versions</h3><p>e.acme.example</p><ul><li>Mail.</ul>"
      "<h2>Related articles</h2><p>An article</p>");
  EXPECT_EQ(sorted_words(cell_texts(read)), sorted_words(section_cells()));
  EXPECT_EQ(read.problems, Texts());
}

TEST(ReadDocument, SectionsThatChanged) {
  const auto problems = [](std::string_view from, std::string_view to) {
    return document(kSectionProfile, with(kSections, from, to)).problems;
  };
  EXPECT_EQ(
      problems("(also TCP/80)", "(also UDP/53)"),
      (Texts{
          "line 8: 'a.acme.example (also UDP/53)' is neither a host nor anything else that the profile knows",
          "line 9: 'b.acme.example' belongs to no label that the profile knows",
          "line 11: '*.d.acme.example' belongs to no label that the profile knows",
          "line 14: '52.6.248.125' belongs to no label that the profile knows",
          "the page does not have suite: versions up to 15 any more"}));
  EXPECT_EQ(problems("Up to 15\n", "Up to 14\n")[0],
            "line 13: 'Up to 14' is neither a host nor anything else that the profile knows");
  EXPECT_EQ(problems("It needs what Acme Suite needs.\n", ""),
            Texts{"the page does not say of gateway any more: 'It needs what Acme Suite needs.'"});
  EXPECT_EQ(problems("- Mail.\n", "- Mail.\nRelated articles\nf.acme.example\n"),
            Texts{"line 22: 'f.acme.example' belongs to no label that the profile knows"});
  EXPECT_EQ(problems("Acme Gateway\n", "Acme Castle\n").size(), 3U);
  EXPECT_EQ(document(kSectionProfile, kSections.substr(0, kSections.rfind("- Mail"))).cut,
            "it ends behind a host, and nothing is said of it");
}

}  // namespace
}  // namespace sallyport::catalog::testing
