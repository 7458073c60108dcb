"""The listener that expects a PROXY protocol v2 header, by raw sockets and behind a real HAProxy."""

import ipaddress
import shutil
import socket
import struct
import unittest

from support.daemon import Daemon
from support.net import fetch, free_port
from support.process import IntegrationTest
from support.proxies import start_haproxy

SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
LOCAL, PROXY = 0x20, 0x21


def header(source, command=PROXY, family=None, destination=None, extra=b"", length=None):
    """A version 2 header that names `source`; with `extra` bytes (TLVs) after the addresses."""
    address = ipaddress.ip_address(source)
    if family is None:
        family = 0x11 if address.version == 4 else 0x21
    to = ipaddress.ip_address(destination or ("198.51.100.1" if address.version == 4 else "2001:db8::1"))
    addresses = address.packed + to.packed + struct.pack("!HH", 40000, 443) + extra
    return SIGNATURE + struct.pack("!BBH", command, family, len(addresses) if length is None else length) + addresses


class ProxyProtocolTest(IntegrationTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.port = free_port()
        cls.daemon = cls.adopt(Daemon(
            cls.folder / "data", "--gate-proxy-protocol", f"127.0.0.1:{cls.port}",
            "--proxy-sender", "127.0.0.1/32", "--credential-header", "X-API-Key")).start()
        rest = cls.daemon.rest()
        rest.create_organization("acme")
        rest.protect("acme", mode="blocking")
        rest.authorize("acme", "192.0.2.0/24")
        rest.authorize("acme", "2001:db8:1::/48")
        cls.rest = rest
        cls.secret = rest.create_credential("acme", "web")

    def request(self, headers=()):
        fields = "".join(f"{name}: {value}\r\n" for name, value in [("X-API-Key", self.secret), *headers])
        return f"GET /auth HTTP/1.1\r\nHost: gate\r\n{fields}\r\n".encode()


class TestListener(ProxyProtocolTest):
    def exchange(self, *parts, source="127.0.0.1"):
        """The status that came back, or None where the connection was closed without a word."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=15, source_address=(source, 0)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                for part in parts:
                    connection.sendall(part)
                answer = connection.recv(65536)
            except (ConnectionResetError, BrokenPipeError):
                return None
        if not answer:
            return None
        self.assertRegex(answer, rb"^HTTP/1\.1 \d\d\d ")
        return int(answer[9:12])

    def assert_allowed(self, status):
        self.assertIn(status, (200, 204))

    def test_the_named_client_is_the_one_that_counts(self):
        self.assert_allowed(self.exchange(header("192.0.2.7"), self.request()))
        self.assertEqual(self.exchange(header("203.0.113.7"), self.request()), 403)
        self.assert_allowed(self.exchange(header("2001:db8:1::5"), self.request()))
        self.assertEqual(self.exchange(header("2001:db8:2::5"), self.request()), 403)
        self.assert_allowed(self.exchange(header("::ffff:192.0.2.7"), self.request()))

    def test_header_fields_do_not_count(self):
        for field in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
            value = "for=192.0.2.7" if field == "Forwarded" else "192.0.2.7"
            with self.subTest(field=field):
                self.assertEqual(self.exchange(header("203.0.113.7"), self.request([(field, value)])), 403)

    def test_a_header_in_pieces_and_with_extras(self):
        whole = header("192.0.2.7", extra=b"\x04\x00\x01x") + self.request()
        self.assert_allowed(self.exchange(whole))
        self.assert_allowed(self.exchange(*(bytes([byte]) for byte in whole)))

    def test_several_requests_on_one_connection(self):
        with socket.create_connection(("127.0.0.1", self.port), timeout=15) as connection:
            connection.sendall(header("192.0.2.7"))
            for _ in range(20):
                connection.sendall(self.request())
                self.assertRegex(connection.recv(65536), rb"^HTTP/1\.1 20[04] ")

    def test_from_elsewhere_nothing_is_read(self):
        self.assertIsNone(self.exchange(header("192.0.2.7"), self.request(), source="127.0.0.5"))
        self.assertIsNone(self.exchange(self.request(), source="127.0.0.5"))

    def test_a_local_command_speaks_for_the_sender_itself(self):
        self.assertEqual(self.exchange(header("192.0.2.7", command=LOCAL), self.request()), 403)
        empty = SIGNATURE + struct.pack("!BBH", LOCAL, 0, 0)
        self.assertEqual(self.exchange(empty, self.request()), 403)
        self.rest.authorize("acme", "127.0.0.1")
        self.addCleanup(self.rest.remove, "acme", "127.0.0.1", force=True)
        self.assert_allowed(self.exchange(empty, self.request()))

    def test_what_is_no_header_is_closed(self):
        good = header("192.0.2.7")
        for name, opening in {
            "none": b"",
            "version 1": b"PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n",
            "wrong signature": b"\r\n\r\n\0\r\nQUIT\r" + good[12:],
            "version 3": good[:12] + b"\x31" + good[13:],
            "unknown command": good[:12] + b"\x22" + good[13:],
            "unknown family": good[:13] + b"\x41" + good[14:],
            "datagram": good[:13] + b"\x12" + good[14:],
            "UNIX socket": SIGNATURE + struct.pack("!BBH", PROXY, 0x31, 216) + b"\0" * 216,
            "too short for its family": header("192.0.2.7", family=0x21),
            "cut addresses": SIGNATURE + struct.pack("!BBH", PROXY, 0x11, 4) + b"\xc0\x00\x02\x07",
            "huge": SIGNATURE + struct.pack("!BBH", PROXY, 0x11, 65535) + b"\0" * 65535,
        }.items():
            with self.subTest(name):
                self.assertIn(self.exchange(opening, self.request()), (None, 400, 403))

    def test_a_second_header_is_no_request(self):
        self.assertIn(self.exchange(header("192.0.2.7"), header("192.0.2.7"), self.request()), (None, 400))
        with self.subTest("nor between two requests"):
            with socket.create_connection(("127.0.0.1", self.port), timeout=15) as connection:
                connection.sendall(header("203.0.113.7") + self.request())
                self.assertRegex(connection.recv(65536), rb"^HTTP/1\.1 403 ")
                try:
                    connection.sendall(header("192.0.2.7") + self.request())
                    self.assertNotRegex(connection.recv(65536), rb"^HTTP/1\.1 20")
                except (ConnectionResetError, BrokenPipeError):
                    pass

    def test_the_ordinary_listener_takes_no_such_header(self):
        with socket.create_connection(("127.0.0.1", self.daemon.gate_port), timeout=15) as connection:
            connection.sendall(header("192.0.2.7") + self.request())
            self.assertNotRegex(connection.recv(65536), rb"^HTTP/1\.1 20")


class TestHaproxy(ProxyProtocolTest):
    """HAProxy in TCP mode between the client and the gate: `send-proxy-v2` is all it does."""

    def test_behind_haproxy(self):
        if not (shutil.which("haproxy") or shutil.which("/usr/sbin/haproxy")):
            self.skipTest("haproxy is not installed (Debian package haproxy)")
        port = free_port()
        configuration = f"""
defaults
    mode tcp
    timeout connect 5s
    timeout client 10s
    timeout server 10s
listen gate
    bind 127.0.0.1:{port}
    source 127.0.0.1
    server gate 127.0.0.1:{self.port} send-proxy-v2
"""
        self.adopt(start_haproxy(self.new_folder("haproxy"), port, configuration))
        self.rest.authorize("acme", "127.0.0.2")
        key = [("X-API-Key", self.secret)]
        self.assertIn(fetch(port, "/auth", key, source="127.0.0.2").status, (200, 204))
        self.assertEqual(fetch(port, "/auth", key, source="127.0.9.9").status, 403)
        self.assertEqual(fetch(port, "/auth", [*key, ("X-Forwarded-For", "127.0.0.2")], source="127.0.9.9").status, 403)


if __name__ == "__main__":
    unittest.main()
