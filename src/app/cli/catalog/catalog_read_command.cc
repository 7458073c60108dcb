// catalog read: what a vendor's feed says new against the last good one, and whether a person has to look at
// it.

#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <optional>

#include "app/cli/catalog/catalog_read_output.h"
#include "catalog/answer/answer_proposal.h"

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
  const std::string restated =
      proposal.restated.empty() ? std::string() : fmt::format(", {} restated", proposal.restated.size());
  session.print_line(fmt::format("{} added, {} removed, {} moved{}", proposal.added.size(),
                                 proposal.removed.size(), proposal.moved.size(), restated));
}

void print_changes(Session& session, std::string_view format, const catalog::Feed& before,
                   const catalog::Feed& found, const catalog::Proposal& proposal) {
  const bool table = session.format() == Format::table;
  if (table) print_summary(session, format, found, proposal);
  const json::array rows =
      catalog::change_rows(before, found, proposal, table ? kFewChanges : catalog::kMostFeedEntries);
  if (table && rows.empty()) return;
  std::vector<Column> columns = {
      {"CHANGE", "change"}, {"DESTINATION", "destination"}, {"OFFERING", "offering"}, {"SITE", "site"}};
  if (!table || !proposal.moved.empty()) {
    columns.push_back({"FROM OFFERING", "from_offering"});
    columns.push_back({"FROM SITE", "from_site"});
  }
  if (!table || !proposal.restated.empty()) {
    columns.push_back({"BEFORE", "before"});
    columns.push_back({"AFTER", "after"});
  }
  session.print_items(nullptr, rows, columns);
  const std::size_t all =
      proposal.added.size() + proposal.removed.size() + proposal.moved.size() + proposal.restated.size();
  if (table && all > rows.size()) {
    session.print_note(fmt::format("{} more: --format json or csv has all", all - rows.size()));
  }
}

}  // namespace

int print_proposal(Session& session, std::string_view format, const catalog::Feed& before,
                   const catalog::Feed& found, const catalog::Proposal& proposal, const json::array* cells) {
  if (session.format() == Format::json) {
    auto answer = catalog::proposal_answer(format, before, found, proposal);
    if (cells != nullptr) answer["cells"] = *cells;
    session.print_json(std::move(answer));
  } else {
    print_changes(session, format, before, found, proposal);
  }
  for (const std::string& why : found.left_out) session.print_note("left out: " + why);
  for (const std::string& remark : proposal.remarks) session.print_note("remark: " + remark);
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
