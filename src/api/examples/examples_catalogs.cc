#include <array>

#include "api/examples/examples.h"

namespace sallyport::api {
namespace {

constexpr std::array kCatalogsExamples{
    Example{.id = "listCatalogs",
            .target = "/api/v1/catalogs?language=en",
            .answer = R"({"items":[{"vendor":"moengage","name":"MoEngage","page":"2026-11-22",)"
                      R"("sites":["DC-01","DC-02","DC-03","DC-04","DC-05","DC-06"],"offerings":["connector",)"
                      R"("sms","whatsapp","email","push","content-api","data-import",)"
                      R"("data-warehouse-export","streams","outbound-segment-sync","file-segment-api",)"
                      R"("catalog-feeds"]}]})"},
    Example{.id = "compareLists",
            .target = "/api/v1/catalogs/compare",
            .request = R"({"before":["192.0.2.1"],"after":["192.0.2.2"]})",
            .answer = R"({"items":[{"change":"added","what":"192.0.2.2"},{"change":"removed",)"
                      R"("what":"192.0.2.1"}]})"},
    Example{.id = "readFeed",
            .target = "/api/v1/catalogs/read",
            .request = R"({"format":"list","feed":"8.8.8.8\n8.8.4.4\n","last_good":"8.8.8.8\n"})",
            .answer = R"({"format":"list","serial":null,"made":null,"entries":2,)"
                      R"("added":[{"destination":"8.8.4.4","offering":"","site":""}],"removed":[],)"
                      R"("moved":[],"restated":[],"held":[],"remarks":[],"left_out":[]})"},
    Example{.id = "showCatalog",
            .target = "/api/v1/catalogs/moengage?offering=push&language=en",
            .answer =
                R"({"vendor":"moengage","name":"MoEngage","offerings":[{"id":"push",)"
                R"("name":"Push campaigns","group":"Campaign sending"}],"items":[{"offering":"push",)"
                R"("direction":"from-vendor","sites":["DC-01"],"sources":["ja"],"versions":"",)"
                R"("address":"34.232.43.152","ports":[],"says":"addresses","need":"required"})"
                R"(,{"offering":"push","direction":"from-vendor","sites":["DC-01"],"sources":["ja"],)"
                R"("versions":"","address":"44.205.187.13","ports":[],"says":"addresses",)"
                R"("need":"required"}],"advice":[{"kind":"prerequisite",)"
                R"("text":"Campaigns come from changing addresses until sending from static ones is swi)"
                R"(tched on for that messaging channel (\"Send via Static IPs\"). Ask your customer suc)"
                R"(cess manager for it, or open a support ticket; allow the addresses of your data cent)"
                R"(re then.","sources":["ja","en"]}],"access":[{"id":"dashboard","name":"Dashboard",)"
                R"("how":"self-service","steps":"Switch on the firewall in the dashboard and enter your)"
                R"( networks there."}],"sources":[{"id":"ja",)"
                R"("page":"https://help.moengage.com/hc/ja/articles/35329024618772-A-Guide-to-MoEngage-)"
                R"(IP-Whitelisting-Mechanism","language":"ja","read":"2026-11-22",)"
                R"("note":"Complete, with all lists. It bears no date."}]})"},
    Example{.id = "resolveCatalog",
            .target = "/api/v1/catalogs/moengage/resolve?offering=push,email&site=DC-02&on=2026-11-22",
            .answer = R"({"vendor":"moengage","on":"2026-11-22","items":[{"line":"3.123.167.15",)"
                      R"("address":"3.123.167.15","direction":"from-vendor","reasons":[{"offering":"push",)"
                      R"("site":"DC-02","need":"required","sources":["ja"]}]},{"line":"18.192.81.203",)"
                      R"("address":"18.192.81.203","direction":"from-vendor","reasons":[{"offering":"push",)"
                      R"("site":"DC-02","need":"required","sources":["ja"]}]},{"line":"18.195.110.23",)"
                      R"("address":"18.195.110.23","direction":"from-vendor","reasons":[{"offering":"email",)"
                      R"("site":"DC-02","need":"required","sources":["ja","en"]}]},{"line":"35.158.28.57",)"
                      R"("address":"35.158.28.57","direction":"from-vendor","reasons":[{"offering":"push",)"
                      R"("site":"DC-02","need":"required","sources":["ja"]}]}],"remarks":[]})"},
    Example{.id = "startCatalogCheck",
            .target = "/api/v1/catalogs/withsecure/checks",
            .request = R"({"offerings":["atlant"],"version":"1.0.319","timeout":"2s"})",
            .answer = R"({"id":1,"state":"running","started":"2026-01-01T00:30:00Z","done":0,"total":7})"},
    Example{.id = "showCatalogCheck",
            .target = "/api/v1/catalogs/withsecure/checks/1",
            .answer =
                R"({"id":1,"state":"done","started":"2026-01-01T00:30:00Z","result":{)"
                R"("vendor":"withsecure","on":"2026-01-01","works":false,"items":[)"
                R"({"line":"aspam.fsapi.com 443/tcp","verdict":"fails","step":"dns",)"
                R"("outcome":"no_such_host","reason":"the name server says that there is no such host",)"
                R"("addresses":[],"attempts":[],"offerings":["atlant"],"purpose":["Checks mail for spam."],)"
                R"("impact":[]}]}})"},
    Example{.id = "listCatalogHistory",
            .target = "/api/v1/catalogs/withsecure/history?language=en",
            .answer =
                R"({"vendor":"withsecure","items":[{"text":"What is said of aspam.sp.f-secure.com was b)"
                R"(rought up to date.","on":"2024-01-25","change":"page changed"})"
                R"(,{"offering":"internet-gatekeeper","lines":["aspam.sp.f-secure.com 443/tcp"],)"
                R"("replaced_by":["aspam.fsapi.com 443/tcp"],"on":"2024-Q2","change":"ends"}]})"},
    Example{.id = "compareCatalog",
            .target = "/api/v1/catalogs/withsecure/compare?from=2024-01-01&to=2026-11-22",
            .answer =
                R"({"items":[{"change":"removed","what":"corp-reg.f-secure.com 443/tcp",)"
                R"("before":"business-suite versions up to 15, email-and-server-security as business-su)"
                R"(ite versions up to 15"},{"change":"removed","what":"guts2-old.fsapi.com 80/tcp",)"
                R"("before":"business-suite versions from 16, email-and-server-security as business-sui)"
                R"(te versions from 16"}]})"},
    Example{.id = "whois",
            .target = "/api/v1/whois?query=18.195.110.23",
            .answer = R"({"items":[{"destination":"18.195.110.23","vendor":"moengage",)"
                      R"("offering":"catalog-feeds","site":"DC-02","since":"2026-11-22","until":null})"
                      R"(,{"destination":"18.195.110.23","vendor":"moengage","offering":"connector",)"
                      R"("site":"DC-02","since":"2026-11-22","until":null}]})"},
    Example{.id = "listTargets",
            .target = "/api/v1/render",
            .answer = R"({"items":[{"target":"nftables","addresses":"yes","hosts":"no","wildcards":"no",)"
                      R"("ports":"yes","most":"","title":"nftables: sets and two chains, replaced at once"})"
                      R"(,{"target":"iptables","addresses":"yes","hosts":"no","wildcards":"no",)"
                      R"("ports":"yes","most":"","title":"iptables with ipset"}]})"},
    Example{.id = "renderList",
            .target = "/api/v1/render/plain?direction=in",
            .request = R"({"lines":["192.0.2.0/25","192.0.2.128/25"]})",
            .answer = R"({"files":[{"name":"sallyport.txt","text":"192.0.2.0/24\n"}],"notes":[]})"},
};

}  // namespace

std::span<const Example> catalogs_examples() { return kCatalogsExamples; }

}  // namespace sallyport::api
