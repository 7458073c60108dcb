#include "scenario/perform.h"

#include <fmt/format.h>

#include <algorithm>

namespace sallyport::scenario {
namespace {

constexpr unsigned kPage = 1000;

// Who acts where no member is named: the author of the scenario may do everything. Control holds what a
// member may.
control::Actor author() { return {.name = "scenario", .from = std::nullopt}; }

Result<control::Actor> actor(const std::optional<std::string>& by) {
  if (!by) return author();
  // Control knows members by their e-mail addresses; a name without one would be taken for a part of
  // Sallyport.
  if (by->find('@') == std::string::npos) {
    return fail(ErrorCode::unknown_member, fmt::format("'{}' is no member's e-mail address", *by));
  }
  return control::Actor{.name = *by, .from = std::nullopt};
}

// Control does not tell who somebody is where they may nothing. The author of a scenario knows.
template <class T>
Result<T> as_the_author_knows(const World& world, const std::optional<std::string>& by, Result<T> came) {
  if (came || came.error().code != ErrorCode::unknown_member || !by || !world.has_member(*by)) return came;
  return fail(ErrorCode::forbidden, fmt::format("{} may not do that there", *by));
}

// All items of a list that comes in pages.
template <class Item, class Fetch>
Result<std::vector<Item>> all_pages(const Fetch& fetch) {
  std::vector<Item> items;
  control::PageRequest request{.limit = kPage, .cursor = {}};
  do {
    SALLYPORT_ASSIGN(control::Page<Item> page, fetch(request));
    std::ranges::move(page.items, std::back_inserter(items));
    request.cursor = std::move(page.next);
  } while (!request.cursor.empty());
  return items;
}

struct Performer {
  World& world;
  const PolicyFiles& policies;
  const Refusal* expected = nullptr;  // where a refusal is

  Result<Outcome> operator()(const CreateOrganization& deed) const {
    SALLYPORT_TRY(world.control().directory().create_organization(author(), deed.name, deed.parent));
    return Done{};
  }

  Result<Outcome> operator()(const AddMember& deed) const {
    SALLYPORT_TRY(world.add_member(deed.organization, deed.email, deed.permissions));
    return Done{};
  }

  Result<Outcome> operator()(const CreateCredential& deed) const {
    SALLYPORT_TRY(world.create_credential(deed.organization, deed.name, deed.channel));
    return Done{};
  }

  Result<Outcome> operator()(const SetProtection& deed) const {
    auto protections = world.control().protections();
    SALLYPORT_ASSIGN(const auto channel, channel_of(deed.scope, deed.channel));
    SALLYPORT_TRY(protections.status(deed.scope, channel));
    if (!deed.impossible.empty()) return fail(ErrorCode::invalid_setting, deed.impossible);
    if (deed.change) SALLYPORT_TRY(protections.change(author(), deed.scope, deed.channel, *deed.change));
    return Done{};
  }

  Result<Outcome> operator()(const ReadMode& deed) const {
    SALLYPORT_ASSIGN(const auto channel, channel_of(deed.scope, deed.channel));
    SALLYPORT_ASSIGN(const auto status, world.control().protections().status(deed.scope, channel));
    return Mode{std::string(policy::to_string(status.mode))};
  }

  Result<Outcome> operator()(const Advance& deed) const {
    SALLYPORT_TRY(world.advance(deed.duration));
    return Done{};
  }

  Result<Outcome> operator()(const Restart&) const {
    SALLYPORT_TRY(world.restart());
    return Done{};
  }

  // A gate denies a key that nobody has; where the scenario expects a refusal, it is refused.
  Result<Outcome> operator()(const Request& deed) const {
    if (expected != nullptr) SALLYPORT_TRY(need_credential(deed.credential));
    SALLYPORT_ASSIGN(Answer answer, world.request(deed.credential, deed.address));
    return Decided{answer.verdict, std::move(answer.reason), std::nullopt};
  }

  Result<Outcome> operator()(const Explain& deed) const {
    SALLYPORT_ASSIGN(const auto address, net::parse_address(deed.address));
    if (expected != nullptr) SALLYPORT_TRY(need_credential(deed.credential));
    SALLYPORT_ASSIGN(const auto found, world.find_credential(deed.credential));
    if (!found) {
      return Decided{policy::Verdict::deny,
                     std::string(policy::to_string(policy::Reason::unknown_credential)), std::nullopt};
    }
    SALLYPORT_ASSIGN(const auto decision,
                     world.control().lists().explain(found->organization, found->credential, address));
    return Decided{decision.verdict, std::string(policy::to_string(decision.reason)), decision.entry};
  }

  Result<Outcome> operator()(const Authorize& deed) const {
    SALLYPORT_ASSIGN(const auto by, actor(deed.by));
    std::vector<control::NewEntry> entries;
    for (const std::string& text : deed.prefixes) {
      SALLYPORT_ASSIGN(control::NewEntry entry, new_entry(text));
      if (deed.lifetime) entry.valid_until = world.now() + *deed.lifetime;
      entries.push_back(std::move(entry));
    }
    SALLYPORT_TRY(
        as_the_author_knows(world, deed.by, world.control().lists().authorize(by, deed.scope, entries)));
    return Done{};
  }

  Result<Outcome> operator()(const Deny& deed) const {
    SALLYPORT_ASSIGN(const auto by, actor(deed.by));
    SALLYPORT_ASSIGN(const auto entry, new_entry(deed.prefix));
    SALLYPORT_TRY(
        as_the_author_knows(world, deed.by, world.control().lists().deny(by, deed.scope, entry, deed.force)));
    return Done{};
  }

  Result<Outcome> operator()(const Remove& deed) const {
    SALLYPORT_ASSIGN(const auto by, actor(deed.by));
    SALLYPORT_ASSIGN(const auto prefix, net::parse_prefix(deed.prefix));
    SALLYPORT_TRY(as_the_author_knows(
        world, deed.by, world.control().lists().remove(by, deed.scope, prefix, {}, deed.force)));
    return Done{};
  }

  Result<Outcome> operator()(const Share& deed) const {
    SALLYPORT_ASSIGN(const auto prefix, net::parse_prefix(deed.prefix));
    SALLYPORT_TRY(world.control().family().share(author(), deed.organization, prefix, deed.with));
    return Done{};
  }

  Result<Outcome> operator()(const Unshare& deed) const {
    SALLYPORT_ASSIGN(const auto prefix, net::parse_prefix(deed.prefix));
    SALLYPORT_TRY(
        world.control().family().unshare(author(), deed.organization, prefix, deed.keep, deed.force));
    return Done{};
  }

  Result<Outcome> operator()(const Enforce& deed) const {
    SALLYPORT_TRY(world.control().directory().organization(deed.organization));
    if (!deed.mode) return fail(ErrorCode::invalid_setting, deed.impossible);
    SALLYPORT_TRY(world.control().family().enforce(author(), deed.organization, deed.channel, *deed.mode));
    return Done{};
  }

  Result<Outcome> operator()(const Unenforce& deed) const {
    SALLYPORT_TRY(world.control().family().unenforce(author(), deed.organization, deed.channel));
    return Done{};
  }

  Result<Outcome> operator()(const ListEntries& deed) const {
    SALLYPORT_ASSIGN(const auto listed, all_pages<control::ListedEntry>([&](const auto& page) {
                       return world.control().lists().entries(deed.scope, deed.kind, page);
                     }));
    std::vector<net::Prefix> prefixes;
    for (const auto& item : listed) {
      if (item.entry.valid_at(world.now())) prefixes.push_back(item.entry.prefix);
    }
    std::ranges::sort(prefixes);
    return prefixes;
  }

  Result<Outcome> operator()(const ListUnauthorized& deed) const {
    SALLYPORT_ASSIGN(const auto listed, all_pages<control::UnauthorizedAddress>([&](const auto& page) {
                       return world.control().lists().unauthorized(deed.organization, page);
                     }));
    std::vector<net::Address> addresses;
    for (const auto& item : listed) addresses.push_back(item.address);
    std::ranges::sort(addresses);
    return addresses;
  }

  Result<Outcome> operator()(const CountMail& deed) const {
    SALLYPORT_TRY(check_member(deed.email));
    return Count{world.mailbox().count_new(deed.email)};
  }
  Result<Outcome> operator()(const ReadMail& deed) const {
    SALLYPORT_TRY(check_member(deed.email));
    return Text{world.mailbox().newest_text(deed.email)};
  }

  Result<Outcome> operator()(const OpenLink& deed) const {
    SALLYPORT_TRY(check_member(deed.email));
    SALLYPORT_ASSIGN(const auto address, address_of(deed.address));
    const auto opened = world.open_link(deed.email, deed.action, address);
    if (opened) return Done{};
    // A scanner does not mind what the page says, as long as there is one.
    const ErrorCode code = opened.error().code;
    const bool shown = code == ErrorCode::used_token || code == ErrorCode::expired_token;
    if (shown && expected == nullptr) return Done{};
    return std::unexpected(opened.error());
  }

  Result<Outcome> operator()(const PressButton& deed) const {
    SALLYPORT_TRY(check_member(deed.email));
    SALLYPORT_ASSIGN(const auto address, address_of(deed.address));
    SALLYPORT_TRY(world.press_button(deed.email, deed.action, address));
    return Done{};
  }

  Result<Outcome> operator()(const CountAudit& deed) const {
    SALLYPORT_TRY(world.control().directory().organization(deed.organization));
    SALLYPORT_ASSIGN(const auto count, world.control().audit().count(deed.organization));
    return Count{count};
  }

  Result<Outcome> operator()(const VerifyAudit& deed) const {
    SALLYPORT_TRY(world.control().directory().organization(deed.organization));
    SALLYPORT_TRY(world.control().audit().verify());
    return Done{};
  }

  Result<Outcome> operator()(const Unacceptable& deed) const {
    return fail(ErrorCode::invalid_setting, deed.why);
  }

  Result<Outcome> operator()(const ApplyPolicy& deed) const {
    if (!policies.read) return fail(ErrorCode::unavailable, "policy documents cannot be read here");
    SALLYPORT_ASSIGN(auto document, policies.read(policies.folder / deed.file));
    SALLYPORT_TRY(world.apply_policy({std::move(document), deed.prune, deed.force, {}}));
    return Done{};
  }

 private:
  Result<void> need_credential(const control::ScopeName& name) const {
    SALLYPORT_ASSIGN(const auto found, world.find_credential(name));
    if (found) return {};
    return fail(ErrorCode::unknown_credential,
                fmt::format("no organization has a credential '{}'", name.credential));
  }

  // A mailbox that nobody has is empty, unless that nobody has it is what the scenario expects.
  Result<void> check_member(const std::string& email) const {
    if (expected == nullptr || expected->code != "unknown_member" || world.has_member(email)) return {};
    return fail(ErrorCode::unknown_member, fmt::format("no organization has a member {}", email));
  }

  static Result<std::optional<net::Address>> address_of(const std::optional<std::string>& text) {
    std::optional<net::Address> address;
    if (text) {
      SALLYPORT_ASSIGN(address, net::parse_address(*text));
    }
    return address;
  }

  static Result<control::NewEntry> new_entry(const std::string& text) {
    SALLYPORT_ASSIGN(const auto prefix, net::parse_prefix(text));
    control::NewEntry entry;
    entry.prefix = prefix;
    return entry;
  }

  // The channel that the scope's protection stands for: the credential's own, or the named one, or api.
  Result<policy::Channel> channel_of(const control::ScopeName& scope,
                                     std::optional<policy::Channel> channel) const {
    if (scope.credential.empty() || channel) return channel.value_or(policy::Channel::api);
    SALLYPORT_ASSIGN(const auto credential,
                     world.control().directory().credential(scope.organization, scope.credential));
    return credential.channel;
  }
};

}  // namespace

Result<Outcome> perform(World& world, const Statement& statement, const PolicyFiles& policies) {
  auto outcome =
      std::visit(Performer{world, policies, std::get_if<Refusal>(&statement.expectation)}, statement.deed);
  SALLYPORT_TRY(world.settle());
  return outcome;
}

}  // namespace sallyport::scenario
