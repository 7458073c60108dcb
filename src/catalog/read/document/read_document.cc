#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "catalog/read/document/cells.h"
#include "catalog/read/document/page_text.h"
#include "catalog/read/document/words.h"

namespace sallyport::catalog {
namespace {

struct WordAt {
  PageWord word;
  int line = 0;
  bool repeated = false;
};

bool has_address(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(" ,;()");
    std::string_view word = text.substr(0, end);
    while (word.ends_with('.') || word.ends_with(':')) word.remove_suffix(1);
    if (word.find_first_of(".:") != std::string_view::npos && net::Prefix::parse(word)) return true;
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return false;
}

class DocumentReader {
 public:
  explicit DocumentReader(const Profile& profile) : profile_(profile), words_(profile), cells_(profile) {}

  Result<Document> read(const Page& page) {
    if (profile_.has_sections()) table_ = 0;
    for (const Block& block : page.blocks) {
      SALLYPORT_TRY(profile_.has_sections() ? read_in_sections(block) : read_in_tables(block));
    }
    if (!cells_.seen_any() || cells_.empty()) return refuse_page(page);
    const auto last =
        cell_ == nullptr ? std::nullopt : std::optional(std::pair(cell_->offering, cell_->place));
    Document document = cells_.take();
    if (last) document.ends_in = cells_.title(last->first, last->second);
    document.cut = page.cut;
    const bool in_text = !profile_.has_sections() && table_ && html_table_ == 0;
    if (in_text && !profile_.ends.empty()) document.cut = "it ends inside of a table";
    if (undescribed_) document.cut = "it ends behind a host, and nothing is said of it";
    return document;
  }

 private:
  // ---- tables

  Result<void> read_in_tables(const Block& block) {
    const std::string text = block.text();
    if (html_table_ != 0 && block.table != html_table_) leave();
    if (const auto header = words_.header(text)) {
      enter(*header, block.table);
      return {};
    }
    const bool over =
        block.kind == BlockKind::heading || (block.kind != BlockKind::row && words_.is_end(text));
    if (table_ && over && !words_.offering(text)) leave();
    if (table_) return read_row(block);
    if (has_address(text) || (block.table != 0 && words_.offering(first_text(block)))) {
      cells_.add_problem(block.line, text, "stands outside of the tables that the profile knows");
    }
    return {};
  }

  static std::string_view first_text(const Block& block) {
    return block.fields.empty() || block.fields.front().pieces->empty()
               ? std::string_view()
               : block.fields.front().pieces->front().text;
  }

  void enter(std::size_t table, int html_table) {
    leave();
    table_ = table;
    html_table_ = html_table;
    for (std::size_t i = 0; i < profile_.offerings.size(); ++i) {
      if (profile_.offerings[i].table != table || !profile_.offerings[i].labels.empty()) continue;
      offering_ = i;
      cells_.see_offering(i);
    }
  }

  void leave() {
    table_.reset();
    html_table_ = 0;
    lose();
  }

  void lose() {
    offering_.reset();
    cell_ = nullptr;
    forget_described();
  }

  // ---- what is said of addresses

  void forget_described() {
    described_.clear();
    in_text_ = false;
  }

  // They belong to those before them, unless something was said of these.
  void describe_next(const std::vector<net::Destination>& destinations) {
    if (in_text_) forget_described();
    for (const net::Destination& each : destinations) {
      if (described_.empty() || described_.back().what != each.what) described_.push_back({each.what, {}});
    }
  }

  void say(std::string_view text) {
    if (!offering_) return;
    if (!in_text_) {
      cells_.open_text(*offering_, cell_ == nullptr ? std::nullopt : std::optional(cell_->place),
                       std::move(described_));
      described_.clear();
    }
    in_text_ = true;
    cells_.add_text(text);
  }

  // Errors: malformed_feed, with the line.
  Result<std::vector<WordAt>> words_of(const Block& block, bool cut) const {
    std::vector<WordAt> words;
    std::optional<std::size_t> offering = offering_;
    for (const PageField& field : block.fields) {
      for (const Piece& piece : *field.pieces) {
        auto read = words_.words(piece.text, offering, *table_, cut);
        if (!read) {
          return fail(read.error().code, fmt::format("line {}: {}", piece.line, read.error().message));
        }
        for (PageWord& word : *read) {
          if (word.meaning == Meaning::offering) offering = word.index;
          words.push_back({std::move(word), piece.line, field.repeated});
        }
      }
    }
    return words;
  }

  // The labels of a row count before its values, in whatever order its columns are.
  Result<void> read_row(const Block& block) {
    SALLYPORT_ASSIGN(const auto words, words_of(block, true));
    const auto find = [&](Meaning meaning) {
      return std::ranges::find_if(words, [&](const WordAt& each) { return each.word.meaning == meaning; });
    };
    const auto offering = find(Meaning::offering);
    const auto place = find(Meaning::place);
    const auto strange = find(Meaning::other);
    if (!is_one(words, Meaning::offering) || !is_one(words, Meaning::place)) {
      cells_.add_problem(block.line, block.text(), "has several labels in one row");
      lose();
      return {};
    }
    if (offering != words.end()) enter_offering(offering->word.index, offering->repeated);
    if (strange != words.end()) {
      cells_.add_problem(strange->line, strange->word.text, "is nothing that the profile knows");
      // Where labels stand, it is one: whose values those are, nobody knows.
      if (offering == words.end() && (place == words.end() || strange < place)) lose();
      if (place == words.end()) cell_ = nullptr;
    }
    if (place != words.end()) enter_place(*place);
    if (place == words.end() && block.table != 0) cell_ = nullptr;
    for (const WordAt& each : words) {
      add_value(each);
      if (each.word.meaning == Meaning::remark && !each.repeated) say(each.word.text);
    }
    forget_described();
    if (strange != words.end() && cell_ != nullptr) cell_->strange = true;
    return {};
  }

  static bool is_one(const std::vector<WordAt>& words, Meaning meaning) {
    const PageWord* first = nullptr;
    for (const WordAt& each : words) {
      if (each.word.meaning != meaning) continue;
      if (first != nullptr && first->index != each.word.index) return false;
      first = &each.word;
    }
    return true;
  }

  void enter_offering(std::size_t offering, bool repeated) {
    if (repeated && offering_ == offering) return;
    offering_ = offering;
    cell_ = nullptr;
    forget_described();
    cells_.see_offering(offering);
  }

  void enter_place(const WordAt& place) {
    cell_ = nullptr;
    forget_described();
    if (!offering_) {
      cells_.add_problem(place.line, place.word.text, "stands under no label that the profile knows");
      return;
    }
    cell_ = cells_.open(*offering_, place.word.index, place.line, place.repeated);
  }

  void add_value(const WordAt& value) {
    const PageWord& word = value.word;
    if (word.meaning != Meaning::destinations && word.meaning != Meaning::not_available &&
        word.meaning != Meaning::same_as) {
      return;
    }
    if (cell_ == nullptr) {
      cells_.add_problem(value.line, word.text, "belongs to no label that the profile knows");
    } else if (word.meaning == Meaning::not_available) {
      cell_->not_available = true;
    } else if (word.meaning == Meaning::same_as && word.index == cell_->offering) {
      cell_->same_as = true;
    } else if (word.meaning == Meaning::same_as) {
      cell_->strange = true;
      cells_.add_problem(value.line, word.text, "stands under another label than the profile has it");
    } else {
      cell_->destinations.insert(cell_->destinations.end(), word.destinations.begin(),
                                 word.destinations.end());
    }
  }

  // ---- sections

  Result<void> read_in_sections(const Block& block) {
    const std::string text = block.text();
    if (const auto offering = words_.offering(text)) {
      enter_offering(*offering, false);
      undescribed_ = false;
      return {};
    }
    if (words_.is_end(text)) {
      lose();
      undescribed_ = false;
      return {};
    }
    const auto words = words_of(block, false);
    if (!words && offering_) return std::unexpected(words.error());
    if (!words) {
      cells_.add_problem(words.error().message);
      return {};
    }
    bool understood = true;
    for (const WordAt& each : *words) {
      if (each.word.meaning == Meaning::place) {
        enter_place(each);
        undescribed_ = false;
      } else if (each.word.meaning == Meaning::same_as && offering_ == each.word.index) {
        cells_.see_same_as(*offering_);
      } else if (each.word.meaning == Meaning::destinations) {
        add_value(each);
        describe_next(each.word.destinations);
        undescribed_ = true;
      } else {
        if (each.word.meaning == Meaning::remark) say(each.word.text);
        understood = understood && each.word.meaning == Meaning::remark;
      }
    }
    if (!understood) add_prose(block, text);
    return {};
  }

  // What is said of the hosts above it; and what nobody knows.
  void add_prose(const Block& block, std::string_view text) {
    if (block.kind == BlockKind::item) {
      undescribed_ = false;
      say(text);
    } else if (block.kind == BlockKind::heading) {
      lose();
      undescribed_ = false;
    } else if (cell_ != nullptr) {
      cells_.add_problem(block.line, text, "is neither a host nor anything else that the profile knows");
      cell_->strange = true;
      lose();
    } else {
      say(text);
    }
    if (has_address(text)) cells_.add_problem(block.line, text, "has an address, and is no list");
  }

  std::unexpected<Error> refuse_page(const Page& page) const {
    const std::string title = page.title.empty()
                                  ? std::string()
                                  : fmt::format(" (it begins with \"{}\")", printable_excerpt(page.title));
    return fail(
        ErrorCode::malformed_feed,
        fmt::format("there is no list of addresses on this page{}: nothing on it is what the profile of {} "
                    "has labels for",
                    title, profile_.vendor));
  }

  const Profile& profile_;
  ProfileWords words_;
  PageCells cells_;
  std::optional<std::size_t> table_;  // that is read
  int html_table_ = 0;                // 0: it is in text, where it ends at a heading
  std::optional<std::size_t> offering_;
  OpenCell* cell_ = nullptr;
  bool undescribed_ = false;
  std::vector<net::Destination> described_;  // without ports: what a text that comes now is about
  bool in_text_ = false;                     // something was said of them
};

}  // namespace

Result<Document> read_document(const Profile& profile, const Page& page) {
  return DocumentReader(profile).read(page);
}

}  // namespace sallyport::catalog
