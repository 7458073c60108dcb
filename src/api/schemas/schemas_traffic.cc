#include <array>

#include "api/schemas/schemas.h"

namespace sallyport::api {
namespace {

// What an alert is, without the end of the object.
#define ALERT                                                                             \
  R"({"type":"object","required":["id","organization","network","address","credential",)" \
  R"("channel","first_seen","last_seen","count","state"],)"                               \
  R"("properties":{"id":{"type":"integer","minimum":1},)"                                 \
  R"("organization":{"$ref":"#/components/schemas/Name"},)"                               \
  R"("network":{"$ref":"#/components/schemas/Prefix"},)"                                  \
  R"("address":{"$ref":"#/components/schemas/Address"},"credential":{"type":"string"},)"  \
  R"("channel":{"$ref":"#/components/schemas/Channel"},)"                                 \
  R"("first_seen":{"$ref":"#/components/schemas/Timestamp"},)"                            \
  R"("last_seen":{"$ref":"#/components/schemas/Timestamp"},"count":{"type":"integer",)"   \
  R"("minimum":0},"state":{"$ref":"#/components/schemas/AlertState"},)"                   \
  R"("answered_by":{"type":"string"},"answered":{"$ref":"#/components/schemas/Timestamp"})"

constexpr std::array kTrafficSchemas{
    Schema{"UnauthorizedAddress",
           R"({"type":"object","required":["address","credential","channel","first_seen","last_seen",)"
           R"("count"],"properties":{"address":{"$ref":"#/components/schemas/Address"},)"
           R"("credential":{"type":"string"},"channel":{"$ref":"#/components/schemas/Channel"},)"
           R"("first_seen":{"$ref":"#/components/schemas/Timestamp"},)"
           R"("last_seen":{"$ref":"#/components/schemas/Timestamp"},"count":{"type":"integer",)"
           R"("minimum":0}}})"},
    Schema{"UnauthorizedPage",
           R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
           R"("items":{"$ref":"#/components/schemas/UnauthorizedAddress"}},"next":{"type":"string",)"
           R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{"Activity",
           R"({"type":"object","required":["address","credential","verdict","reason","first_seen",)"
           R"("last_seen","count"],"properties":{"address":{"$ref":"#/components/schemas/Address"},)"
           R"("credential":{"type":"string"},"verdict":{"$ref":"#/components/schemas/Verdict"},)"
           R"("reason":{"$ref":"#/components/schemas/Reason"},)"
           R"("first_seen":{"$ref":"#/components/schemas/Timestamp"},)"
           R"("last_seen":{"$ref":"#/components/schemas/Timestamp"},"count":{"type":"integer",)"
           R"("minimum":0}}})"},
    Schema{"ActivityPage", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                           R"("items":{"$ref":"#/components/schemas/Activity"}},"next":{"type":"string",)"
                           R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{"Decision", R"({"type":"object","required":["verdict","reason","cause","channel","generation"],)"
                       R"("properties":{"verdict":{"$ref":"#/components/schemas/Verdict"},)"
                       R"("reason":{"$ref":"#/components/schemas/Reason"},)"
                       R"("cause":{"$ref":"#/components/schemas/Reason",)"
                       R"("description":"The reason as if dry_run were off"},)"
                       R"("channel":{"$ref":"#/components/schemas/Channel"},)"
                       R"("entry":{"$ref":"#/components/schemas/Prefix","description":"What matched"},)"
                       R"("entry_of":{"type":"string","enum":["organization","credential","ancestor"]},)"
                       R"("generation":{"type":"integer","minimum":0}}})"},
    Schema{"Alert", ALERT R"(}})"},
    Schema{"AnsweredAlert", ALERT R"(,"rotation":{"$ref":"#/components/schemas/Rotation"}}})"},
    Schema{"AlertPage", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                        R"("items":{"$ref":"#/components/schemas/Alert"}},"next":{"type":"string",)"
                        R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{"Answer",
           R"({"type":"object","required":["action"],"properties":{"action":{"type":"string",)"
           R"("enum":["authorize","deny","deactivate"]},"network":{"type":"boolean","default":false,)"
           R"("description":"Of the alert's whole network, not only of its address"},)"
           R"("rotate":{"type":"boolean","default":true,)"
           R"("description":"With deny: the credential too"}},"additionalProperties":false})"},
    Schema{"AnswerForm",
           R"({"type":"object","required":["confirm"],"properties":{"confirm":{"type":"string",)"
           R"("enum":["yes"]},"where":{"type":"string","enum":["address","network"]},)"
           R"("password":{"type":"string","maxLength":1024}},"additionalProperties":false})"},
    Schema{"AuditRecord",
           R"({"type":"object","required":["number","time","actor","action","before","after","hash"],)"
           R"("properties":{"number":{"type":"integer","minimum":1},)"
           R"("time":{"$ref":"#/components/schemas/Timestamp"},"actor":{"type":"string"},)"
           R"("from":{"$ref":"#/components/schemas/Address"},"organization":{"type":"string"},)"
           R"("action":{"type":"string"},"before":{"type":["object","null"]},)"
           R"("after":{"type":["object","null"]},"hash":{"type":"string"}}})"},
    Schema{"AuditPage", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                        R"("items":{"$ref":"#/components/schemas/AuditRecord"}},"next":{"type":"string",)"
                        R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{"AuditAnchor", R"({"type":"object","required":["number","hash","time"],"properties":{)"
                          R"("number":{"type":"integer","minimum":1},"hash":{"type":"string"},)"
                          R"("time":{"$ref":"#/components/schemas/Timestamp"}}})"},
    Schema{"AuditVerification",
           R"({"type":"object","required":["intact"],"properties":{"intact":{"type":"boolean"},)"
           R"("records":{"type":"integer","minimum":0},"problem":{"type":"string",)"
           R"("description":"Where the chain does not fit"}}})"},
};

}  // namespace

std::span<const Schema> traffic_schemas() { return kTrafficSchemas; }

}  // namespace sallyport::api
