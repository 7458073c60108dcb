"""`sallyport catalog read`: exit 0 where the proposal may be taken as it is, 3 where it is held, 1 where it cannot be read. The
bodies are small ones of our own, and where the vendors' real ones are at hand (SALLYPORT_FEEDS or ../shared/feeds), those too,
good and spoilt."""

import csv
import io
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from support.daemon import SOURCE, binary

TAKEN, UNREADABLE, USAGE, HELD = 0, 1, 2, 3
FEEDS = pathlib.Path(os.environ.get("SALLYPORT_FEEDS") or SOURCE.parent / "shared" / "feeds")
LATER, EARLIER = FEEDS / "2025-07-25", FEEDS / "2025-06-25"
REAL = {
    "aws-ip-ranges.json": "aws", "google-cloud-ip-ranges.json": "google", "microsoft-azure-ip-ranges.json": "azure",
    "github-ip-ranges.json": "github", "oracle-cloud-ip-ranges.json": "oracle", "zscaler-cloud-ip-ranges.json": "zscaler",
    "linode.txt": "geofeed", "digitalocean.csv": "geofeed", "fastly-ip-ranges.json": "fastly",
    "akamai-v4-ip-ranges.txt": "list", "akamai-v6-ip-ranges.txt": "list", "cloudflare-v4-ip-ranges.txt": "list",
    "cloudflare-v6-ip-ranges.txt": "list",
}


def aws(token, *rows):
    made = {"syncToken": str(token), "createDate": "2025-07-24-20-23-14", "prefixes": [], "ipv6_prefixes": []}
    for prefix, service, region in rows:
        ipv6 = ":" in prefix
        made["ipv6_prefixes" if ipv6 else "prefixes"].append(
            {"ipv6_prefix" if ipv6 else "ip_prefix": prefix, "service": service, "region": region})
    return json.dumps(made)


GOOD = [("3.4.12.0/24", "EC2", "eu-west-1"), ("3.5.140.0/22", "S3", "ap-south-1"), ("2600:1f00::/24", "S3", "GLOBAL")]


class CatalogReadTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="sallyport-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def save(self, name, body):
        path = self.folder / name
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
        return path

    def run_read(self, *words, stdin=b""):
        done = subprocess.run([binary("sallyport"), "catalog", "read", *words], input=stdin, capture_output=True, timeout=60,
                              check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def read(self, name, code, form, body, against=None):
        """Its standard error, after it ended with that code."""
        words = [self.save(name, body), "--as", form]
        if against is not None:
            words += ["--against", self.save("last-good-" + name, against)]
        ended, out, errors = self.run_read(*words)
        self.assertEqual(code, ended, f"{name}: {out[:300]}{errors}")
        return errors


class Answers(CatalogReadTest):
    def test_the_first_time_all_is_added(self):
        code, out, errors = self.run_read(self.save("a.json", aws(1, *GOOD)), "--as", "aws", "--format", "json")
        self.assertEqual((TAKEN, ""), (code, errors))
        answer = json.loads(out)
        self.assertEqual(["aws", "1", "2025-07-24T20:23:14Z"], [answer[key] for key in ("format", "serial", "made")])
        self.assertEqual([{"destination": "3.4.12.0/24", "offering": "EC2", "site": "eu-west-1"}], answer["added"][:1])
        self.assertEqual(([], [], []), (answer["removed"], answer["moved"], answer["held"]))

    def test_what_changed_is_told_apart(self):
        before = self.save("before.json", aws(1, *GOOD, ("3.6.0.0/24", "EC2", "eu-west-1"), ("3.4.14.0/23", "EC2", "eu-west-1")))
        now = self.save("now.json", aws(2, *GOOD, ("3.6.0.0/24", "EC2", "ap-south-1"), ("3.4.14.0/24", "EC2", "eu-west-1"),
                                        ("3.4.15.0/24", "EC2", "eu-west-1")))
        code, out, _ = self.run_read(now, "--as", "aws", "--against", before, "--format", "json")
        self.assertEqual(TAKEN, code)
        answer = json.loads(out)
        self.assertEqual([{"destination": "3.6.0.0/24", "from": {"offering": "EC2", "site": "eu-west-1"},
                           "to": {"offering": "EC2", "site": "ap-south-1"}}], answer["moved"])
        self.assertEqual(["3.4.14.0/23"], [entry["destination"] for entry in answer["removed"]])
        self.assertEqual(["3.4.14.0/24", "3.4.15.0/24"], [entry["destination"] for entry in answer["added"]])
        code, out, _ = self.run_read(now, "--as", "aws", "--against", before, "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(out)))
        self.assertEqual(["added", "added", "removed", "moved"], [row["change"] for row in rows])
        self.assertEqual(("3.6.0.0/24", "ap-south-1", "eu-west-1"),
                         (rows[3]["destination"], rows[3]["site"], rows[3]["from_site"]))

    def test_a_table_is_short(self):
        body = "".join(f"1.1.{i}.0/24\n" for i in range(50))
        code, out, errors = self.run_read("-", "--as", "list", stdin=body.encode())
        self.assertEqual(TAKEN, code)
        self.assertEqual(["list: 50 entries", "50 added, 0 removed, 0 moved"], out.splitlines()[:2])
        self.assertEqual(20, sum(line.startswith("added") for line in out.splitlines()))
        self.assertIn("30 more", errors)

    def test_what_it_is_has_to_be_said_rightly(self):
        path = self.save("a.json", aws(1, *GOOD))
        for form in ("xml", "AWS", ""):
            self.assertEqual(USAGE, self.run_read(path, "--as", form)[0], form)
        code, _, errors = self.run_read(path, "--as", "document")
        self.assertEqual(USAGE, code)
        self.assertIn("--profile", errors)
        for gone in (self.folder / "gone.json", self.folder):
            self.assertEqual(UNREADABLE, self.run_read(gone, "--as", "aws")[0])
            self.assertEqual(UNREADABLE, self.run_read(path, "--as", "aws", "--against", gone)[0])

    def test_a_name_cannot_write_to_the_terminal(self):
        body = '{"a\\u001b[2J": ["1.2.3.4"]}'
        self.assertNotIn("\x1b", self.read("escape.json", UNREADABLE, "list", body))
        self.assertNotIn("\x1b", self.read("escape.html", UNREADABLE, "list", "<html><title>\x1b[2J</title>"))


class BadRevisions(CatalogReadTest):
    def test_what_cannot_be_read_is_told_by_what_it_is(self):
        page = "<!DOCTYPE html><html><head><title>DigitalOcean | Cloud Hosting</title></head><body></body></html>"
        timeout = "<html>\r\n<head><title>504 Gateway Time-out</title></head>\r\n<body></body></html>"
        limit = json.dumps({"message": "API rate limit exceeded for 192.0.2.1.", "documentation_url": "https://example.com"})
        for name, form, body, said in (
                ("empty.json", "aws", "", "it is empty"),
                ("empty.txt", "list", "", "it is empty"),
                ("blank.json", "google", "\n\n", "nothing but blanks"),
                ("page.csv", "geofeed", page, 'an HTML page with the title "DigitalOcean | Cloud Hosting"'),
                ("timeout.json", "oracle", timeout, 'an HTML page with the title "504 Gateway Time-out"'),
                ("limit.json", "github", limit, 'JSON that says "API rate limit exceeded for 192.0.2.1."'),
                ("limit2.json", "list", limit, 'JSON that says "API rate limit exceeded for 192.0.2.1."'),
                ("error.json", "zscaler", '{"error": {"code": 504, "message": "Gateway Timeout"}}', "Gateway Timeout"),
                ("null.json", "fastly", "null", "null"),
                ("list.json", "azure", "[]", "should be an object"),
                ("object.json", "m365", "{}", "should be a list"),
                ("object.json", "github", "{}", "hooks is missing"),
                ("server.json", "github", '{"verifiable_password_authentication": true, "installed_version": "3.1"}', "missing"),
                ("cut.json", "aws", aws(1, *GOOD)[:-60], "the JSON is cut off"),
                ("other.json", "google", aws(1, *GOOD), "read it with --as aws"),
                ("bits.json", "aws", aws(1, ("3.4.12.1/24", "EC2", "x")), "prefixes[0].ip_prefix: 3.4.12.1/24"),
                ("utf16.json", "aws", aws(1, *GOOD).encode("utf-16"), "UTF-16"),
        ):
            with self.subTest(name):
                self.assertIn(said, self.read(name, UNREADABLE, form, body))

    def test_what_is_suspicious_is_held_with_reasons(self):
        good = aws(20, *GOOD)
        for name, body, said in (
                ("none", aws(21), "there is no entry in it"),
                ("older", aws(3, *GOOD), "its serial 3 is older than 20"),
                ("half", aws(21, *GOOD[:1], *GOOD[2:]), "S3 at ap-south-1"),
                ("smaller", aws(21, ("3.4.12.0/24", "EC2", "eu-west-1"), ("3.5.140.0/24", "S3", "ap-south-1"), GOOD[2]), "went"),
                ("wide", aws(21, *GOOD, ("0.0.0.0/1", "EC2", "eu-west-1")), "0.0.0.0/1"),
                ("wide", aws(21, *GOOD, ("::/0", "EC2", "eu-west-1")), "::/0"),
                ("private", aws(21, *GOOD, ("10.0.0.0/8", "EC2", "eu-west-1")), "10.0.0.0/8 is Private-Use"),
        ):
            with self.subTest(name):
                self.assertIn(said, self.read(name + ".json", HELD, "aws", body, good))

    def test_without_a_last_good_one_it_is_looked_at_too(self):
        self.read("good.json", TAKEN, "aws", aws(1, *GOOD))
        self.read("mark.json", TAKEN, "aws", b"\xef\xbb\xbf" + aws(1, *GOOD).encode())
        # A list that may never have had anything, such as IPv6's; against one that had, it is another matter.
        empty_list = aws(2, *GOOD[:2])
        self.assertIn("remark: a list is there without an entry: ipv6_prefixes", self.read("empty-list.json", TAKEN, "aws", empty_list))
        self.assertIn("held (emptied): a list is there without an entry: ipv6_prefixes",
                      self.read("emptied-list.json", HELD, "aws", empty_list, aws(1, *GOOD)))
        for name, form, body in (
                ("none.json", "aws", aws(1)),
                ("all.txt", "list", "0.0.0.0/0\n"),
                ("halves.txt", "list", "0.0.0.0/1\n128.0.0.0/1\n"),
                ("private.txt", "list", "8.8.8.0/24\n192.168.0.0/16\n"),
                ("none.txt", "list", "# nothing today\n"),
                ("none.csv", "geofeed", "# nothing today\n"),
        ):
            with self.subTest(name):
                self.assertIn("held", self.read(name, HELD, form, body))


@unittest.skipUnless(LATER.is_dir(), f"there are no real feeds in {FEEDS}")
class RealFeeds(CatalogReadTest):
    def test_they_can_be_taken_the_first_time(self):
        for name, form in REAL.items():
            with self.subTest(name):
                code, _, errors = self.run_read(LATER / name, "--as", form)
                self.assertEqual(TAKEN, code, errors)

    def test_a_month_later_azure_alone_emptied_cells(self):
        for name, form in REAL.items():
            if not (EARLIER / name).exists():
                continue
            with self.subTest(name):
                code, out, errors = self.run_read(LATER / name, "--as", form, "--against", EARLIER / name, "--format", "json")
                held = [hold["reason"] for hold in json.loads(out)["held"]]
                self.assertEqual(["emptied"] if form == "azure" else [], held, errors)
                self.assertEqual(HELD if held else TAKEN, code)

    def test_half_of_a_list_is_held(self):
        whole = json.loads((LATER / "aws-ip-ranges.json").read_text())
        some = whole["prefixes"]
        for prefixes in (some[: len(some) // 2], some[::2], some[: len(some) * 8 // 10]):
            body = self.save("half.json", json.dumps({**whole, "prefixes": prefixes}))
            code, _, errors = self.run_read(body, "--as", "aws", "--against", LATER / "aws-ip-ranges.json")
            self.assertEqual(HELD, code, errors)
            self.assertIn("held (shrunk)", errors)

    def test_another_cloud_is_held(self):
        whole = (LATER / "microsoft-azure-ip-ranges.json").read_text()
        body = self.save("china.json", whole.replace('"cloud": "Public"', '"cloud": "AzureChinaCloud"'))
        code, _, errors = self.run_read(body, "--as", "azure", "--against", LATER / "microsoft-azure-ip-ranges.json")
        self.assertEqual(HELD, code)
        self.assertIn('this is "AzureChinaCloud", the last good one "Public"', errors)

    def test_cut_off_it_cannot_be_read(self):
        for name, form in REAL.items():
            body = (LATER / name).read_bytes()
            if form in ("geofeed", "list"):
                continue
            with self.subTest(name):
                self.assertIn("the JSON is cut off", self.read(name, UNREADABLE, form, body[: len(body) * 2 // 3]))


if __name__ == "__main__":
    unittest.main()
