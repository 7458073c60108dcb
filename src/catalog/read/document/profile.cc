#include "catalog/read/document/profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

#include "base/nearest.h"
#include "base/text.h"
#include "catalog/read/document/page_text.h"
#include "catalog/yaml_fields.h"

namespace sallyport::catalog {
namespace {

using ProfileKey = std::string_view;
using ProfileIds = std::set<std::string, std::less<>>;

constexpr std::array<ProfileKey, 8> kProfileKeys{"vendor", "ports", "port-words", "not-available",
                                                 "ends",   "sites", "tables",     "sections"};
constexpr std::array<ProfileKey, 2> kPortWordsKeys{"texts", "ports"};
constexpr std::array<ProfileKey, 2> kProfileSiteKeys{"id", "labels"};
constexpr std::array<ProfileKey, 3> kTableKeys{"headers", "offering", "offerings"};
constexpr std::array<ProfileKey, 4> kRowKeys{"id", "labels", "remarks", "same-as"};
constexpr std::array<ProfileKey, 5> kSectionKeys{"id", "labels", "remarks", "same-as", "versions"};
constexpr std::array<ProfileKey, 3> kRangeKeys{"labels", "from", "to"};
constexpr std::array<ProfileKey, 4> kSameAsTextKeys{"texts", "offerings", "chosen", "once"};
constexpr std::array<ProfileKey, 3> kLanguageKeys{"en", "de", "ja"};

constexpr std::size_t kMostLabels = 2000;

class ProfileReader {
 public:
  explicit ProfileReader(YamlFaults& faults) : faults_(faults) {}

  Profile read(const YAML::Node& document) {
    const YamlFields fields(faults_, document, "a profile", kProfileKeys);
    ProfileIds vendors;
    if (const auto vendor = fields.require("vendor")) profile_.vendor = yaml_id(faults_, *vendor, vendors);
    if (const auto ports = fields.find("ports")) profile_.ports = ports_of(*ports);
    if (const auto words = fields.find("port-words")) {
      for (const YAML::Node& item : yaml_items(faults_, *words)) read_port_words(item);
    }
    if (fields.has("port-words") && !fields.has("ports")) {
      faults_.add(fields.node(), "'port-words' say what is open besides: 'ports' says besides what");
    }
    if (const auto words = fields.find("not-available")) profile_.not_available = labels(*words, true);
    if (const auto ends = fields.find("ends")) profile_.ends = labels(*ends, true);
    if (const auto sites = fields.find("sites")) {
      for (const YAML::Node& item : yaml_items(faults_, *sites)) read_profile_site(item);
    }
    read_shape(fields);
    check_references();
    return std::move(profile_);
  }

 private:
  void read_shape(const YamlFields& fields) {
    const auto tables = fields.find("tables");
    const auto sections = fields.find("sections");
    if (!fields.node().IsMap()) return;
    if (tables.has_value() == sections.has_value()) {
      faults_.add(fields.node(), "a profile has 'tables' or 'sections', one of them");
      return;
    }
    if (tables) {
      if (profile_.sites.empty()) faults_.add(*tables, "a page with tables needs 'sites'");
      for (const YAML::Node& item : yaml_items(faults_, *tables)) read_table(item);
      return;
    }
    if (!profile_.sites.empty()) faults_.add(*sections, "a page with sections has no 'sites'");
    for (const YAML::Node& item : yaml_items(faults_, *sections)) read_offering(item, kSectionKeys);
  }

  // A word, a list of words, or {en, de, ja} of those.
  Labels labels(const YAML::Node& node, bool own) {
    Labels all;
    if (node.IsMap()) {
      const YamlFields fields(faults_, node, "labels", kLanguageKeys);
      for (const ProfileKey language : kLanguageKeys) {
        const auto found = fields.find(language);
        if (found) add_labels(*found, own, all);
      }
    } else {
      add_labels(node, own, all);
    }
    return all;
  }

  // `own`: with one meaning on all of the page.
  void add_labels(const YAML::Node& node, bool own, Labels& all) {
    for (const YAML::Node& item : yaml_items(faults_, node)) {
      std::string label = yaml_line(faults_, item);
      if (label.empty()) continue;
      if (label != page_text(label)) {
        faults_.add(item, "a label has single blanks between its words, none around it, and nothing unseen");
      } else if (own && !labels_.insert(label).second) {
        faults_.add(item, fmt::format("'{}' stands here twice: a label has one meaning", label));
      } else if (++label_count_ > kMostLabels) {
        faults_.add(item, fmt::format("a profile has at most {} labels", kMostLabels));
        return;
      }
      all.push_back(std::move(label));
    }
  }

  std::optional<net::Ports> ports_of(const YAML::Node& node) {
    const std::string word = yaml_word(faults_, node, "a port");
    if (word.empty()) return std::nullopt;
    const auto ports = net::parse_ports(word);
    if (ports) return *ports;
    faults_.add(node, ports.error().message);
    return std::nullopt;
  }

  void read_port_words(const YAML::Node& node) {
    const YamlFields fields(faults_, node, "port words", kPortWordsKeys);
    const auto texts = fields.require("texts");
    const auto ports = fields.require("ports");
    Labels read = texts ? labels(*texts, true) : Labels();
    const auto meant = ports ? ports_of(*ports) : std::nullopt;
    if (meant) profile_.port_words.push_back({std::move(read), *meant});
  }

  void read_profile_site(const YAML::Node& node) {
    ProfileSite site;
    if (node.IsMap()) {
      const YamlFields fields(faults_, node, "a site", kProfileSiteKeys);
      if (const auto id = fields.require("id")) site.id = yaml_site_id(faults_, *id, sites_);
      if (const auto read = fields.require("labels")) site.labels = labels(*read, true);
    } else {
      site.id = yaml_site_id(faults_, node, sites_);
      site.labels = labels(node, true);
    }
    profile_.sites.push_back(std::move(site));
  }

  void read_table(const YAML::Node& node) {
    const YamlFields fields(faults_, node, "a table", kTableKeys);
    ProfileTable table;
    if (const auto headers = fields.require("headers")) table.headers = labels(*headers, true);
    profile_.tables.push_back(std::move(table));
    const auto only = fields.find("offering");
    const auto offerings = fields.find("offerings");
    if (fields.node().IsMap() && only.has_value() == offerings.has_value()) {
      faults_.add(node, "a table has 'offering' (no column says which) or 'offerings', one of them");
    } else if (only) {
      ProfileOffering offering;
      offering.id = yaml_id(faults_, *only, offerings_);
      offering.table = profile_.tables.size() - 1;
      profile_.offerings.push_back(std::move(offering));
    } else if (offerings) {
      for (const YAML::Node& item : yaml_items(faults_, *offerings)) read_offering(item, kRowKeys);
    }
  }

  void read_offering(const YAML::Node& node, std::span<const ProfileKey> known) {
    const YamlFields fields(faults_, node, "an offering", known);
    ProfileOffering offering;
    if (const auto id = fields.require("id")) offering.id = yaml_id(faults_, *id, offerings_);
    if (const auto read = fields.require("labels")) offering.labels = labels(*read, true);
    if (const auto remarks = fields.find("remarks")) offering.remarks = labels(*remarks, false);
    if (const auto same_as = fields.find("same-as")) offering.same_as = same_as_of(*same_as);
    if (!profile_.tables.empty()) {
      offering.table = profile_.tables.size() - 1;
    } else if (const auto versions = fields.require("versions")) {
      ProfileIds own;
      for (const YAML::Node& item : yaml_items(faults_, *versions)) read_versions(item, offering, own);
    }
    profile_.offerings.push_back(std::move(offering));
  }

  void read_versions(const YAML::Node& node, ProfileOffering& offering, ProfileIds& own) {
    const YamlFields fields(faults_, node, "versions", kRangeKeys);
    ProfileVersions versions;
    // "All versions" may stand under several offerings.
    if (const auto read = fields.require("labels")) versions.labels = labels(*read, false);
    for (const std::string& label : versions.labels) {
      if (!own.insert(label).second || labels_.contains(label))
        faults_.add(node, fmt::format("'{}' stands here twice: a label has one meaning", label));
    }
    versions.range.from = version_of(fields, "from");
    versions.range.to = version_of(fields, "to");
    if (versions.range.ends_before_it_starts()) faults_.add(node, "these versions end before they start");
    for (const ProfileVersions& other : offering.versions) {
      if (other.range.overlaps(versions.range)) faults_.add(node, "these versions overlap with others");
    }
    offering.versions.push_back(std::move(versions));
  }

  std::optional<Version> version_of(const YamlFields& fields, ProfileKey key) {
    const auto node = fields.find(key);
    if (!node) return std::nullopt;
    const auto version = Version::parse(yaml_word(faults_, *node, "a version"));
    if (version) return *version;
    faults_.add(*node, version.error().message);
    return std::nullopt;
  }

  ProfileSameAs same_as_of(const YAML::Node& node) {
    const YamlFields fields(faults_, node, "same-as", kSameAsTextKeys);
    ProfileSameAs same;
    if (const auto texts = fields.require("texts")) same.texts = labels(*texts, true);
    if (const auto offerings = fields.require("offerings")) {
      for (const YAML::Node& item : yaml_items(faults_, *offerings)) {
        same.offerings.push_back(yaml_word(faults_, item, "an offering"));
        references_.emplace_back(same.offerings.back(), item.Mark());
      }
      std::ranges::sort(same.offerings);
    }
    if (const auto chosen = fields.find("chosen")) same.chosen = yaml_true(faults_, *chosen, "chosen");
    if (const auto once = fields.find("once")) same.once = yaml_true(faults_, *once, "once");
    return same;
  }

  void check_references() {
    std::vector<std::string_view> known(offerings_.begin(), offerings_.end());
    for (const auto& [id, mark] : references_) {
      if (!offerings_.contains(id)) faults_.add(mark, no_such("offering", id, known));
    }
  }

  YamlFaults& faults_;
  Profile profile_;
  ProfileIds labels_, sites_, offerings_;
  std::size_t label_count_ = 0;
  std::vector<std::pair<std::string, YAML::Mark>> references_;
};

}  // namespace

Result<Profile> read_profile(std::string_view yaml, const std::string& file) {
  const std::string text(yaml);
  YamlFaults faults(text, file);
  const auto document = yaml::load(text);
  if (!document) {
    return fail(ErrorCode::malformed_catalog,
                fault_line(file, document.error().place, printable(document.error().why)));
  }
  Profile profile = ProfileReader(faults).read(*document);
  if (!faults.empty()) return std::unexpected(faults.error());
  return profile;
}

Result<Profile> load_profile(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::size_t most = yaml::Limits().bytes + 1;  // one more shows that it is too large
  std::string text(most, '\0');
  in.read(text.data(), static_cast<std::streamsize>(most));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (!in.is_open() || in.bad()) {
    return fail(ErrorCode::not_found, fmt::format("the profile {} cannot be read", file.string()));
  }
  return read_profile(text, file.string());
}

}  // namespace sallyport::catalog
