// Everything that webhooks are told: one table, from which the OpenAPI document's `webhooks`, the check of a
// webhook's choice and the reference are made.
//
// Thread safety: immutable.
// Invariants: every action that is audited stands here; a type is "thing.happening".
#pragma once

#include <span>
#include <string_view>

namespace sallyport::control {

// What the field `data` of an event holds.
struct EventData {
  std::string_view name;    // of the schema
  std::string_view schema;  // JSON Schema, without references
};

struct EventType {
  std::string_view type;
  std::string_view description;
  const EventData* data = nullptr;
};

std::span<const EventType> event_types();
std::span<const EventData* const> event_data();  // each once

// Whether `choice` is a type, or the first word of some and ".*".
bool is_event_choice(std::string_view choice);
// Whether the choice takes the type in.
bool chooses(std::string_view choice, std::string_view type);

}  // namespace sallyport::control
