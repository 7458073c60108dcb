#include <vector>

#include "api/schemas/schemas.h"
#include "control/webhooks/event_types.h"

namespace sallyport::api {
namespace {

constexpr Schema kOwn[] = {
    Schema{"Webhook",
           R"({"type":"object","required":["id","url","events","by","created","waiting"],)"
           R"("properties":{"id":{"type":"integer","minimum":1},)"
           R"("organization":{"$ref":"#/components/schemas/Name"},"url":{"type":"string"},)"
           R"("events":{"type":"array","items":{"type":"string"},)"
           R"("description":"What it hears of, such as entry.authorized or entry.*; empty: everything"},)"
           R"("by":{"type":"string"},"created":{"$ref":"#/components/schemas/Timestamp"},)"
           R"("waiting":{"type":"integer","minimum":0,"description":"Events that are to be sent"},)"
           R"("failing_since":{"$ref":"#/components/schemas/Timestamp",)"
           R"("description":"Its receiver has taken nothing since"},)"
           R"("disabled":{"$ref":"#/components/schemas/Timestamp",)"
           R"("description":"By a person, or its receiver answered 410 Gone: it hears nothing"}}})"},
    Schema{"NewWebhook",
           R"({"type":"object","required":["url"],"properties":{"url":{"type":"string","maxLength":2000,)"
           R"("description":"http or https, without a user or password"},)"
           R"("events":{"type":"array","maxItems":50,"items":{"type":"string"},"default":[],)"
           R"("description":"What it hears of, such as entry.authorized or entry.*; empty: everything"}},)"
           R"("additionalProperties":false})"},
    Schema{
        "WebhookChange",
        R"({"type":"object","description":"What is left out stays",)"
        R"("properties":{"url":{"type":"string","maxLength":2000,)"
        R"("description":"http or https, without a user or password"},)"
        R"("events":{"type":"array","maxItems":50,"items":{"type":"string"},)"
        R"("description":"What it hears of, such as entry.authorized or entry.*; empty: everything"},)"
        R"("enabled":{"type":"boolean","description":"false: it hears nothing, and what waited is gone"}},)"
        R"("additionalProperties":false})"},
    Schema{"CreatedWebhook",
           R"({"type":"object","required":["webhook","secret"],)"
           R"("properties":{"webhook":{"$ref":"#/components/schemas/Webhook"},)"
           R"("secret":{"type":"string","description":"whsec_ and base64; shown this once"}}})"},
    Schema{"WebhookPage", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                          R"("items":{"$ref":"#/components/schemas/Webhook"}},"next":{"type":"string",)"
                          R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{"WebhookSecretRotation", R"({"type":"object","required":["overlap"],)"
                                    R"("properties":{"overlap":{"$ref":"#/components/schemas/Duration",)"
                                    R"("description":"For so long the former secret signs too: 0s to 30d"}},)"
                                    R"("additionalProperties":false})"},
    Schema{"WebhookSecret", R"({"type":"object","required":["secret"],)"
                            R"("properties":{"secret":{"type":"string","description":"Shown this once"},)"
                            R"("former_until":{"$ref":"#/components/schemas/Timestamp",)"
                            R"("description":"The former one signs too until then"}}})"},
    Schema{"WebhookAttempt",
           R"({"type":"object","required":["event","type","time","attempt","duration_ms"],)"
           R"("properties":{"event":{"type":"string","description":"Its id, the same at every attempt"},)"
           R"("type":{"type":"string"},"time":{"$ref":"#/components/schemas/Timestamp"},)"
           R"("attempt":{"type":"integer","minimum":1},)"
           R"("status":{"type":"integer","minimum":100,"maximum":999,)"
           R"("description":"Of the answer, where there was one"},)"
           R"("failure":{"type":"string","description":"Where it was not taken"},)"
           R"("duration_ms":{"type":"integer","minimum":0}}})"},
    Schema{"WebhookAttemptPage",
           R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
           R"("items":{"$ref":"#/components/schemas/WebhookAttempt"}},"next":{"type":"string",)"
           R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{"CloudEvent",
           R"({"type":"object","required":["specversion","id","source","type","time","datacontenttype",)"
           R"("data"],"description":"CloudEvents 1.0, signed after Standard Webhooks",)"
           R"("properties":{"specversion":{"type":"string","enum":["1.0"]},)"
           R"("id":{"type":"string","description":"The same at every attempt, and in webhook-id"},)"
           R"("source":{"type":"string","description":"urn:sallyport: and the installation"},)"
           R"("type":{"type":"string"},)"
           R"("subject":{"type":"string","description":"The organization, where it concerns one"},)"
           R"("time":{"$ref":"#/components/schemas/Timestamp"},)"
           R"("datacontenttype":{"type":"string","enum":["application/json"]},)"
           R"("data":{"type":"object"}}})"},
};

}  // namespace

// What events hold is described where they are listed.
std::span<const Schema> webhooks_schemas() {
  static const std::vector<Schema> all = [] {
    std::vector<Schema> rows(std::begin(kOwn), std::end(kOwn));
    for (const auto* data : control::event_data()) rows.push_back({data->name, data->schema});
    return rows;
  }();
  return all;
}

}  // namespace sallyport::api
