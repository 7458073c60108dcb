// catalog read: what a vendor's feed says new against the last good one, and whether a person has to look at
// it.

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <optional>

#include "app/cli/catalog_read_output.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

constexpr int kHeld = 3;                 // the proposal is not to be taken as it is
constexpr std::size_t kFewChanges = 20;  // of each kind, in a table

// Nothing where it was printed why not.
std::optional<catalog::Feed> read_feed_file(Session& session, catalog::Format format,
                                            const std::filesystem::path& file) {
  std::ifstream opened;
  if (file != "-") opened.open(file, std::ios::binary);
  std::istream& in = file == "-" ? std::cin : opened;
  std::string body(catalog::kLargestFeed + 1, '\0');
  if (in.good()) in.read(body.data(), static_cast<std::streamsize>(body.size()));
  if (in.bad() || (file != "-" && (!opened.is_open() || std::filesystem::is_directory(file)))) {
    session.print_note(fmt::format("{} cannot be opened", file.string()));
    return std::nullopt;
  }
  body.resize(static_cast<std::size_t>(in.gcount()));
  auto feed = catalog::read_feed(format, body);
  if (!feed) {
    session.print_note(fmt::format("{} cannot be read: {}", file.string(), feed.error().message));
    return std::nullopt;
  }
  return *std::move(feed);
}

json::object place_of(const catalog::Feed& feed, const catalog::FeedEntry& entry) {
  return {{"offering", feed.offering_of(entry)}, {"site", feed.site_of(entry)}};
}

json::array entries_of(const catalog::Feed& feed, const std::vector<catalog::FeedEntry>& entries) {
  json::array items;
  items.reserve(entries.size());
  for (const catalog::FeedEntry& entry : entries) {
    json::object item{{"destination", net::to_string(entry.destination)}};
    item["offering"] = feed.offering_of(entry);
    item["site"] = feed.site_of(entry);
    items.push_back(std::move(item));
  }
  return items;
}

json::array moves_of(const catalog::Feed& before, const catalog::Feed& found,
                     const std::vector<catalog::Moved>& moved) {
  json::array items;
  items.reserve(moved.size());
  for (const catalog::Moved& each : moved) {
    items.push_back(json::object{{"destination", net::to_string(each.after.destination)},
                                 {"from", place_of(before, each.before)},
                                 {"to", place_of(found, each.after)}});
  }
  return items;
}

json::value proposal_json(std::string_view format, const catalog::Feed& before, const catalog::Feed& found,
                          const catalog::Proposal& proposal, const json::array* cells) {
  json::object answer{{"format", format}};
  answer["serial"] = found.serial.empty() ? json::value(nullptr) : json::value(found.serial);
  answer["made"] = found.made ? json::value(to_string(*found.made)) : json::value(nullptr);
  answer["entries"] = found.entries.size();
  answer["added"] = entries_of(found, proposal.added);
  answer["removed"] = entries_of(before, proposal.removed);
  answer["moved"] = moves_of(before, found, proposal.moved);
  json::array held;
  for (const catalog::Hold& hold : proposal.holds) {
    held.push_back(json::object{{"reason", catalog::to_string(hold.reason)}, {"text", hold.text}});
  }
  answer["held"] = std::move(held);
  json::array left_out;
  for (const std::string& why : found.left_out) left_out.emplace_back(why);
  answer["left_out"] = std::move(left_out);
  if (cells != nullptr) answer["cells"] = *cells;
  return answer;
}

void append_change_rows(std::string_view change, const catalog::Feed& feed,
                        const std::vector<catalog::FeedEntry>& entries, std::size_t most, json::array& rows) {
  for (std::size_t i = 0; i < std::min(most, entries.size()); ++i) {
    json::object row{{"change", change}, {"destination", net::to_string(entries[i].destination)}};
    row["offering"] = feed.offering_of(entries[i]);
    row["site"] = feed.site_of(entries[i]);
    row["from_offering"] = nullptr;
    row["from_site"] = nullptr;
    rows.push_back(std::move(row));
  }
}

// At most so many of each kind.
json::array change_rows(const catalog::Feed& before, const catalog::Feed& found,
                        const catalog::Proposal& proposal, std::size_t most) {
  json::array rows;
  append_change_rows("added", found, proposal.added, most, rows);
  append_change_rows("removed", before, proposal.removed, most, rows);
  for (std::size_t i = 0; i < std::min(most, proposal.moved.size()); ++i) {
    const catalog::Moved& each = proposal.moved[i];
    json::object row{{"change", "moved"}, {"destination", net::to_string(each.after.destination)}};
    row["offering"] = found.offering_of(each.after);
    row["site"] = found.site_of(each.after);
    row["from_offering"] = before.offering_of(each.before);
    row["from_site"] = before.site_of(each.before);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

void print_summary(Session& session, std::string_view format, const catalog::Feed& found,
                   const catalog::Proposal& proposal) {
  std::string line = fmt::format("{}: {}", format, counted(found.entries.size(), "entry", "entries"));
  if (!found.kind.empty()) line += fmt::format(", {}", found.kind);
  if (!found.serial.empty()) line += fmt::format(", serial {}", found.serial);
  if (found.made) line += fmt::format(", made {}", to_string(*found.made));
  session.print_line(line);
  session.print_line(fmt::format("{} added, {} removed, {} moved", proposal.added.size(),
                                 proposal.removed.size(), proposal.moved.size()));
}

void print_changes(Session& session, std::string_view format, const catalog::Feed& before,
                   const catalog::Feed& found, const catalog::Proposal& proposal) {
  const bool table = session.format() == Format::table;
  if (table) print_summary(session, format, found, proposal);
  const json::array rows =
      change_rows(before, found, proposal, table ? kFewChanges : catalog::kMostFeedEntries);
  if (table && rows.empty()) return;
  std::vector<Column> columns = {
      {"CHANGE", "change"}, {"DESTINATION", "destination"}, {"OFFERING", "offering"}, {"SITE", "site"}};
  if (!table || !proposal.moved.empty()) {
    columns.push_back({"FROM OFFERING", "from_offering"});
    columns.push_back({"FROM SITE", "from_site"});
  }
  session.print_items(nullptr, rows, columns);
  const std::size_t all = proposal.added.size() + proposal.removed.size() + proposal.moved.size();
  if (table && all > rows.size()) {
    session.print_note(fmt::format("{} more: --format json or csv has all", all - rows.size()));
  }
}

}  // namespace

int print_proposal(Session& session, std::string_view format, const catalog::Feed& before,
                   const catalog::Feed& found, const catalog::Proposal& proposal, const json::array* cells) {
  if (session.format() == Format::json) {
    session.print_json(proposal_json(format, before, found, proposal, cells));
  } else {
    print_changes(session, format, before, found, proposal);
  }
  for (const std::string& why : found.left_out) session.print_note("left out: " + why);
  for (const catalog::Hold& hold : proposal.holds) {
    session.print_note(fmt::format("held ({}): {}", catalog::to_string(hold.reason), hold.text));
  }
  return proposal.holds.empty() ? kDone : kHeld;
}

int catalog_read(Session& session, const Arguments& arguments) {
  if (arguments.read_as == "document") return catalog_read_document(session, arguments);
  const auto format = catalog::parse_format(arguments.read_as);
  if (!format) return session.usage(format.error().message);
  const auto found = read_feed_file(session, *format, arguments.source_file);
  if (!found) return kRefused;
  std::optional<catalog::Feed> last_good;
  if (!arguments.last_good.empty()) {
    last_good = read_feed_file(session, *format, arguments.last_good);
    if (!last_good) return kRefused;
  }
  const catalog::Proposal proposal = catalog::propose(*found, last_good ? &*last_good : nullptr);
  const catalog::Feed& before = last_good ? *last_good : *found;  // with nothing before, nothing refers to it
  return print_proposal(session, catalog::to_string(*format), before, *found, proposal);
}

}  // namespace sallyport::cli
