#include "api/handlers/ocsf.h"

#include <algorithm>
#include <boost/json.hpp>

namespace sallyport::api {
namespace {

using boost::json::object;
using boost::json::value;

constexpr const char* kVersion = "1.8.0";
constexpr int kIdentityAndAccess = 3;  // the category
constexpr int kAuthentication = 3002;
constexpr int kEntityManagement = 3004;
constexpr int kInformational = 1;
constexpr int kSuccess = 1;

enum Activity { kCreated = 1, kUpdated = 3, kRemoved = 4, kOther = 99 };  // of Entity Management
enum AuthenticationActivity { kSignIn = 1, kSignOut = 2 };

boost::json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

// "entry.authorized" is about an entry.
std::string_view entity_type(std::string_view action) { return action.substr(0, action.find('.')); }
std::string_view deed(std::string_view action) {
  const std::size_t dot = action.find('.');
  return dot == std::string_view::npos ? std::string_view() : action.substr(dot + 1);
}

value parse(const std::string& json) {
  boost::system::error_code error;
  value parsed = boost::json::parse(json, error);
  return error ? value(nullptr) : parsed;
}

// What names the entity in what was there before or after.
std::string entity_name(const value& state) {
  const object* const fields = state.if_object();
  if (fields == nullptr) return {};
  for (const char* const field :
       {"prefix", "name", "email", "address", "receiver", "recipient", "credential", "vendor"}) {
    const value* const found = fields->if_contains(field);
    if (found != nullptr && found->is_string() && !found->as_string().empty()) {
      return std::string(view(found->as_string()));
    }
  }
  return {};
}

int activity_of(const control::AuditRecord& record, int class_uid) {
  if (class_uid == kAuthentication) return deed(record.action) == "started" ? kSignIn : kSignOut;
  if (record.before.empty() && record.after.empty()) return kOther;
  if (record.before.empty()) return kCreated;
  return record.after.empty() ? kRemoved : kUpdated;
}

const char* name_of(int class_uid, int activity) {
  if (class_uid == kAuthentication) return activity == kSignIn ? "Logon" : "Logoff";
  switch (activity) {
    case kCreated:
      return "Create";
    case kUpdated:
      return "Update";
    case kRemoved:
      return "Delete";
    default:
      return "Other";
  }
}

object user(const std::string& name) {
  // 1: a person; 3: a part of a system. "token acme@home/ci" is none: an address has no space.
  const bool person = name.find('@') != std::string::npos && name.find(' ') == std::string::npos;
  return {{"name", name}, {"type_id", person ? 1 : 3}, {"type", person ? "User" : "System"}};
}

// OCSF wants a name of every entity: what has none of its own goes by its organization's, or is the only one
// of its type.
object entity(const control::AuditRecord& record, const value& state) {
  const std::string type(entity_type(record.action));
  std::string name = entity_name(state);
  if (name.empty()) name = record.organization.empty() ? type : record.organization;
  object found{{"type", type}, {"name", name}};
  if (!state.is_null()) found["data"] = state;
  return found;
}

}  // namespace

std::string to_ocsf(const control::AuditRecord& record) {
  const int class_uid = entity_type(record.action) == "session" ? kAuthentication : kEntityManagement;
  const int activity = activity_of(record, class_uid);
  object event{{"category_uid", kIdentityAndAccess},
               {"category_name", "Identity & Access Management"},
               {"class_uid", class_uid},
               {"class_name", class_uid == kAuthentication ? "Authentication" : "Entity Management"},
               {"activity_id", activity},
               {"activity_name", name_of(class_uid, activity)},
               {"type_uid", class_uid * 100 + activity},
               {"severity_id", kInformational},
               {"status_id", kSuccess},
               {"time", record.time.time_since_epoch().count()},
               {"message", record.action},
               {"metadata", object{{"version", kVersion},
                                   {"product", object{{"name", "Sallyport"}, {"vendor_name", "Sallyport"}}},
                                   {"log_name", "audit"},
                                   {"sequence", record.number},
                                   {"event_code", record.action},
                                   {"original_time", sallyport::to_string(record.time)}}},
               {"unmapped", object{{"number", record.number}, {"hash", record.hash}}}};
  if (!record.organization.empty()) event["metadata"].as_object()["tenant_uid"] = record.organization;
  if (record.actor.from) event["src_endpoint"] = object{{"ip", record.actor.from->to_string()}};
  if (class_uid == kAuthentication) {
    event["user"] = user(record.actor.name);
    event["service"] = object{{"name", "Sallyport"}};
    return serialize(event);
  }
  event["actor"] = object{{"user", user(record.actor.name)}};
  const value before = parse(record.before);
  const value after = parse(record.after);
  event["entity"] = entity(record, before.is_null() ? after : before);
  if (!after.is_null()) event["entity_result"] = entity(record, after);
  return serialize(event);
}

}  // namespace sallyport::api
