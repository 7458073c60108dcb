// A world whose catalogs tests write and change, and what its follows came to.
//
// For tests only.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "catalog/shelf/catalogs.h"
#include "catalog/test_catalogs.h"
#include "control/test_world.h"

namespace sallyport::control {

// An offering "push" of one vendor, from the vendor's side; `entries` are YAML flow maps, one a line.
inline std::string vendor_yaml(const std::string& vendor, const std::vector<std::string>& entries) {
  std::string yaml = "vendor: " + vendor + "\nname: " + vendor +
                     " Inc\nsources: [{id: en, page: A page, language: en}]\nofferings:\n"
                     "  - id: push\n    name: Push\n    direction: from-vendor\n    cells:\n";
  if (entries.empty()) return yaml + "      - not-available: true\n        sources: [en]\n";
  yaml += "      - entries:\n";
  for (const std::string& entry : entries) yaml += "          - " + entry + "\n";
  return yaml + "        sources: [en]\n";
}

class FollowingWorld : public testing::Test {
 protected:
  FollowingWorld() { world.make_acme(); }

  ControlSettings settings_with_catalogs() {
    ControlSettings settings;
    settings.catalogs = [this] { return catalogs; };
    return settings;
  }

  // What stands on the shelf from now on.
  void publish(const std::string& vendor, const std::vector<std::string>& entries) {
    shelf[vendor] = vendor_yaml(vendor, entries);
    put_up();
  }
  void publish_yaml(const std::string& vendor, const std::string& yaml) {
    shelf[vendor] = yaml;
    put_up();
  }
  void withdraw(const std::string& vendor) {
    shelf.erase(vendor);
    put_up();
  }
  void put_up() {
    std::vector<catalog::HeldCatalog> held;
    for (const auto& [vendor, yaml] : shelf) held.push_back(catalog::held(catalog::test::catalog(yaml)));
    catalogs = catalog::Catalogs::of(std::move(held));
  }

  Follow all_of(const std::string& vendor) {
    Follow follow;
    follow.vendor = vendor;
    follow.all = true;
    return follow;
  }
  FollowOutcome follow(const Follow& follow) {
    return must(world.control->follows().put(world.ann, "acme", follow));
  }
  FollowOutcome follow(const std::string& vendor) { return follow(all_of(vendor)); }
  FollowStatus status(const std::string& vendor = "bird") {
    return must(world.control->follows().status("acme", vendor));
  }
  void run() { (void)must(world.control->loop().run_due()); }
  std::string list() { return world.listed({"acme", {}}); }
  ListedEntry entry(std::string_view text) {
    const auto reader = must(world.store->view());
    const auto organization = must(reader->organization("acme"));
    auto found = must(reader->entry({organization->id, {}}, prefix(text)));
    EXPECT_TRUE(found) << text;
    return found.value_or(ListedEntry());
  }
  policy::Reason reason(std::string_view from) { return world.decide("acme", "web", from).reason; }

  // The mails about follows since the last call, to ann.
  std::vector<FollowNotification> mails() {
    (void)must(world.control->loop().deliver(world.mailbox));
    std::vector<FollowNotification> found;
    for (const Notification& each : world.mailbox.mails) {
      if (const auto* news = std::get_if<FollowNotification>(&each.content)) found.push_back(*news);
    }
    world.mailbox.mails.clear();
    return found;
  }
  static std::string text(const FollowNotification::Lines& lines) {
    std::string text;
    for (const auto& line : lines.first) text += (text.empty() ? "" : ", ") + line.prefix.to_string();
    return text;
  }
  // "entry.followed by catalog" ..., oldest first, after the record with that number.
  std::string audit_after(std::int64_t number) {
    std::string text;
    for (const auto& record : must(world.control->audit().after("acme", number, 1000))) {
      text += (text.empty() ? "" : ", ") + record.action + " by " + record.actor.name;
    }
    return text;
  }
  std::int64_t newest() { return must(world.control->versions().current("acme")); }

  std::map<std::string, std::string> shelf;
  std::shared_ptr<const catalog::Catalogs> catalogs;
  TestWorld world{settings_with_catalogs()};
};

}  // namespace sallyport::control
