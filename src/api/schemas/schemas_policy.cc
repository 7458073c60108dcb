#include <array>

#include "api/schemas/schemas.h"

namespace sallyport::api {
namespace {

constexpr std::array kPolicySchemas{
    Schema{
        "PolicyDocument",
        R"({"type":"object","required":["organizations"],"additionalProperties":false,"properties":{)"
        R"("covers":{"type":"string","enum":["named","below","all"],"default":"named","description":)"
        R"("What is told where it stands there and not in the document: other organizations below those )"
        R"(that it names, or any other, in the administrator's documents only"},)"
        R"("organizations":{"type":"array","minItems":1,"items":{"$ref":"#/components/schemas/PolicyOrganization"}}}})"},
    Schema{"PolicyOrganization",
           R"({"type":"object","required":["name"],"additionalProperties":false,"properties":{)"
           R"("name":{"$ref":"#/components/schemas/Name"},"parent":{"$ref":"#/components/schemas/Name"},)"
           R"("enforce":{"type":"object","additionalProperties":false,"properties":{)"
           R"("api":{"type":"string","enum":["learning","blocking","none"]},)"
           R"("smtp":{"type":"string","enum":["learning","blocking","none"]}}},)"
           R"("protection":{"type":"object","additionalProperties":false,"properties":{)"
           R"("api":{"$ref":"#/components/schemas/ProtectionChange"},)"
           R"("smtp":{"$ref":"#/components/schemas/ProtectionChange"}}},)"
           R"("members":{"type":"array","items":{"$ref":"#/components/schemas/NewMember"}},)"
           R"("entries":{"type":"array","items":{"$ref":"#/components/schemas/PolicyEntry"}},)"
           R"("credentials":{"type":"array","items":{"$ref":"#/components/schemas/PolicyCredential"}},)"
           R"("follows":{"type":"array","items":{"$ref":"#/components/schemas/PolicyFollow"}},)"
           R"("prune_learned":{"type":"boolean","default":false,)"
           R"("description":"Pruning takes learned entries, too"}}})"},
    Schema{
        "PolicyEntry",
        R"({"type":"object","required":["prefix"],"additionalProperties":false,"properties":{)"
        R"("prefix":{"$ref":"#/components/schemas/Prefix"},)"
        R"("kind":{"type":"string","enum":["authorized","denied"],"default":"authorized"},)"
        R"("note":{"type":"string","maxLength":500},)"
        R"("valid_from":{"$ref":"#/components/schemas/Timestamp"},)"
        R"("valid_until":{"$ref":"#/components/schemas/Timestamp"},)"
        R"("share":{"description":"With all organizations below, or with these; an organization's entries only",)"
        R"("oneOf":[{"type":"string","enum":["all"]},)"
        R"({"type":"array","minItems":1,"items":{"$ref":"#/components/schemas/Name"}}]}}})"},
    Schema{"PolicyCredential",
           R"({"type":"object","required":["name"],"additionalProperties":false,"properties":{)"
           R"("name":{"$ref":"#/components/schemas/Name"},"channel":{"$ref":"#/components/schemas/Channel"},)"
           R"("fingerprint":{"type":"string","pattern":"^[0-9a-f]{32}$"},)"
           R"("protection":{"description":"Its own, or inherit: that of its organization, and none of its )"
           R"(own","oneOf":[{"$ref":"#/components/schemas/ProtectionChange"},)"
           R"({"type":"string","enum":["inherit"]}]},)"
           R"("entries":{"type":"array","items":{"$ref":"#/components/schemas/PolicyEntry"}}}})"},
    Schema{"PolicyOrder",
           R"({"type":"object","required":["document"],"additionalProperties":false,"properties":{)"
           R"("document":{"$ref":"#/components/schemas/PolicyDocument"},)"
           R"("prune":{"type":"boolean","default":false,"description":)"
           R"("Entries, shares, members and follows that a named list has beyond the document go"},)"
           R"("force":{"type":"boolean","default":false,)"
           R"("description":"Also where it locks out what was let in during the last 7 days"},)"
           R"("expect":{"type":"string","description":"The digest of the plan that was agreed to: where the )"
           R"(steps are others by now, nothing is applied"}}})"},
    Schema{"PolicySteps",
           R"({"type":"object","required":["steps","digest","not_in_document","would_have_blocked"],)"
           R"("properties":{"steps":{"type":"array","items":)"
           R"({"type":"object","required":["organization","action","before","after"],"properties":{)"
           R"("organization":{"type":"string"},"action":{"type":"string"},)"
           R"("before":{"type":["object","null"]},"after":{"type":["object","null"]}}}},)"
           R"("digest":{"type":"string","description":"Of the steps; apply takes it as expect"},)"
           R"("not_in_document":{"$ref":"#/components/schemas/PolicyRemarks"},)"
           R"("would_have_blocked":{"$ref":"#/components/schemas/Preview"},)"
           R"("lockout_risk":{"type":"string",)"
           R"("description":"Of a plan: what applying it without force would be refused with"}}})"},
    Schema{"PolicyRemarks",
           R"({"type":"object","description":"What the named lists hold beyond the document, and is left )"
           R"(standing; the first 1000","required":["items","total"],"properties":{)"
           R"("items":{"type":"array","items":{"type":"object","required":["organization","kind","name"],)"
           R"("properties":{"organization":{"type":"string"},"kind":{"type":"string",)"
           R"("enum":["organization","member","entry","share","credential","follow"]},)"
           R"("credential":{"type":"string","description":"Whose list the entry stands on; missing: the )"
           R"(organization's"},"name":{"type":"string"}}}},"total":{"type":"integer","minimum":0}}})"},
};

}  // namespace

std::span<const Schema> policy_schemas() { return kPolicySchemas; }

}  // namespace sallyport::api
