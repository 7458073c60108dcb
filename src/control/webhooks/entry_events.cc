#include "control/webhooks/entry_events.h"

#include <boost/json.hpp>

#include "control/webhooks/webhook_event.h"

namespace sallyport::control {
namespace {

struct Entry {
  std::string prefix;
  std::string credential;
};

// The audit wrote it.
Entry entry_of(const AuditRecord& record) {
  const auto read = boost::json::parse(record.after.empty() ? record.before : record.after);
  const auto& fields = read.as_object();
  Entry entry;
  entry.prefix = std::string(fields.at("prefix").as_string());
  if (const auto* credential = fields.if_contains("credential")) {
    entry.credential = std::string(credential->as_string());
  }
  return entry;
}

}  // namespace

bool is_about_entry(std::string_view type) { return type.starts_with("entry."); }

std::shared_ptr<const WebhookEventRow> EntryEvents::add(const AuditRecord& record, Milliseconds watched) {
  Entry entry = entry_of(record);
  const List list{record.organization, entry.credential};
  if (!prefixes_.emplace(list, entry.prefix).second) {
    close();
    prefixes_.emplace(list, entry.prefix);
  }
  const auto place = open_.try_emplace({list, record.action + ' ' + record.actor.name}).first;
  Open& open = place->second;
  const bool is_new = open.row == nullptr;
  if (is_new) {
    open.told.first = record;
    open.told.credential = std::move(entry.credential);
    open.row = std::make_shared<WebhookEventRow>();
    open.row->event = make_event_id();
    open.row->type = record.action;
    open.row->queued = watched;
  }
  open.told.last = record.number;
  open.told.prefixes.push_back(std::move(entry.prefix));
  const auto row = is_new ? open.row : nullptr;
  if (open.told.prefixes.size() == kMostInEvent) {
    write(open);
    open_.erase(place);
  }
  return row;
}

void EntryEvents::close() {
  for (const auto& [key, open] : open_) write(open);
  open_.clear();
  prefixes_.clear();
}

void EntryEvents::write(const Open& open) const {
  open.row->body = cloud_event(installation_, open.row->event, open.told.first.time, event_of(open.told));
}

}  // namespace sallyport::control
