#include "app/daemon/daemon.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <utility>

#include "app/daemon/administrator.h"
#include "app/secret_file.h"
#include "lookup/mmdb_names.h"
#include "store/sqlite_store.h"

namespace sallyport::daemon {
namespace {

constexpr std::size_t kObservations = 65'536;
constexpr unsigned kApiThreads = 4;  // at most two of them are busy with passwords (HashTurns)
constexpr std::uint64_t kProgressEvery = 1'000'000;

// Where no way to send mail is set: alerts are on their lists, and nobody is told.
class NoMail final : public control::Notifier {
 public:
  Result<void> send(const control::Notification& notification) override {
    spdlog::warn("a mail about {} is not sent: no mail server is set (--smtp-url)",
                 notification.organization);
    return {};
  }
};

Result<void> make_folder(const std::filesystem::path& folder) {
  std::error_code failure;
  if (std::filesystem::is_directory(folder, failure)) return {};
  if (!std::filesystem::create_directories(folder, failure)) {
    return fail(ErrorCode::unavailable,
                fmt::format("cannot make the folder {}: {}; make it, or name another one", folder.string(),
                            failure.message()));
  }
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failure);
  return {};
}

// New keys belong to a new database only: to any other, all credentials would be unknown and all links void.
Result<control::Secrets> find_secrets(const std::filesystem::path& file,
                                      const std::filesystem::path& database) {
  std::error_code failure;
  const bool is_new = !std::filesystem::exists(database, failure) && !failure;
  auto secrets = control::load_secrets(file, is_new);
  if (secrets || is_new || secrets.error().code != ErrorCode::not_found) return secrets;
  return fail(ErrorCode::not_found,
              fmt::format("there is a database, but not the keys it was made with: restore {} from a backup",
                          file.string()));
}

Result<std::unique_ptr<control::Notifier>> make_notifier(const Settings& settings) {
  const notify::MailSettings mail{.from = settings.mail_from, .public_url = settings.public_url};
  if (!settings.mail_directory.empty()) {
    SALLYPORT_TRY(make_folder(settings.mail_directory));
    return std::make_unique<notify::MailNotifier>(mail,
                                                  notify::make_directory_transport(settings.mail_directory));
  }
  if (!settings.smtp) {
    spdlog::warn("no mail server is set: nobody is told about alerts (--smtp-url)");
    return std::make_unique<NoMail>();
  }
  notify::SmtpSettings smtp;
  smtp.url = settings.smtp->url;
  smtp.require_tls = !settings.smtp->allow_plain;
  smtp.user = settings.smtp->user;
  smtp.ca_file = settings.smtp->ca_file;
  if (!settings.smtp->password_file.empty()) {
    SALLYPORT_ASSIGN(smtp.password, app::read_secret_file(settings.smtp->password_file));
  }
  return std::make_unique<notify::MailNotifier>(mail, notify::make_smtp_transport(std::move(smtp)));
}

void log_warning(const std::string& line) { spdlog::warn("{}", line); }

// The same for the gate and for the API, before which stands the same proxy.
Result<http::ClientAddressFinder> make_address_finder(const Settings& settings) {
  http::ClientAddressSettings addresses;
  addresses.header = settings.client_address_header;
  addresses.trusted_proxies = settings.trusted_proxies;
  // Who may open the socket's file is who the operator lets; there is no other client address to evaluate.
  addresses.trust_unix = !settings.gate_unix.empty() && addresses.header != http::AddressHeader::none;
  return http::ClientAddressFinder::create(addresses);
}

Result<gate::CredentialReader> make_credential_reader(const Settings& settings) {
  gate::CredentialSettings credentials;
  if (!settings.credential_headers.empty()) credentials.headers = settings.credential_headers;
  return gate::CredentialReader::create(std::move(credentials));
}

}  // namespace

Daemon::Daemon(Settings settings, const control::Secrets& secrets, std::unique_ptr<control::Store> store,
               std::unique_ptr<control::Notifier> notifier)
    : settings_(std::move(settings)),
      secrets_(secrets),
      observations_(kObservations),
      store_(std::move(store)),
      notifier_(std::move(notifier)),
      webhook_sender_(notify::WebhookSenderSettings{.networks = settings_.webhook_networks}),
      key_(secrets_.fingerprint_key),
      gate_warnings_(ProxyWarnings::Listener::gate, clock_, &log_warning),
      api_warnings_(ProxyWarnings::Listener::api, clock_, &log_warning),
      gate_(slot_, key_, clock_, observations_, metrics_,
            {.allow_unknown_credential = settings_.allow_unknown_credential,
             .allow_without_snapshot = settings_.allow_without_snapshot}),
      workers_(observations_, *notifier_, webhook_sender_, metrics_) {
  register_metrics();
}

Daemon::~Daemon() { stop(); }

Result<std::unique_ptr<Daemon>> Daemon::create(const Settings& settings) {
  SALLYPORT_TRY(make_folder(settings.data));
  const auto database = settings.data / "sallyport.db";
  SALLYPORT_ASSIGN(const auto secrets, find_secrets(settings.data / "secret.key", database));
  SALLYPORT_ASSIGN(auto store, store::open_sqlite(database));
  SALLYPORT_ASSIGN(auto notifier, make_notifier(settings));
  std::unique_ptr<Daemon> daemon(new Daemon(settings, secrets, std::move(store), std::move(notifier)));
  SALLYPORT_TRY(daemon->open_gate());
  return daemon;
}

Result<void> Daemon::open_gate() {
  SALLYPORT_ASSIGN(auto addresses, make_address_finder(settings_));
  SALLYPORT_ASSIGN(auto credentials, make_credential_reader(settings_));
  forward_auth_ = std::make_unique<gate::ForwardAuth>(
      gate_, std::move(addresses), std::move(credentials), metrics_, settings_.gate_threads,
      [this](const http::Peer& peer) { gate_warnings_.saw(peer); });
  gate_server_ = std::make_unique<http::Server>(*forward_auth_, http::Limits{}, settings_.gate_threads);
  gate_server_->on_tick([this](unsigned thread) { forward_auth_->tick(thread); });
  if (settings_.gate) {
    SALLYPORT_ASSIGN(const auto endpoint, gate_server_->listen_tcp(*settings_.gate));
    spdlog::info("the gate listens on {}", endpoint.to_string());
  }
  if (!settings_.gate_unix.empty()) {
    SALLYPORT_TRY(gate_server_->listen_unix(settings_.gate_unix));
    spdlog::info("the gate listens on {}", settings_.gate_unix.string());
  }
  if (settings_.gate_proxy_protocol) {
    const auto& listener = *settings_.gate_proxy_protocol;
    SALLYPORT_ASSIGN(const auto endpoint,
                     gate_server_->listen_proxy_protocol(listener.endpoint, listener.senders));
    spdlog::info("the gate listens for the PROXY protocol on {}", endpoint.to_string());
  }
  gate_server_->start();
  return {};
}

Result<void> Daemon::start() {
  const auto progress = [next = kProgressEvery](std::uint64_t entries) mutable {
    if (entries < next) return;
    spdlog::info("{} entries were read", entries);
    next = entries + kProgressEvery;
  };
  control::ControlSettings control;
  if (!settings_.network_names.empty()) {
    SALLYPORT_ASSIGN(control.network_names,
                     lookup::MmdbNames::open(settings_.network_names, clock_,
                                             [](const std::string& line) { spdlog::info("{}", line); }));
  }
  if (!settings_.catalogs.empty()) {
    SALLYPORT_ASSIGN(catalogs_, CatalogWatch::open(settings_.catalogs, settings_.feeds));
    watched_ = catalogs_.get();
    control.catalogs = [this] { return catalogs_->now(); };
  }
  SALLYPORT_ASSIGN(control_, control::Control::open(*store_, clock_, slot_, secrets_, control, progress));
  opened_ = control_.get();
  SALLYPORT_ASSIGN(auto addresses, make_address_finder(settings_));
  SALLYPORT_TRY(provide_administrator_token(*control_, settings_.data / "administrator.token"));
  api_ = std::make_unique<api::Api>(
      *control_,
      api::ApiSettings{.metrics = [this] { return metrics_.text(); },
                       .rates = settings_.api_rates,
                       .clock = &clock_,
                       .catalogs = control.catalogs,
                       .addresses = std::move(addresses),
                       .unnamed_proxy = [this](const http::Peer& peer) { api_warnings_.saw(peer); },
                       .publish_catalogs = settings_.publish_catalogs});
  http::Limits limits;
  limits.body_bytes = api::Api::kBodyBytes;
  limits.connections = 1000;
  api_server_ = std::make_unique<http::Server>(*api_, limits, kApiThreads);
  SALLYPORT_ASSIGN(const auto endpoint, api_server_->listen_tcp(settings_.api));
  api_server_->start();
  workers_.start(*control_, *store_, catalogs_.get(), settings_.catalogs_interval);
  const auto statistics = control_->statistics();
  spdlog::info("the API listens on {}; {} organizations, {} credentials, {} entries", endpoint.to_string(),
               statistics.organizations, statistics.credentials, statistics.entries);
  return {};
}

bool Daemon::stop() {
  if (gate_server_) gate_server_->stop();
  if (api_server_) api_server_->stop();
  // The gate's threads are gone: what they had counted is told now, so that the last round records it.
  for (unsigned thread = 0; forward_auth_ && thread < settings_.gate_threads; ++thread)
    forward_auth_->tick(thread);
  return workers_.stop();
}

void Daemon::register_metrics() {
  using Statistics = control::Control::Statistics;
  const auto gauge = [this](std::string_view name, std::string_view help, std::uint64_t Statistics::* value) {
    metrics_.gauge(name, help, [this, value] {
      auto* const control = opened_.load();
      return control != nullptr ? static_cast<double>(control->statistics().*value) : 0.0;
    });
  };
  gauge("sallyport_control_organizations", "Organizations.", &Statistics::organizations);
  gauge("sallyport_control_credentials", "Credentials.", &Statistics::credentials);
  gauge("sallyport_control_entries", "Entries in all lists.", &Statistics::entries);
  gauge("sallyport_control_generation", "The snapshot that was published last.", &Statistics::generation);
  gauge("sallyport_control_outbox", "Mails that wait to be delivered.", &Statistics::outbox_waiting);
  gauge("sallyport_control_webhooks_waiting", "Events that wait to be sent to webhooks.",
        &Statistics::webhook_events_waiting);
  metrics_.gauge("sallyport_catalogs", "Catalogs of vendors.", [this] {
    const auto* const catalogs = watched_.load();
    return catalogs != nullptr ? static_cast<double>(catalogs->now()->all().size()) : 0.0;
  });
  metrics_.gauge("sallyport_catalogs_unreadable",
                 "Files of catalogs and feeds that cannot be read as they are now; the log says why.",
                 [this] {
                   const auto* const catalogs = watched_.load();
                   return catalogs != nullptr ? static_cast<double>(catalogs->unreadable()) : 0.0;
                 });
  metrics_.counter(
      "sallyport_control_webhooks_dropped_total",
      "Events for webhooks that gave way, because too many waited or too long.", [this] {
        auto* const control = opened_.load();
        return control != nullptr ? static_cast<double>(control->statistics().webhook_events_dropped) : 0.0;
      });
}

}  // namespace sallyport::daemon
