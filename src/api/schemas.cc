#include "api/schemas.h"

#include <array>

namespace sallyport::api {
namespace {

constexpr std::array kSchemas{
    Schema{"Name", R"({"type":"string","minLength":1,"maxLength":100,)"
                   R"("description":"At most 100 bytes of UTF-8, without control characters and '/'"})"},
    Schema{"Timestamp", R"({"type":"string","format":"date-time","description":"RFC 3339"})"},
    Schema{"Duration", R"({"type":"string","pattern":"^[0-9]+[smhd]$",)"
                       R"("description":"A whole number of seconds, minutes, hours or days, such as 30d"})"},
    Schema{"Address", R"({"type":"string","description":"An IPv4 or IPv6 address"})"},
    Schema{
        "Prefix",
        R"({"type":"string",)"
        R"("description":"An IPv4 or IPv6 address, or a network such as 192.0.2.0/24; host bits are refused"})"},
    Schema{"Channel", R"({"type":"string","enum":["api","smtp"]})"},
    Schema{"Mode", R"({"type":"string","enum":["off","learning","blocking"],)"
                   R"("description":"What happens to unknown addresses"})"},
    Schema{"Permission", R"({"type":"string","enum":["owner","authorized_ips","read"]})"},
    Schema{"AlertState", R"({"type":"string","enum":["open","authorized","denied"]})"},
    Schema{"Reason",
           R"({"type":"string","enum":["no_snapshot","unknown_credential","unknown_address","denied",)"
           R"("authorized","learned","protection_off","dry_run"]})"},
    Schema{"Verdict", R"({"type":"string","enum":["deny","allow"]})"},
    Schema{"Organization", R"({"type":"object","required":["name","created"],)"
                           R"("properties":{"name":{"$ref":"#/components/schemas/Name"},)"
                           R"("created":{"$ref":"#/components/schemas/Timestamp"}}})"},
    Schema{"NewOrganization",
           R"({"type":"object","required":["name"],)"
           R"("properties":{"name":{"$ref":"#/components/schemas/Name"}},"additionalProperties":false})"},
    Schema{"OrganizationPage",
           R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
           R"("items":{"$ref":"#/components/schemas/Organization"}},"next":{"type":"string",)"
           R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{"Member", R"({"type":"object","required":["email","permissions"],)"
                     R"("properties":{"email":{"type":"string"},"permissions":{"type":"array",)"
                     R"("items":{"$ref":"#/components/schemas/Permission"}}}})"},
    Schema{"NewMember", R"({"type":"object","required":["email"],"properties":{"email":{"type":"string",)"
                        R"("maxLength":254},"permissions":{"type":"array",)"
                        R"("items":{"$ref":"#/components/schemas/Permission"},"default":[]}},)"
                        R"("additionalProperties":false})"},
    Schema{"MemberList", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                         R"("items":{"$ref":"#/components/schemas/Member"}}}})"},
    Schema{"Credential", R"({"type":"object","required":["name","channel","created"],)"
                         R"("properties":{"name":{"$ref":"#/components/schemas/Name"},)"
                         R"("channel":{"$ref":"#/components/schemas/Channel"},)"
                         R"("created":{"$ref":"#/components/schemas/Timestamp"},)"
                         R"("last_used":{"$ref":"#/components/schemas/Timestamp"}}})"},
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
    Schema{"Protection",
           R"({"type":"object","required":["channel","mode","dry_run","quiet_period","learned_ipv4",)"
           R"("learned_ipv6","inherited","seen_since"],)"
           R"("properties":{"channel":{"$ref":"#/components/schemas/Channel"},)"
           R"("mode":{"$ref":"#/components/schemas/Mode"},"dry_run":{"type":"boolean"},)"
           R"("quiet_period":{"$ref":"#/components/schemas/Duration"},)"
           R"("learned_ipv4":{"type":"integer","minimum":0},"learned_ipv6":{"type":"integer",)"
           R"("minimum":0},"inherited":{"type":"boolean",)"
           R"("description":"A credential without a protection of its own shows its organization's"},)"
           R"("quiet_for":{"$ref":"#/components/schemas/Duration",)"
           R"("description":"While learning: how long no new network was learned"},)"
           R"("seen_since":{"type":"boolean",)"
           R"("description":"A known address was used since the last new network"}}})"},
    Schema{"Protections", R"({"type":"object","required":["api","smtp"],)"
                          R"("properties":{"api":{"$ref":"#/components/schemas/Protection"},)"
                          R"("smtp":{"$ref":"#/components/schemas/Protection"}}})"},
    Schema{"ProtectionChange",
           R"({"type":"object","required":[],)"
           R"("properties":{"mode":{"$ref":"#/components/schemas/Mode"},"dry_run":{"type":"boolean"},)"
           R"("quiet_period":{"$ref":"#/components/schemas/Duration"},)"
           R"("learned_ipv4":{"type":"integer","minimum":8,"maximum":32},)"
           R"("learned_ipv6":{"type":"integer","minimum":32,"maximum":128}},)"
           R"("additionalProperties":false,"minProperties":1})"},
    Schema{"Entry",
           R"({"type":"object","required":["prefix","source","note","by","created","hits"],)"
           R"("properties":{"prefix":{"$ref":"#/components/schemas/Prefix"},"source":{"type":"string",)"
           R"("enum":["manual","learned"]},"note":{"type":"string","maxLength":500},)"
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
    Schema{"EntryList", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                        R"("items":{"$ref":"#/components/schemas/Entry"}}}})"},
    Schema{"EntryPage", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                        R"("items":{"$ref":"#/components/schemas/Entry"}},"next":{"type":"string",)"
                        R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{"Removal",
           R"({"type":"object","required":["still_allowed_by"],)"
           R"("properties":{"still_allowed_by":{"type":"array",)"
           R"("items":{"$ref":"#/components/schemas/Prefix"},)"
           R"("description":"Authorized prefixes that still contain it, in the lists that apply"}}})"},
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
                       R"("entry_of":{"type":"string","enum":["organization","credential"]},)"
                       R"("generation":{"type":"integer","minimum":0}}})"},
    Schema{"Alert",
           R"({"type":"object","required":["id","organization","network","address","credential",)"
           R"("channel","first_seen","last_seen","count","state"],)"
           R"("properties":{"id":{"type":"integer","minimum":1},)"
           R"("organization":{"$ref":"#/components/schemas/Name"},)"
           R"("network":{"$ref":"#/components/schemas/Prefix"},)"
           R"("address":{"$ref":"#/components/schemas/Address"},"credential":{"type":"string"},)"
           R"("channel":{"$ref":"#/components/schemas/Channel"},)"
           R"("first_seen":{"$ref":"#/components/schemas/Timestamp"},)"
           R"("last_seen":{"$ref":"#/components/schemas/Timestamp"},"count":{"type":"integer",)"
           R"("minimum":0},"state":{"$ref":"#/components/schemas/AlertState"},)"
           R"("answered_by":{"type":"string"},"answered":{"$ref":"#/components/schemas/Timestamp"}}})"},
    Schema{"AlertPage", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                        R"("items":{"$ref":"#/components/schemas/Alert"}},"next":{"type":"string",)"
                        R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{"Answer", R"({"type":"object","required":["action"],"properties":{"action":{"type":"string",)"
                     R"("enum":["authorize","deny"]}},"additionalProperties":false})"},
    Schema{"AnswerForm",
           R"({"type":"object","required":["confirm"],"properties":{"confirm":{"type":"string",)"
           R"("enum":["yes"]}},"additionalProperties":false})"},
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
    Schema{"AuditVerification",
           R"({"type":"object","required":["intact"],"properties":{"intact":{"type":"boolean"},)"
           R"("records":{"type":"integer","minimum":0},"problem":{"type":"string",)"
           R"("description":"Where the chain does not fit"}}})"},
    Schema{"OpenApi", R"({"type":"object","required":["openapi","info","paths"]})"},
    Schema{"ErrorCode",
           R"({"type":"string","enum":["malformed_address","host_bits_set","malformed_request",)"
           R"("invalid_setting","too_many_entries","unknown_organization","unknown_credential",)"
           R"("unknown_member","not_found","duplicate","forbidden","unauthenticated","expired_token",)"
           R"("used_token","storage_full","unavailable","newer_version","already_running","corrupted",)"
           R"("internal"]})"},
    Schema{"Problem",
           R"({"type":"object","required":["type","title","status","detail","code"],)"
           R"("properties":{"type":{"type":"string",)"
           R"("description":"urn:sallyport:problem: and the code"},"title":{"type":"string"},)"
           R"("status":{"type":"integer","minimum":400,"maximum":599},"detail":{"type":"string",)"
           R"("description":"What is wrong and what to do"},)"
           R"("code":{"$ref":"#/components/schemas/ErrorCode"},"errors":{"type":"array",)"
           R"("description":"One for each entry of the request that is wrong; nothing was changed",)"
           R"("items":{"$ref":"#/components/schemas/LineError"}},"more_errors":{"type":"integer",)"
           R"("minimum":0}}})"},
    Schema{"LineError", R"({"type":"object","required":["index","input","code","detail"],)"
                        R"("properties":{"index":{"type":"integer","minimum":0},"input":{"type":"string"},)"
                        R"("code":{"$ref":"#/components/schemas/ErrorCode"},"detail":{"type":"string"}}})"},
};

}  // namespace

std::span<const Schema> schemas() { return kSchemas; }

}  // namespace sallyport::api
