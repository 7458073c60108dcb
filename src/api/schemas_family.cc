#include <array>

#include "api/schemas.h"

namespace sallyport::api {
namespace {

constexpr std::array kFamilySchemas{
    Schema{"Sharing", R"({"type":"object","required":["prefix","kind","with","by","created"],)"
                      R"("properties":{"prefix":{"$ref":"#/components/schemas/Prefix"},)"
                      R"("kind":{"$ref":"#/components/schemas/SharedKind"},)"
                      R"("with":{"type":"array","items":{"$ref":"#/components/schemas/Name"},)"
                      R"("description":"Organizations below; empty: all of them, also those to come"},)"
                      R"("by":{"type":"string"},"created":{"$ref":"#/components/schemas/Timestamp"}}})"},
    Schema{"SharedKind", R"({"type":"string","enum":["authorized","denied"]})"},
    Schema{"NewSharing",
           R"({"type":"object","required":["prefix"],)"
           R"("properties":{"prefix":{"$ref":"#/components/schemas/Prefix"},)"
           R"("with":{"type":"array","minItems":1,"items":{"$ref":"#/components/schemas/Name"},)"
           R"("description":"Organizations below; left out: all of them, also those to come"}},)"
           R"("additionalProperties":false})"},
    Schema{"SharingList", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                          R"("items":{"$ref":"#/components/schemas/Sharing"}}}})"},
    Schema{"Received", R"({"type":"object","required":["prefix","kind","from","note"],)"
                       R"("properties":{"prefix":{"$ref":"#/components/schemas/Prefix"},)"
                       R"("kind":{"$ref":"#/components/schemas/SharedKind"},)"
                       R"("from":{"$ref":"#/components/schemas/Name"},"note":{"type":"string"},)"
                       R"("valid_from":{"$ref":"#/components/schemas/Timestamp"},)"
                       R"("valid_until":{"$ref":"#/components/schemas/Timestamp"}}})"},
    Schema{"ReceivedPage", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                           R"("items":{"$ref":"#/components/schemas/Received"}},"next":{"type":"string",)"
                           R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{"EnforcedMode", R"({"type":"string","enum":["learning","blocking"],)"
                           R"("description":"The least strict mode that may be in force"})"},
    Schema{"NewEnforcement", R"({"type":"object","required":["mode"],)"
                             R"("properties":{"mode":{"$ref":"#/components/schemas/EnforcedMode"}},)"
                             R"("additionalProperties":false})"},
    Schema{"ChannelEnforcement", R"({"type":"object","required":["channel"],)"
                                 R"("properties":{"channel":{"$ref":"#/components/schemas/Channel"},)"
                                 R"("mode":{"$ref":"#/components/schemas/EnforcedMode",)"
                                 R"("description":"Missing: nothing is demanded"},)"
                                 R"("would_have_blocked":{"$ref":"#/components/schemas/Preview",)"
                                 R"("description":"Answered to a demand or its preview"}}})"},
    Schema{"Enforcement", R"({"type":"object","required":["api","smtp"],)"
                          R"("properties":{"api":{"$ref":"#/components/schemas/ChannelEnforcement"},)"
                          R"("smtp":{"$ref":"#/components/schemas/ChannelEnforcement"},)"
                          R"("would_have_blocked":{"$ref":"#/components/schemas/Preview",)"
                          R"("description":"Answered to a demand or its preview"}}})"},
};

}  // namespace

std::span<const Schema> family_schemas() { return kFamilySchemas; }

}  // namespace sallyport::api
