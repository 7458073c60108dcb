#include "app/daemon/settings.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>

#include "app/daemon/config_file.h"
#include "catalog/shelf/catalog_files.h"

namespace sallyport::daemon {
namespace {

// Files of settings, with or without a byte-order mark.
class MarkedConfig : public CLI::ConfigTOML {
 public:
  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    if (!skip_byte_order_mark(input)) throw CLI::ConfigError::Extras("its first line");
    return CLI::ConfigTOML::from_config(input);
  }
};

// What the words say, before it is checked.
struct Words {
  std::string data = "/var/lib/sallyport";
  std::string api = "127.0.0.1:8080";
  std::string gate = "127.0.0.1:8081";
  std::string gate_unix;
  std::string gate_proxy_protocol;
  std::vector<std::string> proxy_senders;
  std::vector<std::string> trusted_proxies;
  std::string client_address_header;  // empty: see client_address_header()
  std::vector<std::string> credential_headers;
  std::string unknown_credential = "deny";
  std::string no_snapshot = "deny";
  unsigned gate_threads = 2;
  std::string public_url = "http://127.0.0.1:8080";
  std::string mail_from = "sallyport@localhost";
  std::string smtp_url, smtp_user, smtp_password_file, smtp_ca_file, mail_directory;
  bool smtp_allow_plain = false;
  std::vector<std::string> webhook_networks;
  std::vector<std::string> network_names;
  std::string catalogs, feeds;
  std::string publish_catalogs = "yes";
  unsigned catalogs_interval = 60;
  unsigned api_rate_administrator = 10'000;
  unsigned api_rate_token = 100;
  unsigned api_rate_network = 20;
  std::string log_level = "info";
  bool manual = false;
};

constexpr unsigned kBurstSeconds = 10;  // what may come at once: as much as in so long

void add_listeners(CLI::App& app, Words& words) {
  app.add_option("--data", words.data, "folder for the database, the keys and the administrator's token")
      ->capture_default_str();
  app.add_option("--api", words.api, "ADDRESS:PORT of the API and of the pages that mails link to")
      ->capture_default_str();
  app.add_option("--gate", words.gate,
                 "ADDRESS:PORT where proxies ask (forward auth); 'none' for no such listener")
      ->capture_default_str();
  app.add_option("--gate-unix", words.gate_unix, "path of a UNIX socket where proxies ask");
  app.add_option("--gate-proxy-protocol", words.gate_proxy_protocol,
                 "ADDRESS:PORT where connections open with a PROXY protocol v2 header that names the client");
  app.add_option(
         "--proxy-sender", words.proxy_senders,
         "address or network that may send such headers; needed with --gate-proxy-protocol; may be repeated")
      ->delimiter(',');
  app.add_option("--gate-threads", words.gate_threads, "threads that answer proxies")
      ->capture_default_str()
      ->check(CLI::Range(1U, 256U));
}

void add_gate(CLI::App& app, Words& words) {
  app.add_option(
         "--trusted-proxy", words.trusted_proxies,
         "address or network of a proxy whose client-address header is believed, by --gate and --api; may "
         "be repeated")
      ->delimiter(',');
  app.add_option("--client-address-header", words.client_address_header,
                 "header in which a trusted proxy names the client: none, x-forwarded-for or forwarded; when "
                 "left out, "
                 "x-forwarded-for where --trusted-proxy or --gate-unix is given, and none otherwise")
      ->check(CLI::IsMember({"none", "x-forwarded-for", "forwarded"}));
  app.add_option("--credential-header", words.credential_headers,
                 "header in which callers may send their key, beside Authorization; may be repeated; "
                 "X-Api-Key when left out");
  app.add_option("--unknown-credential", words.unknown_credential,
                 "what a key that nobody has gets: deny or allow")
      ->capture_default_str()
      ->check(CLI::IsMember({"deny", "allow"}));
  app.add_option("--no-snapshot", words.no_snapshot,
                 "what a request gets before the policy was read: deny or allow")
      ->capture_default_str()
      ->check(CLI::IsMember({"deny", "allow"}));
}

void add_mail(CLI::App& app, Words& words) {
  app.add_option("--public-url", words.public_url, "how people reach --api; stands in the links of mails")
      ->capture_default_str();
  app.add_option("--mail-from", words.mail_from, "sender of mails")->capture_default_str();
  auto* const smtp =
      app.add_option("--smtp-url", words.smtp_url, "mail server: smtp://host:587 or smtps://host:465");
  app.add_option("--smtp-user", words.smtp_user, "name to sign in with")->needs(smtp);
  app.add_option("--smtp-password-file", words.smtp_password_file, "file with the password, and nothing else")
      ->needs(smtp);
  app.add_option("--smtp-ca-file", words.smtp_ca_file, "certificates to trust instead of the system's")
      ->needs(smtp);
  app.add_flag("--smtp-allow-plain", words.smtp_allow_plain,
               "mail may go unencrypted; for a mail server on this machine");
  app.add_option("--mail-directory", words.mail_directory,
                 "write mails into this folder instead of sending them")
      ->excludes(smtp);
}

void add_rates(CLI::App& app, Words& words) {
  const auto add = [&app](const char* name, unsigned& rate, const std::string& whose) {
    app.add_option(name, rate,
                   "API requests a second that " + whose + " may make, and ten times that at once; 0: any")
        ->capture_default_str()
        ->check(CLI::Range(0U, 1'000'000U));
  };
  add("--api-rate-administrator", words.api_rate_administrator, "the administrator's token");
  add("--api-rate-token", words.api_rate_token, "a member, or another token,");
  add("--api-rate-network", words.api_rate_network, "a /24 or /64 without a valid token");
}

Rate to_rate(unsigned per_second) {
  return {static_cast<double>(per_second), std::max(1U, per_second * kBurstSeconds)};
}

void add_webhooks(CLI::App& app, Words& words) {
  app.add_option("--webhook-network", words.webhook_networks,
                 "address or network where receivers of webhooks may be, though it is private, loopback or "
                 "otherwise not public; may be repeated")
      ->delimiter(',');
}

void add_catalogs(CLI::App& app, Words& words) {
  app.add_option(
      "--catalogs", words.catalogs,
      "folder with a YAML file for each vendor; when left out, ../share/sallyport/catalogs, seen from "
      "the folder of the program, where it is there");
  app.add_option(
      "--feeds", words.feeds,
      "folder with feeds of vendors, or with folders named after days that have them; whois answers "
      "from them too");
  app.add_option("--catalogs-interval", words.catalogs_interval,
                 "seconds after which the files of --catalogs and --feeds are looked at again")
      ->capture_default_str()
      ->check(CLI::Range(1U, 86'400U));
  app.add_option(
         "--publish-catalogs", words.publish_catalogs,
         "whether --api serves the catalogs' pages, feeds and lists to everyone, below /catalogs/: yes "
         "or no")
      ->capture_default_str()
      ->check(CLI::IsMember({"yes", "no"}));
}

// The value, or an error that says in which option it stands.
template <class T>
Result<T> of_option(std::string_view option, Result<T> value) {
  if (value) return value;
  return fail(value.error().code, std::string(option) + ": " + value.error().message, value.error().detail);
}

Result<http::Endpoint> parse_endpoint(std::string_view option, const std::string& text) {
  return of_option(option, http::Endpoint::parse(text));
}

Result<std::vector<net::Prefix>> parse_prefixes(std::string_view option,
                                                const std::vector<std::string>& texts) {
  std::vector<net::Prefix> prefixes;
  for (const std::string& text : texts) {
    SALLYPORT_ASSIGN(const auto prefix, of_option(option, net::parse_prefix(text)));
    prefixes.push_back(prefix);
  }
  return prefixes;
}

Result<std::optional<ProxyProtocolListener>> parse_proxy_protocol(const Words& words) {
  if (words.gate_proxy_protocol.empty()) {
    if (words.proxy_senders.empty()) return std::nullopt;
    return fail(ErrorCode::invalid_setting, "--proxy-sender is of no use without --gate-proxy-protocol");
  }
  ProxyProtocolListener listener;
  SALLYPORT_ASSIGN(listener.endpoint, parse_endpoint("--gate-proxy-protocol", words.gate_proxy_protocol));
  SALLYPORT_ASSIGN(listener.senders, parse_prefixes("--proxy-sender", words.proxy_senders));
  if (listener.senders.empty()) {
    return fail(
        ErrorCode::invalid_setting,
        "--gate-proxy-protocol needs --proxy-sender: the addresses of the proxies that may name a client");
  }
  return listener;
}

// A folder that is named has to be there; the one that an installation has may be missing.
Result<std::filesystem::path> catalogs_of(const Words& words) {
  std::error_code failure;
  if (words.catalogs.empty()) {
    auto installed = catalog::installed_catalogs();
    return std::filesystem::is_directory(installed, failure) ? installed : std::filesystem::path();
  }
  if (std::filesystem::is_directory(words.catalogs, failure)) return std::filesystem::path(words.catalogs);
  return fail(ErrorCode::invalid_setting,
              "--catalogs: " + words.catalogs + " is no folder; make it, or name another one");
}

Result<std::filesystem::path> feeds_of(const Words& words) {
  std::error_code failure;
  if (words.feeds.empty() || std::filesystem::is_directory(words.feeds, failure)) {
    return std::filesystem::path(words.feeds);
  }
  return fail(ErrorCode::invalid_setting,
              "--feeds: " + words.feeds + " is no folder; make it, or name another one");
}

http::AddressHeader client_address_header(const Words& words) {
  if (words.client_address_header == "none") return http::AddressHeader::none;
  if (words.client_address_header == "forwarded") return http::AddressHeader::forwarded;
  const bool named = !words.client_address_header.empty();
  const bool proxies = !words.trusted_proxies.empty() || !words.gate_unix.empty();
  return named || proxies ? http::AddressHeader::x_forwarded_for : http::AddressHeader::none;
}

Result<Settings> check(const Words& words) {
  Settings settings;
  settings.data = words.data;
  SALLYPORT_ASSIGN(settings.api, parse_endpoint("--api", words.api));
  settings.gate.reset();
  if (words.gate != "none") {
    SALLYPORT_ASSIGN(settings.gate, parse_endpoint("--gate", words.gate));
  }
  settings.gate_unix = words.gate_unix;
  SALLYPORT_ASSIGN(settings.gate_proxy_protocol, parse_proxy_protocol(words));
  settings.gate_threads = words.gate_threads;
  SALLYPORT_ASSIGN(settings.trusted_proxies, parse_prefixes("--trusted-proxy", words.trusted_proxies));
  settings.client_address_header = client_address_header(words);
  settings.credential_headers = words.credential_headers;
  settings.allow_unknown_credential = words.unknown_credential == "allow";
  settings.allow_without_snapshot = words.no_snapshot == "allow";
  settings.public_url = words.public_url;
  while (settings.public_url.ends_with('/')) settings.public_url.pop_back();
  if (!settings.public_url.starts_with("http://") && !settings.public_url.starts_with("https://")) {
    return fail(ErrorCode::invalid_setting, "--public-url starts with http:// or https://");
  }
  settings.mail_from = words.mail_from;
  if (!words.smtp_url.empty()) {
    if (words.smtp_user.empty() != words.smtp_password_file.empty()) {
      return fail(ErrorCode::invalid_setting, "--smtp-user and --smtp-password-file go together");
    }
    settings.smtp = SmtpRelay{words.smtp_url, words.smtp_user, words.smtp_password_file, words.smtp_ca_file,
                              words.smtp_allow_plain};
  }
  settings.mail_directory = words.mail_directory;
  SALLYPORT_ASSIGN(settings.webhook_networks, parse_prefixes("--webhook-network", words.webhook_networks));
  settings.network_names.assign(words.network_names.begin(), words.network_names.end());
  SALLYPORT_ASSIGN(settings.catalogs, catalogs_of(words));
  SALLYPORT_ASSIGN(settings.feeds, feeds_of(words));
  if (settings.catalogs.empty() && !settings.feeds.empty()) {
    return fail(ErrorCode::invalid_setting,
                "--feeds needs --catalogs: there are none where they are installed");
  }
  settings.publish_catalogs = words.publish_catalogs == "yes";
  settings.catalogs_interval = std::chrono::seconds(words.catalogs_interval);
  settings.api_rates = {to_rate(words.api_rate_administrator), to_rate(words.api_rate_token),
                        to_rate(words.api_rate_network)};
  settings.log_level = words.log_level;
  return settings;
}

void add_all(CLI::App& app, Words& words) {
  app.description(
      "sallyportd: keeps the lists of authorized addresses and answers proxies whether a request may pass.\n"
      "Every option may stand in the file that --config names, as NAME=VALUE without the dashes; a word on "
      "the\n"
      "command line comes before the file.");
  app.config_formatter(std::make_shared<MarkedConfig>());
  app.set_config("--config", "", "file with settings")->expected(1);
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.set_version_flag("--version", SALLYPORT_VERSION);
  app.add_flag("--manual", words.manual, "print the manual page and exit")->configurable(false);
  add_listeners(app, words);
  add_gate(app, words);
  add_mail(app, words);
  add_webhooks(app, words);
  add_rates(app, words);
  app.add_option(
      "--network-names", words.network_names,
      "file in the MaxMind DB format that says whose a network is, and in which country; read anew "
      "when it changes; may be repeated");
  add_catalogs(app, words);
  app.add_option("--log-level", words.log_level, "debug, info, warn or error")
      ->capture_default_str()
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
}

// Prints what is wrong with the words or the file, or what they ask for; the exit code.
int tell_parse_error(const CLI::App& app, const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::ConfigError*>(&error) != nullptr) {
    std::vector<std::string_view> known;
    for (const CLI::Option* option : app.get_options()) {
      if (!option->get_configurable()) continue;
      for (const std::string& name : option->get_lnames()) known.push_back(name);
    }
    const auto file = app.get_config_ptr()->as<std::string>();
    std::ifstream lines(file);
    if (const auto unknown = find_unknown_setting(lines, file, known); !unknown.empty()) {
      std::cerr << "sallyportd: " << unknown << '\n';
      return 2;
    }
  }
  return app.exit(error, std::cout, std::cerr) == 0 ? 0 : 2;
}

}  // namespace

app::Word settings_words() {
  Words words;
  CLI::App app("", "sallyportd");
  add_all(app, words);
  return app::describe(app);
}

std::variant<Settings, int> read_settings(int argc, char** argv) {
  Words words;
  CLI::App app("", "sallyportd");
  add_all(app, words);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return tell_parse_error(app, error);
  }
  if (words.manual) {
    std::cout << app::manual_page(app::describe(app), about());
    return 0;
  }
  auto settings = check(words);
  if (!settings) {
    std::cerr << "sallyportd: " << settings.error().message << '\n';
    return 2;
  }
  return std::move(*settings);
}

}  // namespace sallyport::daemon
