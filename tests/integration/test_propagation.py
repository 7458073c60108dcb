"""What is acknowledged is enforced: the gate's first answer after the acknowledgement already obeys the change."""

import threading
import unittest

from support.daemon import DaemonTest
from support.propagation import measure


class TestPropagation(DaemonTest):
    def setUp(self):
        self.organization = self._testMethodName.replace("_", "-")
        self.rest.create_organization(self.organization)
        self.rest.protect(self.organization, mode="blocking")
        self.secret = self.rest.create_credential(self.organization, "web")

    def test_an_authorized_address_is_allowed_at_once(self):
        rest = self.daemon.rest(keep_alive=True)
        self.addCleanup(rest.close)
        addresses = [f"198.51.100.{last}" for last in range(200)]
        measured = measure(self.daemon, rest, self.organization, self.secret, addresses)
        self.assertEqual([asked for _, _, asked in measured], [1] * len(addresses))

    def test_every_other_change_too(self):
        for number in range(20):
            address = f"203.0.113.{number}"
            self.rest.authorize(self.organization, address)
            self.assertTrue(self.daemon.allows(self.secret, address))
            self.rest.remove(self.organization, address, force=True)
            self.assertFalse(self.daemon.allows(self.secret, address))
            self.rest.protect(self.organization, mode="off")
            self.assertTrue(self.daemon.allows(self.secret, address))
            self.rest.protect(self.organization, mode="blocking", dry_run=True)
            self.assertTrue(self.daemon.allows(self.secret, address))
            self.rest.protect(self.organization, dry_run=False)
            self.assertFalse(self.daemon.allows(self.secret, address))
            self.rest.deny(self.organization, address, force=True)
            self.assertFalse(self.daemon.allows(self.secret, address))
            self.rest.authorize(self.organization, address)
            self.assertTrue(self.daemon.allows(self.secret, address))

    def test_a_credential_works_and_stops_working_at_once(self):
        self.rest.authorize(self.organization, "192.0.2.0/24")
        for number in range(20):
            secret = self.rest.create_credential(self.organization, f"key-{number}")
            self.assertTrue(self.daemon.allows(secret, "192.0.2.1"))
            self.rest.call("DELETE", f"/organizations/{self.organization}/credentials/key-{number}")
            self.assertFalse(self.daemon.allows(secret, "192.0.2.1"))

    def test_while_others_write_and_ask(self):
        """Each client sees its own changes at once, whatever the others do."""
        failures = []

        def client(number):
            try:
                name = f"{self.organization}-{number}"
                rest = self.daemon.rest(keep_alive=True)
                rest.create_organization(name)
                rest.protect(name, mode="blocking")
                secret = rest.create_credential(name, "web")
                addresses = [f"198.51.100.{last}" for last in range(60)]
                measured = measure(self.daemon, rest, name, secret, addresses)
                rest.close()
                if any(asked != 1 for _, _, asked in measured):
                    raise AssertionError(f"{name}: {measured}")
            except BaseException as error:  # the main thread reports it
                failures.append(error)

        threads = [threading.Thread(target=client, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]


if __name__ == "__main__":
    unittest.main()
