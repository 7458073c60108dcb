#include <array>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/cli/commands.h"
#include "control/secrets.h"
#include "policy/fingerprint.h"

namespace sallyport::cli {
namespace {

std::string credentials_path(const Arguments& arguments) {
  return scope_path(arguments.organization) + "/credentials";
}

std::string channel(const Arguments& arguments) {
  return arguments.channel.empty() ? "api" : arguments.channel;
}

}  // namespace

int credential_list(Session& session, const Arguments& arguments) {
  return session.list(
      credentials_path(arguments),
      arguments.channel.empty() ? "limit=1000" : "limit=1000&channel=" + arguments.channel,
      {{"NAME", "name"}, {"CHANNEL", "channel"}, {"CREATED", "created"}, {"LAST USED", "last_used"}});
}

int credential_create(Session& session, const Arguments& arguments) {
  const auto created =
      session.call("POST", credentials_path(arguments),
                   boost::json::object{{"name", arguments.name}, {"channel", channel(arguments)}});
  if (!created) return created.error();
  if (session.format() != Format::table) {
    session.print(*created);
    return kDone;
  }
  const auto* const object = created->if_object();
  const auto* const secret = object != nullptr ? object->if_contains("secret") : nullptr;
  if (secret == nullptr || !secret->is_string()) return session.unexpected_answer();
  session.print_line(std::string_view(secret->get_string().data(), secret->get_string().size()));
  session.print_note("This is the secret. It is shown this once: keep it where the caller reads it.");
  return kDone;
}

int credential_register(Session& session, const Arguments& arguments) {
  return session.change(
      "POST", credentials_path(arguments),
      boost::json::object{
          {"name", arguments.name}, {"channel", channel(arguments)}, {"fingerprint", arguments.fingerprint}},
      "registered");
}

int credential_remove(Session& session, const Arguments& arguments) {
  return session.change("DELETE", credentials_path(arguments) + "/" + path_segment(arguments.name), nullptr,
                        "removed");
}

int credential_fingerprint(Session& session, const Arguments& arguments) {
  constexpr std::size_t kLongest = 4096;
  const auto secrets = control::load_secrets(arguments.secret_key, false);
  if (!secrets) return session.usage(secrets.error().message);
  std::string secret(kLongest + 1, '\0');
  std::cin.read(secret.data(), static_cast<std::streamsize>(secret.size()));
  secret.resize(static_cast<std::size_t>(std::cin.gcount()));
  if (secret.ends_with('\n')) secret.pop_back();
  if (secret.ends_with('\r')) secret.pop_back();
  if (secret.empty() || secret.size() > kLongest || secret.find('\n') != std::string::npos) {
    return session.usage("give the secret on standard input, on one line of at most 4096 bytes");
  }
  session.print_line(policy::FingerprintKey(secrets->fingerprint_key).of(secret).to_string());
  return kDone;
}

}  // namespace sallyport::cli
