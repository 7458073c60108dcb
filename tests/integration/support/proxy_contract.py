"""What every proxy in front of a platform must do with the gate's answers. test_nginx and test_caddy run it."""

import http.client

from .daemon import BEHIND_A_PROXY, Daemon
from .net import fetch, free_port, send, wait_until
from .upstream import Upstream


class ProxyContract:
    """Mixed into an IntegrationTest that says how its proxy is started.

    Clients are told apart by the address they connect from: 127.0.0.2 is where the key's owner is, and 127.0.9.9 is
    in another /24.
    """

    HOME = "127.0.0.2"
    STRANGER = "127.0.9.9"
    # What a request gets that the gate cannot read, and what it gets while there is no gate.
    UNREADABLE = 400
    CLOSED = 502

    @classmethod
    def start_proxy(cls, folder, port, gate_port, upstream_port):
        raise NotImplementedError

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.upstream = Upstream()
        cls.addClassCleanup(cls.upstream.close)
        cls.daemon = cls.adopt(Daemon(cls.folder / "data", *BEHIND_A_PROXY)).start()
        cls.rest = cls.daemon.rest()
        cls.proxy = cls.adopt(
            cls.start_proxy(cls.new_folder("proxy"), free_port(), cls.daemon.gate_port, cls.upstream.port))

    def setUp(self):
        if not self.daemon.running:
            self.daemon.start()
        self.organization = self._testMethodName.replace("_", "-")
        self.rest.create_organization(self.organization)
        self.secret = self.rest.create_credential(self.organization, "web")
        self.upstream.take()

    def request(self, source, path="/orders?page=2", secret=None, headers=(), **options):
        key = ("X-API-Key", secret or self.secret)
        return fetch(self.proxy.port, path, [key, *headers], source=source, **options)

    def learn_home_then_block(self):
        self.assertEqual(self.request(self.HOME).status, 200)
        wait_until(lambda: self.rest.authorized(self.organization), "the address to be learned")
        self.rest.protect(self.organization, mode="blocking")
        self.upstream.take()

    def assert_denied(self, reply, address):
        self.assertEqual(reply.status, 403, reply)
        self.assertEqual(reply.header("Content-Type"), "application/problem+json", reply)
        self.assertIn(address, reply.text())
        self.assertNotIn("127.0.0.0/24", repr(reply), "the answer shows the list")
        self.assertNotIn(self.secret, repr(reply), "the answer shows the key")
        self.assertEqual(self.upstream.take(), [], "a refused request reached the upstream")

    def test_learns_blocks_and_is_authorized_again(self):
        self.learn_home_then_block()
        self.assertEqual(self.rest.authorized(self.organization), ["127.0.0.0/24"])
        self.assertEqual(self.request(self.HOME).status, 200)
        self.assertEqual(len(self.upstream.take()), 1)

        self.assert_denied(self.request(self.STRANGER), self.STRANGER)
        wait_until(lambda: self.rest.unauthorized(self.organization) == [self.STRANGER], "the unauthorized address")

        self.rest.authorize(self.organization, "127.0.9.9")
        self.assertEqual(self.request(self.STRANGER).status, 200)
        method, path, headers, _ = self.upstream.take()[0]
        self.assertEqual((method, path, headers["X-API-Key"]), ("GET", "/orders?page=2", self.secret))

    def test_a_forged_forwarding_field_changes_nothing(self):
        self.learn_home_then_block()
        for forged in (
            [("X-Forwarded-For", self.HOME)],
            [("X-Forwarded-For", f"{self.HOME}, {self.HOME}")],
            [("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-For", self.HOME)],
            [("Forwarded", f"for={self.HOME}")],
            [("X-Real-IP", self.HOME)],
            [("Connection", "X-Forwarded-For"), ("X-Forwarded-For", self.HOME)],
        ):
            with self.subTest(forged=forged):
                self.assert_denied(self.request(self.STRANGER, headers=forged), self.STRANGER)
        with self.subTest("a field that some servers take for it"):
            reply = self.request(self.STRANGER, headers=[("X_Forwarded_For", self.HOME)])
            self.assertIn(reply.status, (403, self.UNREADABLE), reply)
            self.assertEqual(self.upstream.take(), [])
        self.rest.deny(self.organization, self.STRANGER)
        with self.subTest("nor does it hurt the one who is at home"):
            self.assertEqual(self.request(self.HOME, headers=[("X-Forwarded-For", self.STRANGER)]).status, 200)

    def test_a_forged_method_or_uri_changes_nothing(self):
        self.learn_home_then_block()
        forged = [("X-Forwarded-Method", "OPTIONS"), ("X-Forwarded-Uri", "/healthz"), ("X-Original-URI", "/healthz")]
        self.assert_denied(self.request(self.STRANGER, headers=forged), self.STRANGER)

    def test_no_key_or_a_wrong_one_or_two(self):
        self.learn_home_then_block()
        twice = ("X-API-Key", self.secret)
        for statuses, fields in (
            ((403,), []),
            ((403,), [("X-API-Key", "not-a-key-of-ours")]),
            ((403, self.UNREADABLE), [("X-API-Key", "")]),
            ((self.UNREADABLE,), [twice, twice]),
            ((self.UNREADABLE,), [("X-API-Key", "not-a-key-of-ours"), twice]),
            ((self.UNREADABLE,), [twice, ("Authorization", f"Bearer {self.secret}")]),
            ((403, self.UNREADABLE), [("X-API-Key", f"{self.secret}, {self.secret}")]),
            ((403, self.UNREADABLE), [("X_API_Key", self.secret)]),
        ):
            with self.subTest(fields=[(name, value.replace(self.secret, "SECRET")) for name, value in fields]):
                reply = fetch(self.proxy.port, "/", fields, source=self.HOME)
                self.assertIn(reply.status, statuses, reply)
                self.assertNotIn(self.secret, repr(reply))
                self.assertEqual(self.upstream.take(), [])

    def test_bodies_reach_the_upstream_whole(self):
        self.learn_home_then_block()
        body = bytes(range(256)) * 4096
        for method in ("POST", "PUT"):
            with self.subTest(method=method):
                self.assertEqual(self.request(self.HOME, method=method, body=body).status, 200)
                (request,) = self.upstream.take()
                self.assertEqual((request[0], request[3] == body), (method, True))
        with self.subTest("not from a stranger"):
            self.assert_denied(self.request(self.STRANGER, method="POST", body=b"x" * 1000), self.STRANGER)

    def test_many_requests_on_one_connection(self):
        self.learn_home_then_block()
        connection = http.client.HTTPConnection("127.0.0.1", self.proxy.port, timeout=15, source_address=(self.HOME, 0))
        self.addCleanup(connection.close)
        for number in range(200):
            reply = send(connection, "GET", f"/{number}", [("X-API-Key", self.secret)])
            self.assertEqual(reply.status, 200, reply)
        self.rest.deny(self.organization, self.HOME, force=True)
        reply = send(connection, "GET", "/after", [("X-API-Key", self.secret)])
        self.assertEqual(reply.status, 403, "a denial does not wait for a new connection")
        self.assertEqual([path for _, path, _, _ in self.upstream.take()], [f"/{number}" for number in range(200)])

    def test_closed_while_the_gate_is_down(self):
        self.learn_home_then_block()
        self.daemon.stop()
        reply = self.request(self.HOME)
        self.assertEqual(reply.status, self.CLOSED, reply)
        self.assertNotIn(self.secret, self.proxy.output(), "the proxy wrote the key into its log")
        self.assertEqual(self.upstream.take(), [])
        self.daemon.start()
        wait_until(lambda: self.request(self.HOME).status == 200, "the gate to be used again")
        self.assertNotEqual(self.request(self.STRANGER).status, 200)
