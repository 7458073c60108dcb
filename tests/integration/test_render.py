"""What `sallyport render` writes for servers and proxies, in the programs themselves: their own check, and a request
from an address that is on the list beside one from an address that is not."""

import ipaddress
import json
import random
import subprocess
import unittest

from support.dns import ask
from support.net import accepts, fetch, free_port
from support.process import Child, IntegrationTest, give_to_nobody, unprivileged
from support.proxies import Proxy
from support.rendering import check, program, random_prefixes, render, render_to, run_render

# Of the loopback network: the first and last of what is listed, and what lies beside it.
LISTED = ["127.0.0.2", "127.0.9.0/24", "2001:db8::/32"]
MEMBERS = ["127.0.0.2", "127.0.9.0", "127.0.9.255"]
OTHERS = ["127.0.0.1", "127.0.0.3", "127.0.8.255", "127.0.10.0"]

LONG = random_prefixes(random.Random(4), 2000)
ALL = ["0.0.0.0/0", "::/0"]


class Servers(IntegrationTest):
    def new_site(self, name):
        """A folder with a file to be asked for."""
        folder = self.new_folder(name)
        (folder / "index.html").write_text("here\n")
        return folder

    def start(self, name, folder, port, command, environment=None):
        return self.adopt(Proxy(name, folder, port)).run(command, environment)

    def expect_members_only(self, port):
        for address in MEMBERS:
            self.assertEqual(200, fetch(port, source=address).status, f"{address} is on the list")
        for address in OTHERS:
            self.assertEqual(403, fetch(port, source=address).status, f"{address} is not on the list")


class TestNginx(Servers):
    def configuration(self, folder, port, in_http, in_location):
        temporary = "".join(f"{kind}_temp_path {folder}/{kind}; "
                            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(
            f"pid {folder}/pid; error_log stderr;\nevents {{}}\nhttp {{ access_log off; {temporary}\n{in_http}\n"
            f"server {{ listen 127.0.0.1:{port}; root {folder}; location / {{ {in_location} }} }} }}\n")
        give_to_nobody(folder)
        return [program("nginx"), "-p", folder, "-c", folder / "nginx.conf", "-e", "stderr"]

    def test_allow_and_deny(self):
        folder, port = self.new_site("allow"), free_port()
        (folder / "list.conf").write_text(render("nginx", LISTED))
        command = self.configuration(folder, port, "", f"include {folder}/list.conf;")
        check(*command, "-t", **unprivileged())
        self.start("nginx", folder, port, [*command, "-g", "daemon off;"])
        self.expect_members_only(port)

    def test_geo(self):
        folder, port = self.new_site("geo"), free_port()
        (folder / "list.conf").write_text(render("nginx-geo", LISTED))
        command = self.configuration(folder, port, f"include {folder}/list.conf;",
                                     "if ($sallyport_allowed = 0) { return 403; }")
        check(*command, "-t", **unprivileged())
        self.start("nginx", folder, port, [*command, "-g", "daemon off;"])
        self.expect_members_only(port)

    def test_takes_a_long_list_without_a_word(self):
        for target, where in (("nginx", 1), ("nginx-geo", 0)):
            for lines in (LONG, ALL):
                folder = self.new_site("long")
                (folder / "list.conf").write_text(render(target, lines))
                include = ["", ""]
                include[where] = f"include {folder}/list.conf;"
                said = check(*self.configuration(folder, free_port(), *include), "-t", **unprivileged())
                self.assertNotIn("warn", said)


class TestHaproxy(Servers):
    def test_acl_file(self):
        folder, port = self.new_site("haproxy"), free_port()
        (folder / "list.acl").write_text(render("haproxy", LISTED))
        (folder / "long.acl").write_text(render("haproxy", LONG))
        (folder / "haproxy.cfg").write_text(
            f"defaults\n  mode http\n  timeout client 5s\n  timeout connect 5s\n  timeout server 5s\n"
            f"frontend site\n  bind 127.0.0.1:{port}\n  acl long src -f {folder}/long.acl\n"
            f"  http-request deny unless {{ src -f {folder}/list.acl }}\n  http-request return status 200\n")
        check(program("haproxy"), "-c", "-f", folder / "haproxy.cfg")
        self.start("haproxy", folder, port, [program("haproxy"), "-db", "-f", folder / "haproxy.cfg"])
        self.expect_members_only(port)

    def test_all_of_ipv6_is_not_all_of_ipv4(self):
        folder, port = self.new_site("haproxy"), free_port()
        (folder / "list.acl").write_text(render("haproxy", ["::/0", "127.0.0.2"]))
        (folder / "haproxy.cfg").write_text(
            f"defaults\n  mode http\n  timeout client 5s\n  timeout connect 5s\n  timeout server 5s\n"
            f"frontend site\n  bind 127.0.0.1:{port}\n"
            f"  http-request deny unless {{ src -f {folder}/list.acl }}\n  http-request return status 200\n")
        self.start("haproxy", folder, port, [program("haproxy"), "-db", "-f", folder / "haproxy.cfg"])
        self.assertEqual(200, fetch(port, source="127.0.0.2").status)
        self.assertEqual(403, fetch(port, source="127.0.0.1").status)


class TestCaddy(Servers):
    def command(self, folder, action):
        return [program("caddy"), action, "--config", folder / "Caddyfile", "--adapter", "caddyfile"]

    def site(self, folder, port, lines):
        (folder / "list.caddy").write_text(render("caddy", lines))
        (folder / "Caddyfile").write_text(
            f"{{\n\tadmin off\n}}\nhttp://:{port} {{\n\tbind 127.0.0.1\n\troute {{\n\t\timport list.caddy\n"
            f"\t\thandle /* {{\n\t\t\trespond 200\n\t\t}}\n\t}}\n}}\n")

    def environment(self, folder):
        return {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}

    def test_matcher(self):
        folder, port = self.new_site("caddy"), free_port()
        self.site(folder, port, LISTED)
        self.start("caddy", folder, port, self.command(folder, "run"), self.environment(folder))
        self.expect_members_only(port)

    def test_takes_a_long_list_as_it_is(self):
        for lines in (LONG, ALL):
            self.expect_adapted(lines)

    def expect_adapted(self, lines):
        folder = self.new_site("caddy")
        self.site(folder, 80, lines)
        adapted = subprocess.run([str(part) for part in self.command(folder, "adapt")], capture_output=True, text=True,
                                 env=self.environment(folder), timeout=60)
        self.assertEqual(0, adapted.returncode, adapted.stderr)
        found = []

        def look(value):
            if isinstance(value, dict):
                if "remote_ip" in value:
                    found.extend(value["remote_ip"]["ranges"])
                value = list(value.values())
            if isinstance(value, list):
                for each in value:
                    look(each)

        look(json.loads(adapted.stdout))
        self.assertEqual(collapsed(lines), collapsed(found))


class TestApache(Servers):
    MODULES = "/usr/lib/apache2/modules"

    def configuration(self, folder, port):
        modules = "".join(f"LoadModule {name}_module {self.MODULES}/mod_{name}.so\n"
                          for name in ("mpm_event", "authz_core", "authz_host", "dir"))
        (folder / "apache.conf").write_text(
            f"ServerRoot {folder}\nServerName localhost\nPidFile {folder}/pid\nErrorLog {folder}/error.log\n{modules}"
            f"Listen 127.0.0.1:{port}\nDocumentRoot {folder}\n"
            f"<Directory {folder}>\n  Include {folder}/list.conf\n</Directory>\n")
        return [program("apache2"), "-d", folder, "-f", folder / "apache.conf"]

    def test_require_ip(self):
        folder, port = self.new_site("apache"), free_port()
        (folder / "list.conf").write_text(render("apache", LISTED))
        command = self.configuration(folder, port)
        check(*command, "-t")
        self.start("apache", folder, port, [*command, "-DFOREGROUND"])
        self.expect_members_only(port)

    def test_takes_a_long_list(self):
        for lines in (LONG, ALL):
            folder = self.new_site("apache")
            (folder / "list.conf").write_text(render("apache", lines))
            check(*self.configuration(folder, free_port()), "-t")


class TestPostfix(IntegrationTest):
    def setUp(self):
        self.postmap = program("postmap")
        self.file = self.new_folder("postfix") / "list.cidr"

    def ask(self, *addresses):
        """What the table has for each."""
        done = subprocess.run([self.postmap, "-q", "-", f"cidr:{self.file}"], input="".join(f"{a}\n" for a in addresses),
                              capture_output=True, text=True, timeout=60)
        self.assertEqual("", done.stderr)
        return dict(line.split("\t") for line in done.stdout.splitlines())

    def test_members_are_ok_and_nobody_else(self):
        self.file.write_text(render("postfix", LISTED))
        members = [*MEMBERS, "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"]
        self.assertEqual({address: "OK" for address in members}, self.ask(*members, *OTHERS, "2001:db9::", "::1"))

    def test_takes_a_long_list(self):
        self.file.write_text(render("postfix", LONG))
        networks = [ipaddress.ip_network(line) for line in LONG]
        ends = [str(address) for network in networks for address in (network[0], network[-1])]
        self.assertEqual(set(ends), set(self.ask(*ends)))
        self.file.write_text(render("postfix", ALL))
        self.assertEqual({"192.0.2.1": "OK", "2001:db8::1": "OK"}, self.ask("192.0.2.1", "2001:db8::1"))


class TestSquid(IntegrationTest):
    """Its own check; requests are in test_render_network.py."""

    def parse(self, lines):
        folder = self.new_folder("squid")
        (folder / "list.conf").write_text(render("squid", lines))
        (folder / "squid.conf").write_text(
            f"include {folder}/list.conf\nhttp_port 127.0.0.1:3128\nhttp_access allow localhost\nhttp_access deny all\n"
            f"cache_log {folder}/cache.log\npid_filename {folder}/pid\ncoredump_dir {folder}\n")
        give_to_nobody(folder)
        said = check(program("squid"), "-k", "parse", "-f", folder / "squid.conf")
        for word in ("WARNING", "ERROR", "FATAL", "Bungled"):
            self.assertNotIn(word, said)

    def test_takes_every_kind_of_line(self):
        self.parse(["example.com 443/tcp", "**.example.com 443/tcp", "a.example.com 443/tcp", "b.a.example.com 8443/tcp",
                    "**.example.org", "*.x.example.net 80/tcp", "one.example.net", "10.0.0.0/8", "2001:db8::/32 443/tcp",
                    "192.0.2.1 6000-6010/tcp", "::/0 22/tcp"])

    def test_takes_a_long_list(self):
        self.parse([*LONG, *(f"h{number}.example.com {number % 3 + 442}/tcp" for number in range(500))])


class TestUnbound(IntegrationTest):
    """Answers of a real Unbound in front of a dnsmasq that knows every name."""

    ADDRESS = "192.0.2.77"
    LISTED = ["exact.example.com", "**.under.example.com", "whole.example.com", "**.whole.example.com",
              "alias.example.com", "deep.a.b.example.org"]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        unbound, dnsmasq = program("unbound"), program("dnsmasq")
        checkconf = program("unbound-checkconf")
        cls.all_port, cls.port = free_port(), free_port()
        folder = cls.new_folder("unbound")
        everything = cls.adopt(Child("dnsmasq", folder / "dnsmasq.log"))
        everything.spawn([dnsmasq, "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
                          f"--port={cls.all_port}", "--listen-address=127.0.0.1", "--bind-interfaces", "--log-facility=-",
                          f"--address=/#/{cls.ADDRESS}", f"--host-record=cdn.example.net,{cls.ADDRESS}",
                          f"--pid-file={folder}/dnsmasq.pid", "--user=root",
                          "--cname=alias.example.com,cdn.example.net"])
        everything.await_ready(lambda: accepts(cls.all_port))
        render_to(folder, "unbound", cls.LISTED)
        # `server:` may stand twice; what is rendered is included as it is.
        (folder / "unbound.conf").write_text(
            f"include: {folder}/sallyport.conf\n"
            f"server:\n  directory: {folder}\n  chroot: \"\"\n  username: \"\"\n  pidfile: {folder}/pid\n  use-syslog: no\n"
            f"  interface: 127.0.0.1@{cls.port}\n  do-not-query-localhost: no\n  do-daemonize: no\n  verbosity: 1\n"
            f"forward-zone:\n  name: .\n  forward-addr: 127.0.0.1@{cls.all_port}\n")
        check(checkconf, folder / "unbound.conf", cwd=folder)
        server = cls.adopt(Child("unbound", folder / "unbound.log"))
        server.spawn([unbound, "-d", "-c", folder / "unbound.conf"])
        server.await_ready(lambda: accepts(cls.port))

    def answers(self, name, port=None):
        return ask(port or self.port, name)

    def expect(self, passes, *names):
        for name in names:
            self.assertEqual((0, [self.ADDRESS]), self.answers(name, self.all_port), f"the server behind knows {name}")
            wanted = (0, [self.ADDRESS]) if passes else (3, [])
            self.assertEqual(wanted, self.answers(name), name)

    def test_names_on_the_list_pass(self):
        self.expect(True, "exact.example.com", "a.under.example.com", "b.a.under.example.com", "whole.example.com",
                    "a.whole.example.com", "c.b.a.whole.example.com", "deep.a.b.example.org")

    def test_others_do_not_exist(self):
        self.expect(False, "example.com", "under.example.com", "a.exact.example.com", "b.a.exact.example.com",
                    "other.example.com", "a.other.example.com", "example.net", "cdn.example.net", "a.b.example.org",
                    "x.a.b.example.org", "b.example.org", "deep.a.b.example.org.museum", "xwhole.example.com", "com", "museum")

    def test_what_a_name_on_the_list_is_another_name_for_passes(self):
        self.assertEqual((0, [self.ADDRESS]), self.answers("alias.example.com"))


class TestDnsmasq(IntegrationTest):
    """Its own check; the sets that it fills are in test_render_network.py."""

    def test_takes_the_lines(self):
        folder = self.new_folder("dnsmasq")
        render_to(folder, "dnsmasq", [f"{front}h{number}.example.com {number % 3 + 442}/tcp"
                                      for number in range(500) for front in ("", "**.")])
        said = check(program("dnsmasq"), "--test", "-C", folder / "sallyport.conf")
        self.assertIn("syntax check OK", said)


class TestCommand(unittest.TestCase):
    def test_a_refusal_prints_nothing(self):
        for target, lines, code, word in (
                ("nftables", ["example.com 443/tcp"], 1, "example.com 443/tcp"),
                ("nginx", ["10.0.0.1 443/tcp"], 1, "--summarise"),
                ("nginx", ["10.0.0.1/8"], 2, "line 1"),
                ("nginx", [], 2, "empty"),
                ("nginxx", ["10.0.0.1"], 2, "did you mean 'nginx'"),
        ):
            done = run_render(target, lines)
            self.assertEqual((code, ""), (done.returncode, done.stdout), target)
            self.assertIn(word, done.stderr)

    def test_names_that_are_none_are_refused(self):
        for name in ("a b", "a;", "a\n", "A", "../a", "-", "a" * 32):
            done = run_render("nginx", ["10.0.0.1"], f"--name={name}")
            self.assertEqual((2, ""), (done.returncode, done.stdout), name)

    def test_notes_are_for_people_and_not_in_the_output(self):
        done = run_render("nginx", ["10.0.0.1 443/tcp"], "--summarise")
        self.assertEqual(0, done.returncode)
        self.assertIn("without ports", done.stderr)
        self.assertNotIn("without ports", done.stdout)

    def test_targets_are_listed(self):
        listed = run_render("--list", [])
        self.assertEqual(0, listed.returncode)
        names = [line.split()[0] for line in listed.stdout.splitlines()[1:]]
        self.assertIn("nftables", names)
        self.assertEqual(names, sorted(set(names), key=names.index))

    def test_json_has_all_files(self):
        answer = json.loads(render("iptables", ["10.0.0.1"], "--format", "json"))
        self.assertEqual(["sallyport.ipset", "sallyport.rules.v4", "sallyport.rules.v6"],
                         [file["name"] for file in answer["files"]])
        self.assertEqual(render("iptables", ["10.0.0.1"]), answer["files"][0]["text"])


def collapsed(lines):
    """The same set for two lists of prefixes that say the same."""
    networks = [ipaddress.ip_network(line) for line in lines]
    return [list(ipaddress.collapse_addresses(network for network in networks if network.version == version))
            for version in (4, 6)]


if __name__ == "__main__":
    unittest.main()
