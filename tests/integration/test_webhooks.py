"""Webhooks: the real daemon and a receiver that checks every signature for itself."""

import time
import unittest

from support.daemon import Daemon, DaemonTest
from support.net import fetch, wait_until
from support.webhook_receiver import Receiver

WITH_LOOPBACK = ("--webhook-network", "127.0.0.0/8")


class WebhookTest(DaemonTest):
    daemon_options = (*DaemonTest.daemon_options, *WITH_LOOPBACK)

    def setUp(self):
        self.organization = self.id().rsplit(".", 1)[-1]
        self.rest.create_organization(self.organization)

    def receiver(self, **options):
        receiver = Receiver(**options)
        self.addCleanup(receiver.close)
        return receiver

    def create(self, receiver, events=("entry.*",), rest=None):
        made = (rest or self.rest).call("POST", f"/organizations/{self.organization}/webhooks",
                                        {"url": receiver.url, "events": list(events)})
        receiver.secrets.append(made["secret"])
        return f"/organizations/{self.organization}/webhooks/{made['webhook']['id']}"

    def metric(self, line):
        text = fetch(self.daemon.api_port, "/metrics").text()
        found = [row.split()[-1] for row in text.splitlines() if row.startswith(line + " ")]
        return float(found[0]) if found else None


class Delivery(WebhookTest):
    def test_a_change_is_told_signed(self):
        receiver = self.receiver()
        self.create(receiver)
        self.rest.authorize(self.organization, "192.0.2.0/24", note="K\u00f6ln")
        wait_until(lambda: receiver.received, "the event")
        received = receiver.received[0]
        self.assertEqual(received.signers, receiver.secrets)
        self.assertTrue(receiver.fresh())
        self.assertEqual(received.content_type, "application/cloudevents+json; charset=utf-8")
        self.assertEqual(received.event["id"], received.id)
        self.assertEqual(received.type, "entry.authorized")
        self.assertEqual(received.event["subject"], self.organization)
        self.assertEqual(received.event["data"]["after"]["prefix"], "192.0.2.0/24")
        self.assertEqual(received.event["data"]["after"]["note"], "K\u00f6ln")

    def test_both_secrets_sign_during_the_overlap(self):
        receiver = self.receiver()
        path = self.create(receiver)
        second = self.rest.call("POST", path + "/secret", {"overlap": "1h"})
        receiver.secrets.append(second["secret"])
        self.rest.call("POST", path + "/test")
        wait_until(lambda: receiver.received, "the test")
        self.assertEqual(receiver.types(), ["webhook.test"])
        self.assertEqual(receiver.received[0].signers, receiver.secrets)
        third = self.rest.call("POST", path + "/secret", {"overlap": "0s"})
        receiver.secrets.append(third["secret"])
        self.rest.call("POST", path + "/test")
        wait_until(lambda: len(receiver.received) == 2, "the second test")
        self.assertEqual(receiver.received[1].signers, [third["secret"]])

    def test_a_receiver_that_hangs_does_not_delay_others(self):
        hanging, redirecting, sound = self.receiver(answer=lambda _: None), self.receiver(answer=lambda _: 302), \
            self.receiver()
        self.create(hanging)
        path = self.create(redirecting)
        self.create(sound)
        start = time.monotonic()
        for last in range(5):
            self.rest.authorize(self.organization, f"192.0.2.{last}")
        wait_until(lambda: len(sound.received) == 5, "the events", timeout=10)
        self.assertLess(time.monotonic() - start, 10)
        self.assertEqual([event.event["data"]["after"]["prefix"] for event in sound.received],
                         [f"192.0.2.{last}" for last in range(5)])
        self.assertEqual(len(hanging.received), 1)
        attempts = wait_until(lambda: self.rest.every(path + "/attempts"), "the attempt that was redirected")
        self.assertEqual(attempts[-1]["status"], 302)
        self.assertIn("redirect", attempts[-1]["failure"])
        self.assertEqual({event.id for event in redirecting.received}, {attempts[-1]["event"]})
        self.assertGreaterEqual(self.metric('sallyport_control_webhooks_total{result="delivered"}'), 5)
        self.assertGreaterEqual(self.metric('sallyport_control_webhooks_waiting'), 5)
        hanging.ended.set()

    def test_after_a_failure_it_comes_again_with_the_same_id(self):
        receiver = self.receiver(answer=lambda received: 500 if len(receiver.received) == 1 else 200)
        path = self.create(receiver)
        self.rest.authorize(self.organization, "192.0.2.0/24")
        self.rest.authorize(self.organization, "198.51.100.0/24")
        wait_until(lambda: len(receiver.received) == 3, "the repetition, after 5 s", timeout=20)
        first, second, third = receiver.received
        self.assertEqual(first.id, second.id)
        self.assertEqual(first.event, second.event)
        self.assertNotEqual(second.id, third.id)
        wait_until(lambda: self.rest.call("GET", path)["waiting"] == 0, "the end of the queue")
        self.assertEqual([attempt["attempt"] for attempt in self.rest.every(path + "/attempts")], [1, 2, 1])

    def test_gone_disables_until_it_is_enabled_again(self):
        receiver = self.receiver(answer=lambda _: 410)
        path = self.create(receiver)
        self.rest.authorize(self.organization, "192.0.2.0/24")
        wait_until(lambda: "disabled" in self.rest.call("GET", path), "the end of the webhook")
        self.assertEqual(self.rest.call("GET", path)["waiting"], 0)
        receiver.answer = lambda _: 200
        self.assertNotIn("disabled", self.rest.call("PATCH", path, {"enabled": True}))
        self.rest.authorize(self.organization, "198.51.100.0/24")
        wait_until(lambda: len(receiver.received) == 2, "the next event")

    def test_a_bulk_change_during_an_outage_throws_nothing_else_away(self):
        receiver = self.receiver(answer=lambda _: 503)
        path = self.create(receiver, events=("entry.*", "credential.*"))
        self.rest.call("POST", f"/organizations/{self.organization}/credentials",
                       {"name": "theirs", "channel": "api", "fingerprint": "00112233445566778899aabbccddeeff"})
        wait_until(lambda: receiver.received, "the first event, which is not taken")
        self.rest.call("POST", f"/organizations/{self.organization}/credentials/theirs/rotation", {})
        addresses = [f"10.{number >> 8}.{number & 255}.1" for number in range(12_000)]
        self.rest.authorize(self.organization, *addresses)
        self.assertLessEqual(self.rest.call("GET", path)["waiting"], 130)
        receiver.answer = lambda _: 200
        self.rest.call("POST", path + "/test")  # and not in half an hour
        wait_until(lambda: self.rest.call("GET", path)["waiting"] == 0, "the end of the queue", timeout=20)
        told = []
        for event in {received.id: received.event for received in receiver.received}.values():
            if event["type"] == "entry.authorized":
                told += event["data"]["prefixes"]
        self.assertIn("credential.rotation_requested", receiver.types())
        self.assertEqual(told, sorted(addresses, key=lambda each: [int(part) for part in each.split(".")]))

    def test_receivers_that_answer_slowly_hold_up_nobody_else(self):
        slow = [self.receiver(answer=lambda _: time.sleep(3) or 200) for _ in range(4)]
        for each in slow:
            self.create(each)
        other = self.organization + "-other"
        self.rest.create_organization(other)
        sound = self.receiver()
        made = self.rest.call("POST", f"/organizations/{other}/webhooks", {"url": sound.url, "events": ["entry.*"]})
        sound.secrets.append(made["secret"])
        for last in range(10):
            self.rest.authorize(self.organization, f"192.0.2.{last}")
        wait_until(lambda: slow[0].received, "the first of the slow ones")
        self.rest.authorize(other, "192.0.2.1")
        wait_until(lambda: sound.received, "the event of another organization", timeout=5)

    def test_secrets_are_nowhere_in_the_open(self):
        receiver = self.receiver()
        self.create(receiver)
        self.rest.authorize(self.organization, "192.0.2.0/24")
        wait_until(lambda: receiver.received, "the event")
        secret = receiver.secrets[0]
        self.assertNotIn(secret, self.daemon.output())
        for path in self.daemon.data.iterdir():
            if path.is_file():
                self.assertNotIn(secret.encode(), path.read_bytes(), path)


class WithoutNetworks(WebhookTest):
    daemon_options = DaemonTest.daemon_options

    def test_loopback_is_not_connected_to(self):
        receiver = self.receiver()
        path = self.create(receiver)
        self.rest.call("POST", path + "/test")
        attempts = wait_until(lambda: self.rest.every(path + "/attempts"), "the attempt")
        self.assertNotIn("status", attempts[0])
        self.assertIn("not public", attempts[0]["failure"])
        self.assertEqual(receiver.received, [])


class Killed(WebhookTest):
    def test_what_was_committed_is_delivered_after_a_kill(self):
        """SIGKILL between commit and delivery, and between delivery and its noting: nothing is lost, and what
        comes twice comes with the same id."""
        folder = self.new_folder("killed")
        daemon = self.adopt(Daemon(folder / "data", *WITH_LOOPBACK)).start()
        rest = daemon.rest()
        rest.create_organization(self.organization)
        receiver = self.receiver(answer=lambda _: None)
        path = self.create(receiver, rest=rest)
        rest.authorize(self.organization, "192.0.2.0/24")
        wait_until(lambda: receiver.received, "the event that is under way")
        rest.authorize(self.organization, "198.51.100.0/24")
        daemon.kill()
        receiver.ended.set()
        receiver.answer = lambda _: 200
        daemon.start()
        wait_until(lambda: len(receiver.received) >= 3, "what waited", timeout=20)
        self.assertEqual(receiver.received[0].id, receiver.received[1].id)
        self.assertEqual(receiver.received[0].event, receiver.received[1].event)
        self.assertEqual(receiver.received[2].event["data"]["after"]["prefix"], "198.51.100.0/24")
        for received in receiver.received:
            self.assertEqual(received.signers, receiver.secrets)
        wait_until(lambda: daemon.rest().call("GET", path)["waiting"] == 0, "the end of the queue")
        self.assertEqual(len(receiver.received), 3)
        self.assertEqual(daemon.stop(), 0)

    def test_a_receiver_that_hangs_does_not_hold_up_the_end(self):
        daemon = self.adopt(Daemon(self.new_folder("ended") / "data", *WITH_LOOPBACK)).start()
        rest = daemon.rest()
        rest.create_organization(self.organization)
        receiver = self.receiver(answer=lambda _: None)
        self.create(receiver, rest=rest)
        rest.authorize(self.organization, "192.0.2.0/24")
        wait_until(lambda: receiver.received, "the event that is under way")
        start = time.monotonic()
        self.assertEqual(daemon.stop(), 0)
        self.assertLess(time.monotonic() - start, 5)


if __name__ == "__main__":
    unittest.main()
