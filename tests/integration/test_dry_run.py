"""What the command line says of protection under dry run: not that anybody is blocked."""

import subprocess
import unittest

from support.daemon import BEHIND_A_PROXY, Daemon, binary
from support.process import IntegrationTest


class DryRunTest(IntegrationTest):
    def setUp(self):
        self.daemon = self.adopt(Daemon(self.new_folder("dry-run") / "data", *BEHIND_A_PROXY)).start()
        rest = self.daemon.rest()
        rest.create_organization("acme")
        rest.create_credential("acme", "web")

    def set_protection(self, *words):
        done = subprocess.run([binary("sallyport"), "--url", f"http://127.0.0.1:{self.daemon.api_port}", "protection", "set",
                               *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=30, text=True,
                              env={"SALLYPORT_TOKEN": self.daemon.token}, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_a_change_says_what_is_not_enforced(self):
        nothing = "dry run is on for the channel {}: nothing is enforced there"
        self.assertNotIn("dry run", self.set_protection("acme", "--mode", "blocking"))
        said = self.set_protection("acme", "--channel", "smtp", "--dry-run", "on")
        self.assertIn("changed\n" + nothing.format("smtp"), said)
        said = self.set_protection("acme", "--quiet-period", "14d")
        self.assertIn(nothing.format("smtp"), said)
        self.assertNotIn("channel api", said)
        self.assertIn(nothing.format("api"), self.set_protection("acme/web", "--dry-run", "on"))
        self.assertNotIn("dry run", self.set_protection("acme/web", "--mode", "off"))
        self.assertNotIn("dry run", self.set_protection("acme", "--dry-run", "off"))


if __name__ == "__main__":
    unittest.main()
