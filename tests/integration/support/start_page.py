"""The daemon as docs/start.md says to start it, behind a proxy of examples/. test_nginx and test_caddy run it."""

import email
import email.policy
import shlex

from .daemon import SOURCE, Daemon
from .net import fetch, free_port, wait_until
from .smtp_sink import links
from .upstream import Upstream


def options_of_start_page(folder):
    """The options of docs/start.md; what they name lies in `folder`, and mails, too."""
    page = (SOURCE / "docs" / "start.md").read_text()
    command = page.split("    sallyportd ", 1)[1].split("\n\n", 1)[0].replace("\\\n", " ")
    for place in ("/var/lib/sallyport", "/run/sallyport", "/etc/sallyport"):
        (folder / place.rsplit("/", 2)[1]).mkdir(exist_ok=True)
        command = command.replace(place, str(folder / place.rsplit("/", 2)[1]))
    words = shlex.split(command)
    kept, mails = [], ["--mail-directory", folder / "mails"]
    for name, value in zip(words[::2], words[1::2], strict=True):
        if name.startswith("--smtp"):  # no test sends mail to another host
            continue
        if name != "--data":
            kept += [name, value]
    return [*kept, *mails]


def without(options, name):
    """The options but for that one and its value."""
    at = options.index(name)
    return options[:at] + options[at + 2:]


class StartPageContract:
    """Mixed into an IntegrationTest that says how its proxy is started."""

    HOME = "127.0.2.2"
    STRANGER = "127.0.9.9"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.upstream = Upstream()
        cls.addClassCleanup(cls.upstream.close)

    def start(self, *more, leave_out=None):
        folder = self.new_folder("start")
        options = options_of_start_page(folder)
        if leave_out:
            options = without(options, leave_out)
        self.daemon = self.adopt(Daemon(folder / "data", *options, *more)).start()
        self.addCleanup(self.daemon.stop)
        self.mails = folder / "mails"
        self.proxy = self.adopt(self.start_proxy(self.new_folder("proxy"), free_port(), self.daemon.gate_port,
                                                 self.upstream.port, self.daemon.api_port))
        self.addCleanup(self.proxy.stop)
        self.rest = self.daemon.rest()
        self.rest.create_organization("acme")
        self.secret = self.rest.create_credential("acme", "web")

    def request(self, source):
        return fetch(self.proxy.port, "/", [("X-API-Key", self.secret)], source=source)

    def page(self, path, source, method="GET", headers=(), body=None):
        return fetch(self.proxy.pages_port, path, headers, source=source, method=method, body=body)

    def test_everybody_has_an_address_of_their_own(self):
        self.start()
        self.assertEqual(self.request(self.HOME).status, 200)
        wait_until(lambda: self.rest.authorized("acme"), "the address to be learned")
        self.assertEqual(self.rest.authorized("acme"), ["127.0.2.0/24"])
        self.rest.protect("acme", mode="blocking")
        self.assertEqual(self.request(self.HOME).status, 200)
        refused = self.request(self.STRANGER)
        self.assertEqual(refused.status, 403, refused)
        self.assertIn(self.STRANGER, refused.text())
        self.assertNotIn("--trusted-proxy", self.daemon.output())

    def test_a_proxy_that_nobody_named_lets_nobody_in(self):
        self.start(leave_out="--trusted-proxy")
        for source in (self.HOME, self.STRANGER, "127.0.0.1"):
            refused = self.request(source)
            self.assertEqual(refused.status, 403, refused)
            self.assertIn("no_client_address", refused.text())
        warnings = [line for line in self.daemon.output().splitlines() if "--trusted-proxy 127.0.0.1" in line]
        self.assertEqual(len(warnings), 1, self.daemon.output())
        self.assertIn("the gate denies", warnings[0])
        self.assertEqual(self.rest.authorized("acme"), [])

    def test_who_presses_a_button_is_known(self):
        self.start()
        self.rest.add_member("acme", "ann@acme.example")
        self.rest.protect("acme", mode="blocking")
        self.assertEqual(self.request(self.STRANGER).status, 403)
        (mail,) = wait_until(lambda: sorted(self.mails.glob("*.eml")), "the mail")
        text = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
        answers = [link for link in links(text.get_body(("html",)).get_content()) if "/answer/" in link]
        path = "/answer/" + answers[0].rsplit("/", 1)[1]
        self.assertEqual(self.page(path, self.HOME).status, 200)
        form = [("Content-Type", "application/x-www-form-urlencoded"), ("X-Forwarded-For", "192.0.2.66"),
                ("Forwarded", "for=192.0.2.66")]
        pressed = self.page(path, self.HOME, "POST", form, b"confirm=yes")
        self.assertEqual(pressed.status, 200, pressed)
        newest = self.rest.call("GET", "/organizations/acme/audit", query={"limit": 1})["items"][0]
        self.assertEqual(newest["from"], self.HOME, newest)
        self.assertEqual(self.request(self.STRANGER).status, 200)

    def test_one_client_does_not_use_up_the_limit_of_another(self):
        self.start("--api-rate-network", "1")
        answers = [self.page("/answer/nothing", self.HOME).status for _ in range(15)]
        self.assertEqual(answers[-1], 429, answers)
        forged = self.page("/answer/nothing", self.HOME, headers=[("X-Forwarded-For", "192.0.2.66")])
        self.assertEqual(forged.status, 429, forged)
        self.assertEqual(self.page("/answer/nothing", self.STRANGER).status, 404)

    def test_nothing_else_of_the_api_is_there(self):
        self.start()
        for path in ("/api/v1/me", "/healthz", "/metrics", "/answer/../api/v1/me", "/"):
            reply = self.page(path, self.HOME)
            self.assertIn(reply.status, (400, 404), (path, reply))
