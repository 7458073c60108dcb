#include "app/daemon/settings.h"

namespace sallyport::daemon {

const app::About& about() {
  static const app::About about{
      .section = "8",
      .version = SALLYPORT_VERSION,
      .summary = "keep lists of authorized addresses and answer proxies",
      .description = {"sallyportd holds the policy of all organizations and answers proxies, such as nginx, "
                      "Caddy and Traefik, whether a request may pass. People and programs change the policy "
                      "through its API, for which there is sallyport(1).",
                      "Every option may stand in the file that --config names, as NAME=VALUE without the "
                      "dashes, one a line; a word on the command line comes before the file.",
                      "The folder of --data holds the database, the key with which fingerprints of secrets "
                      "are made (secret.key), and the administrator's token (administrator.token), which is "
                      "made at the first start; where that file is empty at a start, a new token is made."},
      .exit_codes = {{"0", "ended as asked"}, {"1", "could not run"}, {"2", "wrong usage"}},
      .environment = {},
      .examples = {{"sallyportd --data /var/lib/sallyport --gate 127.0.0.1:8081 --trusted-proxy 127.0.0.1",
                    "answers a proxy on this machine"}},
      .see_also = {"sallyport(1)"}};
  return about;
}

}  // namespace sallyport::daemon
