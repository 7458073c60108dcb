#include <array>

#include "api/schemas/schemas.h"

namespace sallyport::api {
namespace {

// What a follow selects, and how it is followed.
#define FOLLOW_SELECTION                                                                                \
  R"("offerings":{"type":"array","maxItems":1000,"items":{"type":"string"},)"                           \
  R"("description":"Services or products that are used; all, where left out"},)"                        \
  R"("sites":{"type":"array","maxItems":1000,"items":{"type":"string"},)"                               \
  R"("description":"Data centres or regions that are used; all, where left out"},)"                     \
  R"("version":{"type":"string","description":"Of the product, such as 16.2"},)"                        \
  R"("features":{"type":"array","maxItems":1000,"items":{"type":"string"},)"                            \
  R"("description":"Features that are used; none, where left out"},)"                                   \
  R"("all":{"type":"boolean","default":false,"description":"Everything that is not restricted here"},)" \
  R"("early":{"type":"boolean","default":false,)"                                                       \
  R"("description":"What the vendor has announced counts at once, not from its day"},)"                 \
  R"("grace":{"allOf":[{"$ref":"#/components/schemas/Duration"}],"default":"7d",)"                      \
  R"("description":"How long what the vendor gave up still counts: at most 365d, and never less )"      \
  R"(than a day after that was noticed"})"

#define FOLLOW_STATE                                                                                    \
  R"("state":{"type":"string","enum":["following","held"]},)"                                           \
  R"("held_because":{"type":"string","description":"Why nothing is added or removed now"},)"            \
  R"("revision":{"type":"string","description":"Of the catalog when it was last looked at"},)"          \
  R"("by":{"type":"string"},"created":{"$ref":"#/components/schemas/Timestamp"},)"                      \
  R"("counts":{"type":"object","required":["entries","yours","coming","leaving","held_back"],)"         \
  R"("properties":{"entries":{"type":"integer","minimum":0,"description":"On the list by it"},)"        \
  R"("yours":{"type":"integer","minimum":0,)"                                                           \
  R"("description":"Wanted, and on the list already by a person, learning or sharing"},)"               \
  R"("coming":{"type":"integer","minimum":0},"leaving":{"type":"integer","minimum":0},)"                \
  R"("held_back":{"type":"integer","minimum":0}}},)"                                                    \
  R"("coming":{"type":"array","maxItems":100,)"                                                         \
  R"("description":"Announced by the vendor; the first of them",)"                                      \
  R"("items":{"type":"object","required":["prefix","on"],"properties":{)"                               \
  R"("prefix":{"$ref":"#/components/schemas/Prefix"},"on":{"type":"string","format":"date"}}}},)"       \
  R"("leaving":{"type":"array","maxItems":100,)"                                                        \
  R"("description":"Given up by the vendor, and still on the list; the first of them",)"                \
  R"("items":{"type":"object","required":["prefix","given_up_on","removed_at"],"properties":{)"         \
  R"("prefix":{"$ref":"#/components/schemas/Prefix"},"given_up_on":{"type":"string","format":"date"},)" \
  R"("removed_at":{"$ref":"#/components/schemas/Timestamp"},)"                                          \
  R"("last_seen":{"$ref":"#/components/schemas/Timestamp"}}}},)"                                        \
  R"("held_back":{"type":"array","maxItems":100,)"                                                      \
  R"("description":"Wanted, and kept away by what a person removed or denied; the first of them",)"     \
  R"("items":{"type":"object","required":["prefix","because"],"properties":{)"                          \
  R"("prefix":{"$ref":"#/components/schemas/Prefix"},"because":{"type":"string"}}}},)"                  \
  R"("effect":{"type":"string","description":"What all that comes to"})"

#define FOLLOW_REQUIRED                                                                              \
  R"("vendor","all","early","grace","state","revision","by","created","counts","coming","leaving",)" \
  R"("held_back","effect")"

#define FOLLOW_PREFIXES R"({"type":"array","maxItems":100,"items":{"$ref":"#/components/schemas/Prefix"}})"

constexpr std::array kFollowsSchemas{
    Schema{"NewFollow",
           R"({"type":"object","additionalProperties":false,"properties":{)" FOLLOW_SELECTION "}}"},
    Schema{"PolicyFollow", R"({"type":"object","required":["vendor"],"additionalProperties":false,)"
                           R"("properties":{"vendor":{"type":"string"},)" FOLLOW_SELECTION "}}"},
    Schema{"Follow", R"({"type":"object","required":[)" FOLLOW_REQUIRED
                     R"(],"properties":{"vendor":{"type":"string"},)" FOLLOW_SELECTION "," FOLLOW_STATE "}}"},
    Schema{"FollowPage", R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
                         R"("items":{"$ref":"#/components/schemas/Follow"}},"next":{"type":"string",)"
                         R"("description":"The cursor of the next page, where there is one"}}})"},
    Schema{"FollowOutcome",
           R"({"type":"object","required":[)" FOLLOW_REQUIRED
           R"(,"added","removed","added_total","removed_total"],)"
           R"("properties":{"vendor":{"type":"string"},)" FOLLOW_SELECTION "," FOLLOW_STATE
           R"(,"added":)" FOLLOW_PREFIXES R"(,"removed":)" FOLLOW_PREFIXES
           R"(,"added_total":{"type":"integer","minimum":0},"removed_total":{"type":"integer","minimum":0},)"
           R"("would_block":{"allOf":[{"$ref":"#/components/schemas/Preview"}],)"
           R"("description":"Of a dry run"}}})"},
    Schema{"Unfollowed",
           R"({"type":"object","required":["removed","kept","removed_total","kept_total"],"properties":{)"
           R"("removed":)" FOLLOW_PREFIXES R"(,"kept":)" FOLLOW_PREFIXES
           R"(,"removed_total":{"type":"integer","minimum":0},"kept_total":{"type":"integer","minimum":0},)"
           R"("would_block":{"allOf":[{"$ref":"#/components/schemas/Preview"}],)"
           R"("description":"Of a dry run"}}})"},
};

#undef FOLLOW_SELECTION
#undef FOLLOW_STATE
#undef FOLLOW_REQUIRED
#undef FOLLOW_PREFIXES

}  // namespace

std::span<const Schema> follows_schemas() { return kFollowsSchemas; }

}  // namespace sallyport::api
