"""What `sallyport render` writes for firewalls, Squid and dnsmasq, with packets and requests between two hosts of their
own (network namespaces): what is on the list passes, what is not does not."""

import functools
import json
import random
import sys
import unittest

from support.namespaces import two_hosts
from support.process import Child, IntegrationTest, give_to_nobody
from support.rendering import program, random_prefixes, render, render_to

HERE = ["10.9.0.1/24", "fd09::1/64"]
THERE = ["10.9.0.2/24", "10.9.0.3/24", "10.9.0.4/24", "fd09::2/64", "fd09::3/64", "fd09::4/64"]

# Takes connections on the ports that it is given, of both families, until it is ended.
LISTENER = """
import select, socket, sys
listeners = [socket.create_server(("::", int(port)), family=socket.AF_INET6, dualstack_ipv6=True) for port in sys.argv[1:]]
while True:
    for ready in select.select(listeners, [], [])[0]:
        ready.accept()[0].close()
"""


class Firewall(IntegrationTest):
    """Connections from `there` to `here`, on two ports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.here, cls.there = two_hosts(cls, HERE, THERE)
        listener = cls.adopt(Child("listener", cls.folder / "listener.log"))
        listener.spawn(cls.here.wrap([sys.executable, "-c", LISTENER, 8080, 8081]))
        listener.await_ready(lambda: cls.here.connects("10.9.0.1", 8080) and cls.here.connects("fd09::1", 8081))

    def must(self, host, *command, **options):
        done = host.run(*command, **options)
        self.assertEqual(0, done.returncode, f"{' '.join(map(str, command))}: {done.stderr}")
        return done.stdout

    def expect(self, passing):
        """From each address of `there`, to both ports: what passes, and nothing else."""
        found = {(source, port)
                 for source in (address.split("/")[0] for address in THERE) for port in (8080, 8081)
                 if self.there.connects("fd09::1" if ":" in source else "10.9.0.1", port, source)}
        self.assertEqual(set(passing), found)


class TestNftables(Firewall):
    OWNERS = """
table inet sallyport {
  chain input {
    type filter hook input priority 0; policy accept;
    ct state established,related accept
    iifname "lo" accept
    jump sallyport_from
    meta l4proto tcp reject with tcp reset
  }
}
"""

    def load(self, host, text, *options):
        return self.must(host, program("nft"), *options, "-f", "-", input=text)

    def tearDown(self):
        self.here.run(program("nft"), "flush", "ruleset")
        self.there.run(program("nft"), "flush", "ruleset")

    def test_members_pass_and_others_do_not(self):
        text = render("nftables", ["10.9.0.2", "10.9.0.4 8081/tcp", "fd09::2", "fd09::4/128 8000-8080/tcp"])
        self.load(self.here, text, "-c")
        self.load(self.here, text)
        self.load(self.here, self.OWNERS)
        self.expect([("10.9.0.2", 8080), ("10.9.0.2", 8081), ("10.9.0.4", 8081),
                     ("fd09::2", 8080), ("fd09::2", 8081), ("fd09::4", 8080)])

    def test_a_new_list_takes_the_place_of_the_old_one_and_leaves_the_rest(self):
        self.load(self.here, render("nftables", ["10.9.0.2", "fd09::2", "10.9.0.4 8081/tcp"]))
        self.load(self.here, self.OWNERS)
        rules = self.must(self.here, program("nft"), "list", "chain", "inet", "sallyport", "input")
        for _ in range(2):  # the same again changes nothing
            self.load(self.here, render("nftables", ["10.9.0.0/30", "fd09::3"]))
            self.expect([(source, port) for source in ("10.9.0.2", "10.9.0.3", "fd09::3") for port in (8080, 8081)])
        self.assertEqual(rules, self.must(self.here, program("nft"), "list", "chain", "inet", "sallyport", "input"))

    def test_it_is_loaded_at_once_or_not_at_all(self):
        self.load(self.here, render("nftables", ["10.9.0.2"]))
        self.load(self.here, self.OWNERS)
        broken = render("nftables", ["10.9.0.3"]) + "add element inet sallyport sallyport_v4 { nonsense }\n"
        self.assertNotEqual(0, self.here.run(program("nft"), "-f", "-", input=broken).returncode)
        self.expect([("10.9.0.2", 8080), ("10.9.0.2", 8081)])

    def test_on_the_way_out(self):
        self.load(self.there, render("nftables", ["10.9.0.1 8080/tcp", "fd09::/64"]))
        self.load(self.there, self.OWNERS.replace("hook input", "hook output").replace("sallyport_from", "sallyport_to")
                  .replace("iifname", "oifname"))
        self.expect([(source, 8080) for source in ("10.9.0.2", "10.9.0.3", "10.9.0.4")] +
                    [(source, port) for source in ("fd09::2", "fd09::3", "fd09::4") for port in (8080, 8081)])

    def test_what_the_kernel_holds_is_the_list(self):
        lines = random_prefixes(random.Random(3), 3000)
        lines += [f"{line} {port}" for line in random_prefixes(random.Random(5), 300)
                  for port in ("443/tcp", "440-450/tcp", "53/udp")]
        text = render("nftables", lines)
        self.load(self.here, text)
        self.load(self.here, text)
        listed = json.loads(self.must(self.here, program("nft"), "--json", "list", "table", "inet", "sallyport"))
        held = {entry["set"]["name"]: {element_text(each) for each in entry["set"].get("elem", [])}
                for entry in listed["nftables"] if "set" in entry}
        written, name = {}, None
        for line in text.splitlines():
            if line.startswith("add set"):
                written[line.split()[4]] = set()
            elif line.startswith("add element"):
                name = line.split()[4]
            elif line == "}":
                name = None
            elif name:
                written[name].add(line.rstrip(","))
        self.assertEqual(written, held)
        self.assertTrue(all(written.values()))


def element_text(element):
    """An element of nft's JSON, as it stands in a file."""
    if isinstance(element, dict) and "concat" in element:
        return " . ".join(element_text(part) for part in element["concat"])
    if isinstance(element, dict) and "prefix" in element:
        return f"{element['prefix']['addr']}/{element['prefix']['len']}"
    if isinstance(element, dict) and "range" in element:
        return "-".join(str(end) for end in element["range"])
    return str(element)


class TestIptables(Firewall):
    def load(self, lines):
        folder = self.new_folder("iptables")
        render_to(folder, "iptables", lines)
        self.must(self.here, program("ipset"), "restore", "-file", folder / "sallyport.ipset")
        for family, command in (("v4", "iptables-restore"), ("v6", "ip6tables-restore")):
            for options in (["--test"], []):
                self.must(self.here, program(command), "--noflush", *options, folder / f"sallyport.rules.{family}")

    def owners(self, action):
        for command in ("iptables", "ip6tables"):
            for rule in (["-i", "lo", "-j", "ACCEPT"], ["-m", "state", "--state", "ESTABLISHED,RELATED", "-j", "ACCEPT"],
                         ["-j", "sallyport_from"], ["-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset"]):
                self.must(self.here, program(command), action, "INPUT", *rule)

    def test_members_pass_and_a_new_list_takes_the_place_of_the_old_one(self):
        self.load(["10.9.0.2", "10.9.0.4 8081/tcp", "fd09::2", "fd09::4/128 8000-8080/tcp"])
        self.owners("-A")
        self.expect([("10.9.0.2", 8080), ("10.9.0.2", 8081), ("10.9.0.4", 8081),
                     ("fd09::2", 8080), ("fd09::2", 8081), ("fd09::4", 8080)])
        for _ in range(2):
            self.load(["10.9.0.0/30", "fd09::3", "::/0 8081/tcp"])
            self.expect([(source, port) for source in ("10.9.0.2", "10.9.0.3", "fd09::3") for port in (8080, 8081)] +
                        [("fd09::2", 8081), ("fd09::4", 8081)])
        self.load(["0.0.0.0/0"])
        self.expect([(source, port) for source in ("10.9.0.2", "10.9.0.3", "10.9.0.4") for port in (8080, 8081)])
        self.assertEqual(["sallyport_v4", "sallyport_v4_ports", "sallyport_v6", "sallyport_v6_ports"],
                         sorted(self.must(self.here, program("ipset"), "list", "-n").split()))
        self.owners("-D")


def start_dnsmasq(test, host, port, *options):
    """A name server on the host's loopback, of what the options say alone."""
    folder = test.new_folder("dnsmasq")
    child = test.adopt(Child(f"dnsmasq on {port}", folder / "log"))
    child.spawn(host.wrap([program("dnsmasq"), "--keep-in-foreground", "--no-resolv", "--no-hosts", "--user=root",
                           f"--port={port}", "--listen-address=127.0.0.1", "--bind-interfaces", "--log-facility=-",
                           f"--pid-file={folder}/pid", *options]))
    child.await_ready(functools.partial(host.connects, "127.0.0.1", port))


SITE = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"here")
class Server(http.server.ThreadingHTTPServer):
    address_family = __import__("socket").AF_INET6
import threading
for port in sys.argv[1:]:
    threading.Thread(target=Server(("::", int(port)), Handler).serve_forever).start()
"""

GET = """
import http.client, sys
for line in sys.stdin:
    proxy = http.client.HTTPConnection("127.0.0.1", 3128, timeout=20)
    proxy.request("GET", line.strip())
    print(proxy.getresponse().status, flush=True)
"""


class TestSquid(IntegrationTest):
    """Requests through a real Squid to sites on the other host."""

    NAMES = {"10.9.0.2": ["exact.example.com", "sub.exact.example.com", "whole.example.org", "a.whole.example.org",
                          "b.a.whole.example.org", "one.example.net", "a.one.example.net", "b.a.one.example.net",
                          "under.example.net", "a.under.example.net", "b.a.under.example.net", "xwhole.example.org"],
             "10.9.0.3": ["by-its-address.example"], "10.9.0.4": ["not-by-its-address.example"]}
    LIST = ["exact.example.com", "whole.example.org 8080/tcp", "**.whole.example.org 8080/tcp",
            "a.whole.example.org 8081/tcp", "*.one.example.net", "**.under.example.net 8081/tcp", "10.9.0.3 8080/tcp",
            "fd09::2", "::/0 8081/tcp", "0.0.0.0/0 8082/tcp"]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        squid = program("squid")
        cls.here, there = two_hosts(cls, HERE, THERE)
        site = cls.adopt(Child("site", cls.folder / "site.log"))
        site.spawn(there.wrap([sys.executable, "-c", SITE, 8080, 8081, 8082]))
        site.await_ready(lambda: there.connects("10.9.0.2", 8080) and there.connects("fd09::2", 8081))
        folder = cls.new_folder("squid")
        render_to(folder, "squid", cls.LIST)
        start_dnsmasq(cls, cls.here, 53, "--conf-file=/dev/null", "--ptr-record=4.0.9.10.in-addr.arpa,exact.example.com",
                      *(f"--address=/{name}/{address}" for address, names in cls.NAMES.items() for name in names))
        (folder / "squid.conf").write_text(
            f"include {folder}/sallyport.conf\nhttp_access allow localhost\nhttp_access deny all\n"
            f"http_port 127.0.0.1:3128\ndns_nameservers 127.0.0.1\npinger_enable off\n"
            f"cache_log {folder}/cache.log\naccess_log none\npid_filename {folder}/pid\ncoredump_dir {folder}\n"
            f"cache_effective_user nobody\ncache_effective_group nogroup\nvisible_hostname proxy.test\n"
            f"shutdown_lifetime 0 seconds\ncache deny all\nnetdb_filename none\nconnect_timeout 5 seconds\n"
            f"dns_timeout 2 seconds\n")
        give_to_nobody(folder)
        proxy = cls.adopt(Child("squid", folder / "squid.log"))
        proxy.spawn(cls.here.wrap([squid, "-N", "-f", folder / "squid.conf"]), cwd=folder)
        proxy.await_ready(lambda: cls.here.connects("127.0.0.1", 3128))

    def expect(self, status, *urls):
        done = self.here.run(sys.executable, "-c", GET, input="".join(f"http://{url}/\n" for url in urls))
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual({url: status for url in urls}, dict(zip(urls, map(int, done.stdout.split()))))

    def test_what_is_on_the_list_passes(self):
        self.expect(200, "exact.example.com:8080", "exact.example.com:8081", "whole.example.org:8080",
                    "a.whole.example.org:8080", "b.a.whole.example.org:8080", "a.whole.example.org:8081",
                    "a.one.example.net:8080", "a.under.example.net:8081", "b.a.under.example.net:8081",
                    "by-its-address.example:8080", "10.9.0.3:8080", "[fd09::2]:8080", "[fd09::3]:8081",
                    "EXACT.example.com:8080")

    def test_the_rest_does_not(self):
        self.expect(403, "sub.exact.example.com:8080", "whole.example.org:8081", "b.a.whole.example.org:8081",
                    "xwhole.example.org:8080", "one.example.net:8080", "b.a.one.example.net:8080",
                    "under.example.net:8081", "a.under.example.net:8080", "by-its-address.example:8081",
                    "not-by-its-address.example:8080", "10.9.0.2:8080", "10.9.0.4:8080", "[fd09::3]:8080")

    def test_all_of_a_family_is_all_of_it_and_not_of_the_other(self):
        self.expect(200, "[fd09::4]:8081", "10.9.0.4:8082", "not-by-its-address.example:8082")
        self.expect(403, "10.9.0.4:8081", "not-by-its-address.example:8081", "[fd09::4]:8082")

    def test_a_request_for_an_address_is_not_a_request_for_its_name(self):
        self.expect(200, "exact.example.com:8080")
        # Whoever owns 10.9.0.4 says that it is called exact.example.com.
        self.expect(403, "10.9.0.4:8080", "10.9.0.4:8081")


class TestDnsmasq(Firewall):
    """A dnsmasq that fills the sets, in front of one that knows every name; and a connection to what was asked for."""

    ADDRESSES = {"whole.example.com": "10.9.0.2", "other.example.com": "10.9.0.3", "a.b.whole.example.com": "10.9.0.4"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        listener = cls.adopt(Child("listener there", cls.folder / "listener-there.log"))
        listener.spawn(cls.there.wrap([sys.executable, "-c", LISTENER, 8080, 8081]))
        listener.await_ready(lambda: cls.there.connects("10.9.0.2", 8080) and cls.there.connects("10.9.0.2", 8081))

    def ask(self, name):
        code = "import sys; sys.path.insert(0, sys.argv[1]); from support.dns import ask; print(ask(53, sys.argv[2])[1][0])"
        return self.must(self.here, sys.executable, "-c", code, sys.path[0] or ".", name).strip()

    def test_a_name_that_was_asked_for_is_let_out(self):
        folder = self.new_folder("list")
        render_to(folder, "dnsmasq", ["whole.example.com 8080/tcp", "**.whole.example.com 8080/tcp", "fd09::2",
                                      "a.b.whole.example.com 8081/tcp", "**.a.b.whole.example.com 8081/tcp"])
        self.must(self.here, program("nft"), "-f", folder / "sallyport.nft")
        self.must(self.here, program("nft"), "-f", "-", input=TestNftables.OWNERS
                  .replace("hook input", "hook output").replace("sallyport_from", "sallyport_to")
                  .replace("iifname", "oifname"))
        start_dnsmasq(self, self.here, 5353, "--conf-file=/dev/null",
                      *(f"--host-record={name},{address}" for name, address in self.ADDRESSES.items()))
        start_dnsmasq(self, self.here, 53, f"--conf-file={folder}/sallyport.conf", "--server=127.0.0.1#5353")

        def reached():
            return {(address, port) for address in self.ADDRESSES.values() for port in (8080, 8081)
                    if self.here.connects(address, port)}

        self.assertEqual(set(), reached())
        self.assertEqual("10.9.0.2", self.ask("whole.example.com"))
        self.assertEqual({("10.9.0.2", 8080)}, reached())
        self.assertEqual("10.9.0.3", self.ask("other.example.com"))
        self.assertEqual({("10.9.0.2", 8080)}, reached())
        self.assertEqual("10.9.0.4", self.ask("a.b.whole.example.com"))
        self.assertEqual({("10.9.0.2", 8080), ("10.9.0.4", 8080), ("10.9.0.4", 8081)}, reached())
        self.assertTrue(self.here.connects("10.9.0.1", 8080), "its own addresses are no business of the list")

        # Loaded again, the sets are empty, until the names are asked for again.
        self.must(self.here, program("nft"), "-f", folder / "sallyport.nft")
        self.assertEqual(set(), reached())


if __name__ == "__main__":
    unittest.main()
