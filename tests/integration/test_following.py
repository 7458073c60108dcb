"""A list that follows a vendor's catalog: from the edited file to the gate, by the command line, with a daemon that is killed between."""

import json
import subprocess

from support.daemon import BEHIND_A_PROXY, Daemon, binary
from support.net import wait_until
from support.process import IntegrationTest

BIRD = """vendor: bird
name: Bird
sources: [{id: en, page: A page, language: en}]
sites: [north, south]
offerings:
  - id: push
    name: Push
    direction: from-vendor
    cells:
      - {site: north, source: en, addresses: [%s]}
      - {site: south, source: en, unknown: nobody says}
  - id: updates
    name: Updates
    direction: to-vendor
    ports: 443/tcp
    cells:
      - {sites: [north, south], source: en, hosts: updates.bird.com}
"""


def replace(file, text):
    """As editors do: written beside, and renamed."""
    beside = file.with_suffix(".new")
    beside.write_text(text)
    beside.rename(file)


class FollowingTest(IntegrationTest):
    def setUp(self):
        folder = self.new_folder("following")
        self.catalogs = folder / "catalogs"
        self.catalogs.mkdir()
        self.publish("3.6.251.1, 3.6.251.2")
        self.daemon = self.adopt(Daemon(folder / "data", *BEHIND_A_PROXY, "--catalogs", str(self.catalogs),
                                        "--catalogs-interval", "1")).start()
        self.rest = self.daemon.rest()
        self.rest.create_organization("acme")
        self.secret = self.rest.create_credential("acme", "web")
        self.rest.protect("acme", mode="blocking")

    def publish(self, addresses):
        replace(self.catalogs / "bird.yaml", BIRD % addresses)

    def sallyport(self, *words, code=0):
        done = subprocess.run([binary("sallyport"), "--url", f"http://127.0.0.1:{self.daemon.api_port}", *words],
                              capture_output=True, stdin=subprocess.DEVNULL, timeout=30, text=True,
                              env={"SALLYPORT_TOKEN": self.daemon.token}, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def follow(self):
        return self.sallyport("follow", "acme", "bird", "--offering", "push", "--site", "north")

    def test_from_the_edited_file_to_the_gate(self):
        said = self.sallyport("follow", "acme", "bird", "--offering", "push", "--site", "north", "--dry-run")
        self.assertIn("nothing is changed", said)
        self.assertIn("+ 3.6.251.2", said)
        self.assertFalse(self.daemon.allows(self.secret, "3.6.251.1"))

        said = self.follow()
        self.assertIn("acme follows bird", said)
        self.assertIn("your list has 2 entries by it", said)
        self.assertEqual(self.daemon.ask(self.secret, "3.6.251.1").header("Sallyport-Reason"), "catalog")

        self.publish("3.6.251.2, 3.6.251.3")
        wait_until(lambda: self.daemon.allows(self.secret, "3.6.251.3"), "the new address is let in")
        self.assertTrue(self.daemon.allows(self.secret, "3.6.251.1"), "it has its grace")
        said = self.sallyport("follows", "acme", "bird")
        self.assertIn("given up by the vendor, and still on the list:", said)
        self.assertRegex(said, r"1 entry that your list still has was given up by the vendor today; (last used today|never used)")
        status = json.loads(self.sallyport("follows", "acme", "--format", "json"))["items"]
        self.assertEqual([(each["vendor"], each["state"], each["counts"]["leaving"]) for each in status],
                         [("bird", "following", 1)])
        self.rest.verify_audit()

    def test_what_cannot_be_followed_is_said(self):
        self.assertIn("push at south", self.sallyport("follow", "acme", "bird", "--offering", "push", code=1))
        self.assertIn("use sallyport render", self.sallyport("follow", "acme", "bird", "--offering", "updates", code=1))
        self.assertIn("did you mean 'bird'", self.sallyport("follow", "acme", "birds", "--all", code=1))
        self.sallyport("unfollow", "acme", "bird", code=1)

    def test_unfollowing(self):
        self.follow()
        self.assertTrue(self.daemon.allows(self.secret, "3.6.251.1"))

        def refused():
            said = subprocess.run([binary("sallyport"), "--url", f"http://127.0.0.1:{self.daemon.api_port}", "unfollow", "acme",
                                   "bird", "--dry-run"], capture_output=True, text=True, timeout=30, check=False,
                                  env={"SALLYPORT_TOKEN": self.daemon.token}).stdout
            return "web" in said

        wait_until(refused, "the use is known")
        self.assertIn("would stop", self.sallyport("unfollow", "acme", "bird", code=1))
        self.assertIn("= 3.6.251.1", self.sallyport("unfollow", "acme", "bird", "--keep"))
        self.assertEqual(self.daemon.ask(self.secret, "3.6.251.1").header("Sallyport-Reason"), "authorized")

    def test_killed_between_two_revisions(self):
        self.follow()
        for number in range(4, 9):
            self.publish(f"3.6.251.2, 3.6.251.{number}")
            wait_until(lambda: self.daemon.allows(self.secret, f"3.6.251.{number}"), "the new address is let in")
            self.daemon.kill()
            self.daemon.start()
            self.assertTrue(self.daemon.allows(self.secret, f"3.6.251.{number}"))
        self.daemon.rest().verify_audit()
        self.assertEqual(self.daemon.rest().call("GET", "/organizations/acme/follows/bird")["counts"]["leaving"], 5)
