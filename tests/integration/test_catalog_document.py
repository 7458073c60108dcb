"""`sallyport catalog read --as document`: a help page in HTML by its profile, good and spoilt. The page and the profile are those of
docs/guides/read-a-page.md."""

import csv
import io
import json
import subprocess
import unittest

from support.daemon import SOURCE, binary
from support.process import IntegrationTest
from test_docs import indented_blocks

TAKEN, UNREADABLE, USAGE, HELD = 0, 1, 2, 3
BLOCKS = [block for _, block in indented_blocks((SOURCE / "docs" / "guides" / "read-a-page.md").read_text())]


def block(beginning):
    return next(text for text in BLOCKS if text.startswith(beginning))


PAGE = block("<html>")
PROFILE = block("vendor: acme\nsites:")
SECTIONS = block("vendor: acme\nports:")
GERMAN = PAGE
for english, german in (("Service", "Dienst"), ("Addresses</th>", "Adressen</th>"), ("Europe", "Europa"), ("America", "Amerika"),
                        ("Not offered", "Gibt es nicht"), (">Content<", ">Inhalte<"),
                        ("Uses the addresses of Mail and Push.", "Nutzt die Adressen von Mail und Push.")):
    assert english in GERMAN
    GERMAN = GERMAN.replace(english, german)
SUITE = """<html><body><h2>Acme Suite</h2><h3>From 16 on</h3><p>a.acme.example</p><p>b.acme.example (also TCP/80)</p>
<ul><li>Updates. This service ends on 30 September 2026.</li></ul><h3>Up to 15</h3><p>c.acme.example</p><ul><li>Updates.</li></ul>
<h2>Related articles</h2></body></html>"""


class DocumentTest(IntegrationTest):
    def setUp(self):
        self.work = self.new_folder("work")

    def save(self, name, text):
        (self.work / name).write_text(text)
        return str(self.work / name)

    def run_read(self, page, *words, profile=PROFILE):
        command = [str(binary("sallyport")), "catalog", "read", self.save("page.html", page), "--as", "document",
                   "--profile", self.save("profile.yaml", profile), *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def held(self, page, *words, **options):
        """The reasons, each with its text, after it was held against the good page."""
        against = ("--against", self.save("good.html", options.pop("good", PAGE)))
        code, out, errors = self.run_read(page, *against, *words, "--format", "json", **options)
        self.assertEqual(HELD, code, out + errors)
        reasons = json.loads(out)["held"]
        for each in reasons:
            self.assertIn(f"held ({each['reason']}): {each['text']}", errors)
        return [f"{each['reason']}: {each['text']}" for each in reasons]

    def changed(self, old, new, page=PAGE):
        self.assertIn(old, page)
        return page.replace(old, new)


class Pages(DocumentTest):
    def test_it_is_taken_the_first_time_with_every_cell(self):
        code, out, errors = self.run_read(PAGE, "--format", "json")
        self.assertEqual((TAKEN, ""), (code, errors))
        answer = json.loads(out)
        self.assertEqual((5, 5, [], []), (answer["entries"], len(answer["added"]), answer["removed"], answer["held"]))
        cells = {(cell["offering"], cell["place"]): cell for cell in answer["cells"]}
        self.assertEqual({(offering, site) for offering in ("mail", "push", "content") for site in ("eu", "us")}, set(cells))
        self.assertEqual(["9.9.9.0/24", "149.112.112.0/24"], cells["mail", "eu"]["destinations"])
        self.assertTrue(cells["push", "us"]["not_available"])
        for site in ("eu", "us"):
            self.assertEqual((["mail", "push"], True), (cells["content", site]["same_as"], cells["content", site]["chosen"]))

    def test_what_is_new_is_taken(self):
        page = self.changed("9.9.11.2", "9.9.11.2, 9.9.11.9")
        code, out, errors = self.run_read(page, "--against", self.save("good.html", PAGE), "--format", "csv")
        self.assertEqual((TAKEN, ""), (code, errors))
        rows = list(csv.DictReader(io.StringIO(out)))
        self.assertEqual([("added", "9.9.11.9", "push", "eu")],
                         [(row["change"], row["destination"], row["offering"], row["site"]) for row in rows])

    def test_a_page_that_lost_its_table_or_a_row_of_it(self):
        profile = self.changed("      - {id: push, labels: Push}\n", "", PROFILE)
        profile = self.changed("      - id: content\n", "", profile)
        profile = profile[:profile.index("        labels: {en: Content")] + (
            "  - headers: {en: Region Addresses}\n    offering: push\n")
        two = ("<html><body><table><tr><th>Service</th><th>Region</th><th>Addresses</th></tr>"
               "<tr><td>Mail</td><td>Europe</td><td>9.9.9.0/24</td></tr><tr><td>Mail</td><td>America</td><td>9.9.10.0/24</td></tr></table>"
               "<table><tr><th>Region</th><th>Addresses</th></tr><tr><td>Europe</td><td>9.9.11.1</td></tr>"
               "<tr><td>America</td><td>9.9.12.1</td></tr></table></body></html>")
        lost = two[:two.index("<table><tr><th>Region")] + "</body></html>"
        self.assertEqual(TAKEN, self.run_read(two, profile=profile)[0])
        reasons = self.held(lost, good=two, profile=profile)
        self.assertIn("other_shape: the page has no table of push any more", reasons)
        self.assertTrue(any(reason.startswith("emptied: 2 cells that had entries have none: push at eu, push at us") for reason in reasons),
                        reasons)
        without_row = self.changed("<tr><td>America</td><td>Not offered</td></tr>\n", "").replace('rowspan="2">Push', ">Push")
        self.assertIn("other_shape: the page does not have push: us any more", self.held(without_row))

    def test_an_error_page_cannot_be_read(self):
        for page, said in (("<html><head><title>504 Gateway Time-out</title></head><body><h1>504</h1></body></html>", "504 Gateway Time-out"),
                           ("<html><body><h1>Sign in</h1><p>9.9.9.9</p></body></html>", "no list of addresses"),
                           ("", "page.html cannot be read"), (PAGE.replace("9.9.10.0/24", "9.9.10.300"), "9.9.10.300")):
            code, out, errors = self.run_read(page)
            self.assertEqual((UNREADABLE, ""), (code, out))
            self.assertIn(said, errors)

    def test_a_cell_that_became_empty_is_unknown(self):
        reasons = self.held(self.changed("9.9.11.1, 9.9.11.2", ""))
        self.assertIn("emptied: a cell is unknown: push at eu (line 7: its list is missing)", reasons)
        self.assertIn("emptied: a cell that had entries has none: push at eu", reasons)
        reasons = self.held(self.changed("9.9.11.1, 9.9.11.2", "see below"))
        self.assertTrue(any("'see below' is nothing that the profile knows" in reason for reason in reasons), reasons)

    def test_a_page_that_is_cut(self):
        half = PAGE[:PAGE.index("<tr><td>America</td><td>Not offered")]
        self.assertTrue(any(reason.startswith("truncated") for reason in self.held(half)))

    def test_two_languages(self):
        german = self.save("german.html", GERMAN)
        self.assertEqual(TAKEN, self.run_read(PAGE, "--translation", german)[0])
        self.save("german.html", self.changed("9.9.10.0/24", "9.9.12.0/24", GERMAN))
        reasons = self.held(PAGE, "--translation", german)
        self.assertEqual([f"disagreement: mail at us: 9.9.10.0/24 on line 6, but in {german} on line 6: 9.9.12.0/24"], reasons)

    def test_a_date_that_changed_is_told(self):
        good = self.save("good.html", SUITE)
        code, out, errors = self.run_read(SUITE, "--against", good, profile=SECTIONS)
        self.assertEqual((TAKEN, ""), (code, errors))
        self.assertNotIn("restated", out)
        sooner = self.changed("30 September 2026", "30 June 2026", SUITE)
        code, out, errors = self.run_read(sooner, "--against", good, "--format", "json", profile=SECTIONS)
        self.assertEqual((TAKEN, ""), (code, errors))
        restated = json.loads(out)["restated"]
        self.assertEqual(["a.acme.example", "b.acme.example"], [each["destination"] for each in restated])
        self.assertIn("30 September 2026", restated[0]["before"])
        self.assertIn("30 June 2026", restated[0]["after"])
        table = self.run_read(sooner, "--against", good, profile=SECTIONS)[1]
        self.assertIn("0 added, 0 removed, 0 moved, 2 restated", table)
        self.assertIn("30 June 2026", table)

    def test_a_profile_with_a_fault_is_refused_with_its_place(self):
        code, out, errors = self.run_read(PAGE, profile=self.changed("not-available:", "not-avaliable:", PROFILE))
        self.assertEqual((UNREADABLE, ""), (code, out))
        self.assertIn("profile.yaml:3:", errors)
        self.assertIn("not-available", errors)


class Installed(unittest.TestCase):
    def test_profiles_are_installed_beside_the_catalogs(self):
        folder = binary("sallyport").parent.parent
        rules = (folder / "cmake_install.cmake").read_text()
        self.assertIn('/catalogs"', rules)
        profiles = sorted(path.name for path in (SOURCE / "catalogs" / "profiles").glob("*.yaml"))
        self.assertEqual(["moengage.yaml", "withsecure.yaml"], profiles)
        self.assertTrue((folder / "share" / "sallyport" / "catalogs" / "profiles" / "moengage.yaml").is_file())
