"""The daemon as an operator meets it: starts that are refused, full disks, hostile clients, clocks that jump."""

import base64
import email
import email.policy
import json
import os
import re
import socket
import sqlite3
import subprocess
import time
import unittest

from support.daemon import BEHIND_A_PROXY, Daemon, DaemonTest, faketime_library, files_readable_by_others
from support.net import fetch, wait_until
from support.process import IntegrationTest
from support.rest import Refused, Rest
from support.smtp_sink import links


def the_secret_file(data):
    """The file with the installation's two keys: 64 bytes or their notation, and nothing else."""
    found = [path for path in data.iterdir() if "secret" in path.name]
    if len(found) != 1:
        raise AssertionError(f"no single file of secrets in {data}: {list(data.iterdir())}")
    return found[0]


class TestStart(IntegrationTest):
    """Data that must not be touched is not touched, and the message says what to do."""

    def setUp(self):
        self.daemon = self.adopt(Daemon(self.new_folder("start") / "data", *BEHIND_A_PROXY))
        self.daemon.start()
        self.daemon.rest().create_organization("acme")

    def assert_start_refused(self, *words, daemon=None):
        code, text = (daemon or self.daemon).run_to_end()
        self.assertNotEqual(code, 0, text)
        self.assertGreater(code, 0, f"ended by signal {-code}: {text}")
        for word in words:
            self.assertRegex(text.lower(), word)
        self.assertNotIn("terminate called", text)

    def test_a_second_daemon_on_the_same_data(self):
        second = Daemon(self.daemon.data, *BEHIND_A_PROXY)
        self.assert_start_refused("already|another|in use", daemon=second)
        self.assertEqual(len(self.daemon.rest().organizations()), 1, "the first one does not mind")

    def test_a_port_in_use(self):
        other = Daemon(self.new_folder("other") / "data", *BEHIND_A_PROXY)
        other.api_port = self.daemon.api_port
        self.assert_start_refused(str(other.api_port), "in use", daemon=other)

    def test_data_of_a_newer_version(self):
        self.daemon.stop()
        database = self.daemon.database
        connection = sqlite3.connect(database)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        self.assertGreater(version, 0)
        connection.execute(f"PRAGMA user_version = {version + 1}")
        connection.commit()
        connection.close()
        before = database.read_bytes()
        self.assert_start_refused("newer")
        self.assertEqual(database.read_bytes(), before, "it was changed all the same")

    def test_a_damaged_database(self):
        self.daemon.stop()
        database = self.daemon.database
        # What is still in the log beside the database would replace what is damaged here.
        connection = sqlite3.connect(database)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        whole = database.read_bytes()
        damages = {
            "not a database": b"x" * len(whole),
            "pages overwritten": whole[:100] + b"\xa5" * (len(whole) - 100),
            "cut short": whole[: len(whole) // 2],
        }
        for name, damaged in damages.items():
            with self.subTest(name):
                database.write_bytes(damaged)
                self.assert_start_refused("damaged|corrupt|not a database|malformed", "backup")
        database.write_bytes(whole)
        self.daemon.start()

    def test_a_database_without_its_keys(self):
        self.daemon.stop()
        secret = the_secret_file(self.daemon.data)
        secret.rename(secret.with_name("elsewhere"))
        self.assert_start_refused(secret.name)
        self.assertFalse(secret.exists(), "new keys would make every credential unknown")

    def test_keys_that_others_can_read(self):
        self.daemon.stop()
        secret = the_secret_file(self.daemon.data)
        secret.chmod(0o644)
        self.assert_start_refused(secret.name, "chmod|0?600|read")
        secret.chmod(0o600)
        self.daemon.start()

    def test_keys_of_the_wrong_size(self):
        self.daemon.stop()
        secret = the_secret_file(self.daemon.data)
        secret.write_bytes(secret.read_bytes()[:-1])
        self.assert_start_refused(secret.name)

    def test_what_it_writes_is_its_own(self):
        self.assertEqual(files_readable_by_others(self.daemon.data), [])

    def test_a_wrong_option(self):
        for option in (["--no-such-option"], ["--api", "localhost"], ["--gate", "127.0.0.1:99999"],
                       ["--trusted-proxy", "10.0.0.1/8"], ["--unknown-credential", "maybe"],
                       ["--log-level", "loud"], ["surplus"]):
            with self.subTest(option=option):
                other = Daemon(self.new_folder("option") / "data", *option)
                self.assert_start_refused(re.escape(option[-1].lstrip("-")), daemon=other)

    def test_a_wrong_line_in_the_file_of_settings(self):
        file = self.new_folder("settings") / "sallyportd.conf"
        for lines, words in (
            ("# proxies\n\ntrusted_proxy=127.0.0.1\n", ["3: ", "'trusted_proxy'", "did you mean 'trusted-proxy'"]),
            ("gate=none\nbogus\n", ["2: ", "'bogus'", "trusted-proxy"]),
            ("[daemon]\ngate=none\n", ["1: ", "sections", "\\[daemon\\]"]),
        ):
            with self.subTest(lines=lines):
                file.write_text(lines)
                other = Daemon(self.new_folder("option") / "data", "--config", file)
                code, text = other.run_to_end()
                self.assertEqual(code, 2, text)
                for word in [re.escape(str(file)), *words]:
                    self.assertRegex(text, word)
                self.assertNotIn("INI", text)

    def test_a_byte_order_mark_before_the_settings(self):
        file = self.new_folder("marked") / "sallyportd.conf"
        file.write_text("\ufefflog-level=debug\n", encoding="utf-8")
        other = self.adopt(Daemon(self.new_folder("marked-data") / "data", *BEHIND_A_PROXY, "--config", file)).start()
        self.assertEqual(other.rest().organizations(), [])
        file.write_text("\ufefflog-level=debug\nbogus\n", encoding="utf-8")
        code, text = Daemon(self.new_folder("unmarked") / "data", "--config", file).run_to_end()
        self.assertEqual(code, 2, text)
        self.assertRegex(text, re.escape(str(file)) + ":2: .*'bogus'")

    def test_it_ends_when_asked_and_comes_back_as_it_was(self):
        rest = self.daemon.rest()
        secret = rest.create_credential("acme", "web")
        rest.authorize("acme", "192.0.2.0/24")
        rest.protect("acme", mode="blocking")
        self.assertEqual(self.daemon.stop(), 0)
        self.daemon.start()
        self.assertTrue(self.daemon.allows(secret, "192.0.2.9"))
        self.assertFalse(self.daemon.allows(secret, "203.0.113.9"))


class TestRequests(DaemonTest):
    """What the API refuses, and how it says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rest.create_organization("acme")
        cls.rest.create_credential("acme", "web")

    def assert_problem(self, reply, status, code):
        self.assertEqual(reply.status, status, reply)
        self.assertEqual(reply.header("Content-Type"), "application/problem+json")
        problem = reply.json()
        self.assertEqual(problem["code"], code, reply)
        self.assertEqual(problem["status"], status, reply)
        return problem

    def test_tokens(self):
        token = self.daemon.token
        for wrong in (None, "", "x", token[:-1], token + "x", token.swapcase(), "a" * 5000):
            with self.subTest(wrong="none" if wrong is None else len(wrong)):
                client = Rest(self.daemon.api_port, wrong)
                self.assert_problem(client.raw("GET", "/organizations"), 401, "unauthenticated")
                self.assert_problem(client.raw("POST", "/organizations", {"name": "x"}), 401, "unauthenticated")
        for field in (f"Basic {token}", token, f"Bearer {token}, Bearer {token}"):
            with self.subTest(scheme=field.split()[0][:6]):
                reply = fetch(self.daemon.api_port, "/api/v1/organizations", [("Authorization", field)])
                self.assertEqual(reply.status, 401, reply)
        twice = [("Authorization", f"Bearer {token}")] * 2
        self.assertIn(fetch(self.daemon.api_port, "/api/v1/organizations", twice).status, (400, 401))

    def test_a_body_that_is_too_large(self):
        body = b'{"name": "' + b"x" * (9 * 1024 * 1024) + b'"}'
        try:
            reply = self.rest.raw("POST", "/organizations", body)
        except (BrokenPipeError, ConnectionResetError):
            reply = None  # it did not wait for the rest, and closed before this side had read the answer
        if reply is not None:
            self.assertEqual(reply.status, 413, reply)
        head = (f"POST /api/v1/organizations HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {self.daemon.token}\r\n"
                "Content-Length: 9000000000\r\n\r\n")
        with socket.create_connection(("127.0.0.1", self.daemon.api_port), timeout=15) as connection:
            connection.sendall(head.encode())
            self.assertRegex(connection.recv(4096), rb"^HTTP/1.1 413 ")

    def test_a_long_list_comes_in_one_request_from_who_may(self):
        self.rest.create_organization("long")
        entries = [{"prefix": f"2001:db8:1234:5678:abcd:ef01:{number >> 16:x}:{number & 0xffff:x}",
                    "note": "the customer's build machines, ticket 48213, asked by their platform team"}
                   for number in range(1 << 16, (1 << 16) + 100_000)]
        body = json.dumps({"entries": entries}).encode()
        self.assertGreater(len(body), 8 * 1024 * 1024)
        path = "/organizations/long/authorized"
        field = ("Content-Type", "application/json")
        head = (f"POST /api/v1{path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer guess\r\n"
                f"Content-Length: {len(body)}\r\n\r\n")
        with socket.create_connection(("127.0.0.1", self.daemon.api_port), timeout=15) as connection:
            connection.sendall(head.encode())
            self.assertRegex(connection.recv(4096), rb"^HTTP/1.1 401 ")
        reply = self.rest.raw("POST", path, body, [field])
        self.assertEqual(reply.status, 201, reply)

    def test_a_list_that_is_too_long(self):
        prefixes = [f"10.{a}.{b}.{c}" for a in range(2) for b in range(256) for c in range(256)]
        reply = self.rest.raw("POST", "/organizations/acme/authorized", {"prefixes": prefixes})
        self.assert_problem(reply, 413, "too_many_entries")
        self.assertEqual(self.rest.authorized("acme"), [])

    def test_requests_that_make_no_sense(self):
        path = "/organizations/acme/authorized"
        for body in (b"", b"{", b"[]", b'"x"', b"null", b"{}", b"\xff\xfe", b'{"prefix": 1}', b'{"prefix": null}',
                     b'{"prefix": ["192.0.2.1"]}', b'{"prefixes": "192.0.2.1"}',
                     b'{"prefix": "192.0.2.1", "colour": 1}',
                     b'{"prefix": "192.0.2.1", "prefixes": ["192.0.2.2"]}', b'{"prefix": "192.0.2.1"} x',
                     b'{"prefix": "192.0.2.1", "prefix": "192.0.2.2"}', b"[" * 100000):
            with self.subTest(body=body[:60]):
                self.assert_problem(self.rest.raw("POST", path, body), 400, "malformed_request")
        self.assertEqual(self.rest.authorized("acme"), [])

    def test_a_field_that_is_not_known_is_named(self):
        problem = self.assert_problem(
            self.rest.raw("PATCH", "/organizations/acme/protection/api", {"mode": "blocking", "dryrun": True}),
            400, "malformed_request")
        self.assertIn("dryrun", problem["detail"])
        self.assertEqual(self.rest.protection("acme")["mode"], "learning")

    def test_addresses_with_what_was_probably_meant(self):
        for text, code, suggestion in (
            ("192.0.2.1/24", "host_bits_set", "192.0.2.0/24"),
            ("010.0.0.1", "malformed_address", "10.0.0.1"),
            ("192.168.0/16", "malformed_address", "192.168.0.0/16"),
            ("10.0.0.0/08", "malformed_address", "10.0.0.0/8"),
            (" 192.0.2.1", "malformed_address", "192.0.2.1"),
            ("192.0.2.256", "malformed_address", None),
            ("2001:db8::1/32", "host_bits_set", "2001:db8::/32"),
            ("fe80::1%eth0", "malformed_address", "fe80::1"),
            ("example.com", "malformed_address", None),
            ("", "malformed_address", None),
        ):
            with self.subTest(text=text):
                reply = self.rest.raw("POST", "/organizations/acme/authorized", {"prefix": text})
                problem = self.assert_problem(reply, 422, code)
                if suggestion:
                    self.assertIn(f"did you mean {suggestion}?", problem["errors"][0]["detail"])

    def test_nothing_is_half_applied(self):
        body = {"prefixes": ["192.0.2.0/24", "198.51.100.7/24", "2001:db8::/32"]}
        self.assertEqual(self.rest.raw("POST", "/organizations/acme/authorized", body).status, 422)
        self.assertEqual(self.rest.authorized("acme"), [])

    def test_what_is_not_there(self):
        for method, path, code in (
            ("GET", "/organizations/nobody", "unknown_organization"),
            ("GET", "/organizations/nobody/authorized", "unknown_organization"),
            ("GET", "/organizations/acme/credentials/nothing", "unknown_credential"),
            ("DELETE", "/organizations/acme/authorized/203.0.113.1", "not_found"),
            ("GET", "/no-such-thing", "not_found"),
        ):
            with self.subTest(path=path):
                self.assert_problem(self.rest.raw(method, path), 404, code)
        self.assertEqual(self.rest.raw("DELETE", "/organizations").status, 405)
        self.assert_problem(self.rest.raw("POST", "/organizations", {"name": "acme"}), 409, "duplicate")

    def test_metrics_can_be_read(self):
        self.daemon.ask("nonsense", "192.0.2.1")
        text = self.rest.raw("GET", "//metrics").text()
        label = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\.)*"'
        sample = re.compile(rf"([a-zA-Z_:][a-zA-Z0-9_:]*)(\{{(?:{label},?)*\}})? (\S+)$")
        kinds, series = {}, set()
        self.assertTrue(text.endswith("\n"))
        for line in text.splitlines():
            if line.startswith("# TYPE "):
                _, _, name, kind = line.split(" ")
                self.assertNotIn(name, kinds, "declared twice")
                self.assertIn(kind, ("counter", "gauge", "histogram", "summary"))
                kinds[name] = kind
            elif line.startswith("#"):
                self.assertRegex(line, r"^# HELP [a-zA-Z_:][a-zA-Z0-9_:]* \S")
            else:
                match = sample.match(line)
                self.assertIsNotNone(match, line)
                name, labels, value = match.groups()
                float(value)
                self.assertNotIn((name, labels), series, "the same series twice")
                series.add((name, labels))
                base = re.sub("_(bucket|sum|count)$", "", name)
                self.assertTrue(name in kinds or kinds.get(base) in ("histogram", "summary"), f"{name} has no type")
                self.assertTrue(name.startswith(("sallyport_", "process_")), name)
        self.assertGreater(len(series), 5)


class TestSlowClients(DaemonTest):
    def assert_served(self):
        begin = time.monotonic()
        self.assertEqual(self.rest.raw("GET", "/organizations").status, 200)
        self.assertEqual(self.daemon.ask("nonsense", "192.0.2.1").status, 403)
        self.assertLess(time.monotonic() - begin, 3)

    def hold(self, port, opening):
        connection = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.addCleanup(connection.close)
        connection.sendall(opening)
        return connection

    def test_clients_that_stop_in_the_middle_hold_up_nobody(self):
        openings = (b"", b"G", b"GET /auth HTTP/1.1\r\nX-API",
                    b"POST /api/v1/organizations HTTP/1.1\r\nContent-Length: 9\r\n\r\n{")
        held = [self.hold(port, opening) for port in (self.daemon.api_port, self.daemon.gate_port)
                for opening in openings for _ in range(50)]
        self.assert_served()
        # One byte now and then does not keep a request alive either: it has to be whole in 10 seconds.
        slow = held[2 * 50]
        slow.settimeout(0.5)
        end = time.monotonic() + 16
        answer = None
        while answer is None and time.monotonic() < end:
            try:
                slow.sendall(b"a")
                answer = slow.recv(4096)
            except TimeoutError:
                pass
            except OSError:
                answer = b""
        self.assertIsNotNone(answer, "a request that never ends was kept")
        self.assert_served()

    def test_a_client_that_does_not_read_its_answers(self):
        request = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"
        for _ in range(20):
            connection = self.hold(self.daemon.api_port, b"")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.setblocking(False)
            try:
                for _ in range(500):
                    connection.send(request)
            except BlockingIOError:
                pass
        self.assert_served()

    def test_garbage_is_answered_or_closed(self):
        for garbage in (b"\0" * 100, b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/9.9\r\n\r\n",
                        b"GET  /  HTTP/1.1\r\n\r\n",
                        b"GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 5000 + b"\r\n",
                        b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\n\r\n",
                        b"POST /auth HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                        b"POST /auth HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"):
            for port in (self.daemon.api_port, self.daemon.gate_port):
                with self.subTest(garbage=garbage[:60], port="api" if port == self.daemon.api_port else "gate"):
                    connection = self.hold(port, b"")
                    try:
                        connection.sendall(garbage)
                        answer = connection.recv(65536)
                    except (ConnectionResetError, BrokenPipeError):
                        answer = b""
                    self.assertRegex(answer, rb"^(HTTP/1\.1 (4\d\d|50[15]) |$)")
        self.assert_served()


class TestFullDisk(IntegrationTest):
    SIZE = 6 * 1024 * 1024

    def setUp(self):
        if os.geteuid() != 0:
            self.skipTest("a small file system can be mounted by root only")
        self.mount = self.new_folder("small")
        command = ["mount", "-t", "tmpfs", "-o", f"size={self.SIZE},mode=0755", "tmpfs", str(self.mount)]
        mounted = subprocess.run(command, capture_output=True, text=True, check=False)
        if mounted.returncode != 0:
            self.skipTest(f"no file system can be mounted here: {mounted.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", str(self.mount)], check=True)
        self.daemon = self.adopt(Daemon(self.mount / "data", *BEHIND_A_PROXY, log=self.folder / "full.log"))
        self.addCleanup(self.daemon.kill)
        self.ballast = self.mount / "ballast"
        self.ballast.write_bytes(b"x" * (2 * 1024 * 1024))

    def test_changes_are_refused_and_nothing_is_lost(self):
        rest = self.daemon.start().rest()
        rest.create_organization("acme")
        secret = rest.create_credential("acme", "web")
        rest.protect("acme", mode="blocking")
        acknowledged = []
        refused = None
        for block in range(2000):
            prefixes = [f"10.{block >> 8}.{block & 255}.{last}" for last in range(0, 250, 5)]
            try:
                rest.authorize("acme", *prefixes)
            except Refused as problem:
                refused = problem
                break
            acknowledged += prefixes
        self.assertIsNotNone(refused, "the disk never filled up")
        self.assertEqual(refused.code, "storage_full", refused)
        self.assertEqual(refused.status, 507, refused)
        self.assertGreater(len(acknowledged), 0)

        with self.subTest("what is there is still decided and read"):
            self.assertTrue(self.daemon.allows(secret, acknowledged[-1]))
            self.assertFalse(self.daemon.allows(secret, prefixes[0]), "a refused change is enforced")
            self.assertEqual(rest.authorized("acme"), [prefix for prefix in acknowledged])
            self.assertTrue(self.daemon.healthy())

        with self.subTest("killed and started again while there is no space"):
            self.daemon.kill()
            self.daemon.launch()
            try:
                self.daemon.await_ready(self.daemon.healthy)
                self.assertEqual(self.daemon.rest().authorized("acme"), acknowledged)
            except RuntimeError:
                self.assertRegex(self.daemon.tail(5).lower(), "full|space")

        with self.subTest("works again when there is space"):
            self.ballast.unlink()
            if not self.daemon.running:
                self.daemon.start()
            rest = self.daemon.rest()
            rest.authorize("acme", "192.0.2.7")
            self.assertTrue(self.daemon.allows(secret, "192.0.2.7"))
            self.assertEqual(rest.authorized("acme"), [*acknowledged, "192.0.2.7"])
            rest.verify_audit()


class TestClock(IntegrationTest):
    """The wall clock is years off after a restart, in either direction."""

    def setUp(self):
        if not faketime_library():
            self.skipTest("needs libfaketime, and a build without a sanitizer")
        self.daemon = self.adopt(Daemon(self.new_folder("clock") / "data", *BEHIND_A_PROXY))
        rest = self.daemon.start().rest()
        rest.create_organization("acme")
        self.secret = rest.create_credential("acme", "web")
        self.assertTrue(self.daemon.allows(self.secret, "192.0.2.1"))
        wait_until(lambda: rest.authorized("acme"), "the address to be learned")

    def restart(self, clock):
        self.assertEqual(self.daemon.stop(), 0)
        self.daemon.start(clock=clock)
        return self.daemon.rest()

    def test_nothing_turns_to_blocking_in_time_that_nobody_watched(self):
        for clock in ("+5y", "-5y", "+20y", None):
            with self.subTest(clock=clock):
                rest = self.restart(clock)
                self.assertTrue(self.daemon.allows(self.secret, "192.0.2.2"))
                time.sleep(0.3)
                self.assertEqual(rest.protection("acme")["mode"], "learning")
                self.assertTrue(self.daemon.allows(self.secret, "192.0.2.3"))
        rest.verify_audit()

    def test_an_entry_is_valid_when_the_wall_says_so(self):
        rest = self.daemon.rest()
        rest.protect("acme", mode="blocking")
        year = time.gmtime().tm_year
        rest.authorize("acme", "198.51.100.7", valid_until=f"{year + 2}-01-01T00:00:00Z")
        rest.authorize("acme", "198.51.100.8", valid_from=f"{year + 2}-01-01T00:00:00Z")
        now, later = (True, False), (False, True)
        for clock, expected in ((None, now), ("+5y", later), ("-5y", now), (None, now)):
            with self.subTest(clock=clock):
                self.restart(clock)
                asked = tuple(self.daemon.allows(self.secret, f"198.51.100.{last}") for last in (7, 8))
                self.assertEqual(asked, expected)


class TestSecrets(IntegrationTest):
    """No secret that was handed out is found in anything that the daemon leaves behind."""

    def test_canary(self):
        mails = self.new_folder("mails")
        daemon = self.adopt(Daemon(self.folder / "data", *BEHIND_A_PROXY, "--mail-directory", mails,
                                   "--log-level", "debug")).start()
        rest = daemon.rest()
        rest.create_organization("acme")
        rest.add_member("acme", "ann@acme.example")
        secrets = {f"key {channel} {number}": rest.create_credential("acme", f"{channel}-{number}", channel)
                   for channel in ("api", "smtp") for number in range(3)}
        # Both: a channel that still learns could authorize the stranger's network before the alert is told.
        for channel in ("api", "smtp"):
            rest.protect("acme", channel, mode="blocking")
        rest.authorize("acme", "192.0.2.0/24")
        for secret in secrets.values():
            daemon.allows(secret, "192.0.2.1")
            daemon.allows(secret, "203.0.113.5")
        daemon.ask("canary-that-is-no-key", "192.0.2.1")
        secrets["wrong key"] = "canary-that-is-no-key"
        Rest(daemon.api_port, "canary-that-is-no-token").raw("GET", "/organizations")
        secrets["wrong token"] = "canary-that-is-no-token"
        secrets["administrator's token"] = daemon.token

        mail = wait_until(lambda: sorted(mails.glob("*.eml")), "a mail")[0]
        tokens = [link.rsplit("/", 1)[1] for link in links(self.html_of(mail)) if "/answer/" in link]
        self.assertEqual(len(set(tokens)), 3, "authorize, deny, deactivate")
        answer = tokens[0]
        fetch(daemon.api_port, f"/answer/{answer}")
        fetch(daemon.api_port, f"/answer/{answer}", method="POST", body=b"confirm=yes")
        daemon.stop()

        left = [path for path in daemon.data.rglob("*") if path.is_file()] + [daemon.log]
        self.assertIn(daemon.database, left)
        for path in left:
            if path.name == "administrator.token":
                continue
            self.assert_holds_none(path, {**secrets, **{f"answer token {i}": token for i, token in enumerate(tokens)}})
        for path in mails.iterdir():
            self.assert_holds_none(path, secrets)

    def html_of(self, path):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        return mail.get_body(("html",)).get_content()

    def assert_holds_none(self, path, secrets):
        content = path.read_bytes()
        for name, secret in secrets.items():
            raw = secret.encode()
            for form in (raw, raw.hex().encode(), base64.b64encode(raw).rstrip(b"=")):
                with self.subTest(file=path.name, secret=name):
                    self.assertNotIn(form, content)


if __name__ == "__main__":
    unittest.main()
