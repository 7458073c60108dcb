"""`sallyport render` from what a daemon has of an organization, and from a vendor's catalog."""

import ipaddress
import json
import os
import random
import subprocess

from support.daemon import DaemonTest, SOURCE, binary

DONE, REFUSED, USAGE = 0, 1, 2
PUSH_AND_EMAIL = ["3.123.167.15/32", "18.192.81.203/32", "18.195.110.23/32", "35.158.28.57/32"]  # of MoEngage, DC-02


class RenderTest(DaemonTest):
    def run_render(self, *words, token=None, lines=""):
        environment = {
            **os.environ,
            "HOME": str(self.folder),
            "SALLYPORT_URL": f"http://127.0.0.1:{self.daemon.api_port}",
            "SALLYPORT_TOKEN": token or self.daemon.token,
            "SALLYPORT_CATALOGS": str(SOURCE / "catalogs"),
        }
        done = subprocess.run([str(binary("sallyport")), "render", *words], input=lines, env=environment,
                              capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def plain(self, *words):
        """The lines of the plain target, and what stands on standard error."""
        code, out, errors = self.run_render("plain", *words)
        self.assertEqual(DONE, code, errors)
        return out.split(), errors

    def refused(self, code, *words, **options):
        ended, out, errors = self.run_render(*words, **options)
        self.assertEqual((code, ""), (ended, out), errors)
        return errors


class Organizations(RenderTest):
    def new(self, name, parent=None):
        body = {"name": name, **({"parent": parent} if parent else {})}
        self.rest.call("POST", "/organizations", body)
        return name

    def test_denials_are_taken_out_of_what_is_authorized(self):
        acme = self.new("acme")
        self.rest.authorize(acme, "192.0.2.0/24", "198.51.100.7", "2001:db8::/48", "203.0.113.64/26")
        for prefix in ("192.0.2.0/25", "2001:db8::/49", "203.0.113.0/24"):
            self.rest.deny(acme, prefix)
        self.rest.authorize(acme, "192.0.2.16/28")
        lines, _ = self.plain("--organization", acme)
        self.assertEqual(["192.0.2.16/28", "192.0.2.128/25", "198.51.100.7", "203.0.113.64/26", "2001:db8:0:8000::/49"],
                         [line.removesuffix("/32") for line in lines])

    def test_only_what_counts_now_and_until_when(self):
        dated = self.new("dated")
        self.rest.authorize(dated, "192.0.2.1", valid_until="2999-01-01T00:00:00Z")
        self.rest.authorize(dated, "192.0.2.3", valid_from="2998-01-01T00:00:00Z")
        lines, errors = self.plain("--organization", dated)
        self.assertEqual(["192.0.2.1"], [line.removesuffix("/32") for line in lines])
        self.assertIn("until 2998-01-01T00:00:00Z", errors)

    def test_what_ancestors_share_and_deny(self):
        top, north = self.new("top"), self.new("north", "top")
        self.rest.authorize(top, "192.0.2.0/24", "198.51.100.0/24")
        self.rest.call("POST", f"/organizations/{top}/shared", {"prefix": "192.0.2.0/24"})
        self.rest.authorize(north, "203.0.113.0/24")
        self.rest.deny(top, "203.0.113.0/25")
        self.assertEqual(["192.0.2.0/24", "203.0.113.0/24"], self.plain("--organization", north)[0])
        self.rest.call("PUT", f"/organizations/{top}/enforcement/smtp", {"mode": "blocking"})
        self.assertEqual(["192.0.2.0/24", "203.0.113.128/25"], self.plain("--organization", north)[0])
        # One who may not read the list that denies gets none, rather than one that lets these addresses in.
        token = self.rest.call("POST", f"/organizations/{north}/tokens", {"name": "edge", "permissions": ["authorized_ips"]})
        errors = self.refused(REFUSED, "plain", "--organization", north, token=token["secret"])
        self.assertIn("top enforces protection on north", errors)

    def test_no_list_is_no_empty_list(self):
        empty = self.new("empty")
        self.assertIn("authorizes no address now", self.refused(REFUSED, "nftables", "--organization", empty))
        self.rest.authorize(empty, "192.0.2.0/31")
        self.rest.deny(empty, "192.0.2.0")
        self.rest.deny(empty, "192.0.2.1")
        self.assertIn("authorizes no address now", self.refused(REFUSED, "nftables", "--organization", empty))
        self.assertIn("unknown_organization", self.refused(REFUSED, "nftables", "--organization", "nobody"))
        # What a script forgot to set is not standard input.
        self.assertIn("--organization", self.run_render("plain", "--organization", "", lines="192.0.2.1\n")[2])

    def test_it_is_what_the_daemon_decides_of_lists_of_several_pages(self):
        chance = random.Random(17)
        many = self.new("many")
        secret = self.rest.create_credential(many, "web")
        self.rest.protect(many, mode="blocking")
        hosts = [f"10.0.{i // 200}.{i % 200}" for i in range(0, 3000, 2)]
        self.rest.authorize(many, *hosts)
        networks = [f"10.0.{chance.randrange(16)}.{16 * chance.randrange(16)}/28" for _ in range(12)]
        for network in set(networks):
            self.rest.deny(many, network, force=True)
        self.rest.authorize(many, "10.0.4.0/23", "10.0.12.0/24")
        allowed = [ipaddress.ip_network(line) for line in self.plain("--organization", many)[0]]
        self.assertLess(500, len(allowed))
        edges = {str(address + step) for network in chance.sample(allowed, 40)
                 for address, step in ((network[0], -1), (network[0], 0), (network[-1], 0), (network[-1], 1))}
        edges |= {str(ipaddress.ip_network(network)[i]) for network in networks for i in (0, 7, 15)}
        for address in edges:
            inside = any(ipaddress.ip_address(address) in network for network in allowed)
            self.assertEqual(self.daemon.allows(secret, address), inside, address)


class Catalogs(RenderTest):
    def test_a_selection_is_rendered(self):
        lines, _ = self.plain("--catalog", "moengage", "--site", "DC-02", "--offering", "push,email")
        self.assertEqual(PUSH_AND_EMAIL, [line if "/" in line else f"{line}/32" for line in lines])

    def test_what_has_no_address_is_told_and_what_nobody_knows_is_refused(self):
        _, errors = self.plain("--catalog", "moengage", "--site", "DC-05", "--offering", "push,streams")
        self.assertIn("push at DC-05: not available", errors)
        nothing = self.refused(REFUSED, "plain", "--catalog", "moengage", "--site", "DC-05", "--offering", "push")
        self.assertIn("has no address for this selection", nothing)
        unknown = ("--catalog", "withsecure", "--offering", "atlant", "--version", "1.0.300", "--on", "2024-06-30")
        self.assertIn("unknown", self.refused(REFUSED, "plain", *unknown))
        self.assertIn("unknown", self.refused(REFUSED, "plain", *unknown, "--allow-unknown"))  # there is nothing else

    def test_the_direction_is_that_of_the_catalog(self):
        out = self.run_render("google-cloud-firewall", "--catalog", "moengage", "--site", "DC-02", "--offering", "email")
        self.assertIn("INGRESS", out[1], out[2])
        hosts = ("--catalog", "withsecure", "--offering", "business-suite", "--version", "16")
        code, text, errors = self.run_render("cilium", *hosts)
        self.assertEqual(DONE, code, errors)
        self.assertIn("egress", text)
        wrong = self.refused(REFUSED, "cilium", *hosts, "--direction", "from-vendor")
        self.assertIn("has no address for this selection in that direction", wrong)

    def test_both_directions_are_taken_apart(self):
        folder = self.new_folder("catalogs")
        (folder / "acme.yaml").write_text(
            "vendor: acme\nname: Acme\nsources: [{id: page, page: A page, language: en}]\nofferings:\n"
            "  - {id: hooks, name: Hooks, direction: from-vendor, cells: [{source: page, addresses: 9.9.9.0/24}]}\n"
            "  - {id: api, name: API, direction: to-vendor, cells: [{source: page, addresses: 9.9.8.0/24}]}\n")
        words = ("--catalog", "acme", "--catalogs", str(folder), "--all")
        self.assertIn("--direction from-vendor", self.refused(USAGE, "plain", *words))
        for direction, line in (("from-vendor", "9.9.9.0/24"), ("in", "9.9.9.0/24"), ("to-vendor", "9.9.8.0/24"),
                                ("out", "9.9.8.0/24")):
            self.assertEqual([line], self.plain(*words, "--direction", direction)[0])

    def test_nothing_selected_and_no_such_vendor(self):
        self.assertIn("nothing is selected", self.refused(USAGE, "plain", "--catalog", "moengage"))
        self.assertIn("moengage", self.refused(USAGE, "plain", "--catalog", "moengag", "--all"))


class Words(RenderTest):
    def test_one_source(self):
        self.assertNotEqual(DONE, self.run_render("plain", "-", "--organization", "a")[0])
        self.assertNotEqual(DONE, self.run_render("plain", "--catalog", "moengage", "--organization", "a", "--all")[0])
        self.assertNotEqual(DONE, self.run_render("plain", "--site", "DC-01", lines="192.0.2.1\n")[0])
        self.assertIn("--catalog", self.refused(USAGE, "plain", "--direction", "to-vendor", lines="192.0.2.1\n"))

    def test_ports_of_lines_that_have_none(self):
        text = "192.0.2.0/24\n198.51.100.7 22/tcp\nexample.com\n"
        code, out, errors = self.run_render("plain", "--ports", "443/tcp,80/tcp", lines=text)
        self.assertEqual(DONE, code, errors)
        self.assertEqual({"192.0.2.0/24 443/tcp", "192.0.2.0/24 80/tcp", "198.51.100.7 22/tcp", "example.com 443/tcp",
                          "example.com 80/tcp"}, set(out.splitlines()))
        for bad, said in (("443", "443/tcp"), ("443/tcp,", "no port"), ("0/tcp", "1 to 65535"), ("443/tcp,443/tcp", "twice"),
                          ("443/tcp 80/tcp", "no port"), ("", "--ports")):
            ended, out, errors = self.run_render("plain", "--ports", bad, lines=text)
            self.assertNotEqual(DONE, ended, bad)
            self.assertEqual("", out)
            self.assertIn(said, errors)

    def test_a_target_that_needs_ports(self):
        selection = ("--catalog", "moengage", "--site", "DC-02", "--offering", "email")
        self.assertIn("port", self.refused(REFUSED, "aws-security-group", *selection))
        code, out, errors = self.run_render("aws-security-group", *selection, "--ports", "443/tcp")
        self.assertEqual(DONE, code, errors)
        self.assertIn("18.195.110.23/32", json.dumps(json.loads(out)))
