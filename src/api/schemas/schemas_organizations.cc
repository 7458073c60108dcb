#include <array>

#include "api/schemas/schemas.h"

namespace sallyport::api {
namespace {

constexpr std::array kOrganizationsSchemas{
    Schema{"Organization", R"({"type":"object","required":["name","created"],)"
                           R"("properties":{"name":{"$ref":"#/components/schemas/Name"},)"
                           R"("parent":{"$ref":"#/components/schemas/Name",)"
                           R"("description":"The organization above it; missing: none"},)"
                           R"("created":{"$ref":"#/components/schemas/Timestamp"}}})"},
    Schema{"NewOrganization", R"({"type":"object","required":["name"],)"
                              R"("properties":{"name":{"$ref":"#/components/schemas/Name"},)"
                              R"("parent":{"$ref":"#/components/schemas/Name",)"
                              R"("description":"The organization above it, for good; left out: none"}},)"
                              R"("additionalProperties":false})"},
    Schema{"OrganizationPage",
           R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
           R"("items":{"$ref":"#/components/schemas/Organization"}},"next":{"type":"string",)"
           R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{"Member", R"({"type":"object","required":["email","permissions"],)"
                     R"("properties":{"email":{"type":"string"},"permissions":{"type":"array",)"
                     R"("items":{"$ref":"#/components/schemas/Permission"}}}})"},
    Schema{"NewMember", R"({"type":"object","required":["email"],"properties":{"email":{"type":"string",)"
                        R"("maxLength":254},"permissions":{"type":"array",)"
                        R"("items":{"$ref":"#/components/schemas/Permission"},"default":[]},)"
                        R"("language":{"$ref":"#/components/schemas/Language",)"
                        R"("description":"Counts only for somebody who is new to the installation"}},)"
                        R"("additionalProperties":false})"},
    Schema{"MemberPage", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                         R"("items":{"$ref":"#/components/schemas/Member"}},"next":{"type":"string",)"
                         R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{"Credential", R"({"type":"object","required":["name","channel","created"],)"
                         R"("properties":{"name":{"$ref":"#/components/schemas/Name"},)"
                         R"("channel":{"$ref":"#/components/schemas/Channel"},)"
                         R"("created":{"$ref":"#/components/schemas/Timestamp"},)"
                         R"("last_used":{"$ref":"#/components/schemas/Timestamp"},)"
                         R"("made_here":{"type":"boolean","description":"Sallyport made its secret; )"
                         R"(otherwise the platform owns the key"},)"
                         R"("rotated":{"$ref":"#/components/schemas/Timestamp"}}})"},
    Schema{
        "NewRotation",
        R"({"type":"object","required":[],)"
        R"("properties":{"grace":{"$ref":"#/components/schemas/Duration",)"
        R"("description":"How long the former secret still works, from its authorized addresses only; )"
        R"(at most 30d, not at all when left out"},"fingerprint":{"type":"string",)"
        R"("pattern":"^[0-9a-f]{32}$","description":"Of the new secret, where the platform owns the key"}},)"
        R"("additionalProperties":false})"},
    Schema{
        "Rotation",
        R"({"type":"object","required":["credential","requested"],)"
        R"("properties":{"credential":{"$ref":"#/components/schemas/Credential"},)"
        R"("secret":{"type":"string","description":"The new one, shown this once; it is not stored"},)"
        R"("former_until":{"$ref":"#/components/schemas/Timestamp",)"
        R"("description":"Until when the former secret works"},"requested":{"type":"boolean",)"
        R"("description":"A request to rotate it waits to be delivered to a webhook of the platform, which owns the key"}}})"},
    Schema{"NewCredential",
           R"({"type":"object","required":["name","channel"],)"
           R"("properties":{"name":{"$ref":"#/components/schemas/Name"},)"
           R"("channel":{"$ref":"#/components/schemas/Channel"},"fingerprint":{"type":"string",)"
           R"("pattern":"^[0-9a-f]{32}$","description":"Of a secret that the platform keeps itself"}},)"
           R"("additionalProperties":false})"},
    Schema{"CreatedCredential",
           R"({"type":"object","required":["credential"],)"
           R"("properties":{"credential":{"$ref":"#/components/schemas/Credential"},)"
           R"("secret":{"type":"string","description":"Shown this once; it is not stored"}}})"},
    Schema{"CredentialPage", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                             R"("items":{"$ref":"#/components/schemas/Credential"}},"next":{"type":"string",)"
                             R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{
        "Protection",
        R"({"type":"object","required":["channel","mode","dry_run","quiet_period","learned_ipv4",)"
        R"("learned_ipv6","inherited","in_force","seen_since"],)"
        R"("properties":{"channel":{"$ref":"#/components/schemas/Channel"},)"
        R"("mode":{"$ref":"#/components/schemas/Mode"},"dry_run":{"type":"boolean"},)"
        R"("in_force":{"$ref":"#/components/schemas/Mode",)"
        R"("description":"The stricter of mode and enforced; dry_run does not count under what is enforced"},)"
        R"("enforced":{"$ref":"#/components/schemas/EnforcedMode",)"
        R"("description":"What organizations above demand; missing: nothing"},)"
        R"("enforced_by":{"$ref":"#/components/schemas/Name"},)"
        R"("quiet_period":{"$ref":"#/components/schemas/Duration"},)"
        R"("learned_ipv4":{"type":"integer","minimum":0},"learned_ipv6":{"type":"integer",)"
        R"("minimum":0},"inherited":{"type":"boolean",)"
        R"("description":"A credential without a protection of its own shows its organization's"},)"
        R"("quiet_for":{"$ref":"#/components/schemas/Duration",)"
        R"("description":"While learning: how long no new network was learned"},)"
        R"("seen_since":{"type":"boolean",)"
        R"("description":"A known address was used since the last new network"},)"
        R"("would_have_blocked":{"$ref":"#/components/schemas/Preview",)"
        R"("description":"Answered to a change or a preview that may block more than before"}}})"},
    Schema{"Protections", R"({"type":"object","required":["api","smtp"],)"
                          R"("properties":{"api":{"$ref":"#/components/schemas/Protection"},)"
                          R"("smtp":{"$ref":"#/components/schemas/Protection"},)"
                          R"("would_have_blocked":{"$ref":"#/components/schemas/Preview"}}})"},
    Schema{"ProtectionChange",
           R"({"type":"object","required":[],)"
           R"("properties":{"mode":{"$ref":"#/components/schemas/Mode"},"dry_run":{"type":"boolean"},)"
           R"("quiet_period":{"$ref":"#/components/schemas/Duration"},)"
           R"("learned_ipv4":{"type":"integer","minimum":8,"maximum":32},)"
           R"("learned_ipv6":{"type":"integer","minimum":32,"maximum":128},)"
           R"("after_learning":{"type":"string","enum":["blocking"],)"
           R"("description":"What learning ends in; this version knows no other"}},)"
           R"("additionalProperties":false,"minProperties":1})"},
};

}  // namespace

std::span<const Schema> organizations_schemas() { return kOrganizationsSchemas; }

}  // namespace sallyport::api
