#include "api/openapi/openapi_webhooks.h"

#include "api/openapi/openapi_components.h"
#include "control/webhooks/event_types.h"

namespace sallyport::api {
namespace {

void write_event(JsonWriter& json, const control::EventType& event) {
  json.begin_object().key("post").begin_object().field("summary", event.description);
  json.key("security").begin_array().end_array();
  json.key("requestBody").begin_object().flag("required", true).key("content").begin_object();
  json.key("application/cloudevents+json").begin_object().key("schema").begin_object();
  json.key("allOf").begin_array();
  json.begin_object().field("$ref", schema_reference("CloudEvent")).end_object();
  json.begin_object().key("properties").begin_object().key("data").begin_object();
  json.field("$ref", schema_reference(event.data->name)).end_object().end_object().end_object();
  json.end_array().end_object().end_object().end_object().end_object();
  json.key("responses").begin_object();
  json.key("2XX").begin_object().field("description", "It was taken").end_object();
  json.key("410").begin_object();
  json.field("description", "The receiver wants no events any more: the webhook is disabled").end_object();
  json.key("default").begin_object();
  json.field("description", "It is sent again later, with the same id; those behind it wait").end_object();
  json.end_object().end_object().end_object();
}

}  // namespace

void write_webhooks(JsonWriter& json) {
  json.key("webhooks").begin_object();
  for (const control::EventType& event : control::event_types()) write_event(json.key(event.type), event);
  json.end_object();
}

}  // namespace sallyport::api
