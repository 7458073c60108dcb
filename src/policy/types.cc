#include "policy/types.h"

#include <initializer_list>

namespace sallyport::policy {

namespace {

// Whatever to_string() prints for one of them parses back to it.
template <class Enumeration>
std::optional<Enumeration> parse(std::string_view word, std::initializer_list<Enumeration> all) {
  for (const Enumeration value : all) {
    if (to_string(value) == word) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Channel channel) {
  switch (channel) {
    case Channel::api:
      return "api";
    case Channel::smtp:
      return "smtp";
  }
  return "api";
}

std::string_view to_string(Mode mode) {
  switch (mode) {
    case Mode::blocking:
      return "blocking";
    case Mode::learning:
      return "learning";
    case Mode::off:
      return "off";
  }
  return "blocking";
}

std::string_view to_string(EntryKind kind) {
  switch (kind) {
    case EntryKind::denied:
      return "denied";
    case EntryKind::authorized:
      return "authorized";
    case EntryKind::removed:
      return "removed";
  }
  return "denied";
}

std::string_view to_string(Source source) {
  switch (source) {
    case Source::manual:
      return "manual";
    case Source::learned:
      return "learned";
    case Source::shared:
      return "shared";
    case Source::catalog:
      return "catalog";
  }
  return "manual";
}

std::string_view to_string(Holder holder) {
  switch (holder) {
    case Holder::organization:
      return "organization";
    case Holder::credential:
      return "credential";
    case Holder::ancestor:
      return "ancestor";
  }
  return "organization";
}

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::deny:
      return "deny";
    case Verdict::allow:
      return "allow";
  }
  return "deny";
}

std::string_view to_string(Reason reason) {
  switch (reason) {
    case Reason::no_snapshot:
      return "no_snapshot";
    case Reason::unknown_credential:
      return "unknown_credential";
    case Reason::unknown_address:
      return "unknown_address";
    case Reason::denied:
      return "denied";
    case Reason::authorized:
      return "authorized";
    case Reason::learned:
      return "learned";
    case Reason::protection_off:
      return "protection_off";
    case Reason::dry_run:
      return "dry_run";
    case Reason::shared:
      return "shared";
    case Reason::catalog:
      return "catalog";
  }
  return "no_snapshot";
}

std::optional<Channel> parse_channel(std::string_view word) {
  return parse(word, {Channel::api, Channel::smtp});
}

std::optional<Mode> parse_mode(std::string_view word) {
  return parse(word, {Mode::blocking, Mode::learning, Mode::off});
}

std::optional<Source> parse_source(std::string_view word) {
  return parse(word, {Source::manual, Source::learned, Source::shared, Source::catalog});
}

std::optional<EntryKind> parse_entry_kind(std::string_view word) {
  return parse(word, {EntryKind::denied, EntryKind::authorized, EntryKind::removed});
}

}  // namespace sallyport::policy
