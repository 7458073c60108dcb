"""sallyport as a person meets it: exit codes, tokens, what it prints in tables and for programs."""

import csv
import http.server
import io
import json
import os
import subprocess
import threading
import unittest

from support.daemon import DaemonTest, binary
from support.net import free_port

TOKEN_LIKE = "spa_AbCdEf0123456789-_AbCdEf0123456789"


class Foreign(http.server.BaseHTTPRequestHandler):
    """A server that knows nothing of Sallyport: files are not found, and it takes no other methods."""

    def do_GET(self):
        self.send_error(404)

    def log_message(self, *_):
        pass


class SignsIn(Foreign):
    """Takes every password."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"token": "sps_" + TOKEN_LIKE[4:], "expires": "2026-01-02T00:00:00Z"}).encode()
        self.send_response(201)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class TestCommandLine(DaemonTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.new_folder("home")
        cls.rest.create_organization("acme")

    def sallyport(self, *words, token=True, port=None, stdin=""):
        """Exit code, standard output, standard error."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home),
                       "SALLYPORT_URL": f"http://127.0.0.1:{port or self.daemon.api_port}"}
        if token:
            environment["SALLYPORT_TOKEN_FILE"] = str(self.daemon.data / "administrator.token")
        done = subprocess.run([binary("sallyport"), *map(str, words)], env=environment, input=stdin,
                              capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def refused(self, code, *words, **options):
        """What it says where it ends so."""
        found, out, errors = self.sallyport(*words, **options)
        self.assertEqual(found, code, f"{words}\n{out}{errors}")
        return errors

    def done(self, *words, **options):
        code, out, errors = self.sallyport(*words, **options)
        self.assertEqual(code, 0, f"{words}\n{out}{errors}")
        return out

    def serve(self, handler):
        """The port of a server that is not sallyportd."""
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server.server_port

    def test_a_server_that_is_none_of_ours_is_no_answer(self):
        for port in (self.serve(Foreign), self.daemon.gate_port):
            for words in (["organization", "list"], ["organization", "create", "x"], ["credential", "remove", "acme", "x"]):
                self.assertIn("is --url the address of sallyportd's API?", self.refused(3, *words, port=port))
        self.assertIn("is sallyportd running there?", self.refused(3, "organization", "list", port=free_port()))

    def test_without_a_token_it_says_how_to_come_by_one(self):
        said = self.refused(1, "organization", "list", token=False)
        for part in ("sign in", "--token-file", "SALLYPORT_TOKEN_FILE"):
            self.assertIn(part, said)

    def test_signing_in_says_what_is_wrong_and_until_when_it_lasts(self):
        for words in (["sign-in", "eve@acme.example"], ["sign-in", "eve@acme.example", "--format", "json"]):
            said = self.refused(1, *words, token=False, stdin="not the password\n")
            self.assertIn("the e-mail address or the password is wrong", said)
            self.assertNotIn("needs a token", said)
        words = ["--token-file", self.new_folder("signed-in") / "token", "sign-in", "ann@acme.example"]
        port = self.serve(SignsIn)
        self.assertEqual(json.loads(self.done(*words, "--format", "json", token=False, port=port, stdin="secret\n")),
                         {"signed_in": "ann@acme.example", "until": "2026-01-02T00:00:00Z"})
        self.assertEqual(self.done(*words, token=False, port=port, stdin="secret\n"),
                         "signed in as ann@acme.example until 2026-01-02T00:00:00Z\n")

    def test_a_folder_is_called_one(self):
        folder = self.new_folder("a-folder")
        for words in (["apply", "-f", folder], ["audit", "verify", "--anchor", folder],
                      ["address", "authorize", "acme", "--file", folder]):
            self.assertIn(f"{folder} is a folder", self.refused(2, *words), words)

    def test_a_policy_that_is_no_object_is_refused_at_its_place(self):
        for text, kind in (("- acme\n", "a list"), ("acme\n", "a single value")):
            self.assertIn(f"-:1:1: document must be an object, not {kind}",
                          self.refused(2, "apply", "-f", "-", "--plan", stdin=text))

    def test_an_entry_that_has_not_begun_is_told_from_one_in_force(self):
        self.rest.create_organization("later")
        self.done("address", "authorize", "later", "192.0.2.1")
        self.done("address", "authorize", "later", "192.0.2.2", "--start", "2099-01-01T00:00:00Z")
        heading, always, scheduled = self.done("address", "list", "later").splitlines()
        at = heading.index("FROM")
        self.assertEqual((always[at:].split()[0], scheduled[at:].split()[0]), ("-", "2099-01-01T00:00:00Z"))
        rows = csv.DictReader(io.StringIO(self.done("address", "list", "later", "--format", "csv")))
        self.assertEqual([row["valid_from"] for row in rows], ["", "2099-01-01T00:00:00Z"])
        covers = ["address", "covers", "later", "192.0.2.2"]
        for part in ("FROM", "2099-01-01T00:00:00Z", "no: it has not begun"):
            self.assertIn(part, self.done(*covers))
        self.assertIs(json.loads(self.done(*covers, "--format", "json"))["items"][0]["decides"], False)

    def test_a_token_is_never_shown(self):
        for words in (["--token-file", TOKEN_LIKE, "organization", "list"], [TOKEN_LIKE], ["organization", TOKEN_LIKE],
                      ["organization", "list", TOKEN_LIKE], ["address", "list", "acme", "--kind", TOKEN_LIKE],
                      ["test", TOKEN_LIKE], ["catalog", "show", TOKEN_LIKE], ["man", TOKEN_LIKE],
                      ["apply", "-f", TOKEN_LIKE], ["address", "authorize", "acme", "--file", TOKEN_LIKE],
                      ["audit", "verify", "--anchor", TOKEN_LIKE], ["--url", TOKEN_LIKE, "organization", "list"]):
            code, out, errors = self.sallyport(*words)
            self.assertNotEqual(code, 0, words)
            self.assertIn("spa_...", errors, words) if words[0] != "--token-file" else self.assertIn(
                "--token-file is a token itself", errors)
            self.assertNotIn(TOKEN_LIKE[4:12], out + errors, words)

    def test_a_malformed_file_is_wrong_usage(self):
        said = self.refused(2, "address", "authorize", "acme", "--file", "-", stdin="192.0.2.1\n192.0.2.999\n")
        self.assertIn("line 2", said)
        self.assertIn("malformed_address", self.refused(1, "address", "authorize", "acme", "192.0.2.999"))

    def test_two_names_for_one_token_are_refused(self):
        said = self.refused(2, "token", "create", "--everywhere", "ci2", "extra", "--may", "read")
        self.assertIn("ci2 or extra", said)
        self.refused(2, "token", "revoke", "--everywhere", "ci2", "extra")
        self.assertEqual(json.loads(self.done("token", "list", "--everywhere", "--format", "json"))["items"], [])

    def test_a_member_may_be_left_with_nothing(self):
        self.done("member", "add", "acme", "ann@acme.example", "--may", "authorized_ips,read")
        self.assertIn("none stands alone",
                      self.refused(2, "member", "change", "acme", "ann@acme.example", "--may", "none,read"))
        self.refused(2, "member", "change", "acme", "ann@acme.example", "--may", "")
        self.done("member", "change", "acme", "ann@acme.example", "--may", "none")
        shown = json.loads(self.done("member", "show", "acme", "ann@acme.example", "--format", "json"))
        self.assertEqual(shown["permissions"], [])

    def test_tables_hold_no_json(self):
        self.done("protection", "set", "acme", "--mode", "blocking")
        self.rest.add_member("acme", "bob@acme.example")
        for words in (["audit", "list"], ["whoami"], ["protection", "show", "acme"]):
            self.assertNotRegex(self.done(*words), r'[{}"]', words)
        self.assertIn("api (mode: learning -> blocking)", self.done("audit", "list", "acme"))
        records = json.loads(self.done("audit", "list", "acme", "--format", "json"))["items"]
        self.assertIn("blocking", [(record["after"] or {}).get("api", {}).get("mode") for record in records])
        self.assertIn("before", next(csv.reader(io.StringIO(self.done("audit", "list", "acme", "--format", "csv")))))

    def test_the_version_and_help_are_told_as_they_are_asked_for(self):
        version = self.done("version")
        self.assertEqual(self.done("--version"), version)
        self.assertEqual(json.loads(self.done("version", "--format", "json"))["version"], version.split()[1])
        self.assertEqual(self.done("help", "address", "list"), self.done("address", "list", "--help"))
        self.assertEqual(self.done("help"), self.done("--help"))
        helped = self.done("audit", "verify", "--help")
        for part in ("--anchor FILE", "Examples:", "1 not intact", "--url", "sallyport man audit verify"):
            self.assertIn(part, helped)
        self.assertNotIn("TEXT", helped)
        self.assertIn("did you mean 'address'?", self.refused(2, "man", "addres"))

    def test_of_scenarios_programs_read_what_came(self):
        folder = self.new_folder("scenarios")
        (folder / "holds.scenario").write_text("organization acme\n")
        (folder / "wrong.scenario").write_text("organization acme\n???\n")
        code, out, _ = self.sallyport("test", folder / "holds.scenario", folder / "wrong.scenario", "--format", "json")
        answer = json.loads(out)
        self.assertEqual((code, answer["files"], answer["held"]), (2, 2, 1))
        self.assertEqual(answer["items"][0]["line"], 2)
        (folder / "wrong.scenario").unlink()
        self.assertEqual(json.loads(self.done("test", folder / "holds.scenario", "--format", "json")),
                         {"files": 1, "held": 1, "items": []})


if __name__ == "__main__":
    unittest.main()
