// Policy as code, in random worlds: what is exported changes nothing here, and makes the same elsewhere; what
// was applied is not applied again; what is refused changed nothing.

#include <random>

#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;
using policy::Mode;

const std::vector<std::string> kNames = {"b", "a", "d", "c"};

std::string text_of(const ProtectionChange& change) {
  return std::to_string(static_cast<int>(change.mode.value())) + (change.dry_run.value() ? "dry" : "") +
         std::to_string(change.quiet_period.value().count()) + " " +
         std::to_string(change.learned_ipv4.value()) + " " + std::to_string(change.learned_ipv6.value());
}

std::string text_of(const std::vector<DocumentEntry>& entries) {
  std::string text;
  for (const DocumentEntry& entry : entries) {
    text += "\n  " + entry.prefix.to_string() + " " + std::string(policy::to_string(entry.kind)) + " '" +
            entry.note + "' " + std::to_string(entry.valid_from.time_since_epoch().count()) + " " +
            std::to_string(entry.valid_until.time_since_epoch().count()) +
            (entry.shared_with_all ? " all" : "");
    for (const std::string& name : entry.shared_with) text += " " + name;
  }
  return text;
}

// What is not said, and none, are not the same.
std::string text_of(const std::optional<policy::Enforcement>& mode) {
  if (!mode) return "unsaid";
  return *mode ? std::string(policy::to_string(**mode)) : "none";
}

std::string text_of(const Permissions& permissions) {
  std::string text;
  for (const bool each : {permissions.owner, permissions.authorized_ips, permissions.read, permissions.audit})
    text += each ? '1' : '0';
  return text;
}

std::string text_of(PolicyDocument document) {
  std::ranges::sort(document.organizations, {}, &DocumentOrganization::name);
  std::string text;
  for (const DocumentOrganization& each : document.organizations) {
    text += "\n" + each.name + " below '" + each.parent + "' " + text_of(each.api.value()) + " " +
            text_of(each.smtp.value()) + " " + text_of(each.enforce_api) + " " + text_of(each.enforce_smtp);
    for (const Member& member : each.members.value()) {
      text += "\n  " + member.email + " " + text_of(member.permissions);
    }
    text += text_of(each.entries.value());
    for (const DocumentCredential& credential : each.credentials.value()) {
      text += "\n  " + credential.name + " " + std::string(policy::to_string(credential.channel)) +
              (credential.protection ? text_of(*credential.protection) : std::string()) +
              (credential.inherits ? " inherits" : "") + text_of(credential.entries.value());
    }
  }
  return text;
}

class RandomPolicy {
 public:
  // The tree is the same for all: b is above d and c, and a below d.
  explicit RandomPolicy(unsigned seed) : random_(seed) {
    for (const auto& [name, parent] :
         std::vector<std::pair<std::string, std::string>>{{"b", ""}, {"d", "b"}, {"c", "b"}, {"a", "d"}}) {
      must(world.control->directory().create_organization(world.admin, name, parent));
      for (const Channel channel : {Channel::api, Channel::smtp}) {
        must(world.control->directory().create_credential(
            world.admin, name, std::string(policy::to_string(channel)), channel, std::nullopt));
      }
    }
    for (int i = 0; i < 150; ++i) step(11);
  }
  // As somebody does it by hand. Nothing is learned.
  void change() {
    switch (number(12)) {
      case 0:
        (void)world.control->directory().create_credential(world.admin, kNames[number(4)], "backdoor",
                                                           Channel::api, std::nullopt);
        break;
      case 1:
        (void)world.control->directory().remove_credential(world.admin, kNames[number(4)], "backdoor");
        break;
      case 2:
        (void)world.control->directory().create_organization(world.admin, "new" + std::to_string(number(3)),
                                                             number(3) == 0 ? "" : kNames[number(4)]);
        break;
      default:
        step(10);
    }
  }

  PolicyDocument exported() { return must(world.control->policies().document("")); }
  // With what an export leaves out, so that it can be applied where nothing is.
  PolicyDocument complete() {
    PolicyDocument document = exported();
    for (DocumentOrganization& organization : document.organizations) {
      for (DocumentCredential& each : organization.credentials.value()) {
        each.fingerprint =
            must(world.control->directory().credential(organization.name, each.name)).fingerprint.to_string();
      }
    }
    std::ranges::shuffle(document.organizations, random_);
    return document;
  }
  unsigned number(unsigned below) { return std::uniform_int_distribution<unsigned>(0, below - 1)(random_); }

  TestWorld world;

 private:
  // Many of them are refused.
  void step(unsigned kinds) {
    const std::string name = kNames[number(4)];
    const ScopeName scope{name, number(3) == 0 ? (number(2) == 0 ? "api" : "smtp") : ""};
    auto lists = world.control->lists();
    switch (number(kinds)) {
      case 0:
      case 1: {
        NewEntry entry{any_prefix(), number(2) == 0 ? "note" : "", policy::kAlways, policy::kForever};
        if (number(3) == 0) entry.valid_until = world.clock.now() + std::chrono::seconds(1 + number(50));
        if (number(3) == 0)
          (void)lists.deny(world.admin, scope, entry, true);
        else
          (void)lists.authorize(world.admin, scope, {entry});
        break;
      }
      case 2:
        (void)lists.remove(world.admin, scope, any_prefix(), {}, true);
        break;
      case 3:
      case 4:
        (void)world.control->family().share(
            world.admin, name, any_prefix(),
            number(2) == 0 ? std::vector<std::string>() : std::vector<std::string>{kNames[number(4)]});
        break;
      case 5:
        (void)world.control->family().unshare(world.admin, name, any_prefix(), number(2) == 0, true);
        break;
      case 6: {
        ProtectionChange change;
        change.mode = static_cast<Mode>(number(3));
        if (number(2) == 0) change.dry_run = number(2) == 0;
        (void)world.control->protections().change(world.admin, scope, std::nullopt, change);
        break;
      }
      case 7:
        if (number(3) == 0)
          (void)world.control->family().enforce(world.admin, name, std::nullopt,
                                                static_cast<Mode>(1 + number(2)));
        else
          (void)world.control->family().unenforce(world.admin, name, Channel::api);
        break;
      case 8: {
        const std::string email = std::string(1, static_cast<char>('m' + number(3))) + "@x.example";
        const unsigned bits = 1 + number(15);
        const Permissions permissions{.owner = (bits & 1) != 0,
                                      .authorized_ips = (bits & 2) != 0,
                                      .read = (bits & 4) != 0,
                                      .audit = (bits & 8) != 0};
        const unsigned what = number(4);
        if (what == 0)
          (void)world.control->directory().remove_member(world.admin, name, email);
        else if (what == 1)
          (void)world.control->directory().change_member(world.admin, name, email, permissions);
        else
          (void)world.control->directory().add_member(world.admin, name, email, permissions,
                                                      static_cast<Language>(number(3)));
        break;
      }
      case 9:
        (void)world.control->protections().inherit(world.admin, {name, number(2) == 0 ? "api" : "smtp"});
        break;
      default:
        world.clock.advance(std::chrono::seconds(number(10)));
        world.request(name, "api", any_prefix().address().to_string());
        break;
    }
  }
  net::Prefix any_prefix() {
    const unsigned which = number(10);
    if (which < 2) return net::Prefix::enclosing(address("2001:db8::1"), which == 0 ? 32 : 64);
    return net::Prefix::enclosing(net::Address::ipv4(0xc0000200U + 64 * number(4)), 24 + 2 * number(5));
  }

  std::mt19937 random_;
};

PolicyOutcome planned(RandomPolicy& here, const PolicyDocument& document, bool prune) {
  return must(here.world.control->policies().plan(here.world.admin, {document, prune, false, {}}));
}

// Nothing to do, and nothing beside the document.
bool is_as_said(const PolicyOutcome& outcome) { return outcome.steps.empty() && outcome.unlisted_total == 0; }

TEST(PoliciesPropertyTest, AnExportChangesNothingHereAndMakesTheSameElsewhere) {
  bool shared = false;
  bool enforced = false;
  for (unsigned seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE(seed);
    RandomPolicy here(seed);
    const PolicyDocument document = here.complete();
    for (const bool prune : {false, true}) {
      EXPECT_TRUE(is_as_said(planned(here, document, prune)));
    }
    TestWorld elsewhere;
    const auto applied = elsewhere.control->policies().apply(elsewhere.admin, {document, false, false, {}});
    ASSERT_TRUE(applied.has_value()) << applied.error().message;
    const std::string text = text_of(here.exported());
    EXPECT_EQ(text_of(must(elsewhere.control->policies().document(""))), text);
    EXPECT_TRUE(
        is_as_said(must(elsewhere.control->policies().plan(elsewhere.admin, {document, true, false, {}}))));
    must(elsewhere.control->audit().verify());
    for (const auto& each : document.organizations) {
      enforced |= each.enforce_api.value().has_value();  // an export says it, also that it is none
      for (const auto& entry : *each.entries) shared |= entry.shared_with_all || !entry.shared_with.empty();
    }
  }
  EXPECT_TRUE(shared);
  EXPECT_TRUE(enforced);
}

TEST(PoliciesPropertyTest, WhatWasAppliedIsNotAppliedAgainAndWhatIsRefusedChangesNothing) {
  unsigned done = 0;
  unsigned refused = 0;
  // Compilers draw in different orders: on, until enough documents could be applied.
  for (unsigned seed = 1; seed <= 25 || (done <= 3 && seed <= 500); ++seed) {
    SCOPED_TRACE(seed);
    RandomPolicy target(seed);
    PolicyDocument document = RandomPolicy(seed + 1000).exported();
    const bool prune = target.number(2) == 0;
    for (DocumentOrganization& each : document.organizations) each.prune_learned = target.number(2) == 0;
    auto policies = target.world.control->policies();
    const std::string before = text_of(target.exported());
    const auto records = must(target.world.control->audit().count({}));
    const PolicyOrder order{document, prune, true, {}};
    const auto planned = policies.plan(target.world.admin, order);
    const auto applied = policies.apply(target.world.admin, order);
    ASSERT_EQ(planned.has_value(), applied.has_value());
    if (!applied) {
      ++refused;
      EXPECT_EQ(text_of(target.exported()), before) << applied.error().message;
      EXPECT_EQ(must(target.world.control->audit().count({})), records);
      continue;
    }
    ++done;
    EXPECT_EQ(planned->digest, applied->digest);
    EXPECT_EQ(must(target.world.control->audit().count({})), records + applied->steps.size());
    const auto again = must(policies.plan(target.world.admin, order));
    EXPECT_EQ(again.steps.size(), 0U) << again.steps.front().action << " " << again.steps.front().after;
  }
  EXPECT_GT(done, 3U);
  EXPECT_GT(refused, 0U);
}

// What a plan cannot say anything of, as the document cannot be applied any more, is found too.
TEST(PoliciesPropertyTest, WhateverIsChangedAfterAnExportIsFound) {
  unsigned told = 0;
  unsigned same = 0;
  for (unsigned seed = 1; seed <= 15; ++seed) {
    SCOPED_TRACE(seed);
    RandomPolicy here(seed);
    const PolicyDocument document = here.exported();
    const std::string before = text_of(document);
    for (int i = 0; i < 40; ++i) {
      here.change();
      const bool changed = text_of(here.exported()) != before;
      const auto plan =
          here.world.control->policies().plan(here.world.admin, {document, here.number(2) == 0, false, {}});
      EXPECT_EQ(!plan || !is_as_said(*plan), changed) << text_of(here.exported()) << "\n" << before;
      told += plan && plan->unlisted_total != 0 ? 1U : 0U;
      same += changed ? 0U : 1U;
    }
  }
  EXPECT_GT(told, 50U);
  EXPECT_GT(same, 15U);
}

// Credentials and organizations are never taken away by a file.
TEST(PoliciesPropertyTest, PruningMakesItAsItWasExported) {
  unsigned done = 0;
  for (unsigned seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE(seed);
    RandomPolicy here(seed);
    const PolicyDocument document = here.exported();
    for (int i = 0; i < 10; ++i) here.change();
    const auto applied = here.world.control->policies().apply(here.world.admin, {document, true, true, {}});
    if (!applied) continue;  // such as for the last owner
    ++done;
    PolicyDocument after = here.exported();
    std::erase_if(after.organizations, [](const auto& each) { return each.name.starts_with("new"); });
    for (DocumentOrganization& each : after.organizations) {
      std::erase_if(each.credentials.value(), [](const auto& one) { return one.name == "backdoor"; });
    }
    EXPECT_EQ(text_of(after), text_of(document));
    for (const Unlisted& left : applied->unlisted)
      EXPECT_TRUE(left.kind == "credential" || left.kind == "organization") << left.kind;
  }
  EXPECT_GT(done, 10U);
}

}  // namespace
}  // namespace sallyport::control
