// JAFAR: draft-illyes-webbotauth-jafar-00, the addresses of automated HTTP clients (GPTBot and others publish
// so).
//
// Stricter than the draft, which would have an item without a prefix ignored: it is refused, as whoever wrote
// it meant some prefix. The serial is opaque there, so it says nothing of what is newer; the time does.

#include "catalog/read/feed_values.h"
#include "catalog/read/formats.h"
#include "catalog/read/google_prefix.h"

namespace sallyport::catalog {
namespace {

Result<void> add_jafar_item(const JsonAt& item, FeedBuilder& builder) {
  SALLYPORT_ASSIGN(const auto prefix, google_prefix_of(item));
  const auto services = item.find("services");
  if (!services) return builder.add(prefix, {});
  SALLYPORT_ASSIGN(const auto names, services->items());
  if (names.empty()) return builder.add(prefix, {});
  for (const JsonAt name : names) {
    SALLYPORT_ASSIGN(const auto offering, name_of(name, builder));
    SALLYPORT_TRY(builder.add(prefix, {.offering = offering, .site = 0}));
  }
  return {};
}

}  // namespace

Result<Feed> read_jafar(const FeedJson& json, std::size_t most) {
  const JsonAt root = JsonAt::root(json);
  FeedBuilder builder(Format::jafar, most);
  SALLYPORT_ASSIGN(const auto time, root.field("creationTime"));
  SALLYPORT_ASSIGN(builder.header().made, time_of(time));
  auto token = root.find("synctoken");
  if (!token) token = root.find("syncToken");  // as Google, and most who publish so, write it
  if (token) {
    SALLYPORT_ASSIGN(builder.header().serial, label_of(*token));
  }
  SALLYPORT_ASSIGN(const auto prefixes, root.field("prefixes"));
  SALLYPORT_ASSIGN(const auto items, prefixes.items());
  SALLYPORT_TRY(builder.add_list("prefixes", items.empty()));
  for (const JsonAt item : items) SALLYPORT_TRY(add_jafar_item(item, builder));
  return builder.take();
}

}  // namespace sallyport::catalog
