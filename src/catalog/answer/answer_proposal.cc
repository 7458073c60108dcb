#include "catalog/answer/answer_proposal.h"

#include <algorithm>
#include <boost/json.hpp>

#include "catalog/answer/answer_texts.h"

namespace sallyport::catalog {
namespace {

namespace json = boost::json;

json::object place_in_feed(const Feed& feed, const FeedEntry& entry) {
  return {{"offering", feed.offering_of(entry)}, {"site", feed.site_of(entry)}};
}

json::array entries_of(const Feed& feed, const std::vector<FeedEntry>& entries) {
  json::array items;
  items.reserve(entries.size());
  for (const FeedEntry& entry : entries) {
    json::object item{{"destination", net::to_string(entry.destination)}};
    item["offering"] = feed.offering_of(entry);
    item["site"] = feed.site_of(entry);
    items.push_back(std::move(item));
  }
  return items;
}

json::array moves_of(const Feed& before, const Feed& found, const std::vector<Moved>& moved) {
  json::array items;
  items.reserve(moved.size());
  for (const Moved& each : moved) {
    items.push_back(json::object{{"destination", net::to_string(each.after.destination)},
                                 {"from", place_in_feed(before, each.before)},
                                 {"to", place_in_feed(found, each.after)}});
  }
  return items;
}

std::string subject_of(const Restated& restated) {
  return restated.of ? net::to_string(*restated.of) : std::string();
}

json::array restatements_of(const std::vector<Restated>& restated) {
  json::array items;
  for (const Restated& each : restated) {
    items.push_back(
        json::object{{"destination", each.of ? json::value(subject_of(each)) : json::value(nullptr)},
                     {"offering", each.offering},
                     {"site", each.site},
                     {"before", each.before},
                     {"after", each.after}});
  }
  return items;
}

void append_change_rows(std::string_view change, const Feed& feed, const std::vector<FeedEntry>& entries,
                        std::size_t most, json::array& rows) {
  for (std::size_t i = 0; i < std::min(most, entries.size()); ++i) {
    json::object row{{"change", change}, {"destination", net::to_string(entries[i].destination)}};
    row["offering"] = feed.offering_of(entries[i]);
    row["site"] = feed.site_of(entries[i]);
    row["from_offering"] = nullptr;
    row["from_site"] = nullptr;
    row["before"] = nullptr;
    row["after"] = nullptr;
    rows.push_back(std::move(row));
  }
}

void append_restated_rows(const std::vector<Restated>& restated, std::size_t most, json::array& rows) {
  for (std::size_t i = 0; i < std::min(most, restated.size()); ++i) {
    const Restated& each = restated[i];
    rows.push_back(json::object{{"change", "restated"},
                                {"destination", subject_of(each)},
                                {"offering", each.offering},
                                {"site", each.site},
                                {"from_offering", nullptr},
                                {"from_site", nullptr},
                                {"before", each.before},
                                {"after", each.after}});
  }
}

}  // namespace

json::object proposal_answer(std::string_view format, const Feed& before, const Feed& found,
                             const Proposal& proposal) {
  json::object answer{{"format", format}};
  answer["serial"] = found.serial.empty() ? json::value(nullptr) : json::value(found.serial);
  answer["made"] = found.made ? json::value(sallyport::to_string(*found.made)) : json::value(nullptr);
  answer["entries"] = found.entries.size();
  answer["added"] = entries_of(found, proposal.added);
  answer["removed"] = entries_of(before, proposal.removed);
  answer["moved"] = moves_of(before, found, proposal.moved);
  answer["restated"] = restatements_of(proposal.restated);
  json::array held;
  for (const Hold& hold : proposal.holds) {
    held.push_back(json::object{{"reason", to_string(hold.reason)}, {"text", hold.text}});
  }
  answer["held"] = std::move(held);
  answer["remarks"] = array_of(proposal.remarks);
  answer["left_out"] = array_of(found.left_out);
  return answer;
}

json::array change_rows(const Feed& before, const Feed& found, const Proposal& proposal, std::size_t most) {
  json::array rows;
  append_change_rows("added", found, proposal.added, most, rows);
  append_change_rows("removed", before, proposal.removed, most, rows);
  for (std::size_t i = 0; i < std::min(most, proposal.moved.size()); ++i) {
    const Moved& each = proposal.moved[i];
    json::object row{{"change", "moved"}, {"destination", net::to_string(each.after.destination)}};
    row["offering"] = found.offering_of(each.after);
    row["site"] = found.site_of(each.after);
    row["from_offering"] = before.offering_of(each.before);
    row["from_site"] = before.site_of(each.before);
    row["before"] = nullptr;
    row["after"] = nullptr;
    rows.push_back(std::move(row));
  }
  append_restated_rows(proposal.restated, most, rows);
  return rows;
}

}  // namespace sallyport::catalog
