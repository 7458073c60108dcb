#include <fmt/format.h>

#include <cstdlib>
#include <system_error>

#include "app/cli/commands.h"
#include "app/cli/password_prompt.h"
#include "app/cli/session_file.h"
#include "app/secret_file.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

std::filesystem::path file_of(const Arguments& arguments) {
  return arguments.token_file.empty() ? session_file() : arguments.token_file;
}

std::string member_path(const Arguments& arguments) {
  return scope_path(arguments.organization) + "/members/" + path_segment(arguments.email);
}

Result<void> keep_token(const std::filesystem::path& file, const std::string& token) {
  if (file.empty()) {
    return fail(ErrorCode::invalid_setting, "there is no home to keep the token in: name a --token-file");
  }
  std::error_code failure;
  if (file.has_parent_path() && std::filesystem::create_directories(file.parent_path(), failure)) {
    std::filesystem::permissions(file.parent_path(), std::filesystem::perms::owner_all, failure);
  }
  return app::write_secret_file(file, token);
}

// Of an organization, or of the installation.
std::string tokens_path(const Arguments& arguments) {
  return arguments.everywhere ? "/tokens" : scope_path(arguments.organization) + "/tokens";
}

// Null, after it was said what is wrong. With --everywhere the only word is the name.
std::optional<std::string> token_name(Session& session, const Arguments& arguments) {
  if (!arguments.everywhere && !arguments.name.empty()) return arguments.name;
  if (arguments.everywhere && arguments.name.empty() && !arguments.organization.empty()) {
    return arguments.organization;
  }
  session.usage(
      !arguments.everywhere ? "give ORGANIZATION and NAME, or --everywhere and NAME"
      : arguments.name.empty()
          ? "the token's NAME is missing"
          : fmt::format("with --everywhere there is no organization: which is the token's name, {} or {}?",
                        arguments.organization, arguments.name));
  return std::nullopt;
}

bool names_organization(const Arguments& arguments) {
  return arguments.everywhere != !arguments.organization.empty();
}

}  // namespace

int sign_in(Session& session, const Arguments& arguments) {
  const auto password = ask_password(fmt::format("Password of {}: ", arguments.email));
  if (!password) return session.usage(password.error().message);
  const auto answer =
      session.call("POST", "/sessions", json::object{{"email", arguments.email}, {"password", *password}},
                   Session::Asked::sign_in);
  if (!answer) return answer.error();
  const std::string token = text_of(*answer, "token");
  if (token.empty()) return session.unexpected_answer();
  const auto file = file_of(arguments);
  if (const auto kept = keep_token(file, token); !kept) return session.usage(kept.error().message);
  const std::string until = text_of(*answer, "expires");
  if (session.format() == Format::table) {
    session.print_line(fmt::format("signed in as {} until {}", arguments.email, until));
  } else {
    session.print(json::object{{"signed_in", arguments.email}, {"until", until}});
  }
  if (arguments.token_file.empty() &&
      (std::getenv("SALLYPORT_TOKEN") != nullptr || std::getenv("SALLYPORT_TOKEN_FILE") != nullptr)) {
    session.print_note("note: the environment names a token, which goes before this one");
  }
  return kDone;
}

int sign_out(Session& session, const Arguments& arguments) {
  const int code = session.change("DELETE", "/sessions/current", nullptr, "signed out");
  const auto file = file_of(arguments);
  const auto token = app::read_secret_file(file);
  if (code == kDone && token && token->starts_with("sps_")) {
    std::error_code ignored;  // what lies there works no more
    std::filesystem::remove(file, ignored);
  }
  return code;
}

int who_am_i(Session& session, const Arguments&) {
  const auto answer = session.call("GET", "/me");
  if (!answer) return answer.error();
  const auto* const me = answer->if_object();
  if (me == nullptr) return session.unexpected_answer();
  const auto* const organizations = me->if_contains("organizations");
  const auto* const items = organizations != nullptr ? organizations->if_array() : nullptr;
  if (session.format() != Format::table || items == nullptr) {
    session.print(*answer);
    return kDone;
  }
  json::object fields = *me;
  fields.erase("organizations");
  session.print(fields);
  if (items->empty()) return kDone;
  session.print_line("");
  session.print_items(*answer, *items, {{"ORGANIZATION", "organization"}, {"MAY", "permissions"}});
  return kDone;
}

int member_show(Session& session, const Arguments& arguments) {
  return session.show("GET", member_path(arguments));
}

int member_change(Session& session, const Arguments& arguments) {
  auto permissions = permissions_of(session, arguments);
  if (!permissions) return kUsage;
  return session.show("PATCH", member_path(arguments),
                      json::object{{"permissions", *std::move(permissions)}});
}

int member_remove(Session& session, const Arguments& arguments) {
  return session.change("DELETE", member_path(arguments), nullptr, "removed");
}

int member_invite(Session& session, const Arguments& arguments) {
  return session.change("POST", member_path(arguments) + "/invitation", nullptr, "invited");
}

int member_language(Session& session, const Arguments& arguments) {
  return session.change("PATCH", "/me", json::object{{"language", arguments.language}}, "changed");
}

int token_list(Session& session, const Arguments& arguments) {
  if (!names_organization(arguments)) return session.usage("name an organization, or give --everywhere");
  return session.list(tokens_path(arguments), "",
                      {{"NAME", "name"},
                       {"PERMISSIONS", "permissions"},
                       {"BY", "by"},
                       {"CREATED", "created"},
                       {"EXPIRES", "expires"},
                       {"LAST USED", "last_used"}});
}

int token_create(Session& session, const Arguments& arguments) {
  const auto name = token_name(session, arguments);
  if (!name) return kUsage;
  auto permissions = permissions_of(session, arguments);
  if (!permissions) return kUsage;
  json::object body{{"name", *name}, {"permissions", *std::move(permissions)}};
  if (!arguments.lifetime.empty()) body["lifetime"] = arguments.lifetime;
  const auto answer = session.call("POST", tokens_path(arguments), body);
  if (!answer) return answer.error();
  const std::string secret = text_of(*answer, "secret");
  if (secret.empty()) return session.unexpected_answer();
  if (session.format() == Format::table) {
    session.print_line(secret);
    session.print_note("This is shown once: keep it where the program finds it.");
  } else {
    session.print(*answer);
  }
  return kDone;
}

int token_revoke(Session& session, const Arguments& arguments) {
  const auto name = token_name(session, arguments);
  if (!name) return kUsage;
  return session.change("DELETE", tokens_path(arguments) + "/" + path_segment(*name), nullptr, "revoked");
}

}  // namespace sallyport::cli
