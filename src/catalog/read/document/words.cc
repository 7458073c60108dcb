#include "catalog/read/document/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "catalog/read/document/page_text.h"

namespace sallyport::catalog {
namespace {

bool is_one_of(std::string_view text, const Labels& labels) {
  return std::ranges::find(labels, text) != labels.end();
}

// What nobody writes who does not mean an address: digits and dots with a slash, or four numbers; or more
// colons between hexadecimal digits than a time of day has.
bool is_meant_as_address(std::string_view word) {
  const auto count = [&](char c) { return std::ranges::count(word, c); };
  if (word.find_first_not_of("0123456789./") == std::string_view::npos) {
    return count('.') >= 3 || (count('.') >= 1 && count('/') == 1);
  }
  return word.find_first_not_of("0123456789abcdefABCDEF:./") == std::string_view::npos &&
         (count(':') >= 3 || word.find("::") != std::string_view::npos) &&
         word.find_first_of("0123456789") != std::string_view::npos;
}

std::unexpected<Error> refuse_word(std::string_view word, std::string_view why) {
  return fail(ErrorCode::malformed_feed, fmt::format("{}: {}", printable_excerpt(word), why));
}

// Nothing where it is neither an address nor a host.
Result<std::optional<net::Destination>> destination_of(std::string_view word) {
  if (auto destination = net::parse_published_destination(word))
    return std::optional(*std::move(destination));
  if (has_unseen(word) && net::parse_published_destination(without_unseen(word))) {
    return refuse_word(without_unseen(word), "there is a character in it that nobody sees");
  }
  if (is_meant_as_address(word))
    return refuse_word(word, net::parse_published_destination(word).error().message);
  return std::optional<net::Destination>();
}

}  // namespace

ProfileWords::ProfileWords(const Profile& profile) : profile_(profile) {
  const auto put = [](Numbers& numbers, const Labels& labels, std::size_t index) {
    for (const std::string& label : labels) numbers.emplace(label, index);
  };
  for (std::size_t i = 0; i < profile.tables.size(); ++i) put(headers_, profile.tables[i].headers, i);
  for (std::size_t i = 0; i < profile.sites.size(); ++i) put(sites_, profile.sites[i].labels, i);
  for (std::size_t i = 0; i < profile.offerings.size(); ++i) {
    put(offerings_, profile.offerings[i].labels, i);
    if (profile.offerings[i].same_as) put(same_as_, profile.offerings[i].same_as->texts, i);
  }
  put(ends_, profile.ends, 0);
  put(not_available_, profile.not_available, 0);
}

std::optional<std::size_t> ProfileWords::header(std::string_view text) const {
  const auto found = headers_.find(text);
  return found == headers_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> ProfileWords::offering(std::string_view text) const {
  const auto found = offerings_.find(text);
  return found == offerings_.end() ? std::nullopt : std::optional(found->second);
}

PageWord ProfileWords::label(std::string_view text, std::optional<std::size_t> offering,
                             std::size_t table) const {
  const auto word = [&](Meaning meaning, std::size_t index) {
    return PageWord{.meaning = meaning, .index = index, .destinations = {}, .text = text};
  };
  if (const auto found = offerings_.find(text);
      found != offerings_.end() && profile_.offerings[found->second].table == table) {
    return word(Meaning::offering, found->second);
  }
  if (const auto found = sites_.find(text); found != sites_.end()) return word(Meaning::place, found->second);
  if (not_available_.contains(text)) return word(Meaning::not_available, 0);
  if (const auto found = same_as_.find(text); found != same_as_.end())
    return word(Meaning::same_as, found->second);
  if (!offering) return word(Meaning::other, 0);
  const ProfileOffering& read = profile_.offerings[*offering];
  for (std::size_t i = 0; i < read.versions.size(); ++i) {
    if (is_one_of(text, read.versions[i].labels)) return word(Meaning::place, i);
  }
  return word(is_one_of(text, read.remarks) ? Meaning::remark : Meaning::other, 0);
}

Result<std::vector<PageWord>> ProfileWords::words(std::string_view text, std::optional<std::size_t> offering,
                                                  std::size_t table, bool cut) const {
  std::vector<PageWord> words;
  while (!text.empty()) {
    PageWord word = label(text, offering, table);
    if (word.meaning == Meaning::other && cut) {
      // The longest label in front of a blank.
      for (std::size_t end = text.rfind(' '); end != std::string_view::npos && end != 0 && text.size() < 4096;
           end = text.rfind(' ', end - 1)) {
        PageWord front = label(text.substr(0, end), offering, table);
        if (front.meaning != Meaning::offering && front.meaning != Meaning::place) continue;
        word = std::move(front);
        break;
      }
    }
    if (word.meaning == Meaning::other) {
      SALLYPORT_ASSIGN(word.destinations, destinations(text));
      if (!word.destinations.empty()) word.meaning = Meaning::destinations;
    }
    if (word.meaning == Meaning::offering) offering = word.index;
    const std::size_t length = word.text.size();
    words.push_back(std::move(word));
    text.remove_prefix(std::min(text.size(), length + 1));
  }
  return words;
}

Result<std::vector<net::Destination>> ProfileWords::destinations(std::string_view text) const {
  std::vector<std::optional<net::Ports>> ports{profile_.ports};
  for (const PortWords& words : profile_.port_words) {
    const auto behind =
        std::ranges::find_if(words.texts, [&](const std::string& each) { return text.ends_with(each); });
    if (behind == words.texts.end()) continue;
    text.remove_suffix(behind->size());
    if (text.ends_with(' ')) text.remove_suffix(1);
    ports.emplace_back(words.ports);
    break;
  }
  std::vector<net::Destination> all;
  bool strange = false;
  while (!text.empty()) {
    std::size_t end = text.find_first_of(" ,;");
    const std::size_t ideographic = text.find("、");
    std::size_t behind = 1;
    if (ideographic < end) {
      end = ideographic;
      behind = std::string_view("、").size();
    }
    const std::string_view word = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + behind);
    if (word.empty()) continue;
    SALLYPORT_ASSIGN(auto destination, destination_of(word));
    if (!destination) {
      strange = true;
      continue;
    }
    for (const auto& each : ports) all.push_back({destination->what, each});
  }
  if (strange) all.clear();
  return all;
}

}  // namespace sallyport::catalog
