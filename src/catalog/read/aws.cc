// AWS: https://ip-ranges.amazonaws.com/ip-ranges.json, as
// docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html describes it. The serial is a time in seconds
// that grows with each publication.

#include <charconv>

#include "catalog/read/feed_values.h"
#include "catalog/read/formats.h"

namespace sallyport::catalog {
namespace {

// "2025-07-24-20-23-14", in UTC.
Result<Timestamp> read_aws_date(const JsonAt& value) {
  SALLYPORT_ASSIGN(const auto text, value.text());
  std::string written(text);
  if (written.size() == 19 && written[10] == '-' && written[13] == '-' && written[16] == '-') {
    written[10] = 'T';
    written[13] = written[16] = ':';
    if (const auto time = parse_feed_time(written)) return *time;
  }
  return value.refuse("a date is written as 2025-07-24-20-23-14");
}

struct AwsList {
  std::string_view name;
  std::string_view prefix;
  net::Family family;
};
constexpr AwsList kAwsLists[] = {{"prefixes", "ip_prefix", net::Family::ipv4},
                                 {"ipv6_prefixes", "ipv6_prefix", net::Family::ipv6}};

Result<void> read_aws_list(const JsonAt& root, const AwsList& list, FeedBuilder& builder) {
  SALLYPORT_ASSIGN(const auto value, root.field(list.name));
  SALLYPORT_ASSIGN(const auto items, value.items());
  SALLYPORT_TRY(builder.add_list(std::string(list.name), items.empty()));
  for (const JsonAt item : items) {
    SALLYPORT_ASSIGN(const auto text, item.field(list.prefix));
    SALLYPORT_ASSIGN(const auto prefix, prefix_of(text, list.family));
    SALLYPORT_ASSIGN(const auto service, item.field("service"));
    SALLYPORT_ASSIGN(const auto offering, name_of(service, builder));
    SALLYPORT_ASSIGN(const auto region, item.field("region"));
    SALLYPORT_ASSIGN(const auto site, name_of(region, builder));
    SALLYPORT_TRY(builder.add(prefix, {offering, site}));
  }
  return {};
}

}  // namespace

Result<Feed> read_aws(const FeedJson& json, std::size_t most) {
  const JsonAt root = JsonAt::root(json);
  FeedBuilder builder(Format::aws, most);
  SALLYPORT_ASSIGN(const auto token, root.field("syncToken"));
  SALLYPORT_ASSIGN(builder.header().order, digits_of(token));
  builder.header().serial = std::to_string(*builder.header().order);
  SALLYPORT_ASSIGN(const auto date, root.field("createDate"));
  SALLYPORT_ASSIGN(builder.header().made, read_aws_date(date));
  for (const AwsList& list : kAwsLists) SALLYPORT_TRY(read_aws_list(root, list, builder));
  return builder.take();
}

}  // namespace sallyport::catalog
