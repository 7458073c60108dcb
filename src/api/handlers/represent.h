// How control's values look as JSON; schemas.cc describes the same. A credential's fingerprint is never
// written.
//
// Thread safety: pure functions.
#pragma once

#include <algorithm>

#include "api/call.h"
#include "api/json_writer.h"
#include "control/model.h"
#include "control/organizations/family.h"
#include "control/people/people.h"
#include "control/webhooks/webhooks.h"

namespace sallyport::api {

void write(JsonWriter& json, const control::Organization& organization);
void write(JsonWriter& json, const control::Member& member);
void write(JsonWriter& json, const control::AccessToken& token);
void write(JsonWriter& json, const control::Credential& credential);
void write(JsonWriter& json, const control::ListedEntry& listed);
void write(JsonWriter& json, const control::Sharing& sharing);
void write(JsonWriter& json, const control::Received& received);
void write(JsonWriter& json, const control::Covering& covering);
void write(JsonWriter& json, const control::Hint& hint);
void write(JsonWriter& json, const control::EntryDifference& difference);
void write(JsonWriter& json, const control::UnauthorizedAddress& unauthorized);
void write(JsonWriter& json, const control::Activity& activity);
void write(JsonWriter& json, const control::Alert& alert);
// The alert, and `rotation`, where there is one.
void write(JsonWriter& json, const control::Alerts::Answered& answered);
void write(JsonWriter& json, const control::Rotation& rotation);  // with the secret, where there is one
void write(JsonWriter& json, const control::AuditRecord& record);
void write_members(JsonWriter& json, const control::AuditRecord& record);  // of an object that has more
void write(JsonWriter& json, const control::Webhook& webhook);             // webhooks.cc
void write(JsonWriter& json, const control::WebhookAttempt& attempt);      // webhooks.cc
void write(JsonWriter& json, const policy::Decision& decision);
void write(JsonWriter& json, control::Channel channel, const control::ProtectionStatus& status);

void write(JsonWriter& json, const control::WouldBlock& use);
void write(JsonWriter& json, const control::Preview& preview);

// The audit's own JSON, as it was written and hashed; null where there is none.
void write_state(JsonWriter& json, std::string_view name, const std::string& state);

// One value as an answer.
template <class T>
Reply reply_with(const T& value, unsigned status = 200) {
  JsonWriter json;
  write(json, value);
  return {status, json.take(), kJson};
}

// The page of a short list that all of is there. `key`: what stands in the cursor and names an item.
template <class T, class Key>
Result<control::Page<T>> page_of(const Call& call, std::vector<T> items, const Key& key) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  std::ranges::sort(items, {}, key);
  std::erase_if(items, [&](const T& item) { return !request.cursor.empty() && key(item) <= request.cursor; });
  control::Page<T> page{std::move(items), {}};
  if (page.items.size() <= request.limit) return page;
  page.items.erase(page.items.begin() + request.limit, page.items.end());
  page.next = key(page.items.back());
  return page;
}

// {"items": [...]}
template <class T>
Reply reply_with_list(const std::vector<T>& items, std::string_view next = {}, unsigned status = 200) {
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const T& item : items) write(json, item);
  json.end_array();
  if (!next.empty()) json.field("next", next);
  json.end_object();
  return {status, json.take(), kJson};
}

// The same with "next", the cursor of the page after this one, where there is one.
template <class T>
Reply reply_with_page(const control::Page<T>& page) {
  return reply_with_list(page.items, page.next);
}

}  // namespace sallyport::api
