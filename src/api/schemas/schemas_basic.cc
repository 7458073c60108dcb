#include <array>

#include "api/schemas/schemas.h"

namespace sallyport::api {
namespace {

constexpr std::array kBasicSchemas{
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
    Schema{"Permission", R"({"type":"string","enum":["owner","authorized_ips","read","audit"]})"},
    Schema{"AlertState", R"({"type":"string","enum":["open","authorized","denied","deactivated"]})"},
    Schema{"Reason",
           R"({"type":"string","enum":["no_snapshot","unknown_credential","unknown_address","denied",)"
           R"("authorized","learned","protection_off","dry_run","shared","catalog"]})"},
    Schema{"Verdict", R"({"type":"string","enum":["deny","allow"]})"},
    Schema{"OpenApi", R"({"type":"object","required":["openapi","info","paths"]})"},
    Schema{
        "ErrorCode",
        R"({"type":"string","enum":["malformed_address","host_bits_set","malformed_host","malformed_request",)"
        R"("malformed_catalog","malformed_feed","malformed_list","unknown_cell","cannot_say","held",)"
        R"("invalid_setting","too_many_entries","unknown_organization","unknown_credential",)"
        R"("unknown_member","not_found","duplicate","forbidden","unauthenticated","expired_token",)"
        R"("used_token","lockout_risk","enforced_by_parent","precondition_failed","rate_limited",)"
        R"("answer_lost","key_reused","storage_full","unavailable","newer_version","already_running","corrupted",)"
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
           R"("minimum":0},"would_block":{"type":"array","description":"The proof of lockout_risk",)"
           R"("items":{"$ref":"#/components/schemas/WouldBlock"}},"would_block_total":{"type":"integer",)"
           R"("minimum":0}}})"},
    Schema{"LineError",
           R"({"type":"object","required":["code","detail"],)"
           R"("properties":{"index":{"type":"integer","minimum":0},"line":{"type":"integer","minimum":1,)"
           R"("description":"Of a text"},"input":{"type":"string"},"pointer":{"type":"string",)"
           R"("description":"Of a policy document: where it stands in the request, as a JSON pointer"},)"
           R"("code":{"$ref":"#/components/schemas/ErrorCode"},"detail":{"type":"string"}}})"},
};

}  // namespace

std::span<const Schema> basic_schemas() { return kBasicSchemas; }

}  // namespace sallyport::api
