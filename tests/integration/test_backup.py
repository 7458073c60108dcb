"""A backup taken while clients write: restored, it is one state that the daemon was in, and gives its verdicts."""

import contextlib
import http.client
import shutil
import sqlite3
import threading
import unittest

from support.daemon import BEHIND_A_PROXY, Daemon
from support.process import IntegrationTest
from support.rest import Rest

STANDING = [f"192.0.2.{last}" for last in range(1, 41)]
WRITTEN = [f"198.51.{third}.{fourth}" for third in range(100, 104) for fourth in range(250)]


def network_of(number):
    """An address in a network of its own."""
    return f"10.{number >> 8}.{number & 255}.1"


class TestBackup(IntegrationTest):
    def setUp(self):
        self.daemon = self.adopt(Daemon(self.folder / "data", *BEHIND_A_PROXY)).start()
        self.rest = self.daemon.rest()
        for name in ("standing", "written"):
            self.rest.create_organization(name)
            self.rest.protect(name, mode="blocking")
        self.secrets = {name: self.rest.create_credential(name, "key") for name in ("standing", "written")}
        self.rest.authorize("standing", *STANDING)
        self.rest.deny("standing", "192.0.2.0/24")
        # Learning, a share and an enforced mode of an organization above, and alerts that nobody has answered.
        self.rest.create_organization("learns")
        self.rest.create_organization("agency")
        self.rest.call("POST", "/organizations", {"name": "customer", "parent": "agency"})
        for name in ("learns", "customer"):
            self.secrets[name] = self.rest.create_credential(name, "key")
        self.rest.protect("customer", mode="off")
        self.rest.authorize("agency", "192.0.2.7")
        self.rest.call("POST", "/organizations/agency/shared", {"prefix": "192.0.2.7"})
        self.rest.call("PUT", "/organizations/agency/enforcement/api", {"mode": "blocking"})
        self.acknowledged = 0

    def write(self):
        """Authorizes one address after the other, until there are no more or the test ends."""
        rest = Rest(self.daemon.api_port, self.daemon.token, keep_alive=True)
        with contextlib.closing(rest), contextlib.suppress(OSError, http.client.HTTPException):
            for address in WRITTEN:
                if self.enough.is_set():
                    return
                rest.authorize("written", address)
                self.acknowledged += 1
                # Activity, alerts and what is learned are written too.
                self.daemon.allows(self.secrets["standing"], "203.0.113.9")
                self.daemon.allows(self.secrets["learns"], network_of(self.acknowledged))
                self.daemon.allows(self.secrets["customer"], network_of(self.acknowledged))

    def back_up(self):
        """As docs/operating.md says it."""
        copy = self.folder / "backup"
        copy.mkdir()
        with contextlib.closing(sqlite3.connect(self.daemon.database)) as database:
            database.execute("VACUUM INTO ?", (str(copy / self.daemon.database.name),))
        shutil.copy(self.daemon.data / "secret.key", copy)
        shutil.copy(self.daemon.data / "administrator.token", copy)
        return copy

    def test_restored_it_gives_the_verdicts_of_one_moment(self):
        self.enough = threading.Event()
        writer = threading.Thread(target=self.write)
        writer.start()
        try:
            while self.acknowledged < 100 and writer.is_alive():
                self.rest.explain("written", "key", WRITTEN[0])
            before = self.acknowledged
            copy = self.back_up()
            after = self.acknowledged + 1  # one more may be committed and not yet acknowledged
        finally:
            self.enough.set()
            writer.join()
        self.assertGreaterEqual(before, 100)

        restored = self.adopt(Daemon(copy, *BEHIND_A_PROXY)).start()
        rest = restored.rest()
        rest.verify_audit()
        held = rest.authorized("written")
        self.assertTrue(before <= len(held) <= after, (before, len(held), after))
        # Changes were made one after the other: the state of one moment holds the first of them.
        self.assertEqual(sorted(held), sorted(WRITTEN[:len(held)]))
        for number, address in enumerate(WRITTEN[:after + 20]):
            self.assertEqual(restored.allows(self.secrets["written"], address), number < len(held), address)
        for address in [*STANDING, "192.0.2.200", "203.0.113.9"]:
            self.assertEqual(restored.ask(self.secrets["standing"], address).status,
                             self.daemon.ask(self.secrets["standing"], address).status, address)
        for address, allowed in (("192.0.2.7", True), ("203.0.113.9", False)):
            self.assertEqual(restored.allows(self.secrets["customer"], address), allowed, address)
        alerts = {alert["network"] for alert in self.rest.alerts("customer")}
        self.assertTrue(rest.alerts("customer"))
        self.assertLessEqual({alert["network"] for alert in rest.alerts("customer")} - {"203.0.113.0/24"}, alerts)
        # What it learned until then, and nothing else, is let in where it blocks.
        learned = rest.authorized("learns")
        self.assertTrue(learned)
        self.assertLessEqual(set(learned), set(self.rest.authorized("learns")))
        rest.protect("learns", mode="blocking")
        for number in range(1, after + 20):
            network = network_of(number).rsplit(".", 1)[0] + ".0/24"
            self.assertEqual(restored.allows(self.secrets["learns"], network_of(number)), network in learned, network)


if __name__ == "__main__":
    unittest.main()
