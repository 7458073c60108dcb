#include <array>

#include "api/examples/examples.h"

namespace sallyport::api {
namespace {

constexpr std::string_view kOrder =
    R"({"document":{"organizations":[{"name":"hamburg","parent":"acme","protection":{"api":{"mode":"blocking"}},)"
    R"("entries":[{"prefix":"192.0.2.64/26","note":"harbour office"}]}]},"prune":false})";
constexpr std::string_view kSteps =
    R"({"steps":[{"organization":"hamburg","action":"organization.created","before":null,)"
    R"("after":{"name":"hamburg","parent":"acme"}},)"
    R"({"organization":"hamburg","action":"protection.changed","before":{"api":{"mode":"learning",)"
    R"("dry_run":false,"quiet_period":2592000,"learned_ipv4":24,"learned_ipv6":64}},)"
    R"("after":{"api":{"mode":"blocking","dry_run":false,"quiet_period":2592000,"learned_ipv4":24,)"
    R"("learned_ipv6":64}}},)"
    R"({"organization":"hamburg","action":"entry.authorized","before":null,)"
    R"("after":{"prefix":"192.0.2.64/26","kind":"authorized","source":"manual","note":"harbour office"}}],)"
    R"("digest":"5d41402abc4b2a76b9719d911017c592","not_in_document":{"items":[],"total":0},)"
    R"("would_have_blocked":{"items":[],"total":0}})";
constexpr std::string_view kDocument =
    R"({"covers":"below","organizations":[{"name":"hamburg","parent":"acme",)"
    R"("enforce":{"api":"none","smtp":"none"},"protection":{"api":{"mode":"blocking",)"
    R"("dry_run":false,"quiet_period":"30d","learned_ipv4":24,"learned_ipv6":64},"smtp":{"mode":"learning",)"
    R"("dry_run":false,"quiet_period":"30d","learned_ipv4":24,"learned_ipv6":64}},"members":[],)"
    R"("entries":[{"prefix":"192.0.2.64/26","note":"harbour office"}],"credentials":[],"follows":[]}]})";

constexpr std::array kPolicyExamples{
    Example{.id = "planPolicy", .target = "/api/v1/policy/plan", .request = kOrder, .answer = kSteps},
    Example{.id = "applyPolicy", .target = "/api/v1/policy/apply", .request = kOrder, .answer = kSteps},
    Example{.id = "exportOrganizationPolicy",
            .target = "/api/v1/organizations/hamburg/policy",
            .answer = kDocument},
    Example{
        .id = "exportPolicy",
        .target = "/api/v1/policy",
        .answer =
            R"({"covers":"all","organizations":[{"name":"acme",)"
            R"("enforce":{"api":"none","smtp":"none"},"protection":{"api":{"mode":"blocking","dry_run":false,)"
            R"("quiet_period":"14d","learned_ipv4":32,"learned_ipv6":64},"smtp":{"mode":"blocking",)"
            R"("dry_run":false,"quiet_period":"14d","learned_ipv4":24,"learned_ipv6":64}},)"
            R"("members":[{"email":"ann@acme.example","permissions":["owner","authorized_ips"])"
            R"(}],"entries":[{"prefix":"198.51.100.0/24"},{"prefix":"203.0.113.0/24"},)"
            R"({"prefix":"203.0.113.9"}],"credentials":[{"name":"web","channel":"api",)"
            R"("protection":"inherit","entries":[]}],)"
            R"("follows":[]},)"
            R"({"name":"berlin","parent":"acme","enforce":{"api":"none","smtp":"none"},"protection":{"api":{"mode":"learning","dry_run":false,)"
            R"("quiet_period":"30d","learned_ipv4":24,"learned_ipv6":64},"smtp":{"mode":"learning",)"
            R"("dry_run":false,"quiet_period":"30d","learned_ipv4":24,"learned_ipv6":64}},"members":[],)"
            R"("entries":[{"prefix":"203.0.113.0/24"}],"credentials":[],"follows":[]},{"name":"hamburg",)"
            R"("parent":"acme","enforce":{"api":"none","smtp":"none"},"protection":{"api":{"mode":"blocking","dry_run":false,)"
            R"("quiet_period":"30d","learned_ipv4":24,"learned_ipv6":64},"smtp":{"mode":"learning",)"
            R"("dry_run":false,"quiet_period":"30d","learned_ipv4":24,"learned_ipv6":64}},"members":[],)"
            R"("entries":[{"prefix":"192.0.2.64/26","note":"harbour office"}],"credentials":[],"follows":[]}]})"},
};

}  // namespace

std::span<const Example> policy_examples() { return kPolicyExamples; }

}  // namespace sallyport::api
