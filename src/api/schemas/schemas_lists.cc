#include <array>

#include "api/schemas/schemas.h"

namespace sallyport::api {
namespace {

constexpr std::array kListsSchemas{
    Schema{"Entry",
           R"({"type":"object","required":["prefix","source","note","by","created","hits"],)"
           R"("properties":{"prefix":{"$ref":"#/components/schemas/Prefix"},"source":{"type":"string",)"
           R"("enum":["manual","learned","shared","catalog"]},"note":{"type":"string","maxLength":500},)"
           R"("by":{"type":"string"},"created":{"$ref":"#/components/schemas/Timestamp"},)"
           R"("valid_from":{"$ref":"#/components/schemas/Timestamp",)"
           R"("description":"Inclusive; missing: always"},)"
           R"("valid_until":{"$ref":"#/components/schemas/Timestamp",)"
           R"("description":"Exclusive; missing: for ever"},)"
           R"("first_seen":{"$ref":"#/components/schemas/Timestamp"},)"
           R"("last_seen":{"$ref":"#/components/schemas/Timestamp"},"hits":{"type":"integer",)"
           R"("minimum":0}}})"},
    Schema{"NewEntry",
           R"({"type":"object","required":["prefix"],)"
           R"("properties":{"prefix":{"$ref":"#/components/schemas/Prefix"},"note":{"type":"string",)"
           R"("maxLength":500},"valid_from":{"$ref":"#/components/schemas/Timestamp"},)"
           R"("valid_until":{"$ref":"#/components/schemas/Timestamp"}},"additionalProperties":false})"},
    Schema{
        "NewEntries",
        R"({"type":"object",)"
        R"("description":"Exactly one of prefix, prefixes and entries; note, valid_from and valid_until go with the first two",)"
        R"("properties":{"prefix":{"$ref":"#/components/schemas/Prefix"},"note":{"type":"string",)"
        R"("maxLength":500},"valid_from":{"$ref":"#/components/schemas/Timestamp"},)"
        R"("valid_until":{"$ref":"#/components/schemas/Timestamp"},"prefixes":{"type":"array",)"
        R"("minItems":1,"items":{"$ref":"#/components/schemas/Prefix"}},"entries":{"type":"array",)"
        R"("minItems":1,"items":{"$ref":"#/components/schemas/NewEntry"}}},)"
        R"("additionalProperties":false,"oneOf":[{"required":["prefix"]},{"required":["prefixes"]},)"
        R"({"required":["entries"]}]})"},
    Schema{
        "NewDenials",
        R"({"type":"object",)"
        R"("description":"Exactly one of prefix, prefixes and entries; with prefix the answer is the entry; note, valid_from and valid_until go with the first two",)"
        R"("properties":{"prefix":{"$ref":"#/components/schemas/Prefix"},"note":{"type":"string",)"
        R"("maxLength":500},"valid_from":{"$ref":"#/components/schemas/Timestamp"},)"
        R"("valid_until":{"$ref":"#/components/schemas/Timestamp"},"prefixes":{"type":"array",)"
        R"("minItems":1,"items":{"$ref":"#/components/schemas/Prefix"}},"entries":{"type":"array",)"
        R"("minItems":1,"items":{"$ref":"#/components/schemas/NewEntry"}}},)"
        R"("additionalProperties":false,"oneOf":[{"required":["prefix"]},{"required":["prefixes"]},)"
        R"({"required":["entries"]}]})"},
    Schema{"EntryChange",
           R"({"type":"object","description":"What is missing stays; null takes it away. An entry that a )"
           R"(follow gave is the changer's own from then on",)"
           R"("properties":{"note":{"type":["string","null"],"maxLength":500},)"
           R"("valid_from":{"type":["string","null"],"format":"date-time","description":"Inclusive"},)"
           R"("valid_until":{"type":["string","null"],"format":"date-time","description":"Exclusive"}},)"
           R"("additionalProperties":false})"},
    Schema{"EntryOrPreview", R"({"description":"A preview where it was asked for",)"
                             R"("oneOf":[{"$ref":"#/components/schemas/Entry"},)"
                             R"({"$ref":"#/components/schemas/Preview"}]})"},
    Schema{"Imported",
           R"({"type":"object","required":["items","skipped"],"properties":{"items":{"type":"array",)"
           R"("items":{"$ref":"#/components/schemas/Entry"}},"skipped":{"type":"integer","minimum":0,)"
           R"("description":"Entries that stood there already, with existing=skip"}}})"},
    Schema{"Denials", R"({"description":"The entry where one was given by prefix, otherwise all of them",)"
                      R"("oneOf":[{"$ref":"#/components/schemas/Entry"},)"
                      R"({"$ref":"#/components/schemas/Imported"}]})"},
    Schema{"Covering",
           R"({"type":"object","required":["prefix","kind","source","organization","by","decides"],)"
           R"("properties":{"prefix":{"$ref":"#/components/schemas/Prefix"},"kind":{"type":"string",)"
           R"("enum":["authorized","denied","removed"]},"source":{"type":"string",)"
           R"("enum":["manual","learned","shared","catalog"]},"note":{"type":"string"},)"
           R"("valid_from":{"$ref":"#/components/schemas/Timestamp"},)"
           R"("valid_until":{"$ref":"#/components/schemas/Timestamp"},)"
           R"("organization":{"type":"string","description":"Whose list it stands on"},)"
           R"("credential":{"type":"string","description":"Whose own list; missing: the organization's"},)"
           R"("by":{"type":"string","enum":["own","shared","enforced"],)"
           R"("description":"How it comes to apply"},)"
           R"("decides":{"type":"boolean","description":"It is what a gate goes by, on every channel )"
           R"(that was asked about: the credential's, or both without one"},)"
           R"("decides_on":{"type":"string","enum":["api","smtp"],"description":"It is what a gate goes )"
           R"(by on this channel only, as where protection is enforced on one; then decides is false"}}})"},
    Schema{"Coverage", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                       R"("items":{"$ref":"#/components/schemas/Covering"}}}})"},
    Schema{
        "Hint",
        R"({"type":"object","required":["kind","prefix","text"],"properties":{"kind":{"type":"string",)"
        R"("enum":["wide","one_address","stale","provider"]},"prefix":{"$ref":"#/components/schemas/Prefix"},)"
        R"("credential":{"type":"string","description":"Whose own list; missing: the organization's"},)"
        R"("text":{"type":"string"},"replacement":{"$ref":"#/components/schemas/Prefix"}}})"},
    Schema{"HintList", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                       R"("items":{"$ref":"#/components/schemas/Hint"}}}})"},
    Schema{"Version",
           R"({"type":"object",)"
           R"("description":"One change of the lists, with the last audit record of it that changed one",)"
           R"("required":["number","time","actor","action","before","after","hash","entries"],)"
           R"("properties":{"number":{"type":"integer","minimum":1},)"
           R"("time":{"$ref":"#/components/schemas/Timestamp"},"actor":{"type":"string"},)"
           R"("from":{"$ref":"#/components/schemas/Address"},"organization":{"type":"string"},)"
           R"("action":{"type":"string"},"before":{"type":["object","null"]},)"
           R"("after":{"type":["object","null"]},"hash":{"type":"string"},)"
           R"("entries":{"type":"integer","minimum":0,"description":"How many entries the change put on a )"
           R"(list, changed or took off; those that went with a credential are not counted"}}})"},
    Schema{"VersionPage", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                          R"("items":{"$ref":"#/components/schemas/Version"}},"next":{"type":"string",)"
                          R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{"EntryDifference",
           R"({"type":"object","required":["prefix","before","after"],)"
           R"("properties":{"prefix":{"$ref":"#/components/schemas/Prefix"},"credential":{"type":"string",)"
           R"("description":"Whose own list; missing: the organization's"},)"
           R"("before":{"type":["object","null"]},"after":{"type":["object","null"]}}})"},
    Schema{"DifferenceList", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                             R"("items":{"$ref":"#/components/schemas/EntryDifference"}}}})"},
    Schema{"Rollback",
           R"({"type":"object","required":["to"],"properties":{"to":{"type":"integer",)"
           R"("minimum":0,"description":"A version; 0: before the first"},"force":{"type":"boolean",)"
           R"("default":false}},"additionalProperties":false})"},
    Schema{"EntryPage", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                        R"("items":{"$ref":"#/components/schemas/Entry"}},"next":{"type":"string",)"
                        R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{"WouldBlock",
           R"({"type":"object","required":["organization","credential","address","last_seen","count"],)"
           R"("properties":{"organization":{"$ref":"#/components/schemas/Name"},)"
           R"("credential":{"$ref":"#/components/schemas/Name"},)"
           R"("address":{"$ref":"#/components/schemas/Address"},)"
           R"("last_seen":{"$ref":"#/components/schemas/Timestamp"},"count":{"type":"integer",)"
           R"("minimum":0}}})"},
    Schema{"Preview",
           R"({"type":"object","required":["items","total"],)"
           R"("description":"What was let in during the last 7 days and would be blocked",)"
           R"("properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/WouldBlock"},)"
           R"("maxItems":100,"description":"The latest first"},"total":{"type":"integer","minimum":0}}})"},
    Schema{"RemovalOrPreview", R"({"description":"A preview where it was asked for",)"
                               R"("oneOf":[{"$ref":"#/components/schemas/Removal"},)"
                               R"({"$ref":"#/components/schemas/Preview"}]})"},
    Schema{"Removal",
           R"({"type":"object","required":["still_allowed_by"],)"
           R"("properties":{"still_allowed_by":{"type":"array",)"
           R"("items":{"$ref":"#/components/schemas/Prefix"},)"
           R"("description":"Authorized prefixes that still contain it, in the lists that apply"}}})"},
};

}  // namespace

std::span<const Schema> lists_schemas() { return kListsSchemas; }

}  // namespace sallyport::api
