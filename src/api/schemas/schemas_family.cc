#include <array>

#include "api/schemas/schemas.h"

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
           R"({"type":"object","description":"Exactly one of prefix and prefixes; with prefix the answer is )"
           R"(its sharing","properties":{"prefix":{"$ref":"#/components/schemas/Prefix"},)"
           R"("prefixes":{"type":"array","minItems":1,"maxItems":100000,)"
           R"("items":{"$ref":"#/components/schemas/Prefix"}},)"
           R"("with":{"type":"array","minItems":1,"items":{"$ref":"#/components/schemas/Name"},)"
           R"("description":"Organizations below; left out: all of them, also those to come"}},)"
           R"("additionalProperties":false,"oneOf":[{"required":["prefix"]},{"required":["prefixes"]}]})"},
    Schema{"Shared",
           R"({"description":"The sharing where one was asked for by prefix, otherwise all of them",)"
           R"("oneOf":[{"$ref":"#/components/schemas/Sharing"},)"
           R"({"$ref":"#/components/schemas/SharingPage"}]})"},
    Schema{
        "EndOfSharing",
        R"({"type":"object","required":["prefixes"],"properties":{"prefixes":{"type":"array",)"
        R"("minItems":1,"maxItems":100000,"items":{"$ref":"#/components/schemas/Prefix"}},)"
        R"("keep":{"type":"boolean","default":false,)"
        R"("description":"Whoever had them keeps them, as entries of their own with the source `shared`"},)"
        R"("force":{"type":"boolean","default":false,)"
        R"("description":"Also where they let somebody in during the last 7 days"}},)"
        R"("additionalProperties":false})"},
    Schema{"SharingPage", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                          R"("items":{"$ref":"#/components/schemas/Sharing"}},"next":{"type":"string",)"
                          R"("description":"The cursor of the next page, where there is one"}}})"},
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
