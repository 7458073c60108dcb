#include <array>

#include "api/schemas/schemas.h"

namespace sallyport::api {
namespace {

#define PERMISSIONS R"("permissions":{"type":"array","items":{"$ref":"#/components/schemas/Permission"}})"

constexpr std::array kPeopleSchemas{
    Schema{"Language", R"({"type":"string","enum":["en","de","ja"],)"
                       R"("description":"What a person reads mails and pages in"})"},
    Schema{"NewSession", R"({"type":"object","required":["email","password"],)"
                         R"("properties":{"email":{"type":"string","maxLength":254},)"
                         R"("password":{"type":"string","maxLength":1024}},"additionalProperties":false})"},
    Schema{"Session", R"({"type":"object","required":["token","email","expires"],)"
                      R"("properties":{"token":{"type":"string","description":"Shown this once"},)"
                      R"("email":{"type":"string"},)"
                      R"("expires":{"$ref":"#/components/schemas/Timestamp"}}})"},
    Schema{"Me",
           R"({"type":"object","required":["kind","name","administrator","organizations"],)"
           R"("properties":{"kind":{"type":"string","enum":["administrator","member","token"]},)"
           R"("name":{"type":"string","description":"As it stands in the audit"},)"
           R"("language":{"$ref":"#/components/schemas/Language"},)"
           R"("administrator":{"type":"boolean"},)"
           R"("everywhere":{"type":"object","required":["permissions"],"properties":{)" PERMISSIONS
           R"(},"description":"In every organization there is"},)"
           R"("organizations":{"type":"array","description":"Counts in those below them too",)"
           R"("items":{"type":"object","required":["organization","permissions"],)"
           R"("properties":{"organization":{"$ref":"#/components/schemas/Name"},)" PERMISSIONS R"(}}}}})"},
    Schema{"MeChange", R"({"type":"object","required":["language"],)"
                       R"("properties":{"language":{"$ref":"#/components/schemas/Language"}},)"
                       R"("additionalProperties":false})"},
    Schema{"MemberChange", R"({"type":"object","required":["permissions"],"properties":{)" PERMISSIONS
                           R"(},"additionalProperties":false})"},
    Schema{"PasswordRequest", R"({"type":"object","required":["email"],)"
                              R"("properties":{"email":{"type":"string","maxLength":254}},)"
                              R"("additionalProperties":false})"},
    Schema{"PasswordForm",
           R"({"type":"object","required":["confirm","password"],"properties":{"confirm":{"type":"string",)"
           R"("enum":["yes"]},"password":{"type":"string","minLength":12,"maxLength":1024}},)"
           R"("additionalProperties":false})"},
    Schema{"Accepted",
           R"({"type":"object","required":["message"],"properties":{"message":{"type":"string"}}})"},
    Schema{"NewToken",
           R"({"type":"object","required":["name","permissions"],)"
           R"("properties":{"name":{"$ref":"#/components/schemas/Name"},)" PERMISSIONS
           R"(,"lifetime":{"$ref":"#/components/schemas/Duration"}},"additionalProperties":false})"},
    Schema{"AccessToken", R"({"type":"object","required":["name","permissions","by","created"],)"
                          R"("properties":{"name":{"$ref":"#/components/schemas/Name"},)" PERMISSIONS
                          R"(,"by":{"type":"string"},"created":{"$ref":"#/components/schemas/Timestamp"},)"
                          R"("expires":{"$ref":"#/components/schemas/Timestamp"},)"
                          R"("last_used":{"$ref":"#/components/schemas/Timestamp"}}})"},
    Schema{"CreatedToken", R"({"type":"object","required":["token","secret"],)"
                           R"("properties":{"token":{"$ref":"#/components/schemas/AccessToken"},)"
                           R"("secret":{"type":"string","description":"Shown this once"}}})"},
    Schema{"TokenPage", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                        R"("items":{"$ref":"#/components/schemas/AccessToken"}},"next":{"type":"string",)"
                        R"("description":"The cursor of the next page, where there is one"}}})"},
};

#undef PERMISSIONS

}  // namespace

std::span<const Schema> people_schemas() { return kPeopleSchemas; }

}  // namespace sallyport::api
