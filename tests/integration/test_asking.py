"""The command line where it asks for a part of a list, what decides, and where it says several things at once. What it
prints is held against what the API says, looked through here."""

import csv
import io
import json
import os
import subprocess
import unittest

from support.daemon import BEHIND_A_PROXY, Daemon, binary
from support.net import wait_until
from support.process import IntegrationTest


class TestAsking(IntegrationTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.daemon = cls.adopt(Daemon(cls.folder / "data", *BEHIND_A_PROXY)).start()
        cls.rest = cls.daemon.rest()
        for name, parent in (("agency", None), ("north", "agency"), ("south", "agency")):
            cls.rest.call("POST", "/organizations", {"name": name, **({"parent": parent} if parent else {})})
        cls.web = cls.rest.create_credential("north", "web")
        cls.mailer = cls.rest.create_credential("north", "mailer", channel="smtp")

    def run_words(self, *words):
        environment = {**os.environ, "SALLYPORT_TOKEN": self.daemon.token}
        return subprocess.run([binary("sallyport"), "--url", f"http://127.0.0.1:{self.daemon.api_port}", *words],
                              env=environment, capture_output=True, text=True, check=False)

    def say(self, *words):
        done = self.run_words(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def items(self, *words):
        return json.loads(self.say("--format", "json", *words))["items"]

    def test_what_is_enforced_decides(self):
        self.say("address", "authorize", "north", "203.0.113.0/24")
        self.say("address", "deny", "agency", "203.0.113.0/24")
        self.say("protection", "enforce", "agency", "learning", "--channel", "smtp")
        lines = list(csv.DictReader(io.StringIO(self.say("--format", "csv", "address", "covers", "north", "203.0.113.7"))))
        self.assertEqual([(one["organization"], one["decides"], one["decides_on"]) for one in lines],
                         [("agency", "no", "smtp"), ("north", "no", "api")])
        self.say("protection", "enforce", "agency", "learning")
        lines = list(csv.DictReader(io.StringIO(self.say("--format", "csv", "address", "covers", "north", "203.0.113.7"))))
        self.assertEqual([(one["organization"], one["decides"], one["decides_on"]) for one in lines],
                         [("agency", "yes", ""), ("north", "no", "")])
        self.assertFalse(self.daemon.allows(self.web, "203.0.113.7"))
        self.say("protection", "unenforce", "agency")

    def test_several_are_shared_at_once(self):
        prefixes = ["198.51.100.1", "198.51.100.2", "192.0.2.0/24"]
        self.say("address", "authorize", "agency", *prefixes)
        refused = self.run_words("address", "share", "agency", *prefixes, "10.0.0.0/8")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("10.0.0.0/8", refused.stderr)
        self.assertEqual(self.items("address", "shared", "agency"), [])
        self.say("address", "share", "agency", *prefixes, "--with", "north,south")
        self.assertEqual(sorted(one["prefix"] for one in self.items("address", "received", "south")), sorted(prefixes))
        self.say("address", "unshare", "agency", *prefixes[:2], "--keep")
        self.assertEqual([one["prefix"] for one in self.items("address", "shared", "agency")], prefixes[2:])
        self.assertEqual({one["prefix"] for one in self.items("address", "list", "north", "--source", "shared")},
                         set(prefixes[:2]))

    def test_the_audit_by_actor_action_and_time(self):
        everything = self.items("audit", "list")
        middle = everything[len(everything) // 2]["time"]
        for words, fits in (
                (["--action", "organization.created"], lambda one: one["action"] == "organization.created"),
                (["--action", "credential.*", "--actor", "administrator"], lambda one: one["action"].startswith("credential.")),
                (["--since", middle], lambda one: one["time"] >= middle),
                (["--until", middle], lambda one: one["time"] < middle)):
            self.assertEqual([one["number"] for one in self.items("audit", "list", *words) if one in everything],
                             [one["number"] for one in everything if fits(one)], words)
        self.assertEqual(self.run_words("audit", "list", "--action", "entry").returncode, 2)
        self.assertEqual(self.run_words("audit", "list", "--since", "yesterday").returncode, 1)

    def test_the_activity_by_credential_address_and_decision(self):
        self.say("protection", "set", "south", "--mode", "blocking")
        key = self.rest.create_credential("south", "web")
        other = self.rest.create_credential("south", "batch")
        self.say("address", "authorize", "south", "192.0.2.0/24")
        for secret, address in ((key, "192.0.2.7"), (key, "198.51.100.7"), (other, "198.51.100.8"), (other, "2001:db8::7")):
            self.daemon.allows(secret, address)
        wait_until(lambda: len(self.items("address", "activity", "south")) == 4, "what was recorded")
        everything = self.items("address", "activity", "south")
        for words, fits in (
                (["--credential", "batch"], lambda one: one["credential"] == "batch"),
                (["--verdict", "deny"], lambda one: one["verdict"] == "deny"),
                (["--reason", "authorized"], lambda one: one["reason"] == "authorized"),
                (["--inside", "198.51.100.0/24", "--credential", "web"], lambda one: one["address"] == "198.51.100.7"),
                (["--since", "2100-01-01T00:00:00Z"], lambda one: False)):
            self.assertEqual(self.items("address", "activity", "south", *words),
                             [one for one in everything if fits(one)], words)
        unauthorized = self.items("address", "list", "south", "--kind", "unauthorized", "--credential", "batch")
        self.assertEqual({one["address"] for one in unauthorized}, {"198.51.100.8", "2001:db8::7"})
        self.assertEqual([one["name"] for one in self.items("credential", "list", "north", "--channel", "smtp")], ["mailer"])

    def test_the_mode_that_this_version_does_not_have(self):
        for words in (["protection", "set", "north", "--mode", "automatic"], ["protection", "enforce", "agency", "automatic"]):
            refused = self.run_words(*words)
            self.assertNotEqual(refused.returncode, 0)
            self.assertIn("this version does not have the mode automatic", refused.stderr)


if __name__ == "__main__":
    unittest.main()
