"""`sallyport catalog check` against servers on this machine: a name server, web servers with good and bad certificates, ports
that are closed, silent, or behind a firewall."""

import json
import os
import pathlib
import pty
import random
import re
import socket
import subprocess
import sys
import time

from support.daemon import binary
from support.name_server import NameServer
from support.namespaces import two_hosts
from support.net import accepts, free_port
from support.process import Child, IntegrationTest
from support.rendering import check, program

TLS = 8443  # a port that speaks TLS by its number; each server has an address of its own

CATALOG = """vendor: acme
name: Acme
sources: [{{id: en, page: A page, language: en}}]
offerings:
{offerings}"""

OFFERING = """  - id: {id}
    name: A tool
    direction: {direction}
    cells:
      - source: en
        entries:
{entries}"""


def entry(host, *ports, purpose="", impact="", key="hosts"):
    lines = [f'          - {key}: "{host}"', f"            ports: {list(ports)}" if ports != ("any",) else "            ports: any"]
    lines += [f"            {name}: {text}" for name, text in (("purpose", purpose), ("impact", impact)) if text]
    return "\n".join(lines).replace("'", "") + "\n"


def catalog_of(**offerings):
    """The offerings' entries, by id; `vendor_in` is one from which the vendor comes."""
    return CATALOG.format(offerings="".join(
        OFFERING.format(id=name, direction="from-vendor" if name == "inward" else "to-vendor", entries="".join(entries))
        for name, entries in offerings.items()))


class CheckTest(IntegrationTest):
    @classmethod
    def write_catalog(cls, **offerings):
        cls.catalogs = cls.new_folder("catalogs")
        (cls.catalogs / "acme.yaml").write_text(catalog_of(**offerings))

    @classmethod
    def command(cls, *options):
        return [str(binary("sallyport")), "catalog", "check", "acme", "--catalogs", str(cls.catalogs),
                *(str(option) for option in options)]

    def run_check(self, *options, code=1, wrap=None):
        command = self.command(*options)
        done = subprocess.run(wrap(command) if wrap else command, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, code, f"{options}\n{done.stdout}{done.stderr}")
        return done

    def items(self, *options, code=1, wrap=None):
        """By line, or by the host that was named for it."""
        answer = json.loads(self.run_check(*options, "--format", "json", code=code, wrap=wrap).stdout)
        self.assertEqual(answer["works"], code == 0)
        return {item.get("host") or item["line"].split()[0]: item for item in answer["items"]}

    def expect(self, items, **expected):
        """verdict, step and outcome of each, by the first label of its host."""
        found = {name.split(".")[0]: " ".join((item["verdict"], item.get("step", "-"), item["outcome"]))
                 for name, item in items.items()}
        self.assertEqual(expected, found)


class Certificates:
    """An authority of the test's own, and what it and others sign: made by openssl."""

    def __init__(self, folder):
        self.folder = folder
        self.authority = self.make("authority", None, "/CN=Test Authority", ["-addext", "basicConstraints=critical,CA:TRUE"])
        self.stranger = self.make("stranger", None, "/CN=Corporate Proxy", ["-addext", "basicConstraints=critical,CA:TRUE"])

    def make(self, name, issuer, subject, options=(), clock=None):
        pem = self.folder / f"{name}.pem"
        signer = ["-CA", issuer, "-CAkey", issuer.with_suffix(".key")] if issuer else []
        command = [program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                   "-keyout", pem.with_suffix(".key"), "-out", pem, "-subj", subject, "-days", "30", *signer, *options]
        check(*([program("faketime"), clock] if clock else []), *command)
        return pem

    def of_host(self, name, host, issuer, clock=None):
        return self.make(name, issuer, "/CN=server", ["-addext", f"subjectAltName=DNS:{host}",
                                                      "-addext", "basicConstraints=critical,CA:FALSE"], clock)


class Servers(CheckTest):
    """nginx with a server for each case, on addresses that no other test uses."""

    CASES = ["good", "other", "old", "own", "strange"]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        chosen = random.SystemRandom()
        cls.net = f"127.{chosen.randrange(20, 200)}.{chosen.randrange(1, 255)}"
        cls.plain = free_port()
        made = Certificates(cls.new_folder("certificates"))
        cls.authority = made.authority
        pems = {
            "good": made.of_host("good", "good.acme.example", made.authority),
            "other": made.of_host("other", "login.hotel.example", made.authority),
            "old": made.of_host("old", "old.acme.example", made.authority, clock="2023-01-01 00:00:00"),
            "own": made.of_host("own", "own.acme.example", None),
            "strange": made.of_host("strange", "strange.acme.example", made.stranger),
        }
        cls.address = {case: f"{cls.net}.{number}" for number, case in enumerate([*cls.CASES, "closed", "silent", "mute"], 1)}
        cls.start_nginx(pems)
        cls.fill_silent_port()
        cls.names = cls.adopt(NameServer(
            cls.folder / "dnsmasq.log",
            hosts={f"{case}.acme.example": address for case, address in cls.address.items()}
            | {"both.acme.example": f"{cls.address['good']},::1", "wild.app.acme.example": cls.address["closed"],
               "alone.acme.example": cls.address["good"]},
            under={"many.acme.example": cls.address["silent"], "filtered.acme.example": "0.0.0.0"}))
        cls.names.start()
        hosts = [entry(f"{case}.acme.example", f"{TLS}/tcp") for case in cls.address]
        hosts[0] = entry("good.acme.example", f"{TLS}/tcp", purpose="Updates come from here.", impact="No updates.")
        hosts[1] = entry("other.acme.example", f"{TLS}/tcp", purpose="{en: Licences., de: Lizenzen.}",
                         impact="{en: No licence., de: Keine Lizenz.}")
        cls.write_catalog(
            tls=hosts,
            good=hosts[:1],
            names=[entry("gone.acme.example", "443/tcp"), entry("filtered.acme.example", "443/tcp")],
            families=[entry("both.acme.example", f"{cls.plain}/tcp"), entry("alone.acme.example", f"{cls.plain}/tcp")],
            untried=[entry("*.app.acme.example", f"{TLS}/tcp"), entry("good.acme.example", "123/udp"),
                     entry("alone.acme.example", "any"), entry("other.acme.example", "6000-6010/tcp"),
                     entry("203.1.113.0/24", "443/tcp", key="addresses"), entry("203.1.114.9", "any", key="addresses")],
            many=[entry(f"h{number}.many.acme.example", f"{TLS}/tcp", "80/tcp") for number in range(150)],
            inward=[entry("203.1.114.8", "any", key="addresses")])

    @classmethod
    def start_nginx(cls, pems):
        folder = cls.new_folder("nginx")
        servers = "".join(
            f"server {{ listen {cls.address[case]}:{TLS} ssl; ssl_certificate {pem}; ssl_certificate_key {pem.with_suffix('.key')}; }}\n"
            for case, pem in pems.items())
        (folder / "nginx.conf").write_text(f"""daemon off; pid {folder}/pid; error_log stderr; {'user root;' if os.geteuid() == 0 else ''}
events {{}}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  {servers}
  server {{ listen {cls.address['good']}:{cls.plain}; }}
}}
""")
        cls.nginx_log = folder / "access.log"
        nginx = cls.adopt(Child("nginx", folder / "nginx.log"))
        nginx.spawn([program("nginx"), "-c", folder / "nginx.conf", "-p", folder])
        nginx.await_ready(lambda: accepts(cls.plain, cls.address["good"]))

    @classmethod
    def fill_silent_port(cls):
        """One whose queue is full, and one that takes connections and never says a word."""
        silent = socket.create_server((cls.address["silent"], TLS), backlog=0)
        cls.addClassCleanup(silent.close)
        for _ in range(4):
            waiting = socket.socket()
            waiting.setblocking(False)
            waiting.connect_ex((cls.address["silent"], TLS))
            cls.addClassCleanup(waiting.close)
        mute = socket.create_server((cls.address["mute"], TLS), backlog=64)
        cls.addClassCleanup(mute.close)

    def ask(self, *options, resolver=None):
        return ("--resolver", resolver or self.names.where, "--ca-file", self.authority, *options)

    def test_each_step_that_can_fail(self):
        items = self.items(*self.ask("--offering", "tls", "--timeout", 0.5))
        self.expect(items, good="works tls works", other="fails tls wrong_name", old="fails tls expired",
                    own="fails tls self_signed", strange="fails tls unknown_issuer", closed="fails tcp refused",
                    silent="fails tcp timed_out", mute="fails tls timed_out")
        reasons = {name.split(".")[0]: item.get("reason", "") for name, item in items.items()}
        self.assertIn("for login.hotel.example, not for other.acme.example", reasons["other"])
        self.assertIn("expired on 2023-01-31", reasons["old"])
        self.assertIn("Corporate Proxy", reasons["strange"])
        for case in ("own", "strange"):
            self.assertIn("a proxy that inspects TLS", reasons[case])
        self.assertNotIn("refused", reasons["silent"])
        until = items["good.acme.example"]["certificate_until"]
        self.assertRegex(until, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertGreater(until, time.strftime("%Y-%m-%d", time.gmtime(time.time() + 29 * 86400)))
        self.assertEqual(items["good.acme.example"]["addresses"], [self.address["good"]])
        self.assertEqual(self.nginx_log.read_text(), "", "a request was sent")

    def test_what_works_ends_with_0(self):
        done = self.run_check(*self.ask("--offering", "good"), code=0)
        self.assertRegex(done.stdout, r"good.acme.example 8443/tcp +works +tls +certificate until 20\d\d-\d\d-\d\d\n")
        self.assertEqual(done.stderr, "1 of 1 work\n")

    def test_without_the_authority_nothing_is_trusted(self):
        items = self.items("--resolver", self.names.where, "--offering", "good")
        self.expect(items, good="fails tls unknown_issuer")

    def test_what_stops_is_said_in_the_language_that_is_asked_for(self):
        told = self.ask("--offering", "tls", "--timeout", 0.5)
        english = self.run_check(*told).stdout
        self.assertNotIn("No updates.", english)  # that one works
        block = english.split("What does not work while that stays blocked:\n")[1]
        self.assertIn("  other.acme.example 8443/tcp\n      Licences.\n      If blocked: No licence.\n", block)
        self.assertIn("The vendor does not say what it is for.", block)
        german = self.run_check(*told, "--language", "de").stdout
        self.assertIn("      Lizenzen.\n      Wenn gesperrt: Keine Lizenz.\n", german)
        other = self.items(*told, "--language", "de")["other.acme.example"]
        self.assertEqual((other["purpose"], other["impact"]), (["Lizenzen."], ["Keine Lizenz."]))

    def test_names_that_lead_nowhere(self):
        items = self.items(*self.ask("--offering", "names"))
        self.expect(items, gone="fails dns no_such_host", filtered="fails dns sinkhole")

    def test_a_name_server_that_keeps_silent_and_one_that_is_not_there(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mute:
            mute.bind(("127.0.0.1", 0))
            silent = f"127.0.0.1:{mute.getsockname()[1]}"
            self.expect(self.items(*self.ask("--offering", "good", "--timeout", 0.4, resolver=silent)),
                        good="fails dns timed_out")
        self.expect(self.items(*self.ask("--offering", "good", "--timeout", 0.4, resolver=silent)),
                    good="fails dns no_name_server")

    def test_each_family_is_tried(self):
        items = self.items(*self.ask("--offering", "families"))
        both = items["both.acme.example"]
        self.assertEqual(both["addresses"], [self.address["good"], "::1"])
        self.assertEqual([attempt["outcome"] for attempt in both["attempts"]], ["works", "refused"])
        self.assertEqual(both["verdict"], "partly")
        self.assertEqual(items["alone.acme.example"]["verdict"], "works")

    def test_what_cannot_be_tried_says_so_and_does_not_count(self):
        items = self.items(*self.ask("--offering", "untried"), code=0)
        self.assertEqual({line: item["untried"] for line, item in items.items()},
                         {"203.1.113.0/24": "network", "203.1.114.9": "no_ports", "*.app.acme.example": "wildcard",
                          "alone.acme.example": "no_ports", "good.acme.example": "udp", "other.acme.example": "several_ports"})
        self.assertEqual({item["verdict"] for item in items.values()}, {"not_tried"})
        self.assertTrue(all(item["reason"] for item in items.values()))
        self.assertEqual(items["good.acme.example"]["addresses"], [self.address["good"]])

    def test_a_host_can_be_named_for_a_wildcard(self):
        told = self.ask("--offering", "untried", "--host")
        items = self.items(*told, "wild.app.acme.example")
        self.assertEqual(items["wild.app.acme.example"]["outcome"], "refused")
        self.assertNotIn("*.app.acme.example", items)
        for wrong in ("wild.acme.example", "a.b.app.acme.example", "*.app.acme.example", "no host"):
            self.assertNotEqual(self.run_check(*told, wrong, code=2).stderr, "")

    def test_wrong_usage(self):
        for wrong in (["--resolver", "dns.acme.example"], ["--resolver", "127.0.0.1:0"], ["--timeout", "0"], ["--timeout", "61"],
                      ["--parallel", "0"], ["--ca-file", "/nowhere.pem"], ["--offering", "none"]):
            done = self.run_check("--offering", "good", *wrong, code=2)
            self.assertNotEqual(done.stdout + done.stderr, "")
        self.assertIn("nothing goes out to Acme", self.run_check("--offering", "inward", code=2).stderr)

    def test_hundreds_at_once_in_the_order_of_resolve(self):
        listed = subprocess.run([str(binary("sallyport")), "catalog", "resolve", "acme", "--catalogs", str(self.catalogs),
                                 "--offering", "many,tls"], capture_output=True, text=True, check=True).stdout.splitlines()
        self.assertEqual(len(listed), 308)
        begun = time.monotonic()
        done = self.run_check(*self.ask("--offering", "many,tls", "--timeout", 1, "--parallel", 100), "--format", "csv")
        took = time.monotonic() - begun
        self.assertEqual([line.split(",")[0] for line in done.stdout.splitlines()[1:]], listed)
        # 150 connections are never answered: one after the other, they would take 150 s.
        self.assertEqual(done.stdout.count("timed_out"), 152)
        self.assertLess(took, 40)

    def test_progress_is_for_terminals(self):
        told = self.command(*self.ask("--offering", "tls", "--timeout", 0.5))
        ours, theirs = pty.openpty()
        try:
            done = subprocess.run(told, stdout=subprocess.PIPE, stderr=theirs, stdin=subprocess.DEVNULL, timeout=30, check=False)
            os.close(theirs)
            shown = b""
            try:
                while part := os.read(ours, 65536):
                    shown += part
            except OSError:
                pass  # that is how a terminal says that nobody writes any more
        finally:
            os.close(ours)
        self.assertEqual(done.returncode, 1)
        counts = [int(number) for number in re.findall(rb"\rtried: (\d+) of 8", shown)]
        self.assertEqual(counts, sorted(counts))
        self.assertEqual(counts[-1], 8)
        self.assertNotIn(b"tried:", done.stdout)
        self.assertNotIn("tried:", self.run_check(*self.ask("--offering", "good"), code=0).stderr)


HERE = ["10.9.0.1/24", "fd09::1/64"]
THERE = ["10.9.0.2/24", "fd09::2/64"]

RULES = """
table inet wall {
  chain input {
    type filter hook input priority 0; policy accept;
    tcp dport 8001 drop
    tcp dport 8002 reject with tcp reset
    tcp dport 8003 reject with icmpx admin-prohibited
  }
}
"""

# Takes connections on the ports that it is given, of both families, until it is ended.
LISTENER = """
import select, socket, sys
listeners = [socket.create_server(("::", int(port)), family=socket.AF_INET6, dualstack_ipv6=True) for port in sys.argv[1:]]
while True:
    for ready in select.select(listeners, [], [])[0]:
        ready.accept()[0].close()
"""


class Firewall(CheckTest):
    """From one host to another, with a firewall on that one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.here, cls.there = two_hosts(cls, HERE, THERE)
        listener = cls.adopt(Child("listener", cls.folder / "listener.log"))
        listener.spawn(cls.there.wrap([sys.executable, "-c", LISTENER, 8000, 8001, 8002, 8003]))
        listener.await_ready(lambda: cls.here.connects("10.9.0.2", 8003) and cls.here.connects("fd09::2", 8003))
        rules = pathlib.Path(cls.new_folder("rules")) / "wall.nft"
        rules.write_text(RULES)
        check(*cls.there.wrap([program("nft"), "-f", rules]))
        cls.names = cls.adopt(NameServer(
            cls.folder / "dnsmasq.log", wrap=cls.here.wrap, address="127.0.0.1",
            hosts={"four.acme.example": "10.9.0.2", "six.acme.example": "fd09::2", "two.acme.example": "10.9.0.2,fd09::2",
                   "far.acme.example": "10.9.0.2,2001:db8::1", "away.acme.example": "198.51.100.1"}))
        cls.names.start()
        ports = ["8000/tcp", "8001/tcp", "8002/tcp", "8003/tcp", "8004/tcp"]
        cls.write_catalog(all=[entry("four.acme.example", *ports), entry("six.acme.example", *ports)],
                          both=[entry("two.acme.example", "8000/tcp"), entry("far.acme.example", "8000/tcp")],
                          away=[entry("away.acme.example", "8000/tcp")])

    def outcomes(self, *options, code=1):
        told = ("--resolver", self.names.where, "--timeout", 1, "--format", "json", *options)
        answer = json.loads(self.run_check(*told, code=code, wrap=self.here.wrap).stdout)
        return {item["line"]: item["outcome"] for item in answer["items"]}

    def test_dropping_refusing_and_prohibiting_are_told_apart(self):
        expected = {8000: ["works"], 8001: ["timed_out"], 8002: ["refused"], 8003: ["unreachable", "prohibited"], 8004: ["refused"]}
        found = self.outcomes("--offering", "all")
        self.assertEqual(len(found), 10)
        for line, outcome in found.items():
            with self.subTest(line=line):
                self.assertIn(outcome, expected[int(line.split()[1].split("/")[0])])

    def test_a_family_to_which_there_is_no_way_is_not_missed(self):
        self.assertEqual(self.outcomes("--offering", "both", code=0),
                         {"two.acme.example 8000/tcp": "works", "far.acme.example 8000/tcp": "works"})
        self.assertEqual(self.outcomes("--offering", "away"), {"away.acme.example 8000/tcp": "no_route"})
