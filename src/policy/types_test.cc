#include "policy/types.h"

#include <gtest/gtest.h>

namespace sallyport::policy {
namespace {

TEST(Types, TheZeroValueRefuses) {
  EXPECT_EQ(Verdict{}, Verdict::deny);
  EXPECT_EQ(Mode{}, Mode::blocking);
  EXPECT_EQ(EntryKind{}, EntryKind::denied);
  EXPECT_EQ(Decision{}.verdict, Verdict::deny);
  EXPECT_EQ(Decision{}.reason, Reason::no_snapshot);
  EXPECT_EQ(Protection{}, (Protection{Mode::blocking, false}));
  EXPECT_EQ(Entry{}.kind, EntryKind::denied);
}

TEST(Types, WordsParseBackToWhatTheyName) {
  for (const Channel channel : {Channel::api, Channel::smtp})
    EXPECT_EQ(parse_channel(to_string(channel)), channel);
  for (const Mode mode : {Mode::blocking, Mode::learning, Mode::off})
    EXPECT_EQ(parse_mode(to_string(mode)), mode);
}

TEST(Types, OtherWordsAreNone) {
  for (const std::string_view word : {"", "API", "api ", "imap", "blocking"})
    EXPECT_FALSE(parse_channel(word)) << word;
  for (const std::string_view word : {"", "Off", "block", "automatic\n", "smtp"})
    EXPECT_FALSE(parse_mode(word)) << word;
}

TEST(Types, EveryReasonHasItsOwnWord) {
  EXPECT_EQ(to_string(Reason::no_snapshot), "no_snapshot");
  EXPECT_EQ(to_string(Reason::unknown_credential), "unknown_credential");
  EXPECT_EQ(to_string(Reason::unknown_address), "unknown_address");
  EXPECT_EQ(to_string(Reason::denied), "denied");
  EXPECT_EQ(to_string(Reason::authorized), "authorized");
  EXPECT_EQ(to_string(Reason::learned), "learned");
  EXPECT_EQ(to_string(Reason::protection_off), "protection_off");
  EXPECT_EQ(to_string(Reason::dry_run), "dry_run");
  EXPECT_EQ(to_string(Reason::shared), "shared");
  EXPECT_EQ(to_string(EntryKind::removed), "removed");
  EXPECT_EQ(to_string(Source::learned), "learned");
  EXPECT_EQ(to_string(Source::shared), "shared");
  EXPECT_EQ(to_string(Holder::organization), "organization");
  EXPECT_EQ(to_string(Holder::credential), "credential");
  EXPECT_EQ(to_string(Holder::ancestor), "ancestor");
  EXPECT_EQ(to_string(Verdict::allow), "allow");
}

TEST(Types, TheStricterModeIsTheOneThatAllowsLess) {
  EXPECT_EQ(stricter(Mode::off, Mode::learning), Mode::learning);
  EXPECT_EQ(stricter(Mode::learning, Mode::off), Mode::learning);
  EXPECT_EQ(stricter(Mode::blocking, Mode::learning), Mode::blocking);
  EXPECT_EQ(stricter(Mode::off, Mode::blocking), Mode::blocking);
  EXPECT_EQ(stricter(Mode::off, Mode::off), Mode::off);
}

TEST(Types, AnEntryCountsFromItsStartUntilJustBeforeItsEnd) {
  Entry entry;
  entry.valid_from = Timestamp(Milliseconds(10));
  entry.valid_until = Timestamp(Milliseconds(20));
  EXPECT_FALSE(entry.valid_at(Timestamp(Milliseconds(9))));
  EXPECT_TRUE(entry.valid_at(Timestamp(Milliseconds(10))));
  EXPECT_TRUE(entry.valid_at(Timestamp(Milliseconds(19))));
  EXPECT_FALSE(entry.valid_at(Timestamp(Milliseconds(20))));
}

}  // namespace
}  // namespace sallyport::policy
