// Settings of the daemon: from the command line and a file, under the same names.
//
// Thread safety: a value.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "api/api_limits.h"
#include "app/manual.h"
#include "base/result.h"
#include "http/client_address.h"
#include "http/server.h"
#include "net/prefix.h"

namespace sallyport::daemon {

struct ProxyProtocolListener {
  http::Endpoint endpoint;
  std::vector<net::Prefix> senders;  // at least one
};

struct SmtpRelay {
  std::string url;
  std::string user;
  std::filesystem::path password_file;  // empty: no password
  std::filesystem::path ca_file;        // empty: the system's
  bool allow_plain = false;
};

struct Settings {
  std::filesystem::path data = "/var/lib/sallyport";
  http::Endpoint api{net::Address::ipv4(0x7f000001), 8080};

  std::optional<http::Endpoint> gate = http::Endpoint{net::Address::ipv4(0x7f000001), 8081};
  std::filesystem::path gate_unix;  // empty: none
  std::optional<ProxyProtocolListener> gate_proxy_protocol;
  unsigned gate_threads = 2;

  std::vector<net::Prefix> trusted_proxies;
  http::AddressHeader client_address_header = http::AddressHeader::none;
  std::vector<std::string> credential_headers;  // empty: the gate's own
  bool allow_unknown_credential = false;
  bool allow_without_snapshot = false;

  std::string public_url = "http://127.0.0.1:8080";
  std::string mail_from = "sallyport@localhost";
  std::optional<SmtpRelay> smtp;
  std::filesystem::path mail_directory;       // empty: none
  std::vector<net::Prefix> webhook_networks;  // receivers of webhooks may be here, though it is not public

  std::vector<std::filesystem::path> network_names;  // .mmdb files

  std::filesystem::path catalogs;  // folder; empty: there are none
  std::filesystem::path feeds;     // folder; empty: there are none
  bool publish_catalogs = true;    // to everyone, below /catalogs/
  std::chrono::seconds catalogs_interval = std::chrono::minutes(1);

  api::ApiRates api_rates;

  std::string log_level = "info";
};

// All options, for the manual and the reference; and what else these say.
app::Word settings_words();
const app::About& about();

// Reads the command line and the file that it names. Without a value: the program ends with that exit code,
// after it printed help or what is wrong.
std::variant<Settings, int> read_settings(int argc, char** argv);

}  // namespace sallyport::daemon
