"""`sallyport catalog` with the catalogs that come with it: every cell of the vendors' pages, and what is asked of them.

What is expected was read from the pages a second time, apart from the catalogs; where the pages are at hand (../shared/seeds), it is
compared with them too."""

import functools
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from support import vendor_pages
from support.daemon import SOURCE, binary
from support.vendor_pages import LOST, NOT_AVAILABLE, SAME_AS

CATALOGS = SOURCE / "catalogs"
SITES = [f"DC-0{number}" for number in range(1, 7)]
CHANNELS = ["connector", "sms", "whatsapp", "email", "push"]

_AMERICAN = "52.6.248.125 44.205.83.206 34.235.212.204 34.233.63.26 34.206.66.48 3.82.83.239 3.211.230.54 34.198.62.77 34.207.33.10"
_MESSAGES = [_AMERICAN, "18.195.110.23", "3.6.251.95", "18.217.73.1", NOT_AVAILABLE, "16.78.137.157 16.78.95.240 108.137.84.19"]
MOENGAGE = {
    "connector": _MESSAGES,
    "sms": _MESSAGES,
    "whatsapp": _MESSAGES,
    "email": ["52.6.248.125", "18.195.110.23", "3.6.251.95", NOT_AVAILABLE, NOT_AVAILABLE,
              "43.218.11.107 16.78.49.147 108.137.191.127"],
    "push": ["34.232.43.152 44.205.187.13 54.156.161.42", "18.192.81.203 3.123.167.15 35.158.28.57",
             "13.202.37.36 3.108.122.10 3.6.111.53", "18.219.179.132 3.13.66.12 3.15.129.107", NOT_AVAILABLE,
             "16.78.137.157 16.78.95.240 108.137.84.19"],
    "content-api": [SAME_AS] * 6,
    "data-import": ["3.209.165.74 52.1.205.204", "3.77.101.97 18.195.110.23", "3.6.246.251 3.6.251.95",
                    "18.217.73.1 18.223.244.184 3.139.47.208", "18.143.35.151", "16.78.83.35 43.218.197.196"],
    "data-warehouse-export": ["52.1.205.204 52.6.248.125", "18.195.110.23", "3.6.251.95", "18.217.73.1 3.139.47.208", "18.143.35.151",
                              NOT_AVAILABLE],
    "streams": ["52.6.248.125", "18.195.110.23", "3.6.251.95", "18.217.73.1", "18.143.35.151", "43.218.197.196"],
    "outbound-segment-sync": ["52.6.248.125", NOT_AVAILABLE, "3.6.251.95", NOT_AVAILABLE, NOT_AVAILABLE, NOT_AVAILABLE],
    "file-segment-api": ["184.72.243.80", "18.195.110.23", "3.6.251.95", "3.139.47.208", "18.143.35.151", "43.218.197.196"],
    "catalog-feeds": ["52.1.205.204", "18.195.110.23 3.77.101.97", "3.6.251.95", "18.217.73.1", NOT_AVAILABLE, NOT_AVAILABLE],
}


def cell(offering, site):
    """What the table above has: sorted addresses, NOT_AVAILABLE or SAME_AS."""
    said = MOENGAGE[offering][SITES.index(site)]
    return said if said in (NOT_AVAILABLE, SAME_AS) else sorted(said.split())


CELLS = [(offering, site) for offering in MOENGAGE for site in SITES]

_SUITE_16 = """corp-reg.fsapi.com guts2-old.fsapi.com+80 guts2.fsapi.com+80 a.karma.sc2.fsapi.com restmc.mind.sc2.fsapi.com
    api.doorman.fsapi.com baseguard.doorman.fsapi.com api.disobus.fsapi.com api.prd.glb.us-prd.fsapi.com"""
_SUITE_15 = """corp-reg.f-secure.com guts2.sp.f-secure.com+80 a.karma.sc2.fsapi.com api.doorman.fsapi.com restmc.mind.sc2.fsapi.com
    baseguard.doorman.fsapi.com api.disobus.fsapi.com update.sebe.fsapi.com"""
_ATLANT_NEW = """guts2.fsapi.com+80 api.prd.glb.us-prd.fsapi.com aspam.sp.f-secure.com aspam.fsapi.com rpmrepo.fsapi.com
    a.karma.sc2.fsapi.com baseguard.doorman.fsapi.com"""
_ATLANT_OLD = """guts2.sp.f-secure.com+80 update.sebe.fsapi.com orsp.f-secure.com+80 *.orsp.f-secure.com+80 aspam.sp.f-secure.com
    rpmrepo.sp.f-secure.com"""
# By offering, version and features, on a day on which nothing had ended yet. "+80": TCP/80 too.
WITHSECURE = {
    ("business-suite", "16", ""): _SUITE_16,
    ("business-suite", "15", ""): _SUITE_15,
    ("internet-gatekeeper", "", ""): "aspam.sp.f-secure.com aspam.fsapi.com",
    ("email-and-server-security", "16", ""): _SUITE_16 + " aspam.sp.f-secure.com aspam.fsapi.com",
    ("email-and-server-security", "15", ""): _SUITE_15 + " aspam.sp.f-secure.com",
    ("atlant", "1.0.319", ""): _ATLANT_NEW,
    ("atlant", "1.0.319", "license-key"): _ATLANT_NEW + " provisioning.ew1.entitlements.fsapi.com api.disobus.fsapi.com",
    ("atlant", "1.0.295", ""): _ATLANT_OLD,
    ("atlant", "1.0.295", "license-key"):
        _ATLANT_OLD + " baseguard.doorman.fsapi.com provisioning.ew1.entitlements.fsapi.com api.disobus.fsapi.com",
}


def lines_of(hosts):
    found = set()
    for host in hosts.split():
        name = host.removesuffix("+80")
        found |= {f"{name} 443/tcp"} | ({f"{name} 80/tcp"} if host != name else set())
    return sorted(found)


class Answer:
    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout.decode()
        self.errors = done.stderr.decode()
        self.lines = self.out.splitlines()


@functools.cache
def catalog(*words, folder=None, program=None):
    command = [program or binary("sallyport"), "catalog", *words]
    environment = {"SALLYPORT_CATALOGS": str(folder)} if folder else {}
    return Answer(subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=30, env=environment, check=False))


class CatalogTest(unittest.TestCase):
    maxDiff = None

    def ask(self, *words, code=0, **options):
        answer = catalog(*words, **options)
        self.assertEqual(answer.code, code, f"{words}\n{answer.out}{answer.errors}")
        return answer

    def resolve(self, *words, code=0, **options):
        """The lines, in any order: that they are sorted is held once for all."""
        return sorted(self.ask("resolve", *words, code=code, **options).lines)

    def items(self, *words, code=0, **options):
        return json.loads(self.ask(*words, "--format", "json", code=code, **options).out)["items"]

    def folder(self, **texts):
        """A folder with catalogs: a vendor's name and its YAML."""
        folder = pathlib.Path(tempfile.mkdtemp(prefix="sallyport-catalogs-"))
        self.addCleanup(shutil.rmtree, folder)
        for vendor, text in texts.items():
            (folder / f"{vendor}.yaml").write_text(text)
        return folder


class MoEngage(CatalogTest):
    def said(self, offering, site):
        answer = self.ask("resolve", "moengage", "--offering", offering, "--site", site)
        if answer.out == "" and "not available" in answer.errors:
            return NOT_AVAILABLE
        return sorted(answer.lines)

    def test_every_cell_of_the_tables(self):
        for offering, site in CELLS:
            with self.subTest(offering=offering, site=site):
                expected = cell(offering, site)
                if expected == SAME_AS:
                    channels = [cell(channel, site) for channel in CHANNELS]
                    expected = sorted({one for said in channels if said != NOT_AVAILABLE for one in said}) or NOT_AVAILABLE
                self.assertEqual(self.said(offering, site), expected)

    def test_the_table_is_what_the_pages_say(self):
        if not vendor_pages.MOENGAGE_JAPANESE.exists():
            self.skipTest("the vendors' pages (../shared/seeds) are not at hand")
        japanese = vendor_pages.moengage_cells(vendor_pages.MOENGAGE_JAPANESE)
        english = vendor_pages.moengage_cells(vendor_pages.MOENGAGE_ENGLISH)
        self.assertEqual({key: cell(*key) for key in CELLS}, japanese)
        self.assertEqual({key: said for key, said in english.items() if said is not LOST},
                         {key: cell(*key) for key in CELLS if english[key] is not LOST})
        self.assertEqual(sum(said is LOST for said in english.values()), 20)
        # A cell names the English page where, and only where, that says something.
        rows = self.items("show", "moengage")
        named = {(row["offering"], site) for row in rows for site in row["sites"] if "en" in row["sources"]}
        self.assertEqual(named, {key for key, said in english.items() if said is not LOST})
        self.assertTrue(all("ja" in row["sources"] for row in rows))

    def test_content_api_means_the_channels_beside_it(self):
        at = ("moengage", "--site", "DC-01", "--offering")
        self.assertEqual(self.resolve(*at, "content-api,push"), cell("push", "DC-01"))
        self.assertEqual(self.resolve(*at, "content-api,email"), cell("email", "DC-01"))
        self.assertEqual(self.resolve(*at, "content-api,email,push"), sorted(cell("push", "DC-01") + cell("email", "DC-01")))
        # Streams are no channel: the API is alone there.
        self.assertEqual(self.resolve(*at, "content-api,streams"), self.resolve(*at, "content-api"))

    def test_several_sites_and_all(self):
        self.assertEqual(self.resolve("moengage", "--site", "DC-02,DC-03", "--offering", "push"),
                         sorted(cell("push", "DC-02") + cell("push", "DC-03")))
        self.assertEqual(self.resolve("moengage", "--site", "DC-02", "--site", "DC-03", "--offering", "push"),
                         self.resolve("moengage", "--offering", "push", "--site", "DC-02,DC-03"))
        everything = sorted({one for key in CELLS if cell(*key) not in (NOT_AVAILABLE, SAME_AS) for one in cell(*key)})
        self.assertEqual(self.resolve("moengage", "--all"), everything)

    def test_the_vendor_connects_to_you(self):
        rows = self.items("show", "moengage")
        self.assertEqual({row["direction"] for row in rows}, {"from-vendor"})
        self.assertEqual(self.resolve("moengage", "--all", "--direction", "to-vendor"), [])
        self.assertEqual(len(self.resolve("moengage", "--all", "--direction", "from-vendor")), len(self.resolve("moengage", "--all")))

    def test_ways_in_and_what_comes_first(self):
        page = json.loads(self.ask("show", "moengage", "--format", "json").out)
        self.assertEqual({access["id"]: access["how"] for access in page["access"]},
                         {"dashboard": "self-service", "open-analytics": "ticket", "apis": "not-offered"})
        first = [advice["text"] for advice in page["advice"] if advice["kind"] == "prerequisite"]
        self.assertEqual(len(first), 1)
        self.assertIn("Send via Static IPs", first[0])
        self.assertIn("Send via Static IPs", self.ask("resolve", "moengage", "--site", "DC-02", "--offering", "sms", "--explain").errors)


class WithSecure(CatalogTest):
    def hosts(self, offering, version="", feature="", on="2024-06-30", code=0, **options):
        words = ["withsecure", "--offering", offering, "--on", on]
        words += ["--version", version] if version else []
        words += ["--feature", feature] if feature else []
        return self.resolve(*words, code=code, **options)

    def test_every_section_of_the_page(self):
        for (offering, version, feature), hosts in WITHSECURE.items():
            with self.subTest(offering=offering, version=version, feature=feature):
                self.assertEqual(self.hosts(offering, version, feature), lines_of(hosts))

    def test_the_table_is_what_the_page_says(self):
        if not vendor_pages.WITHSECURE_JAPANESE.exists():
            self.skipTest("the vendors' pages (../shared/seeds) are not at hand")
        page = vendor_pages.withsecure_hosts(vendor_pages.WITHSECURE_JAPANESE)
        mine = {(offering, version): set(lines_of(hosts)) for (offering, version, feature), hosts in sorted(WITHSECURE.items())}
        for version in ("16", "15"):
            mine["email-and-server-security", version] -= mine["business-suite", version]
        self.assertEqual({key: sorted(lines) for key, lines in mine.items()}, page)

    def test_ends(self):
        def left(key, day, after):
            before = set(self.hosts(*key, on=day))
            return sorted(before - set(self.hosts(*key, on=after)))

        old = lines_of("aspam.sp.f-secure.com")
        self.assertEqual(left(("internet-gatekeeper",), "2024-06-30", "2024-07-01"), old)
        self.assertEqual(left(("internet-gatekeeper",), "2024-12-31", "2025-01-01"), lines_of("aspam.fsapi.com"))
        self.assertEqual(left(("business-suite", "16.1"), "2024-09-30", "2024-10-01"), lines_of("guts2-old.fsapi.com+80"))
        self.assertEqual(left(("business-suite", "15.3"), "2024-09-30", "2024-10-01"), lines_of(_SUITE_15))
        for key in (("atlant", "1.0.319"), ("email-and-server-security", "16")):
            self.assertEqual(left(key, "2024-12-31", "2025-01-01"), old)
        # No end is given for these.
        self.assertEqual(self.hosts("email-and-server-security", "15", on="2030-01-01"), old)
        self.assertEqual(self.hosts("atlant", "1.0.295", on="2030-01-01"), lines_of(_ATLANT_OLD))

    def test_what_ended_is_said(self):
        answer = self.ask("resolve", "withsecure", "--offering", "internet-gatekeeper", "--on", "2025-01-01")
        self.assertEqual(answer.out, "")
        self.assertIn("2024-12-31", answer.errors)
        answer = self.ask("resolve", "withsecure", "--offering", "internet-gatekeeper", "--on", "2024-07-01")
        self.assertIn("aspam.fsapi.com", answer.errors, "what comes instead")

    def test_the_hole_between_versions_is_unknown(self):
        for version in ("1.0.296", "1.0.300", "1.0.318"):
            answer = self.ask("resolve", "withsecure", "--offering", "atlant", "--version", version, code=1)
            self.assertEqual(answer.out, "")
            self.assertIn("atlant", answer.errors)
            self.assertIn("1.0.296", answer.errors)
            allowed = self.ask("resolve", "withsecure", "--offering", "atlant", "--version", version, "--allow-unknown")
            self.assertEqual(allowed.out, "")
            self.assertIn("unknown", allowed.errors)
        for version in ("1.0.1", "1.0.295", "1.0.319", "1.1", "2"):
            self.assertTrue(self.hosts("atlant", version), version)
        self.ask("resolve", "withsecure", "--offering", "atlant", code=1)  # of all versions, some are unknown
        self.assertEqual(self.resolve("withsecure", "--offering", "atlant", "--allow-unknown", "--on", "2024-06-30"),
                         sorted({*lines_of(_ATLANT_OLD), *lines_of(_ATLANT_NEW)}))

    def test_recommendation_topology_and_offline(self):
        page = json.loads(self.ask("show", "withsecure", "--format", "json").out)
        kinds = {}
        for advice in page["advice"]:
            kinds.setdefault(advice["kind"], []).append(advice)
        self.assertEqual(sorted(kinds["recommendation"][0]["allows"]),
                         sorted(f"{host} 443/tcp" for host in ("fsapi.com", "**.fsapi.com", "withsecure.com", "**.withsecure.com")))
        self.assertEqual({advice["offering"] for advice in kinds["topology"]}, {"business-suite", "email-and-server-security"})
        self.assertIn("Policy Manager", kinds["topology"][0]["text"])
        self.assertIn("Atlant", kinds["offline"][0]["text"])
        # They are no part of any list.
        self.assertNotIn("**.fsapi.com", self.ask("resolve", "withsecure", "--all", "--allow-unknown").out)


class Resolve(CatalogTest):
    SELECTION = ("moengage", "--site", "DC-02", "--offering", "push,email")

    def test_the_plain_answer_is_nothing_but_sorted_lines(self):
        lines = self.ask("resolve", *self.SELECTION).lines
        self.assertEqual(lines, ["3.123.167.15", "18.192.81.203", "18.195.110.23", "35.158.28.57"])
        everything = self.ask("resolve", "withsecure", "--all", "--allow-unknown", "--on", "2024-01-01").lines
        self.assertEqual(len(everything), len(set(everything)))

    def test_reasons(self):
        explained = self.ask("resolve", *self.SELECTION, "--explain").lines
        self.assertEqual([line.split("  # ")[0] for line in explained], self.ask("resolve", *self.SELECTION).lines)
        self.assertIn("18.195.110.23  # email at DC-02", explained)
        items = self.items("resolve", *self.SELECTION)
        self.assertEqual([item["line"] for item in items], self.ask("resolve", *self.SELECTION).lines)
        self.assertEqual(items[0]["direction"], "from-vendor")
        self.assertEqual([(reason["offering"], reason["site"]) for reason in items[0]["reasons"]], [("push", "DC-02")])
        rows = self.ask("resolve", *self.SELECTION, "--format", "csv").lines
        self.assertTrue(rows[0].startswith("line,direction,offering"))
        self.assertEqual(len(rows), 1 + 4)

    def test_one_address_has_all_its_reasons(self):
        items = self.items("resolve", "moengage", "--site", "DC-02", "--all")
        reasons = next(item["reasons"] for item in items if item["line"] == "18.195.110.23")
        named = {reason["offering"] for reason in reasons if "for" not in reason}
        self.assertEqual(named, {key[0] for key in CELLS if key[1] == "DC-02" and "18.195.110.23" in cell(*key)})
        self.assertIn("content-api", {reason.get("for") for reason in reasons})

    def test_names_that_are_not_there(self):
        for words, meant in ((("moengag", "--all"), "moengage"),
                             (("moengage", "--offering", "pusch"), "push"),
                             (("moengage", "--site", "DC-7"), "DC-01"),
                             (("withsecure", "--offering", "atlant", "--feature", "licence-key"), "license-key")):
            with self.subTest(words):
                answer = self.ask("resolve", *words, code=2)
                self.assertEqual(answer.out, "")
                self.assertIn(meant, answer.errors)
        for vendor in ("../catalogs/moengage", "/etc/passwd", ""):
            self.assertEqual(self.ask("resolve", vendor, "--all", code=2).out, "")

    def test_saying_nothing_is_not_everything(self):
        self.assertIn("--all", self.ask("resolve", "moengage", code=2).errors)

    def test_bad_values(self):
        for words in (("--on", "2024-13-01"), ("--on", "2024-Q2"), ("--version", "16.x"), ("--direction", "in"), ("--language", "fr")):
            self.assertEqual(self.ask("resolve", "moengage", "--all", *words, code=2).out, "", words)

    def test_no_text_of_a_catalog_reaches_the_list(self):
        folder = self.folder(acme="""
vendor: acme
name: EVIL name
sources: [{id: en, page: EVIL page, language: en}]
advice: [{kind: caution, text: EVIL advice, sources: en}]
offerings:
  - {id: out, name: EVIL out, direction: to-vendor, ports: 443/tcp, cells: [{source: en, entries: [
      {hosts: a.acme.example, purpose: EVIL purpose, impact: EVIL impact, note: EVIL note}]}]}
  - {id: in, name: EVIL in, direction: from-vendor, cells: [{source: en, addresses: 9.9.9.9}]}
""")
        for words in ((), ("--explain",)):
            self.assertNotIn("EVIL", self.ask("resolve", "acme", "--all", *words, folder=folder).out)
        both = self.ask("resolve", "acme", "--all", folder=folder)
        self.assertEqual(both.lines, ["9.9.9.9", "a.acme.example 443/tcp"])
        self.assertIn("--direction", both.errors, "a list for two directions")
        one = self.ask("resolve", "acme", "--all", "--direction", "to-vendor", folder=folder)
        self.assertEqual((one.lines, one.errors), (["a.acme.example 443/tcp"], ""))


class Compare(CatalogTest):
    def changes(self, *words, code=1, **options):
        return [(item["change"], item["what"]) for item in self.items("compare", *words, code=code, **options)]

    def copy(self, name, *replacements, vendor="moengage"):
        text = (CATALOGS / f"{vendor}.yaml").read_text()
        for old, new in replacements:
            self.assertEqual(text.count(old), 1, old)
            text = text.replace(old, new)
        file = self.folder() / name
        file.write_text(text)
        return str(file)

    def list(self, *lines):
        file = self.folder() / "some.list"
        file.write_text("".join(line + "\n" for line in lines))
        return str(file)

    def test_the_same(self):
        answer = self.ask("compare", "moengage", str(CATALOGS / "moengage.yaml"))
        self.assertEqual((answer.out, answer.errors), ("", ""))

    def test_two_days(self):
        changes = self.changes("withsecure@2024-06-30", "withsecure@2025-01-01")
        removed = [what for change, what in changes if change == "removed"]
        self.assertEqual(removed, [line for line in self.ask("resolve", "withsecure", "--all", "--allow-unknown", "--on", "2024-06-30").lines
                                   if line in lines_of("corp-reg.f-secure.com guts2-old.fsapi.com+80")])
        self.assertNotIn("added", {change for change, _ in changes})
        self.assertIn(("restated", "internet-gatekeeper"), changes)
        # Older versions of other products still have it, so it is not removed.
        self.assertIn(("re-scoped", "aspam.sp.f-secure.com 443/tcp"), changes)

    def test_what_ends(self):
        ends = {item["what"]: item for item in self.items("compare", "withsecure@2024-09-01", "withsecure@2024-09-01")}
        self.assertEqual({what: item["until"] for what, item in ends.items()},
                         {line: "2024-09-30" for line in lines_of("guts2-old.fsapi.com+80 corp-reg.f-secure.com")})
        self.assertTrue(all(item["change"] == "ends" for item in ends.values()))

    def test_a_vendor_changed_its_page(self):
        after = self.copy("moengage.yaml",
                          ("addresses: [34.232.43.152, 44.205.187.13, 54.156.161.42]", "addresses: [34.232.43.152, 44.205.187.14]"),
                          ("{site: DC-01, sources: [ja, en], addresses: 184.72.243.80}", "{site: DC-01, sources: [ja, en], addresses: 3.209.165.74}"),
                          ("{site: DC-01, source: ja, addresses: [3.209.165.74, 52.1.205.204]}", "{site: DC-01, source: ja, addresses: [184.72.243.80, 52.1.205.204]}"),
                          ("{site: DC-06, source: ja, addresses: [16.78.83.35, 43.218.197.196]}", "{site: DC-06, source: ja, not-available: true}"))
        changes = set(self.changes("moengage", after))
        self.assertEqual(changes, {("added", "44.205.187.14"), ("removed", "44.205.187.13"), ("removed", "54.156.161.42"),
                                   ("removed", "16.78.83.35"), ("moved", "3.209.165.74"), ("moved", "184.72.243.80"),
                                   ("re-scoped", "43.218.197.196"), ("restated", "data-import at DC-06")})
        moved = next(item for item in self.items("compare", "moengage", after, code=1) if item["what"] == "184.72.243.80")
        self.assertEqual((moved["before"], moved["after"]), ("file-segment-api at DC-01", "data-import at DC-01"))

    def test_two_languages_of_a_page(self):
        english = self.copy("moengage.yaml", ("{site: DC-01, source: ja, addresses: [34.232.43.152, 44.205.187.13, 54.156.161.42]}",
                                              "{site: DC-01, source: en, unknown: The list is missing.}"))
        self.assertIn(("restated", "push at DC-01"), self.changes("moengage", english))

    def test_lists(self):
        old = self.list("# loaded in March", "203.0.113.0/24", "198.51.100.7", "a.example.com 443/tcp", "b.example.com 443/tcp  # why", "")
        new = self.list("203.0.113.0/25", "198.51.100.7", "a.example.com 8443/tcp", "*.example.com 443/tcp", "203.0.114.1")
        self.assertEqual(set(self.changes(old, new)), {
            ("removed", "203.0.113.0/24"), ("re-scoped", "203.0.113.0/25"), ("added", "203.0.114.1"),
            ("re-scoped", "a.example.com 8443/tcp"), ("re-scoped", "b.example.com 443/tcp"), ("added", "*.example.com 443/tcp")})
        self.assertEqual(self.changes(old, old, code=0), [])
        loaded = self.list(*self.ask("resolve", "moengage", "--all").lines)
        self.assertEqual(self.changes(loaded, "moengage", code=0), [])

    def test_bad_lists(self):
        answer = self.ask("compare", self.list("203.0.113.0/24", "203.0.113.1/24", "bad host"), "moengage", code=2)
        self.assertIn("some.list:2: ", answer.errors)
        self.assertIn("some.list:3: ", answer.errors)
        self.ask("compare", "moengage", "/nowhere/at.all", code=2)
        self.ask("compare", "moengage", "moengage@2024", code=2)


class OtherCommands(CatalogTest):
    def test_list(self):
        items = self.items("list")
        self.assertEqual([(item["vendor"], item["page"]) for item in items], [("moengage", "2026-11-22"), ("withsecure", "2024-09-06")])
        self.assertEqual(items[0]["offerings"], list(MOENGAGE))
        self.assertEqual(items[0]["sites"], SITES)
        self.assertEqual(items[1]["offerings"], ["business-suite", "internet-gatekeeper", "email-and-server-security", "atlant"])

    def test_one_bad_catalog_does_not_hide_the_others(self):
        folder = self.folder(acme="vendor: acme\n", moengage=(CATALOGS / "moengage.yaml").read_text())
        self.assertEqual([item["vendor"] for item in self.items("list", folder=folder, code=2)], ["moengage"])
        self.assertIn("acme.yaml:1:", catalog("list", folder=folder).errors)

    def test_history(self):
        rows = self.items("history", "withsecure")
        self.assertEqual([row["on"] for row in rows if row["change"] in ("page", "page changed")],
                         ["2024-01-25", "2024-09-06", "2024-09-06"])
        ends = [(row["on"], row["offering"], line) for row in rows if row["change"] == "ends" for line in row["lines"]]
        self.assertEqual(ends[0], ("2024-Q2", "internet-gatekeeper", "aspam.sp.f-secure.com 443/tcp"))
        self.assertIn(("2024-09-30", "business-suite", "guts2-old.fsapi.com 80/tcp"), ends)
        self.assertIn(("2024", "atlant", "aspam.sp.f-secure.com 443/tcp"), ends)
        self.assertEqual([(row["on"], row["offering"]) for row in rows if row["change"] == "all ends"],
                         [("2024-09-30", "business-suite"), ("2024-12-31", "internet-gatekeeper")])
        instead = [row["replaced_by"] for row in rows if row["change"] == "ends" and "aspam" in row["lines"][0]]
        self.assertEqual(instead, [["aspam.fsapi.com 443/tcp"]] * 3)
        self.assertEqual([row["on"] for row in rows], [row["on"] for row in self.items("history", "withsecure", "--language", "de")])

    def test_show_in_three_languages(self):
        for language, words in (("en", ("Push campaigns", "Not available", "Your own addresses")),
                                ("de", ("Push-Kampagnen", "Nicht verfügbar", "Ihre eigenen Adressen")),
                                ("ja", ("プッシュキャンペーン", "該当なし", "キャンペーン送信"))):
            shown = self.ask("show", "moengage", "push", "--language", language).out
            for word in words:
                self.assertIn(word, shown)
        self.assertIn("34.232.43.152", shown)
        self.assertNotIn("184.72.243.80", shown, "only of the offering that was asked for")
        self.assertIn("did you mean 'push'", self.ask("show", "moengage", "psh", code=2).errors)

    def test_every_text_is_in_three_languages(self):
        for vendor in ("moengage", "withsecure"):
            pages = [json.loads(self.ask("show", vendor, "--language", language, "--format", "json").out) for language in ("en", "de", "ja")]
            for part, field in (("advice", "text"), ("access", "steps"), ("items", "purpose"), ("items", "impact"), ("items", "note")):
                for english, german, japanese in zip(*(page[part] for page in pages), strict=True):
                    if english.get(field) not in (None, "", "Security Cloud."):
                        self.assertEqual(len({english[field], german[field], japanese[field]}), 3, english)

    def test_validate(self):
        sound = self.ask("validate", *(str(file) for file in sorted(CATALOGS.glob("*.yaml"))))
        self.assertEqual((sound.out, sound.errors), ("", ""))
        text = (CATALOGS / "moengage.yaml").read_text()
        broken = self.folder(moengage=text.replace("184.72.243.80", "184.72.243.80/24")) / "moengage.yaml"
        line = next(number for number, line in enumerate(text.splitlines(), 1) if "184.72.243.80" in line)
        column = text.splitlines()[line - 1].index("184.72.243.80") + 1
        errors = self.ask("validate", str(broken), str(CATALOGS / "withsecure.yaml"), code=1).errors
        self.assertTrue(errors.startswith(f"{broken}:{line}:{column}: "), errors)
        self.assertIn("184.72.243.0/24", errors, "what was probably meant")
        self.ask("validate", "/nowhere/acme.yaml", code=2)

    def test_where_catalogs_are_found(self):
        folder = self.folder(moengage=(CATALOGS / "moengage.yaml").read_text())
        self.assertEqual(len(self.items("list", folder=folder)), 1)
        self.assertEqual(len(self.items("list", "--catalogs", str(CATALOGS), folder=folder)), 2)
        self.assertIn("--catalogs", self.ask("list", "--catalogs", "/nowhere", code=2).errors)
        installed = self.folder()
        (installed / "bin").mkdir()
        shutil.copy2(binary("sallyport"), installed / "bin")
        program = installed / "bin" / "sallyport"
        self.assertIn("SALLYPORT_CATALOGS", self.ask("list", program=program, code=2).errors)
        shutil.copytree(CATALOGS, installed / "share" / "sallyport" / "catalogs")
        catalog.cache_clear()
        self.assertEqual(len(self.items("list", program=program)), 2)


if __name__ == "__main__":
    unittest.main()
