// AWS managed prefix lists, for security groups and route tables: a CloudFormation template.
//
// Limits: a list has one address family (VPC User Guide, "Managed prefix lists") and 1,000 entries; 100
// lists a Region ("Amazon VPC quotas"); but CloudFormation takes 100 entries a list
// (AWS::EC2::PrefixList, Entries: maximum 100), so that longer ones are split. What refers to a list
// pays for its MaxEntries from its own quota, so it is kept near what is there: in tens, as entries and
// MaxEntries cannot change in one update (same page).
// Loading: aws cloudformation deploy; the update replaces what the stack had.
#include <fmt/format.h>
#include <boost/json/array.hpp>

#include "render/cloudformation.h"
#include "render/parts.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

constexpr std::size_t kMostEntriesOfAwsPrefixList = 100;

boost::json::array aws_entries(Part part) {
  boost::json::array entries;
  entries.reserve(part.size());
  for (const auto& prefix : part) entries.push_back(boost::json::object{{"Cidr", cidr(prefix)}});
  return entries;
}

}  // namespace

Result<Rendered> write_aws_prefix_list(const List& list, const Options& options) {
  std::vector<Resource> resources;
  std::size_t of_family[2] = {0, 0};
  for (const Part part : parts(list.prefixes.prefixes(), kMostEntriesOfAwsPrefixList)) {
    const std::size_t number = ++of_family[is_ipv4(part) ? 0 : 1];
    const std::string_view family = is_ipv4(part) ? "IPv4" : "IPv6";
    resources.push_back(
        {.id = fmt::format("{}List{}", family, number),
         .type = "AWS::EC2::PrefixList",
         .properties = {{"PrefixListName",
                         fmt::format("{}-{}-{}", options.name, is_ipv4(part) ? "ipv4" : "ipv6", number)},
                        {"AddressFamily", family},
                        {"MaxEntries", (part.size() + 9) / 10 * 10},
                        {"Entries", aws_entries(part)}},
         .attribute = {}});
  }
  const std::size_t lists = resources.size();
  Rendered rendered = cloudformation(dashed(options.name) + "-prefix-list", {}, std::move(resources));
  rendered.notes.push_back(
      fmt::format("{} prefix list{}: a rule names each by its own id (they are the stack's outputs)", lists,
                  lists == 1 ? "" : "s"));
  rendered.notes.push_back(
      "an update that crosses a multiple of ten is refused, as AWS changes MaxEntries and entries only one "
      "after the "
      "other: deploy once with the old entries and the new MaxEntries, then again");
  return rendered;
}

}  // namespace sallyport::render
