#include "control/language.h"

#include <fmt/format.h>

#include <algorithm>

namespace sallyport::control {
namespace {

enum class Unit : std::uint8_t { day, days, hour, hours, minute, minutes, second, seconds };

constexpr std::array<Phrase<Unit>, 8> kUnits = {{
    {Unit::day, "{0} day", "{0} Tag", "{0}日"},
    {Unit::days, "{0} days", "{0} Tage", "{0}日"},
    {Unit::hour, "{0} hour", "{0} Stunde", "{0}時間"},
    {Unit::hours, "{0} hours", "{0} Stunden", "{0}時間"},
    {Unit::minute, "{0} minute", "{0} Minute", "{0}分"},
    {Unit::minutes, "{0} minutes", "{0} Minuten", "{0}分"},
    {Unit::second, "{0} second", "{0} Sekunde", "{0}秒"},
    {Unit::seconds, "{0} seconds", "{0} Sekunden", "{0}秒"},
}};
static_assert(is_complete(kUnits));

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

// Thousandths; empty where it is none. `parameters`: what stands behind the range's first semicolon.
std::optional<unsigned> quality(std::string_view parameters) {
  parameters = trimmed(parameters);
  if (parameters.empty()) return 1000;
  if (!parameters.starts_with("q=") && !parameters.starts_with("Q=")) return std::nullopt;
  const std::string_view value = parameters.substr(2);
  if (value.empty() || value.size() > 5 || (value[0] != '0' && value[0] != '1')) return std::nullopt;
  if (value.size() > 1 && value[1] != '.') return std::nullopt;
  unsigned thousandths = value[0] == '1' ? 1000 : 0;
  unsigned worth = 100;
  for (const char digit : value.substr(std::min<std::size_t>(value.size(), 2))) {
    if (digit < '0' || digit > '9') return std::nullopt;
    thousandths += worth * static_cast<unsigned>(digit - '0');
    worth /= 10;
  }
  return thousandths <= 1000 ? std::optional(thousandths) : std::nullopt;
}

// "de", "de-AT" and "DE-at" are German.
std::optional<Language> language_of_tag(std::string_view tag) {
  std::string primary(tag.substr(0, tag.find('-')));
  for (char& c : primary) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return parse_language(primary);
}

}  // namespace

std::string fill(std::string_view phrase, std::initializer_list<std::string_view> values) {
  std::string text;
  while (true) {
    const std::size_t place = phrase.find('{');
    text += phrase.substr(0, place);
    if (place == std::string_view::npos) return text;
    const auto number = static_cast<std::size_t>(phrase[place + 1] - '0');
    if (number < values.size()) text += values.begin()[number];
    phrase.remove_prefix(place + 3);
  }
}

std::string people_number(std::uint64_t number, Language language) {
  std::string text = std::to_string(number);
  const char separator = language == Language::german ? '.' : ',';
  for (std::size_t end = text.size(); end > 3; end -= 3) text.insert(end - 3, 1, separator);
  return text;
}

std::string people_time(Timestamp time, Language language) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  const auto year = static_cast<int>(date.year());
  const auto month = static_cast<unsigned>(date.month());
  const auto of_month = static_cast<unsigned>(date.day());
  const std::string hours = fmt::format("{:02}:{:02}:{:02} UTC", clock.hours().count(),
                                        clock.minutes().count(), clock.seconds().count());
  switch (language) {
    case Language::english:
      break;
    case Language::german:
      return fmt::format("{:02}.{:02}.{:04}, {}", of_month, month, year, hours);
    case Language::japanese:
      return fmt::format("{}年{}月{}日 {}", year, month, of_month, hours);
  }
  return fmt::format("{:04}-{:02}-{:02} {}", year, month, of_month, hours);
}

std::string people_duration(std::chrono::seconds duration, Language language) {
  const auto seconds = static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0));
  struct Size {
    std::uint64_t seconds;
    Unit one;
  };
  static constexpr std::array<Size, 4> kSizes = {
      {{86'400, Unit::day}, {3'600, Unit::hour}, {60, Unit::minute}, {1, Unit::second}}};
  // The largest unit that leaves a whole number.
  for (const auto& [size, one] : kSizes) {
    if (seconds % size != 0 || (seconds == 0 && size != 1)) continue;
    const std::uint64_t count = seconds / size;
    const auto unit = static_cast<std::size_t>(one) + (count == 1 ? 0 : 1);
    return fill(kUnits.at(unit).in(language), {people_number(count, language)});
  }
  return {};
}

Language accepted_language(std::string_view field) {
  constexpr std::size_t kLongest = 512;  // of what a stranger sends, so much is read
  field = field.substr(0, kLongest);
  Language best = Language::english;
  unsigned best_quality = 0;
  while (!field.empty()) {
    const std::size_t comma = field.find(',');
    const std::string_view range = field.substr(0, comma);
    field.remove_prefix(comma == std::string_view::npos ? field.size() : comma + 1);
    const std::size_t semicolon = range.find(';');
    const auto language = language_of_tag(trimmed(range.substr(0, semicolon)));
    const auto wanted =
        quality(semicolon == std::string_view::npos ? std::string_view() : range.substr(semicolon + 1));
    if (!language || !wanted || *wanted <= best_quality) continue;
    best = *language;
    best_quality = *wanted;
  }
  return best;
}

}  // namespace sallyport::control
