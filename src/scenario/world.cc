#include "scenario/world.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/sqlite_store.h"

namespace sallyport::scenario {
namespace {

using std::chrono::sys_days;
using namespace std::chrono_literals;

constexpr Timestamp kStart = sys_days(std::chrono::year(2026) / 1 / 1);

// Everybody's; hashing it costs next to nothing here.
const std::string kPassword = "correct horse battery staple";

control::ControlSettings settings() {
  control::ControlSettings settings;
  settings.password_operations = 1;
  settings.password_memory = 8192;
  return settings;
}

// What the page shows once, as <code id="secret">; empty where it shows none. Secrets need no escapes.
std::string secret_on(std::string_view page) {
  constexpr std::string_view kOpening = "<code id=\"secret\">";
  const auto found = page.find(kOpening);
  if (found == std::string_view::npos) return {};
  const auto start = found + kOpening.size();
  return std::string(page.substr(start, page.find('<', start) - start));
}

// As people are found, in whatever case the ASCII letters of their address are written.
std::string in_lower_case(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// The author of what a scenario does without `by`.
const control::Actor kAuthor{.name = "scenario", .from = std::nullopt};

}  // namespace

World::World(RequesterFactory make_requester)
    : make_requester_(std::move(make_requester)), clock_(kStart), secrets_(control::Secrets::random()) {}

World::~World() = default;

Result<std::unique_ptr<World>> World::create(RequesterFactory make_requester) {
  std::unique_ptr<World> world(new World(std::move(make_requester)));
  SALLYPORT_ASSIGN(world->store_, store::open_sqlite_in_memory());
  SALLYPORT_TRY(world->start());
  return world;
}

Result<void> World::start() {
  slot_ = std::make_unique<snapshot::Slot>();
  SALLYPORT_ASSIGN(control_, control::Control::open(*store_, clock_, *slot_, secrets_, settings()));
  api_ = std::make_unique<api::Api>(*control_, api::ApiSettings{});
  SALLYPORT_ASSIGN(requester_,
                   make_requester_(*slot_, clock_, policy::FingerprintKey(secrets_.fingerprint_key)));
  return settle();
}

Result<void> World::restart() {
  requester_.reset();
  api_.reset();
  SALLYPORT_TRY(control_->loop().stop());
  control_.reset();
  slot_.reset();
  return start();
}

Result<void> World::create_credential(const std::string& organization, const std::string& name,
                                      policy::Channel channel) {
  SALLYPORT_ASSIGN(const auto created, control_->directory().create_credential(kAuthor, organization, name,
                                                                               channel, std::nullopt));
  secrets_of_[name][organization] = created.secret.value_or("");
  return {};
}

Result<void> World::add_member(const std::string& organization, const std::string& email,
                               const control::Permissions& permissions) {
  SALLYPORT_TRY(control_->directory().add_member(kAuthor, organization, email, permissions));
  members_.insert(in_lower_case(email));
  return {};
}

bool World::has_member(const std::string& email) const { return members_.contains(in_lower_case(email)); }

Result<void> World::apply_policy(control::PolicyOrder order) {
  const policy::FingerprintKey key(secrets_.fingerprint_key);
  const auto secret_of = [](const std::string& fingerprint) { return "the-secret-of-" + fingerprint; };
  const auto document = order.document;
  for (auto& organization : order.document.organizations) {
    if (!organization.credentials) continue;
    for (auto& credential : *organization.credentials) {
      const bool known = credential.fingerprint && policy::Fingerprint::parse(*credential.fingerprint);
      if (known) credential.fingerprint = key.of(secret_of(*credential.fingerprint)).to_string();
    }
  }
  SALLYPORT_TRY(control_->policies().apply(kAuthor, order));
  for (const auto& organization : document.organizations) {
    for (const auto& member : organization.members.value_or(std::vector<control::Member>()))
      members_.insert(member.email);
    for (const auto& credential :
         organization.credentials.value_or(std::vector<control::DocumentCredential>())) {
      if (!credential.fingerprint) continue;
      secrets_of_[credential.name][organization.name] = secret_of(*credential.fingerprint);
    }
  }
  return {};
}

Result<std::optional<control::ScopeName>> World::find_credential(const control::ScopeName& name) const {
  const auto found = secrets_of_.find(name.credential);
  if (found == secrets_of_.end()) return std::nullopt;
  const auto& by_organization = found->second;
  if (!name.organization.empty()) {
    return by_organization.contains(name.organization) ? std::optional(name) : std::nullopt;
  }
  if (by_organization.size() == 1) return control::ScopeName{by_organization.begin()->first, name.credential};
  return fail(
      ErrorCode::duplicate,
      fmt::format("several organizations have a credential '{0}': write ORGANIZATION/{0}", name.credential));
}

Result<Answer> World::request(const control::ScopeName& credential, const std::string& address) {
  SALLYPORT_ASSIGN(const auto found, find_credential(credential));
  const std::string secret = found ? secrets_of_.at(found->credential).at(found->organization)
                                   : std::string("nobody-has-this-secret");
  SALLYPORT_ASSIGN(Answer answer, requester_->request(secret, address));
  const auto observations = requester_->observations();
  SALLYPORT_TRY(control_->loop().record(observations));
  return answer;
}

Result<std::string> World::traces() {
  std::string text = fmt::format("generation {}", control_->statistics().generation);
  SALLYPORT_ASSIGN(const auto newest, control_->audit().list("", {.limit = 1, .cursor = {}}));
  for (const auto& record : newest.items) text += fmt::format(", audit {}", record.number);
  return text;
}

Result<void> World::open_link(const std::string& email, control::Action action,
                              std::optional<net::Address> address) {
  SALLYPORT_ASSIGN(const auto link, mailbox_.link(email, action, address));
  SALLYPORT_ASSIGN(const std::string before, traces());
  const auto page = Browser(*api_).get(link.path);
  SALLYPORT_ASSIGN(const std::string after, traces());
  if (before != after) {
    return fail(ErrorCode::internal, fmt::format("opening the link changed {} to {}", before, after));
  }
  SALLYPORT_TRY(page);
  return {};
}

Result<void> World::press_button(const std::string& email, control::Action action,
                                 std::optional<net::Address> address) {
  SALLYPORT_ASSIGN(const auto link, mailbox_.link(email, action, address));
  if (action != control::Action::authorize) SALLYPORT_TRY(give_password(email));
  SALLYPORT_ASSIGN(const std::string page, Browser(*api_).press(link.path, kPassword));
  const std::string secret = secret_on(page);
  return secret.empty() ? Result<void>() : keep_secret(link.organization, secret);
}

Result<void> World::give_password(const std::string& email) {
  if (with_password_.contains(email)) return {};
  SALLYPORT_TRY(control_->people().set_password_of(kAuthor, email, kPassword));
  with_password_.insert(email);
  return {};
}

Result<void> World::keep_secret(const std::string& organization, const std::string& secret) {
  const auto fingerprint = policy::FingerprintKey(secrets_.fingerprint_key).of(secret);
  for (auto& [name, by_organization] : secrets_of_) {
    const auto found = by_organization.find(organization);
    if (found == by_organization.end()) continue;
    SALLYPORT_ASSIGN(const auto credential, control_->directory().credential(organization, name));
    if (credential.fingerprint != fingerprint) continue;
    found->second = secret;
    return {};
  }
  return fail(ErrorCode::internal, "the page shows a secret that no credential has");
}

Result<Milliseconds> World::do_due() {
  // Work that is due at once may make more of it; it must come to an end.
  for (int turn = 0; turn < 1000; ++turn) {
    SALLYPORT_ASSIGN(const Milliseconds wait, control_->loop().run_due());
    SALLYPORT_ASSIGN(const auto round, control_->loop().deliver(mailbox_));
    if (wait > 0ms && round.sent == 0) return wait;
  }
  return fail(ErrorCode::internal, "what is due now never comes to an end");
}

Result<void> World::settle() {
  SALLYPORT_TRY(do_due());
  return {};
}

Result<void> World::advance(Milliseconds duration) {
  for (;;) {
    SALLYPORT_ASSIGN(const Milliseconds wait, do_due());
    if (duration <= 0ms) return {};
    const Milliseconds step = std::min(wait, duration);
    clock_.advance(step);
    duration -= step;
  }
}

}  // namespace sallyport::scenario
