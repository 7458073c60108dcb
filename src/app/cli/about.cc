#include "app/cli/about.h"

namespace sallyport::cli {

const app::About& about() {
  static const app::About about{
      .section = "1",
      .version = SALLYPORT_VERSION,
      .summary = "decide which addresses may use which credentials",
      .description =
          {"sallyport asks a sallyportd, by REST, for what an organization's people and an operator do: "
           "organizations, members, credentials, protection, lists of addresses, alerts and the audit. "
           "'test' runs scenario files and needs no daemon.",
           "'catalog' answers from vendors' published addresses, which came with the program, and needs no "
           "daemon either; nor does 'render', which writes a list for what is to enforce it.",
           "Where a command takes a SCOPE, it is ORGANIZATION for the organization's own list or protection, "
           "or ORGANIZATION/CREDENTIAL for those of one credential. A DURATION is a number with a unit, such "
           "as 90s, 30m, 12h or 30d; a TIME is written 2026-01-31T12:00:00Z, a DAY 2026-01-31.",
           "With --format csv, lists are printed as RFC 4180 has it, with the fields' names in the first "
           "line. "
           "A value that a spreadsheet would take for a formula has an apostrophe before it. What stands in "
           "the audit with many levels is complete in json only."},
      .exit_codes =
          {{"0", "done"},
           {"1",
            "refused by the server; the audit is not intact; with 'apply --plan', there is something "
            "to do; an expectation of a scenario did not hold; what 'catalog compare' looked at "
            "differs, what 'catalog validate' looked at is malformed, what 'catalog check' tried does "
            "not work, 'catalog whois' has no answer, a cell of a catalog is unknown, or a target of "
            "'render' has no words or no room for a list"},
           {"2", "wrong usage; or a file is malformed, such as a list to authorize or a policy"},
           {"3",
            "no answer from the server, or none that its API gives; what 'catalog read' read has "
            "to be looked at"}},
      .environment = {{"SALLYPORT_URL", "where sallyportd's API listens, where --url is not given"},
                      {"SALLYPORT_TOKEN", "the token to send, where --token-file is not given"},
                      {"SALLYPORT_TOKEN_FILE", "the file that holds it, where neither is given"},
                      {"SALLYPORT_CATALOGS", "the folder of the catalogs, where --catalogs is not given"},
                      {"SALLYPORT_FEEDS", "the folder of the feeds, where 'catalog whois' has no --feeds"},
                      {"XDG_CONFIG_HOME", "the folder of settings, where it is not ~/.config"}},
      .examples =
          {{"sallyport organization create acme", "a new organization, learning on both channels"},
           {"sallyport address list acme --format csv", "its authorized addresses, for a spreadsheet"},
           {"sallyport protection set acme --mode blocking", "from now on, unknown addresses are denied"},
           {"sallyport catalog resolve moengage --site DC-02 --offering push,email",
            "the addresses that it comes from"},
           {"sallyport catalog resolve moengage --site DC-02 --offering push | sallyport render nftables",
            "the same for a firewall; 'sallyport render' lists what else there is"},
           {"source <(sallyport completion bash)", "completion for this shell"}},
      .see_also = {"sallyportd(8)"},
      .files = {
          {"~/.config/sallyport/token",
           "the token that 'sign-in' keeps, for its owner only; 'sign-out' removes it. It is used where "
           "neither --token-file nor the environment names another"}}};
  return about;
}

}  // namespace sallyport::cli
