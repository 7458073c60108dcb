// Lists in JSON as Atlassian, Okta, Stripe, Zoom and many others publish them: any object or list in which
// the lists hold prefixes or hosts, each as a string or as an object with one of the usual names.
//
//   {"items": [{"cidr": "18.205.93.0/27", "product": ["bitbucket"], "region": ["us-east-1"], ...}]} Atlassian
//   {"us_cell_1": {"ip_ranges": ["3.18.0.0/22", ...]}, ...}                                            Okta
//   {"WEBHOOKS": ["3.18.12.63", ...]}                                                                  Stripe
//
// The names on the way to a list make the offering ("us_cell_1.ip_ranges"), unless an item names its own.

#include <fmt/format.h>

#include "base/text.h"
#include "catalog/read/feed_values.h"
#include "catalog/read/formats.h"

namespace sallyport::catalog {
namespace {

constexpr std::string_view kPrefixNames[] = {"cidr",       "ip_prefix", "ipv6_prefix", "ipv4Prefix",
                                             "ipv6Prefix", "prefix",    "ip_address",  "ip"};
constexpr std::string_view kOfferingNames[] = {"product", "service", "services"};
constexpr std::string_view kSiteNames[] = {"region", "scope"};

class JsonListReader {
 public:
  explicit JsonListReader(FeedBuilder& builder) : builder_(builder) {}

  Result<void> read(const JsonAt& value, const std::string& names) {
    if (value.is(JsonKind::object)) {
      SALLYPORT_ASSIGN(const auto members, value.members());
      for (const JsonAt member : members) {
        if (!member.is(JsonKind::object) && !member.is(JsonKind::list)) continue;
        const std::string name(member.name());
        SALLYPORT_TRY(read(member, names.empty() ? name : fmt::format("{}.{}", names, name)));
      }
      return {};
    }
    return read_list(value, names);
  }

  bool found_a_list() const { return found_; }

 private:
  using Names = std::vector<std::uint32_t>;

  Result<void> read_list(const JsonAt& list, const std::string& names) {
    found_ = true;
    SALLYPORT_ASSIGN(const auto items, list.items());
    if (const auto checked = check_name(names); !checked) return refuse_value(list, checked.error());
    SALLYPORT_TRY(builder_.add_list(names.empty() ? "the list" : names, items.empty()));
    if (items.empty()) return {};
    const auto offering = builder_.name(names);
    if (!offering) return refuse_value(list, offering.error());
    for (const JsonAt item : items) {
      SALLYPORT_TRY(item.is(JsonKind::object) ? read_item(item, *offering)
                                              : add(item, {.offering = *offering, .site = 0}));
    }
    return {};
  }

  Result<void> add(const JsonAt& value, FeedPlace place) {
    SALLYPORT_ASSIGN(const auto text, value.text());
    if (const auto prefix = net::Prefix::parse(text)) return builder_.add(*prefix, place);
    const bool address = text.find_first_of(":/") != std::string_view::npos ||
                         text.find_first_not_of("0123456789.") == std::string_view::npos;
    if (address) return refuse_value(value, net::parse_prefix(text).error());
    SALLYPORT_ASSIGN(const auto host, host_of(value, Star::one_label, builder_));
    if (host) return builder_.add(*host, place);
    return {};
  }

  Result<void> read_item(const JsonAt& item, std::uint32_t offering_of_list) {
    SALLYPORT_ASSIGN(auto offerings, read_names(item, kOfferingNames));
    SALLYPORT_ASSIGN(auto sites, read_names(item, kSiteNames));
    if (offerings.empty()) offerings.push_back(offering_of_list);
    if (sites.empty()) sites.push_back(0);
    bool any = false;
    for (const std::string_view name : kPrefixNames) {
      const auto value = item.find(name);
      if (!value) continue;
      any = true;
      for (const std::uint32_t offering : offerings) {
        for (const std::uint32_t site : sites) SALLYPORT_TRY(add_all(*value, {offering, site}));
      }
    }
    if (any) return {};
    return item.refuse(
        "it has no prefix: none of cidr, ip_prefix, ipv6_prefix, ipv4Prefix, ipv6Prefix, prefix, ip");
  }

  // A string, or a list of them.
  Result<void> add_all(const JsonAt& value, FeedPlace place) {
    if (!value.is(JsonKind::list)) return add(value, place);
    SALLYPORT_ASSIGN(const auto items, value.items());
    for (const JsonAt item : items) SALLYPORT_TRY(add(item, place));
    return {};
  }

  // What the item says by the first of the names: a string, or a list of them. What is neither is no name.
  Result<Names> read_names(const JsonAt& item, std::span<const std::string_view> keys) {
    Names names;
    for (const std::string_view key : keys) {
      const auto value = item.find(key);
      if (!value) continue;
      if (value->is(JsonKind::string)) {
        SALLYPORT_ASSIGN(const auto number, name_of(*value, builder_));
        names.push_back(number);
      } else if (value->is(JsonKind::list)) {
        SALLYPORT_ASSIGN(const auto items, value->items());
        for (const JsonAt each : items) {
          SALLYPORT_ASSIGN(const auto number, name_of(each, builder_));
          names.push_back(number);
        }
      }
      if (!names.empty()) return names;
    }
    return names;
  }

  FeedBuilder& builder_;
  bool found_ = false;
};

// Lists promise nothing about what they say of themselves: it is taken where it is as usual, and else passed
// over.
void read_list_header(const JsonAt& root, Feed& header) {
  if (const auto token = root.find("syncToken")) {
    if (const auto number = token->number()) header.order = *number;
    if (const auto number = digits_of(*token)) header.order = *number;
    if (header.order) header.serial = std::to_string(*header.order);
  }
  for (const std::string_view name : {"creationDate", "creationTime", "createDate", "updated"}) {
    const auto value = root.find(name);
    if (!value || header.made) continue;
    if (const auto time = time_of(*value)) header.made = *time;
  }
}

}  // namespace

Result<Feed> read_json_list(const FeedJson& json, std::size_t most) {
  const JsonAt root = JsonAt::root(json);
  const auto other = guess_format(json);
  if (other && *other != Format::fastly) return root.refuse("this is a format of its own");
  if (!root.is(JsonKind::object) && !root.is(JsonKind::list)) SALLYPORT_TRY(root.items());
  FeedBuilder builder(Format::list, most);
  read_list_header(root, builder.header());
  JsonListReader reader(builder);
  SALLYPORT_TRY(reader.read(root, {}));
  if (!reader.found_a_list()) return root.refuse("there is no list in it");
  return builder.take();
}

}  // namespace sallyport::catalog
