// What holds for every target: names, refusals, limits, notes.
#include "render/target.h"

#include <gtest/gtest.h>

#include <set>

#include "net/test_addresses.h"
#include "render/testing/same_list.h"

namespace sallyport::render {
namespace {

using net::test::prefix;
using testing::list_of;
using testing::random_list;
using testing::refusal;
using testing::rendered;
using testing::scattered_list;
using testing::some_note_has;

// A list that the target can say.
List fit_list(const Target& target) {
  std::string text;
  const std::string ports = target.ports ? " 443/tcp" : "";  // some need them
  if (target.prefixes) text += "192.0.2.0/24" + ports + "\n2001:db8::/32" + ports + "\n";
  if (target.hosts) text += "example.com" + ports + "\n";
  if (target.wildcards) text += "**.example.com" + ports + "\n";
  return list_of(text);
}

TEST(Targets, HaveIdsOfTheirOwn) {
  std::set<std::string_view> ids;
  for (const Target& target : targets()) {
    EXPECT_TRUE(ids.insert(target.id).second) << target.id;
    EXPECT_EQ(find_target(target.id), &target);
    EXPECT_EQ(target.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string_view::npos)
        << target.id;
    EXPECT_FALSE(target.title.empty());
    EXPECT_NE(target.write, nullptr);
    EXPECT_TRUE(target.hosts || !target.wildcards) << target.id;
    EXPECT_TRUE((target.hosts && target.prefixes) || !target.instead.empty())
        << target.id << " gives no advice";
  }
  EXPECT_EQ(find_target("nothing"), nullptr);
  EXPECT_EQ(find_target(""), nullptr);
}

TEST(EveryTarget, WritesFilesAndSaysHowTheyAreLoaded) {
  for (const Target& target : targets()) {
    const auto result = render(target, fit_list(target), {.direction = Direction::out});
    ASSERT_TRUE(result) << target.id << ": " << result.error().message;
    ASSERT_FALSE(result->files.empty()) << target.id;
    std::set<std::string> names;
    for (const File& file : result->files) {
      EXPECT_TRUE(names.insert(file.name).second) << target.id << " writes " << file.name << " twice";
      EXPECT_EQ(file.name.find('/'), std::string::npos) << file.name;
      EXPECT_TRUE(file.text.ends_with('\n')) << target.id << " " << file.name;
      EXPECT_EQ(file.text.find('\0'), std::string::npos) << target.id;
    }
  }
}

TEST(EveryTarget, WritesTheSameForTheSameList) {
  for (const Target& target : targets()) {
    const auto once = render(target, fit_list(target), {.direction = Direction::out});
    const auto again = render(target, fit_list(target), {.direction = Direction::out});
    ASSERT_TRUE(once && again) << target.id;
    ASSERT_EQ(once->files.size(), again->files.size());
    for (std::size_t i = 0; i < once->files.size(); ++i)
      EXPECT_EQ(once->files[i].text, again->files[i].text) << target.id;
  }
}

TEST(EveryTarget, RefusesNamesThatAreNone) {
  for (const Target& target : targets()) {
    for (const std::string name :
         {"", "A", "a-b", "1a", "_a", "a b", "a;b", "a\nb", "a\"b", "a'b", "a{b", "../a", "a/b", "ä", "a$b",
          "a.b", "abcdefghijklmnopqrstuvwxyz_01234", "a\nadd rule inet filter input accept"}) {
      const Error error = refusal(target.id, fit_list(target), {.name = name});
      EXPECT_EQ(error.code, ErrorCode::invalid_setting) << target.id << " takes " << name;
      EXPECT_EQ(error.message.find('\n'), std::string::npos);
    }
  }
  EXPECT_EQ(refusal("nginx", fit_list(*find_target("nginx")), {.name = std::string("a\0b", 3)}).code,
            ErrorCode::invalid_setting);
}

TEST(EveryTarget, TakesTheNameThatItIsGiven) {
  for (const Target& target : targets()) {
    const auto result = render(target, fit_list(target), {.name = "vendor_7", .direction = Direction::out});
    ASSERT_TRUE(result) << target.id << ": " << result.error().message;
    for (const File& file : result->files) {
      EXPECT_TRUE(file.name.starts_with("vendor")) << target.id << " " << file.name;
      EXPECT_EQ(file.text.find("sallyport_"), std::string::npos) << target.id << " " << file.name;
    }
  }
}

TEST(EveryTarget, RefusesAnEmptyList) {
  for (const Target& target : targets())
    EXPECT_EQ(refusal(target.id, List{}).code, ErrorCode::malformed_list) << target.id;
}

TEST(EveryTarget, RefusesWhatItCannotSayAndNamesIt) {
  for (const Target& target : targets()) {
    const auto expect_refused = [&](bool said, std::string_view lines, std::string_view named) {
      if (said) return;
      for (const bool summarise : {false, true}) {
        const Error error = refusal(target.id, list_of(lines), {.summarise = summarise});
        EXPECT_EQ(error.code, ErrorCode::cannot_say) << target.id << ": " << lines;
        EXPECT_NE(error.message.find(named), std::string::npos) << error.message;
        if (summarise && named.find('*') == std::string_view::npos) continue;
      }
    };
    expect_refused(target.hosts, "a.example.com 443/tcp", "'a.example.com 443/tcp'");
    expect_refused(target.hosts, "10.0.0.1\nb.example.com\na.example.com\nc.example.com",
                   "'a.example.com' and 2 lines more");
    expect_refused(target.prefixes, "10.0.0.0/8\nexample.com", "'10.0.0.0/8'");
    if (target.hosts) expect_refused(target.wildcards, "*.example.com", "'*.example.com'");
    if (target.ports) expect_refused(target.udp, "10.0.0.1 443/tcp\n10.0.0.1 53/udp", "'10.0.0.1 53/udp'");
  }
}

TEST(EveryTarget, WithoutPortsTakesThemOnlyAsASummary) {
  for (const Target& target : targets()) {
    if (target.ports) continue;
    const List list = list_of(target.prefixes ? "10.0.0.0/9 443/tcp\n10.128.0.0/9 80/tcp\n2001:db8::/32"
                                              : "example.com 443/tcp\nexample.com 80/tcp");
    EXPECT_EQ(refusal(target.id, list).code, ErrorCode::cannot_say) << target.id;
    const auto summary = render(target, list, {.summarise = true});
    ASSERT_TRUE(summary) << target.id << ": " << summary.error().message;
    EXPECT_TRUE(some_note_has(*summary, "without ports")) << target.id;
    const auto same =
        render(target, list_of(target.prefixes ? "10.0.0.0/8\n2001:db8::/32" : "example.com"), {});
    ASSERT_TRUE(same);
    EXPECT_EQ(summary->files.front().text, same->files.front().text) << target.id;
  }
}

// Ranges of ports within one another: each prefix is allowed on what the ones before it are, and more.
List nested_list(int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += "10.0." + std::to_string(i / 100) + "." + std::to_string(2 * (i % 100)) + " " +
            std::to_string(1000 + i) + "-" + std::to_string(60'000 - i) + "/tcp\n";
  return list_of(text);
}

std::size_t bytes_of(const Rendered& rendered) {
  std::size_t bytes = 0;
  for (const File& file : rendered.files) bytes += file.text.size();
  return bytes;
}

TEST(EveryTarget, TakesNestedRangesApartWithinItsBoundAlone) {
  const List list = nested_list(300);  // 599 intervals, of 1 to 300 prefixes
  for (const Target& target : targets()) {
    if (!target.ports || !target.prefixes) continue;
    const auto enough = render(target, list, {});
    const auto result = render(target, list, {.most_work = 80'000});
    const bool multiplies = !enough || bytes_of(*enough) > 200'000;
    if (!multiplies) {
      EXPECT_TRUE(result) << target.id;
      continue;
    }
    ASSERT_FALSE(result) << target.id;
    EXPECT_EQ(result.error().code, ErrorCode::too_many_entries) << target.id;
    EXPECT_NE(result.error().message.find("more than 80000 entries"), std::string::npos)
        << result.error().message;
  }
}

TEST(EveryTarget, WritesUpToItsBoundOfBytes) {
  const List nested = nested_list(60);
  for (const Target& target : targets()) {
    const bool ported = target.ports && target.prefixes;
    const List list = ported && render(target, nested, {}) ? nested : fit_list(target);
    Options options{.direction = Direction::out};
    const auto whole = render(target, list, options);
    ASSERT_TRUE(whole) << target.id << ": " << whole.error().message;
    const std::size_t bytes = bytes_of(*whole);
    options.most_bytes = bytes;
    EXPECT_TRUE(render(target, list, options)) << target.id;
    options.most_bytes = bytes - 1;
    const Error error = refusal(target.id, list, options);
    EXPECT_EQ(error.code, ErrorCode::too_many_entries) << target.id;
    EXPECT_NE(error.message.find("make the list shorter"), std::string::npos) << error.message;
  }
}

TEST(Dnsmasq, CountsThePortsThatNamesHaveFromThoseAbove) {
  std::string text;
  for (int port = 1; port < 2000; port += 2) text += "**.example.com " + std::to_string(port) + "/tcp\n";
  for (int i = 0; i < 100; ++i)
    text += "**.h" + std::to_string(i) + ".example.com " + std::to_string(3000 + 2 * i) + "/tcp\n";
  const List list = list_of(text);  // 1,000 ports, and 100 names with those and one more
  EXPECT_TRUE(render(*find_target("dnsmasq"), list, {.summarise = true, .most_work = 101'100}));
  const Error error = refusal("dnsmasq", list, {.summarise = true, .most_work = 101'099});
  EXPECT_EQ(error.code, ErrorCode::too_many_entries) << error.message;
}

TEST(Unbound, BoundsTheNamesAboveLongOnes) {
  std::string text;
  for (int i = 0; i < 20; ++i) {
    for (int level = 0; level < 60; ++level) text += "a" + std::to_string(i) + ".";
    text += "com\n";
  }
  const Error error = refusal("unbound", list_of(text), {.most_bytes = 100'000});
  EXPECT_EQ(error.code, ErrorCode::too_many_entries) << error.message;
}

// A target of the test's own, that takes few.
Result<Rendered> write_count(const List& list, const Options&) {
  std::string text;
  for (const auto& each : list.prefixes.prefixes()) text += each.to_string() + "\n";
  return Rendered{{{"x", std::move(text)}}, {}};
}
constexpr Target kFew{
    .id = "few", .title = "few", .hosts = true, .ports = true, .most = 4, .write = write_count};

TEST(Most, IsRefusedWithWhatASummaryWouldLetIn) {
  const List list = list_of("10.0.0.0/26\n10.0.0.128/26\n10.9.0.0/24\n10.10.0.0/24\n10.12.0.0/24");
  const auto refused = render(kFew, list, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::too_many_entries);
  EXPECT_NE(refused.error().message.find("at most 4 entries, and there are 5"), std::string::npos)
      << refused.error().message;
  EXPECT_NE(refused.error().message.find("--summarise"), std::string::npos);
  EXPECT_NE(refused.error().message.find("128 IPv4 addresses"), std::string::npos) << refused.error().message;
  const auto summary = render(kFew, list, {.summarise = true});
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->files.front().text, "10.0.0.0/24\n10.9.0.0/24\n10.10.0.0/24\n10.12.0.0/24\n");
  EXPECT_TRUE(some_note_has(*summary, "lets in 128 IPv4 addresses besides"));
}

TEST(Most, CountsBothFamiliesAndHosts) {
  const auto lines_of_summary = [](std::string_view text) {
    const auto summary = render(kFew, list_of(text), {.summarise = true});
    return summary ? testing::lines_of(summary->files.front().text).size() : 0;
  };
  EXPECT_EQ(lines_of_summary("10.0.0.0/32\n10.0.0.2/32\n10.0.0.4/32\n::1\n::3\n::5"), 4U);
  EXPECT_EQ(lines_of_summary("10.0.0.0/32\n10.0.0.2/32\n10.0.0.4/32\n10.0.0.6/32\n::5"), 4U);
  EXPECT_EQ(lines_of_summary("10.0.0.0/32\n10.0.0.2/32\n10.0.0.4/32\n::1\nexample.com"), 3U);
  const auto full = render(kFew, list_of("a.example.com\nb.example.com\nc.example.com\n10.0.0.1\n::1"), {});
  ASSERT_FALSE(full) << "there is no room for both families";
  EXPECT_EQ(full.error().message.find("--summarise"), std::string::npos) << full.error().message;
}

TEST(Most, ASummaryNeverLosesAnAddress) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 300; ++round) {
    const List list = random_list(random, {});
    const auto summary = render(kFew, list, {.summarise = true});
    ASSERT_TRUE(summary) << summary.error().message;
    const List wider = list_of(summary->files.front().text);
    EXPECT_LE(wider.prefixes.prefixes().size(), 4U);
    EXPECT_TRUE(list.prefixes.without(wider.prefixes).empty());
  }
}

}  // namespace
}  // namespace sallyport::render
