#include <array>

#include "api/schemas/schemas.h"

namespace sallyport::api {
namespace {

constexpr std::array kCatalogsSchemas{
    Schema{
        "Destination",
        R"({"type":"string",)"
        R"("description":"A prefix, or a host; with a port behind a space: updates.example.com 443/tcp"})"},
    Schema{"Day", R"({"type":"string",)"
                  R"("description":"As precise as the vendor is: 2024-09-30, 2024-09, 2024-Q2, 2024"})"},
    Schema{"CatalogList",
           R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":)"
           R"({"type":"object","required":["vendor","name","page","sites","offerings"],"properties":{)"
           R"("vendor":{"type":"string"},"name":{"type":"string"},"page":{"type":"string",)"
           R"("description":"The latest day that a page of it bears, or was read on"},)"
           R"("sites":{"type":"array","items":{"type":"string"}},)"
           R"("offerings":{"type":"array","items":{"type":"string"}},"stale":{"type":"boolean",)"
           R"("description":"Its file cannot be read as it is now: this is what it said before"}}}}}})"},
    Schema{"Catalog",
           R"({"type":"object","required":["vendor","name","offerings","items","advice","access","sources"],)"
           R"("properties":{"vendor":{"type":"string"},"name":{"type":"string"},)"
           R"("offerings":{"type":"array","items":{"type":"object","required":["id","name","group"],)"
           R"("properties":{"id":{"type":"string"},"name":{"type":"string"},"group":{"type":"string"}}}},)"
           R"("items":{"type":"array","items":{"$ref":"#/components/schemas/CatalogRow"}},)"
           R"("advice":{"type":"array","items":{"type":"object","required":["kind","text","sources"],)"
           R"("properties":{"kind":{"type":"string","enum":["prerequisite","recommendation","topology",)"
           R"("offline","caution"]},"text":{"type":"string"},"offering":{"type":"string"},)"
           R"("allows":{"type":"array","items":{"$ref":"#/components/schemas/Destination"}},)"
           R"("sources":{"type":"array","items":{"type":"string"}}}}},)"
           R"("access":{"type":"array","items":{"type":"object","required":["id","name","how","steps"],)"
           R"("properties":{"id":{"type":"string"},"name":{"type":"string"},"how":{"type":"string",)"
           R"("enum":["self-service","ticket","not-offered"]},"steps":{"type":"string"}}}},)"
           R"("sources":{"type":"array","items":{"type":"object","required":["id","page","language"],)"
           R"("properties":{"id":{"type":"string"},"page":{"type":"string"},"language":{"type":"string"},)"
           R"("dated":{"$ref":"#/components/schemas/Day"},"read":{"$ref":"#/components/schemas/Day"},)"
           R"("note":{"type":"string"}}}}}})"},
    Schema{
        "CatalogRow",
        R"({"type":"object","required":["offering","direction","sites","sources","versions","says"],)"
        R"("properties":{"offering":{"type":"string"},"direction":{"$ref":"#/components/schemas/Direction"},)"
        R"("sites":{"type":"array","items":{"type":"string"}},)"
        R"("sources":{"type":"array","items":{"type":"string"}},"versions":{"type":"string",)"
        R"("description":"Empty: all"},"says":{"type":"string",)"
        R"("enum":["addresses","same-as","not-available","unknown"]},)"
        R"("address":{"type":"string"},"ports":{"type":"array","items":{"type":"string"}},)"
        R"("same_as":{"type":"array","items":{"type":"string"}},"chosen":{"type":"boolean",)"
        R"("description":"Only those of them that are selected too; all, where none is"},)"
        R"("feature":{"type":"string"},"need":{"$ref":"#/components/schemas/EntryNeed"},)"
        R"("from":{"$ref":"#/components/schemas/Day"},"until":{"$ref":"#/components/schemas/Day"},)"
        R"("replaced_by":{"type":"array","items":{"$ref":"#/components/schemas/Destination"}},)"
        R"("purpose":{"type":"string"},"impact":{"type":"string"},"note":{"type":"string"}}})"},
    Schema{"Direction", R"({"type":"string","enum":["from-vendor","to-vendor"],)"
                        R"("description":"Who connects: the vendor to you, or you to the vendor"})"},
    Schema{"EntryNeed", R"({"type":"string","enum":["required","recommended","optional"]})"},
    Schema{"ResolvedList",
           R"({"type":"object","required":["vendor","on","items","remarks"],"properties":{)"
           R"("vendor":{"type":"string"},"on":{"$ref":"#/components/schemas/Day"},)"
           R"("items":{"type":"array","items":{"type":"object",)"
           R"("required":["line","address","direction","reasons"],"properties":{)"
           R"("line":{"$ref":"#/components/schemas/Destination"},"address":{"type":"string"},)"
           R"("ports":{"type":"string"},"direction":{"$ref":"#/components/schemas/Direction"},)"
           R"("reasons":{"type":"array","minItems":1,)"
           R"("items":{"$ref":"#/components/schemas/ResolvedReason"}}}}},)"
           R"("remarks":{"type":"array","description":"What was selected and gave no line, and why","items":)"
           R"({"type":"object","required":["kind","text"],"properties":{"kind":{"type":"string",)"
           R"("enum":["not_available","unknown","ended","not_yet","feature_not_chosen","not_required"]},)"
           R"("text":{"type":"string"},"offering":{"type":"string"},"site":{"type":"string"}}}}}})"},
    Schema{"ResolvedReason",
           R"({"type":"object","required":["offering","sources"],"properties":{)"
           R"("offering":{"type":"string"},"for":{"type":"string",)"
           R"("description":"What was asked for, and is the same as the offering here"},)"
           R"("site":{"type":"string"},"versions":{"type":"string"},"feature":{"type":"string"},)"
           R"("need":{"$ref":"#/components/schemas/EntryNeed"},"from":{"$ref":"#/components/schemas/Day"},)"
           R"("until":{"$ref":"#/components/schemas/Day"},)"
           R"("replaced_by":{"type":"array","items":{"$ref":"#/components/schemas/Destination"}},)"
           R"("purpose":{"type":"string"},"impact":{"type":"string"},"note":{"type":"string"},)"
           R"("sources":{"type":"array","items":{"type":"string"}}}})"},
    Schema{
        "CheckOrder",
        R"({"type":"object","additionalProperties":false,"properties":{)"
        R"("offerings":{"type":"array","maxItems":1000,"items":{"type":"string"},)"
        R"("description":"Services or products that are used; all, where left out"},)"
        R"("sites":{"type":"array","maxItems":1000,"items":{"type":"string"},)"
        R"("description":"Data centres or regions that are used; all, where left out"},)"
        R"("version":{"type":"string","description":"Of the product, such as 16.2"},)"
        R"("features":{"type":"array","maxItems":1000,"items":{"type":"string"},)"
        R"("description":"Features that are used; none, where left out"},)"
        R"("on":{"type":"string","description":"The day on which it counts, 2026-01-31; left out: today"},)"
        R"("all":{"type":"boolean","default":false,"description":"Everything that is not restricted here"},)"
        R"("allow_unknown":{"type":"boolean","default":false,)"
        R"("description":"Leave out what nobody knows, instead of refusing"},)"
        R"("timeout":{"allOf":[{"$ref":"#/components/schemas/Duration"}],"default":"5s",)"
        R"("description":"Of each look-up and each connection: from 1s to 10s"}}})"},
    Schema{"CatalogCheck",
           R"({"type":"object","required":["id","state","started"],"properties":{)"
           R"("id":{"type":"integer","minimum":1},"state":{"type":"string","enum":["running","done"]},)"
           R"("started":{"$ref":"#/components/schemas/Timestamp"},)"
           R"("done":{"type":"integer","minimum":0,"description":"How many are tried; while it runs"},)"
           R"("total":{"type":"integer","minimum":0,"description":"Of how many; while it runs"},)"
           R"("result":{"$ref":"#/components/schemas/CheckedList"}}})"},
    Schema{"CheckedList",
           R"({"type":"object","required":["vendor","on","works","items"],"properties":{)"
           R"("vendor":{"type":"string"},"on":{"$ref":"#/components/schemas/Day"},)"
           R"("works":{"type":"boolean","description":"All that could be tried works"},)"
           R"("items":{"type":"array","items":{"$ref":"#/components/schemas/CheckedLine"}}}})"},
    Schema{"CheckedLine",
           R"({"type":"object","required":["line","verdict","outcome","addresses","attempts","offerings",)"
           R"("purpose","impact"],"properties":{"line":{"$ref":"#/components/schemas/Destination"},)"
           R"("verdict":{"type":"string","enum":["not_tried","works","partly","fails"]},)"
           R"("step":{"$ref":"#/components/schemas/CheckStep"},)"
           R"("outcome":{"$ref":"#/components/schemas/CheckOutcome"},)"
           R"("untried":{"type":"string","enum":["wildcard","network","no_ports","several_ports","udp"],)"
           R"("description":"Why it cannot be tried as it stands"},"reason":{"type":"string"},)"
           R"("addresses":{"type":"array","items":{"$ref":"#/components/schemas/Address"},)"
           R"("description":"That the name has"},"attempts":{"type":"array","items":{"type":"object",)"
           R"("required":["address","step","outcome"],"properties":{)"
           R"("address":{"$ref":"#/components/schemas/Address"},)"
           R"("step":{"$ref":"#/components/schemas/CheckStep"},)"
           R"("outcome":{"$ref":"#/components/schemas/CheckOutcome"},"reason":{"type":"string"},)"
           R"("certificate":{"type":"object","required":["issuer","names","from","until"],"properties":{)"
           R"("issuer":{"type":"string"},"names":{"type":"array","items":{"type":"string"}},)"
           R"("more_names":{"type":"integer","minimum":1},)"
           R"("from":{"$ref":"#/components/schemas/Timestamp"},)"
           R"("until":{"$ref":"#/components/schemas/Timestamp"}}}}}},)"
           R"("certificate_until":{"$ref":"#/components/schemas/Timestamp"},)"
           R"("offerings":{"type":"array","items":{"type":"string"}},)"
           R"("purpose":{"type":"array","items":{"type":"string"},"description":"What it is for"},)"
           R"("impact":{"type":"array","items":{"type":"string"},)"
           R"("description":"What stops while it stays blocked"}}})"},
    Schema{"CheckStep", R"({"type":"string","enum":["none","dns","tcp","tls"],)"
                        R"("description":"The last one that was tried: where it failed, if it did"})"},
    Schema{"CheckOutcome",
           R"({"type":"string","enum":["not_tried","works","no_such_host","no_address",)"
           R"("name_server_failed","no_name_server","sinkhole","refused","no_route","unreachable",)"
           R"("prohibited","timed_out","reset","closed","not_tls","tls_refused","wrong_name","expired",)"
           R"("not_yet_valid","self_signed","unknown_issuer","bad_certificate","special_use","gave_up",)"
           R"("failed_here"],"description":"special_use: not a public address, which is never tried from )"
           R"(here; gave_up: the 20 s were over"})"},
    Schema{"CatalogHistory",
           R"({"type":"object","required":["vendor","items"],"properties":{"vendor":{"type":"string"},)"
           R"("items":{"type":"array","items":{"type":"object","required":["on","change"],"properties":{)"
           R"("on":{"$ref":"#/components/schemas/Day"},"change":{"type":"string",)"
           R"("enum":["page","page read","page changed","all ends","begins","ends"]},)"
           R"("language":{"type":"string"},"text":{"type":"string"},"offering":{"type":"string"},)"
           R"("sites":{"type":"array","items":{"type":"string"}},"versions":{"type":"string"},)"
           R"("lines":{"type":"array","items":{"$ref":"#/components/schemas/Destination"}},)"
           R"("replaced_by":{"type":"array","items":{"$ref":"#/components/schemas/Destination"}}}}}}})"},
    Schema{"ListsToCompare",
           R"({"type":"object","required":["before","after"],"additionalProperties":false,"properties":{)"
           R"("before":{"$ref":"#/components/schemas/ListToCompare"},)"
           R"("after":{"$ref":"#/components/schemas/ListToCompare"}}})"},
    Schema{"ListToCompare",
           R"({"description":"Lines; or a vendor, such as moengage, and the day: moengage@2026-01-31",)"
           R"("oneOf":[{"type":"string"},)"
           R"({"type":"array","items":{"$ref":"#/components/schemas/Destination"}}]})"},
    Schema{"ListDifferences",
           R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":)"
           R"({"type":"object","required":["change","what"],"properties":{"change":{"type":"string",)"
           R"("enum":["added","removed","moved","re-scoped","restated","ends"]},"what":{"type":"string",)"
           R"("description":"A line, or the place of a cell"},"before":{"type":"string"},)"
           R"("after":{"type":"string"},"until":{"$ref":"#/components/schemas/Day"},)"
           R"("replaced_by":{"type":"array",)"
           R"("items":{"$ref":"#/components/schemas/Destination"}}}}}}})"},
    Schema{"WhoisAnswer",
           R"({"type":"object","required":["items"],"properties":{"items":{"type":"array",)"
           R"("description":"From the most specific prefix or host to the widest; empty: nobody says so",)"
           R"("items":{"type":"object",)"
           R"("required":["destination","vendor","offering","site","since","until"],"properties":{)"
           R"("destination":{"$ref":"#/components/schemas/Destination"},"vendor":{"type":"string"},)"
           R"("offering":{"type":"string"},"site":{"type":"string"},)"
           R"("since":{"type":["string","null"],"description":"The first day on which it was said"},)"
           R"("until":{"type":["string","null"],"description":"The last day on which it counts"}}}}}})"},
    Schema{"FeedToRead",
           R"({"type":"object","required":["format","feed"],"additionalProperties":false,"properties":{)"
           R"("format":{"type":"string","enum":["aws","google","azure","github","oracle","fastly","zscaler",)"
           R"("m365","geofeed","list","jafar"]},"feed":{"type":"string",)"
           R"("description":"As the vendor sent it"},"last_good":{"type":"string",)"
           R"("description":"What it said before, in the same format"}}})"},
    Schema{"FeedPlace", R"({"type":"object","required":["offering","site"],"properties":{)"
                        R"("offering":{"type":"string"},"site":{"type":"string"}}})"},
    Schema{"FeedEntries",
           R"({"type":"array","items":{"type":"object","required":["destination","offering","site"],)"
           R"("properties":{"destination":{"$ref":"#/components/schemas/Destination"},)"
           R"("offering":{"type":"string"},"site":{"type":"string"}}}})"},
    Schema{
        "Proposal",
        R"({"type":"object","required":["format","serial","made","entries","added","removed","moved","restated",)"
        R"("held","remarks","left_out"],"properties":{"format":{"type":"string"},)"
        R"("serial":{"type":["string","null"]},"made":{"type":["string","null"]},)"
        R"("entries":{"type":"integer","minimum":0},)"
        R"("added":{"$ref":"#/components/schemas/FeedEntries"},)"
        R"("removed":{"$ref":"#/components/schemas/FeedEntries"},"moved":{"type":"array","items":)"
        R"({"type":"object","required":["destination","from","to"],"properties":{)"
        R"("destination":{"$ref":"#/components/schemas/Destination"},)"
        R"("from":{"$ref":"#/components/schemas/FeedPlace"},)"
        R"("to":{"$ref":"#/components/schemas/FeedPlace"}}}},)"
        R"("restated":{"type":"array","description":"Of documents; feeds restate nothing","items":)"
        R"({"type":"object","required":["destination","offering","site","before","after"],"properties":{)"
        R"("destination":{"type":["string","null"]},"offering":{"type":"string"},)"
        R"("site":{"type":"string"},"before":{"type":"string"},"after":{"type":"string"}}}},)"
        R"("held":{"type":"array",)"
        R"("description":"Why a person has to look at it; empty: it may be taken as it is","items":)"
        R"({"type":"object","required":["reason","text"],"properties":{"reason":{"type":"string"},)"
        R"("text":{"type":"string"}}}},"remarks":{"type":"array","items":{"type":"string"},)"
        R"("description":"What else there is to know, and no reason to hold it"},)"
        R"("left_out":{"type":"array","items":{"type":"string"},)"
        R"("description":"What the feed says and no list can hold"}}})"},
    Schema{"RenderTargets",
           R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":)"
           R"({"type":"object","required":["target","addresses","hosts","wildcards","ports","most","title"],)"
           R"("properties":{"target":{"type":"string"},"addresses":{"type":"string","enum":["yes","no"]},)"
           R"("hosts":{"type":"string","enum":["yes","no"]},)"
           R"("wildcards":{"type":"string","enum":["yes","no"]},)"
           R"("ports":{"type":"string","enum":["yes","no","TCP"]},"most":{"type":"string",)"
           R"("description":"How many entries it takes; empty: any"},"title":{"type":"string"}}}}}})"},
    Schema{"ListToRender",
           R"({"type":"object","required":["lines"],"additionalProperties":false,"properties":{)"
           R"("lines":{"type":"array","minItems":1,"maxItems":200000,)"
           R"("items":{"$ref":"#/components/schemas/Destination"}}}})"},
    Schema{"Rendered",
           R"({"type":"object","required":["files","notes"],"properties":{"files":{"type":"array",)"
           R"("minItems":1,"items":{"type":"object","required":["name","text"],"properties":{)"
           R"("name":{"type":"string"},"text":{"type":"string"}}}},"notes":{"type":"array",)"
           R"("items":{"type":"string"},"description":)"
           R"("How it is loaded, what becomes of the rest, what is let in besides"}}})"},
};

}  // namespace

std::span<const Schema> catalogs_schemas() { return kCatalogsSchemas; }

}  // namespace sallyport::api
