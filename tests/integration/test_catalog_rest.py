"""The daemon's catalogs: what it serves below /catalogs/ to firewalls that poll, what it takes over of files that are edited, and that
its answers are those of the command line."""

import http.client
import json
import shutil
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

from support.daemon import SOURCE, Daemon, binary
from support.net import fetch, wait_until
from support.process import IntegrationTest

CATALOGS = SOURCE / "catalogs"

ACME = """vendor: acme
name: {en: Acme, de: Acme GmbH, ja: アクメ}
sources: [{id: en, page: A page, language: en}]
offerings:
  - id: tool
    name: Tool
    direction: from-vendor
    cells:
      - {source: en, addresses: [%s]}
"""


def replace(file, text):
    """As editors do: written beside, and renamed."""
    beside = file.with_suffix(".new")
    beside.write_text(text)
    beside.rename(file)


def metric(port, name):
    lines = fetch(port, "/metrics").body.decode().splitlines()
    return next(float(line.split()[1]) for line in lines if line.split()[0] == name)


class AnswersTest(IntegrationTest):
    """REST and the command line say the same, of the catalogs that come with the product."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.daemon = cls.adopt(Daemon(cls.folder / "data", "--catalogs", str(CATALOGS))).start()
        cls.rest = cls.daemon.rest()

    def command(self, *words, code=0):
        done = subprocess.run([binary("sallyport"), *words, "--format", "json"], capture_output=True, stdin=subprocess.DEVNULL,
                              timeout=30, env={"SALLYPORT_CATALOGS": str(CATALOGS)}, check=False)
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return json.loads(done.stdout)

    def answer(self, path, status=200, **query):
        reply = self.rest.raw("GET", path, query=query)
        self.assertEqual(reply.status, status, reply)
        return reply.json()

    def same(self, path, words, code=0, **query):
        said = self.answer(path, **query)
        self.assertEqual(said, self.command(*words, code=code))
        return said

    def test_resolving(self):
        moengage = "/catalogs/moengage/resolve"
        one = self.same(moengage, ["catalog", "resolve", "moengage", "--offering", "push,email", "--site", "DC-02"],
                        offering="push,email", site="DC-02")
        self.assertEqual({item["line"] for item in one["items"]}, {"18.192.81.203", "3.123.167.15", "35.158.28.57", "18.195.110.23"})
        self.same(moengage, ["catalog", "resolve", "moengage", "--all"], all="true")
        self.same(moengage, ["catalog", "resolve", "moengage", "--offering", "content-api", "--site", "DC-01,DC-05", "--language", "ja"],
                  offering="content-api", site="DC-01,DC-05", language="ja")
        withsecure = "/catalogs/withsecure/resolve"
        for version in ("15", "16"):
            self.same(withsecure, ["catalog", "resolve", "withsecure", "--offering", "business-suite", "--version", version,
                                   "--on", "2024-06-01", "--language", "de"],
                      offering="business-suite", version=version, on="2024-06-01", language="de")
        key = self.same(withsecure, ["catalog", "resolve", "withsecure", "--offering", "atlant", "--version", "1.0.319", "--feature",
                                     "license-key", "--direction", "to-vendor"],
                        offering="atlant", version="1.0.319", feature="license-key", direction="to-vendor")
        self.assertIn("provisioning.ew1.entitlements.fsapi.com 443/tcp", {item["line"] for item in key["items"]})
        self.same(withsecure, ["catalog", "resolve", "withsecure", "--all", "--allow-unknown"], all="true", allow_unknown="true")

    def test_what_nobody_knows_is_refused_alike(self):
        refused = self.answer("/catalogs/withsecure/resolve", status=422, offering="atlant", version="1.0.300")
        self.assertEqual(refused["code"], "unknown_cell")
        done = subprocess.run([binary("sallyport"), "catalog", "resolve", "withsecure", "--offering", "atlant", "--version", "1.0.300"],
                              capture_output=True, stdin=subprocess.DEVNULL, timeout=30, env={"SALLYPORT_CATALOGS": str(CATALOGS)},
                              check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(refused["detail"].splitlines()[0], done.stderr.decode())

    def test_listing_showing_comparing_asking(self):
        self.same("/catalogs", ["catalog", "list", "--language", "ja"], language="ja")
        for vendor in ("moengage", "withsecure"):
            for language in ("en", "de", "ja"):
                self.same(f"/catalogs/{vendor}", ["catalog", "show", vendor, "--language", language], language=language)
            self.same(f"/catalogs/{vendor}/history", ["catalog", "history", vendor])
        self.same("/catalogs/moengage", ["catalog", "show", "moengage", "push"], offering="push")
        self.same("/catalogs/withsecure/compare", ["catalog", "compare", "withsecure@2024-01-01", "withsecure@2026-11-22"], code=1,
                  **{"from": "2024-01-01", "to": "2026-11-22"})
        for asked in ("52.6.248.125", "3.6.0.0/16", "guts2.fsapi.com"):
            self.assertEqual(self.answer("/whois", query=asked)["items"],
                             self.command("catalog", "whois", asked, code=1 if asked == "3.6.0.0/16" else 0)["items"])

    def test_reading_and_rendering(self):
        feed, last_good = "8.8.8.8\n8.8.4.4\n", "8.8.8.8\n9.9.9.9\n1.1.1.1\n"
        files = [self.folder / "feed.list", self.folder / "last.list"]
        for file, text in zip(files, (feed, last_good)):
            file.write_text(text)
        reply = self.rest.raw("POST", "/catalogs/read", {"format": "list", "feed": feed, "last_good": last_good})
        self.assertEqual(reply.status, 200, reply)
        self.assertNotEqual(reply.json()["held"], [])
        self.assertEqual(reply.json(), self.command("catalog", "read", str(files[0]), "--as", "list", "--against", str(files[1]), code=3))
        lines = ["192.0.2.0/25", "192.0.2.128/25", "2001:db8::/32"]
        reply = self.rest.raw("POST", "/render/nftables", {"lines": lines}, query={"name": "partners"})
        self.assertEqual(reply.status, 200, reply)
        done = subprocess.run([binary("sallyport"), "render", "nftables", "--name", "partners", "--format", "json"],
                              input="\n".join(lines).encode(), capture_output=True, timeout=30, check=True)
        self.assertEqual(reply.json(), json.loads(done.stdout))
        done = subprocess.run([binary("sallyport"), "render", "--list", "--format", "json"], capture_output=True, timeout=30,
                              stdin=subprocess.DEVNULL, check=True)
        self.assertEqual(self.answer("/render"), json.loads(done.stdout))

    def test_a_body_may_be_as_large_as_the_limit_and_no_larger(self):
        line = "8.8.8.8 # " + "x" * 90 + "\n"
        lines = line * (8 * 1024 * 1024 // len(line))
        headers = [("Content-Type", "text/plain")]
        self.assertEqual(self.rest.raw("POST", "/render/plain", lines.encode(), headers).status, 200)
        # It is refused before it is sent.
        connection = http.client.HTTPConnection("127.0.0.1", self.daemon.api_port, timeout=10)
        self.addCleanup(connection.close)
        connection.putrequest("POST", "/api/v1/render/plain")
        for name, value in (*headers, ("Authorization", f"Bearer {self.daemon.token}"), ("Content-Length", 8 * 1024 * 1024 + 1)):
            connection.putheader(name, value)
        connection.endheaders()
        self.assertEqual(connection.getresponse().status, 413)

    def test_it_is_asked_for_a_token(self):
        for path in ("/catalogs", "/catalogs/moengage/resolve?all=true", "/whois?query=192.0.2.1", "/render"):
            self.assertEqual(fetch(self.daemon.api_port, "/api/v1" + path).status, 401, path)


class SiteTest(IntegrationTest):
    """Files that change while the daemon serves them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.catalogs = cls.folder / "catalogs"
        cls.feeds = cls.folder / "feeds"
        shutil.copytree(CATALOGS, cls.catalogs)
        cls.feeds.mkdir()
        (cls.feeds / "fastly-ip-ranges.json").write_text('{"addresses":["23.235.32.0/20"],"ipv6_addresses":["2a04:4e40::/32"]}')
        cls.acme = cls.catalogs / "acme.yaml"
        cls.acme.write_text(ACME % "8.8.8.8")
        cls.daemon = cls.adopt(Daemon(cls.folder / "data", "--catalogs", str(cls.catalogs), "--feeds", str(cls.feeds),
                                      "--catalogs-interval", "1", "--api-rate-network", "0")).start()
        cls.rest = cls.daemon.rest()

    def get(self, path, headers=()):
        return fetch(self.daemon.api_port, path, list(headers))

    def list(self):
        return self.get("/catalogs/acme/lists/all.txt").body.decode()

    def edit(self, text, seen):
        """Edits acme's file and waits until that has been seen."""
        replace(self.acme, text)
        wait_until(seen, "the daemon to look at the catalogs again", interval=0.05)

    def curl(self, *words):
        done = subprocess.run(["curl", "--silent", "--show-error", "--write-out", "%{http_code}", *words], capture_output=True, timeout=20,
                              check=True)
        return done.stdout.decode()

    def test_a_firewall_polls_a_list_and_gets_it_when_it_changed(self):
        self.edit(ACME % "8.8.8.8", lambda: self.list() == "8.8.8.8\n")
        url = f"http://127.0.0.1:{self.daemon.api_port}/catalogs/acme/lists/all.txt"
        tag, out = self.folder / "tag", self.folder / "all.txt"
        poll = lambda: self.curl("--etag-compare", str(tag), "--etag-save", str(tag), "--output", str(out), url)
        tag.write_text("")
        self.assertEqual(poll(), "200")
        self.assertEqual(out.read_text(), "8.8.8.8\n")
        self.assertEqual(poll(), "304")
        self.edit(ACME % "8.8.8.8, 8.8.4.4", lambda: "8.8.4.4" in self.list())
        self.assertEqual(poll(), "200")
        self.assertEqual(out.read_text(), "8.8.4.4\n8.8.8.8\n")
        self.assertEqual(poll(), "304")
        self.assertEqual(self.curl("--head", "--output", "/dev/null", url), "200")

    def test_a_broken_edit_leaves_the_last_good_one_and_is_told_once(self):
        self.edit(ACME % "8.8.8.8", lambda: self.list() == "8.8.8.8\n")
        tag = self.get("/catalogs/acme/lists/all.txt").header("ETag")
        self.edit(ACME % "8.8.8.7/24", lambda: metric(self.daemon.api_port, "sallyport_catalogs_unreadable") == 1)
        self.assertEqual(self.list(), "8.8.8.8\n")
        self.assertEqual(self.get("/catalogs/acme/lists/all.txt").header("ETag"), tag)
        listed = {item["vendor"]: item for item in self.rest.raw("GET", "/catalogs").json()["items"]}
        self.assertTrue(listed["acme"]["stale"])
        self.assertNotIn("stale", listed["moengage"])
        self.assertIn("8.8.8.8", [item["destination"] for item in self.rest.raw("GET", "/whois", query={"query": "8.8.8.8"}).json()["items"]])
        told = [line for line in self.daemon.output().splitlines() if "acme.yaml:9:" in line]
        self.assertEqual(len(told), 1, told)
        self.edit(ACME % "8.8.4.4", lambda: metric(self.daemon.api_port, "sallyport_catalogs_unreadable") == 0)
        self.assertEqual(self.list(), "8.8.4.4\n")
        self.assertIn("no trouble any more", self.daemon.output())

    def test_a_catalog_comes_and_goes_with_its_file(self):
        file = self.catalogs / "zebra.yaml"
        before = metric(self.daemon.api_port, "sallyport_catalogs")
        file.write_text((ACME % "9.9.9.9").replace("vendor: acme", "vendor: zebra"))
        wait_until(lambda: self.get("/catalogs/zebra/").status == 200, "the new catalog", interval=0.05)
        self.assertEqual(metric(self.daemon.api_port, "sallyport_catalogs"), before + 1)
        self.assertIn("zebra/", self.get("/catalogs/").body.decode())
        file.unlink()
        wait_until(lambda: self.get("/catalogs/zebra/").status == 404, "the catalog to go", interval=0.05)

    def test_whois_answers_from_feeds_too(self):
        whois = lambda address: [item["vendor"] for item in self.rest.raw("GET", "/whois", query={"query": address}).json()["items"]]
        self.assertEqual(whois("23.235.33.1"), ["fastly"])
        replace(self.feeds / "fastly-ip-ranges.json", '{"addresses":["151.101.0.0/16"],"ipv6_addresses":["2a04:4e40::/32"]}')
        wait_until(lambda: whois("151.101.1.1") == ["fastly"], "the new feed", interval=0.05)
        self.assertEqual(whois("23.235.33.1"), [])

    def test_readers_see_whole_lists_while_it_changes(self):
        self.edit(ACME % "8.8.8.8", lambda: self.list() == "8.8.8.8\n")
        whole = {"8.8.8.8\n", "8.8.4.4\n9.9.9.9\n"}
        done = threading.Event()

        def read():
            seen = set()
            while not done.is_set():
                seen.add(self.list())
            return seen

        with ThreadPoolExecutor(3) as readers:
            reading = [readers.submit(read) for _ in range(3)]
            try:
                self.edit(ACME % "8.8.4.4, 9.9.9.9", lambda: "9.9.9.9" in self.list())
            finally:
                done.set()
            for seen in reading:
                self.assertLessEqual(seen.result(), whole)

    def test_pages_come_in_the_readers_language(self):
        page = self.get("/catalogs/", [("Accept-Language", "ja")])
        self.assertIn("アクメ", page.body.decode())
        self.assertEqual(page.header("Content-Type"), "text/html; charset=utf-8")
        self.assertEqual(page.header("X-Content-Type-Options"), "nosniff")
        self.assertEqual(self.get("/catalogs/acme/", [("Accept-Language", "de")]).header("Content-Language"), "de")

    def test_no_path_leads_out(self):
        (self.catalogs / "secret.txt").write_text("secret")
        for path in ("/catalogs/../healthz", "/catalogs/acme/../../etc/passwd", "/catalogs/secret.txt", "/catalogs/acme.yaml",
                     "/catalogs/acme/%2e%2e/acme/index.html", "/catalogs/profiles/"):
            self.assertEqual(self.get(path).status, 404, path)


class SettingsTest(IntegrationTest):
    def test_folders_that_are_named_have_to_be_there(self):
        for option in ("--catalogs", "--feeds"):
            code, text = Daemon(self.folder / "none", option, str(self.folder / "missing")).run_to_end()
            self.assertEqual(code, 2, text)
            self.assertIn(option, text)
            self.assertIn("missing", text)

    def test_the_site_can_be_switched_off(self):
        daemon = self.adopt(Daemon(self.folder / "off", "--catalogs", str(CATALOGS), "--publish-catalogs", "no")).start()
        self.assertEqual(fetch(daemon.api_port, "/catalogs/").status, 404)
        self.assertEqual(daemon.rest().raw("GET", "/catalogs").status, 200)

    def test_without_a_setting_it_takes_what_is_installed_beside_the_program(self):
        root = self.folder / "installed"
        (root / "bin").mkdir(parents=True)
        program = root / "bin" / "sallyportd"
        shutil.copy(binary("sallyportd"), program)
        for there in (False, True):
            if there:
                shutil.copytree(CATALOGS, root / "share" / "sallyport" / "catalogs")
            daemon = Daemon(self.folder / f"data-{there}")
            options = daemon.command()[1:]
            daemon.command = lambda options=options: [program, *options]
            self.adopt(daemon).start()
            self.assertEqual(daemon.rest().raw("GET", "/catalogs").status, 200 if there else 404)
            daemon.stop()
