#include "control/model.h"

namespace sallyport::control {

std::string_view to_string(Action action) {
  switch (action) {
    case Action::authorize:
      return "authorize";
    case Action::deny:
      return "deny";
    case Action::deactivate:
      return "deactivate";
  }
  return "deny";
}

std::string_view to_string(AlertState state) {
  switch (state) {
    case AlertState::open:
      return "open";
    case AlertState::authorized:
      return "authorized";
    case AlertState::denied:
      return "denied";
    case AlertState::deactivated:
      return "deactivated";
  }
  return "open";
}

std::string_view to_string(Permission permission) {
  switch (permission) {
    case Permission::read:
      return "read";
    case Permission::audit:
      return "audit";
    case Permission::authorized_ips:
      return "authorized_ips";
    case Permission::owner:
      return "owner";
  }
  return "read";
}

std::string_view to_string(Language language) {
  switch (language) {
    case Language::english:
      return "en";
    case Language::german:
      return "de";
    case Language::japanese:
      return "ja";
  }
  return "en";
}

std::optional<Permission> parse_permission(std::string_view word) {
  for (const auto permission :
       {Permission::read, Permission::audit, Permission::authorized_ips, Permission::owner}) {
    if (word == to_string(permission)) return permission;
  }
  return std::nullopt;
}

std::optional<Language> parse_language(std::string_view word) {
  for (const auto language : {Language::english, Language::german, Language::japanese}) {
    if (word == to_string(language)) return language;
  }
  return std::nullopt;
}

}  // namespace sallyport::control
