"""SIGKILL at random moments while clients write: what was acknowledged is there afterwards, and enforced.

SALLYPORT_KILL_ROUNDS says how often (500), SALLYPORT_SEED which moments and changes. A failure prints the seed; the
same seed makes the same choices, though not the same interleaving.
"""

import http.client
import os
import random
import shutil
import sys
import threading
import time
import unittest

from support.daemon import BEHIND_A_PROXY, Daemon
from support.process import IntegrationTest
from support.rest import Rest

ROUNDS = int(os.environ.get("SALLYPORT_KILL_ROUNDS") or 500)
SEED = int(os.environ.get("SALLYPORT_SEED") or random.SystemRandom().randrange(1 << 32))

WRITERS = 3
ADDRESSES = 150  # for each writer, so that lists stay short however many rounds there are
CREDENTIALS = 20

# What a person can do with an address in each state, and the state it is then in. The states are those that a gate
# can tell apart, but for `removed`, which is `unknown` that was on the list before.
CHANGES = {
    "unknown": [("authorize", "authorized"), ("deny", "denied")],
    "removed": [("authorize", "authorized"), ("deny", "denied")],
    "authorized": [("deny", "denied"), ("remove authorized", "removed")],
    "denied": [("authorize", "authorized"), ("remove denied", "unknown")],
}
EXPLAINED = {"authorized": ("allow", "authorized"), "denied": ("deny", "denied"),
             "unknown": ("deny", "unknown_address"), "removed": ("deny", "unknown_address")}


class Writer:
    """One client with an organization of its own, and what it knows about it."""

    def __init__(self, number, seed):
        self.organization = f"writer-{number}"
        self.random = random.Random(seed)
        self.states = {f"198.51.{100 + number}.{last}": "unknown" for last in range(ADDRESSES)}
        self.secrets = {}  # by credential name; None where the answer that carried it was lost
        self.acknowledged = 0
        self.touched = []  # the addresses changed in this round
        self.created = []  # and the credentials made in it
        self.in_doubt = None  # the change that was under way: ("address", name, state after) or ("credential", name)
        self.error = None

    def write(self, port, token):
        """Writes until the connection breaks."""
        rest = Rest(port, token, keep_alive=True)
        try:
            while True:
                self.in_doubt = None
                self.change(rest)
                self.in_doubt = None
                self.acknowledged += 1
        except (OSError, http.client.HTTPException):
            pass  # killed
        except Exception as error:  # the main thread reports it
            self.error = error
        finally:
            rest.close()

    def change(self, rest):
        if len(self.secrets) < CREDENTIALS and self.random.random() < 0.1:
            name = f"key-{len(self.secrets)}"
            self.in_doubt = ("credential", name)
            self.secrets[name] = rest.create_credential(self.organization, name)
            self.created.append(name)
            return
        address = self.random.choice(list(self.states))
        action, after = self.random.choice(CHANGES[self.states[address]])
        self.in_doubt = ("address", address, after)
        if action == "authorize":
            rest.authorize(self.organization, address)
        elif action == "deny":
            rest.deny(self.organization, address, force=True)
        else:
            rest.remove(self.organization, address, kind=action.split()[1], force=True)
        self.states[address] = after
        self.touched.append(address)


class TestFirstStart(IntegrationTest):
    def test_killed_before_it_was_ready_it_starts_the_next_time(self):
        choice = random.Random(SEED)
        for number in range(max(20, ROUNDS // 20)):
            data = self.new_folder("first") / "data"
            daemon = Daemon(data, *BEHIND_A_PROXY)
            self.addCleanup(daemon.kill)
            for _ in range(choice.randrange(1, 4)):
                daemon.launch()
                time.sleep(choice.uniform(0, 0.06))
                daemon.kill()
            try:
                daemon.start()
                daemon.rest().create_organization("acme")
            except BaseException as error:
                error.add_note(f"seed {SEED}, round {number}\n{daemon.tail()}")
                raise
            daemon.kill()
            shutil.rmtree(data)


class TestKill(IntegrationTest):
    def setUp(self):
        print(f"seed {SEED}, {ROUNDS} rounds", file=sys.stderr, flush=True)
        self.random = random.Random(SEED)
        self.daemon = self.adopt(Daemon(self.folder / "data", *BEHIND_A_PROXY)).start()
        self.writers = [Writer(number, self.random.random()) for number in range(WRITERS)]
        rest = self.daemon.rest()
        for writer in self.writers:
            rest.create_organization(writer.organization)
            rest.protect(writer.organization, mode="blocking")
            writer.secrets["first"] = rest.create_credential(writer.organization, "first")

    def settle(self, writer, rest):
        """What was under way happened wholly or not at all; from here on it is known which."""
        if writer.in_doubt is None:
            return
        kind, name, *after = writer.in_doubt
        writer.in_doubt = None
        if kind == "credential":
            reply = rest.raw("GET", f"/organizations/{writer.organization}/credentials/{name}")
            self.assertIn(reply.status, (200, 404), reply)
            if reply.status == 200:
                writer.secrets[name] = None
            return
        found = self.explained(writer, name, rest)
        before = writer.states[name]
        self.assertIn(found, (EXPLAINED[before], EXPLAINED[after[0]]), f"{writer.organization} {name}: half a change")
        if found == EXPLAINED[after[0]]:
            writer.states[name] = after[0]

    def explained(self, writer, address, rest):
        decision = rest.explain(writer.organization, "first", address)
        return decision["verdict"], decision["reason"]

    def verify(self, writer, rest, sample):
        self.assertIsNone(writer.error, writer.error)
        self.settle(writer, rest)
        older = self.random.sample(list(writer.states), sample)
        for address in set(writer.touched[-40:]) | set(older):
            self.assertEqual(self.explained(writer, address, rest), EXPLAINED[writer.states[address]],
                             f"{writer.organization} {address}: acknowledged and lost")
        for name in {*writer.created, self.random.choice(list(writer.secrets))}:
            self.check_credential(writer, name)
        writer.touched, writer.created = [], []

    def check_credential(self, writer, name):
        """The credential is there, and its key decides at the gate as the organization's list says."""
        secret = writer.secrets[name]
        decision = self.daemon.rest().explain(writer.organization, name, "192.0.2.1")
        self.assertEqual(decision["reason"], "unknown_address")
        if secret is None:
            return
        for address in self.random.sample(list(writer.states), 2):
            self.assertEqual(self.daemon.allows(secret, address), writer.states[address] == "authorized",
                             f"{writer.organization} {name} from {address} ({writer.states[address]})")

    def one_round(self):
        self.daemon.start(interval=0.001)
        rest = Rest(self.daemon.api_port, self.token, keep_alive=True)
        for writer in self.writers:
            self.verify(writer, rest, sample=4)
        rest.close()
        arguments = (self.daemon.api_port, self.token)
        threads = [threading.Thread(target=writer.write, args=arguments) for writer in self.writers]
        for thread in threads:
            thread.start()
        time.sleep(self.random.uniform(0.002, 0.12))
        self.daemon.kill()
        for thread in threads:
            thread.join()

    def kill_while_it_starts(self):
        self.daemon.launch()
        time.sleep(self.random.uniform(0, 0.04))
        self.daemon.kill()

    def test_nothing_acknowledged_is_lost(self):
        self.token = self.daemon.token
        self.daemon.kill()
        begin = time.monotonic()
        for number in range(1, ROUNDS + 1):
            try:
                if self.random.random() < 0.1:
                    self.kill_while_it_starts()
                else:
                    self.one_round()
            except BaseException as error:
                error.add_note(f"seed {SEED}, round {number}")
                raise
            if number % max(1, ROUNDS // 10) == 0:
                changes = sum(writer.acknowledged for writer in self.writers)
                print(f"{number} kills, {changes} acknowledged changes, {time.monotonic() - begin:.0f} s",
                      file=sys.stderr, flush=True)
        self.compare_everything()
        changes = sum(writer.acknowledged for writer in self.writers)
        self.assertGreater(changes, ROUNDS // 4, "hardly anything was written")

    def compare_everything(self):
        self.daemon.start()
        rest = self.daemon.rest(keep_alive=True)
        for writer in self.writers:
            self.verify(writer, rest, sample=ADDRESSES)
            for kind in ("authorized", "denied"):
                entries = rest.every(f"/organizations/{writer.organization}/{kind}")
                listed = {entry["prefix"].split("/")[0] for entry in entries}
                self.assertEqual(listed, {address for address, state in writer.states.items() if state == kind})
            names = {credential["name"] for credential in rest.credentials(writer.organization)}
            self.assertEqual(names, set(writer.secrets))
            for name in writer.secrets:
                self.check_credential(writer, name)
        rest.verify_audit()
        rest.close()
        self.assertEqual(self.daemon.stop(), 0)


if __name__ == "__main__":
    unittest.main()
