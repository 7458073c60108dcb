// What people read, in their language: tables of phrases, numbers, times, durations. Mails and pages each
// have their table; the words are those of the glossary in ../notify/README.md.
//
// Thread safety: pure functions over constants.
// Invariants: a table that is_complete() has every phrase in every language, with the same places for values.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "control/model.h"

namespace sallyport::control {

// {0} to {9} are places for values. `Text` is an enumeration from 0 without gaps.
template <class Text>
struct Phrase {
  Text text{};
  std::string_view english, german, japanese;

  constexpr std::string_view in(Language language) const {
    switch (language) {
      case Language::english:
        return english;
      case Language::german:
        return german;
      case Language::japanese:
        return japanese;
    }
    return english;
  }
};

// Which places a phrase has, a bit for each; empty where braces stand in it otherwise.
constexpr std::optional<unsigned> places_of(std::string_view phrase) {
  unsigned places = 0;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    if (phrase[i] == '}') return std::nullopt;
    if (phrase[i] != '{') continue;
    const bool whole =
        i + 2 < phrase.size() && phrase[i + 1] >= '0' && phrase[i + 1] <= '9' && phrase[i + 2] == '}';
    if (!whole) return std::nullopt;
    places |= 1U << (phrase[i + 1] - '0');
    i += 2;
  }
  return places;
}

// For a static_assert beside the table, whose size is the number of enumerators.
template <class Text, std::size_t kSize>
constexpr bool is_complete(const std::array<Phrase<Text>, kSize>& table) {
  for (std::size_t i = 0; i < kSize; ++i) {
    const Phrase<Text>& phrase = table[i];
    if (static_cast<std::size_t>(phrase.text) != i) return false;
    const auto places = places_of(phrase.english);
    for (const std::string_view each : {phrase.english, phrase.german, phrase.japanese}) {
      if (each.empty() || !places || places_of(each) != places) return false;
    }
  }
  return true;
}

// The phrase with the values in their places. What stands in a value is never taken for a place.
// REQUIRES: as many values as it has places.
std::string fill(std::string_view phrase, std::initializer_list<std::string_view> values);

std::string people_number(std::uint64_t number, Language language);             // 1,234 or 1.234
std::string people_time(Timestamp time, Language language);                     // to the second, in UTC
std::string people_duration(std::chrono::seconds duration, Language language);  // "30 days"

// The first language of an Accept-Language field (RFC 9110) that we speak; English where there is none.
Language accepted_language(std::string_view field);

}  // namespace sallyport::control
