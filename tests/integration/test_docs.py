"""The pages of docs/: every `sallyport` line is run as it is printed, in its order, against a daemon."""

import os
import pathlib
import re
import subprocess
import time

from support.daemon import BEHIND_A_PROXY, SOURCE, DaemonTest, binary
from support.name_server import NameServer
from support.net import wait_until
from support.webhook_receiver import Receiver

INLINE = re.compile(r"`(sallyport [^`]+)`")


def indented_blocks(text):
    """What stands in a page as code: the line it begins at, and its text without the indentation."""
    blocks, lines, start = [], [], 0
    for number, line in enumerate([*text.splitlines(), "."], 1):
        if line.startswith("    ") or (lines and not line.strip()):
            start = start if lines else number
            lines.append(line[4:])
        elif lines:
            blocks.append((start, "\n".join(lines).rstrip() + "\n"))
            lines = []
    return blocks


def commands(text):
    """Line and command, those within sentences too."""
    found = [(start + offset, line) for start, block in indented_blocks(text)
             for offset, line in enumerate(block.splitlines()) if line.startswith("sallyport ")]
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("    "):
            found += [(number, command) for command in INLINE.findall(line)]
    return sorted(found)


class PageTest(DaemonTest):
    page = None

    def setUp(self):
        self.text = (SOURCE / "docs" / self.page).read_text()
        self.work = self.new_folder("work")

    def block(self, beginning):
        """The code block that begins so."""
        return next(block for _, block in indented_blocks(self.text) if block.startswith(beginning))

    def save(self, name, text):
        (self.work / name).write_text(text)

    def run_page(self, before=None, codes=None, say=None, never=()):
        """`before`: what happens before a command; `codes`: other exit codes than 0; `say`: other words for some of
        the page; `never`: what needs more than a daemon. All by the command as it is printed."""
        before, codes, say = before or {}, codes or {}, say or {}
        printed = [command.split("  #")[0].strip() for _, command in commands(self.text)]
        for named in [*before, *codes, *never]:
            self.assertIn(named, printed, "the page does not say that any more")
        for number, command in commands(self.text):
            command = command.split("  #")[0].strip()
            if command in never:
                continue
            if command in before:
                before[command]()
            code, output = self.run_line(command, say)
            self.assertEqual(code, codes.get(command, 0), f"{self.page}:{number}: {command}\n{output}")

    def run_line(self, command, say):
        for word, other in say.items():
            if word in command:
                command = command.replace(word, str(other() if callable(other) else other))
        environment = {
            **os.environ,
            "PATH": f"{binary('sallyport').parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.work),
            "SALLYPORT_URL": f"http://127.0.0.1:{self.daemon.api_port}",
            "SALLYPORT_TOKEN_FILE": str(self.daemon.data / "administrator.token"),
        }
        done = subprocess.run(["bash", "-c", command], cwd=self.work, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=30, check=False)
        return done.returncode, (done.stdout + done.stderr).decode()

    def key(self, organization, name="web"):
        return self.rest.call("POST", f"/organizations/{organization}/credentials",
                              {"name": name, "channel": "api"})["secret"]


class Start(PageTest):
    page = "start.md"

    def test_page(self):
        self.save("KEYFILE", "a key that the platform made")
        self.run_page(say={"/var/lib/sallyport": self.daemon.data, "FINGERPRINT": "00112233445566778899aabbccddeeff"},
                      never=["sallyport sign-in ann@acme.example"])


class LookAfterAList(PageTest):
    page = "guides/look-after-a-list.md"

    def test_page(self):
        self.run_page()


class PeopleAndPrograms(PageTest):
    page = "guides/people-and-programs.md"

    def test_page(self):
        self.run_page(never=["sallyport sign-in ann@acme.example", "sallyport sign-out"])


class ProtectAnApi(PageTest):
    page = "guides/protect-an-api.md"

    def test_page(self):
        self.run_page()


class SubOrganizations(PageTest):
    page = "guides/sub-organizations.md"

    def test_page(self):
        self.run_page()


class AnswerAnAlert(PageTest):
    page = "guides/answer-an-alert.md"

    def test_page(self):
        self.rest.create_organization("acme")
        secret = self.key("acme")
        self.rest.call("PATCH", "/organizations/acme/protection", {"mode": "blocking"})

        networks = iter(range(100))

        def knock(key=secret):
            self.assertFalse(self.daemon.allows(key, f"192.0.{next(networks)}.7"))
            wait_until(self.open_alerts, "the alert")

        def newest():
            return f"acme {self.open_alerts()[0]['id']}"

        self.run_page(before={"sallyport alert answer acme 12 authorize": knock,
                              "sallyport alert answer acme 13 deny": knock,
                              "sallyport alert answer acme 13 deny --keep-credential": lambda: knock(self.key("acme", "other"))},
                      say={"acme 12": newest, "acme 13": newest},
                      never=["sallyport sign-in ann@acme.example", "sallyport member language de"])

    def open_alerts(self):
        return self.rest.call("GET", "/organizations/acme/alerts?state=open")["items"]


class ReceiveEvents(PageTest):
    page = "guides/receive-events.md"
    daemon_options = (*DaemonTest.daemon_options, "--webhook-network", "127.0.0.0/8")

    def test_page(self):
        self.rest.create_organization("acme")
        self.run_page()

    def test_the_example_checks_real_deliveries(self):
        names = {}
        exec(self.block("import base64"), names)  # what the page prints
        verified = names["verified"]
        receiver = Receiver()
        self.addCleanup(receiver.close)
        self.rest.create_organization("told")
        made = self.rest.call("POST", "/organizations/told/webhooks", {"url": receiver.url, "events": ["entry.*"]})
        path = f"/organizations/told/webhooks/{made['webhook']['id']}"
        newer = self.rest.call("POST", path + "/secret", {"overlap": "1h"})["secret"]
        self.rest.authorize("told", "192.0.2.1", note="Köln")
        wait_until(lambda: receiver.received, "the event")
        headers, body = receiver.received[0].headers, receiver.received[0].body
        for secret in (made["secret"], newer):
            self.assertEqual(verified(headers, body, [secret]), receiver.received[0].event["id"])
        self.assertIsNone(verified(headers, body + b" ", [newer]))
        self.assertIsNone(verified(headers, body, ["whsec_" + "A" * 43 + "="]))
        self.assertIsNone(verified(headers, body, [newer], now=time.time() + 301))
        self.assertEqual(receiver.received[0].event["data"]["prefixes"], ["192.0.2.1"])


class MoveFromAHomeMadeList(PageTest):
    page = "guides/move-from-a-home-made-list.md"

    def test_page(self):
        self.save("acme.csv", self.block("prefix,"))
        self.save("acme.conf", self.block("allow "))
        takes_out = self.block("sed ").splitlines()[0]

        def take_out():
            self.assertEqual(self.run_line(takes_out, {}), (0, ""))

        self.run_page(before={"sallyport address authorize acme --file acme.txt": take_out},
                      say={"120 140": lambda: f"0 {self.version()}", "120": self.version})
        self.assertEqual(self.rest.authorized("acme"),
                         ["192.0.2.0/24", "198.51.100.7", "203.0.113.0/24", "2001:db8:7::/48"])
        self.assertEqual(self.run_line("sallyport address authorize acme --skip-existing --file kept.csv", {})[0], 0)
        # What the program says to somebody who brings the lines themselves.
        code, output = self.run_line("sallyport address authorize acme --file acme.conf", {})
        self.assertEqual(code, 2, output)
        self.assertIn(takes_out.split("acme.conf")[0], output)

    def version(self):
        return self.rest.call("GET", "/organizations/acme/versions?limit=1")["items"][0]["number"]


class PolicyAsCode(PageTest):
    page = "guides/policy-as-code.md"

    def test_page(self):
        def save_pair():
            self.save("policy.yaml", self.block("organizations:"))
            self.save("policy.scenario", self.block("# What the policy comes to"))

        save_pair()
        self.run_page(codes={"sallyport apply -f policy.yaml --plan": 1,
                             "sallyport apply -f policy.yaml": 2},  # nobody can be asked here
                      before={"sallyport test policy.scenario": save_pair},
                      never=["sallyport credential create", "sallyport credential rotate"])
        self.assertEqual(self.run_line("sallyport apply -f policy.yaml --plan --prune", {})[0], 0)
        plan = "sallyport apply -f agency.yaml --plan"
        self.assertEqual(self.run_line(plan, {})[0], 0)
        # What is changed by hand is found.
        for change in ("sallyport credential create north backdoor", "sallyport protection enforce agency learning",
                       "sallyport protection set north/web --mode blocking"):
            self.assertEqual(self.run_line(change, {})[0], 0, change)
        code, output = self.run_line(plan, {})
        self.assertEqual(code, 1)
        for told in ("not in the document: credential backdoor of north", "protection.enforced", "protection.inherited"):
            self.assertIn(told, output)
        self.save("wrong.yaml", "organizations:\n  - name: north\n    entires: []\n    entries:\n"
                                "      - prefix: 192.0.2.1/24\n")
        for command in ("sallyport apply -f wrong.yaml --plan", "sallyport apply -f wrong.yaml --yes"):
            code, output = self.run_line(command, {})
            self.assertEqual(code, 2, command)
            self.assertIn("wrong.yaml:3:5: there is no field entires (did you mean entries?)", output)
            self.assertIn("wrong.yaml:5:17: prefix: ", output)
        self.save("wrong.token", "sp_nobody-has-this\n")
        for elsewhere in ("--url http://127.0.0.1:1", "--token-file wrong.token"):
            self.assertEqual(self.run_line(f"sallyport {elsewhere} apply -f agency.yaml --plan", {})[0], 3, elsewhere)


class WriteScenarios(PageTest):
    page = "guides/write-scenarios.md"

    def test_page(self):
        self.save("office.scenario", self.block("# The office"))
        self.run_page()


class AllowAVendorIn(PageTest):
    page = "guides/allow-a-vendor-in.md"

    def test_page(self):
        self.save("old.yaml", (SOURCE / "catalogs" / "moengage.yaml").read_text())
        self.run_page()


class FollowAVendor(PageTest):
    page = "guides/follow-a-vendor.md"
    daemon_options = (*BEHIND_A_PROXY, "--catalogs", str(SOURCE / "catalogs"))

    def test_page(self):
        self.rest.create_organization("acme")
        selection = {"offerings": ["push", "email"], "sites": ["DC-02"]}

        def again():
            self.rest.call("PUT", "/organizations/acme/follows/moengage", selection)

        self.run_page(before={"sallyport unfollow acme moengage --keep": again})
        self.assertEqual(len(self.rest.authorized("acme")), 4)
        self.save("policy.yaml", self.block("organizations:"))
        self.assertEqual(self.run_line("sallyport apply -f policy.yaml --yes", {})[0], 0)
        self.assertEqual(self.run_line("sallyport apply -f policy.yaml --plan", {})[0], 0)


class LetAProductOut(PageTest):
    page = "guides/let-a-product-out.md"

    def test_page(self):
        self.run_page(codes={
            "sallyport catalog resolve withsecure --offering atlant --version 1.0.300": 1,
            "sallyport catalog compare withsecure@2024-06-30 withsecure@2025-01-01": 1,
        })


class CheckWhatIsReachable(PageTest):
    page = "guides/check-what-is-reachable.md"

    def test_page(self):
        # Nothing is asked of anybody else: the only name server is one that knows no host.
        names = self.adopt(NameServer(self.work / "dnsmasq.log"))
        names.start()
        printed = [command for _, command in commands(self.text) if command.startswith("sallyport catalog check")]
        self.assertEqual(len(printed), 4)
        asks = f"--resolver {names.where}"
        self.run_page(codes={command: 1 for command in printed},
                      say={" --resolver 192.0.2.53": "", "check withsecure": f"check withsecure {asks}"},
                      never=["sallyport catalog resolve"])


class WriteACatalog(PageTest):
    page = "guides/write-a-catalog.md"

    def test_page(self):
        self.save("acme.yaml", self.block("vendor: acme"))
        self.run_page()
        self.assertEqual(self.run_line("sallyport catalog validate acme.yaml", {}), (0, ""))
        self.assertEqual(self.run_line("sallyport catalog list --catalogs .", {})[0], 0)


class RenderAList(PageTest):
    page = "guides/render-a-list.md"

    def test_page(self):
        self.save("partners.list", self.block("# who may connect"))
        self.rest.create_organization("acme")
        self.rest.authorize("acme", "192.0.2.0/24")
        self.run_page()
        # Each target has a line, and no other stands there.
        _, listed = self.run_line("sallyport render --list --format csv", {})
        targets = {line.split(",")[0] for line in listed.splitlines()[1:]}
        self.assertEqual(set(re.findall(r"^\| `([a-z-]+)`", self.text, re.MULTILINE)), targets)


class PublishYourOwnList(PageTest):
    page = "guides/publish-your-own-list.md"

    def test_page(self):
        self.save("acme.yaml", (SOURCE / "catalogs" / "moengage.yaml").read_text())
        self.run_page()


class ReadAPage(PageTest):
    page = "guides/read-a-page.md"

    def test_page(self):
        page = self.block("<html>")
        for name in ("acme.html", "good.html", "acme.en.html"):  # the last two by cp
            self.save(name, page)
        self.save("acme.yaml", self.block("vendor: acme\nsites:"))
        self.run_page()


class Pages(DaemonTest):
    def test_every_guide_is_run(self):
        run = {page.page for page in PageTest.__subclasses__()}
        guides = {f"guides/{path.name}" for path in pathlib.Path(SOURCE / "docs" / "guides").glob("*.md")}
        self.assertEqual(guides - run, {"guides/README.md"})
