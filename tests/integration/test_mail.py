"""From a blocked address to a mail, its link, its button, and an allowed request; and a mail server that fails."""

import html.parser
import sqlite3
import time
import unittest
from urllib.parse import urlencode, urlsplit

from support.daemon import BEHIND_A_PROXY, Daemon
from support.net import fetch, free_port, wait_until
from support.process import IntegrationTest
from support.smtp_sink import SmtpSink, links, make_certificate

STRANGER = "203.0.113.77"
FORM = [("Content-Type", "application/x-www-form-urlencoded")]


class Forms(html.parser.HTMLParser):
    """The forms of a page: where each posts to, and what it posts."""

    def __init__(self, page):
        super().__init__()
        self.forms = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        fields = dict(attributes)
        if tag == "form":
            self.forms.append({"method": fields.get("method", "get").lower(), "action": fields.get("action", ""),
                               "values": {}})
        elif fields.get("type") == "radio" and "checked" not in fields:
            return
        elif tag in ("input", "button") and fields.get("name"):
            self.forms[-1]["values"][fields["name"]] = fields.get("value", "")


class MailTest(IntegrationTest):
    def start_daemon(self, sink_port, *options, scheme="smtp", allow_plain=True):
        self.public = f"http://127.0.0.1:{free_port()}"
        daemon = self.adopt(Daemon(
            self.new_folder("data") / "data", *BEHIND_A_PROXY, "--smtp-url", f"{scheme}://localhost:{sink_port}",
            "--mail-from", "sallyport@platform.example", *(["--smtp-allow-plain"] if allow_plain else []), *options))
        daemon.options += ("--public-url", f"http://127.0.0.1:{daemon.api_port}")
        daemon.start()
        self.addCleanup(daemon.kill)
        rest = daemon.rest()
        rest.create_organization("acme")
        rest.add_member("acme", "ann@acme.example")
        rest.protect("acme", mode="blocking")
        self.secret = rest.create_credential("acme", "web")
        return daemon

    def start_sink(self, **options):
        sink = SmtpSink(**options).start()
        self.addCleanup(sink.close)
        return sink

    def knock(self, daemon):
        self.assertEqual(daemon.ask(self.secret, STRANGER).status, 403)

    def answer_link(self, daemon, message):
        """The path of the link that authorizes, the first of three; the same in both parts of the mail."""
        text, page = message.part("text/plain"), message.part("text/html")
        found = [link for link in links(page) if "/answer/" in link]
        self.assertEqual(len(set(found)), 3, page)
        for link in found:
            self.assertIn(link, text)
        parts = urlsplit(found[0])
        self.assertEqual(parts.netloc, f"127.0.0.1:{daemon.api_port}")
        return parts.path

    def press(self, daemon, path):
        """Opens the page and sends its form, as a browser does."""
        opened = fetch(daemon.api_port, path)
        self.assertEqual(opened.status, 200, opened)
        forms = [form for form in Forms(opened.text()).forms if form["method"] == "post"]
        self.assertEqual(len(forms), 1, opened)
        body = urlencode(forms[0]["values"]).encode()
        return fetch(daemon.api_port, forms[0]["action"] or path, FORM, "POST", body)

    def restart_a_minute_later(self, daemon):
        """As if the daemon had run for another minute: what failed is due again."""
        daemon.stop()
        connection = sqlite3.connect(daemon.database)
        changed = connection.execute("UPDATE meta SET value = value + 61000 WHERE name = 'watched'").rowcount
        connection.commit()
        connection.close()
        self.assertEqual(changed, 1, "the watched time is not where this test looks for it")
        daemon.start()


class TestAnswer(MailTest):
    def check_whole_way(self, sink, daemon):
        self.knock(daemon)
        (message,) = sink.await_messages(1)
        self.assertEqual(message.recipients, ["ann@acme.example"])
        self.assertEqual(message.sender, "sallyport@platform.example")
        for part in ("text/plain", "text/html"):
            for word in (STRANGER, "web"):
                self.assertIn(word, message.part(part))
            self.assertNotIn(self.secret, message.part(part))

        rest = daemon.rest()
        path = self.answer_link(daemon, message)
        before = rest.every("/organizations/acme/audit")
        for method in ("GET", "HEAD") * 5:
            reply = fetch(daemon.api_port, path, method=method)
            self.assertEqual(reply.status, 200, reply)
        for body in (b"", b"confirm=no", b"x=y"):  # what a scanner may send that does not press the button
            self.assertEqual(fetch(daemon.api_port, path, FORM, "POST", body).status, 400)
        self.assertEqual(rest.every("/organizations/acme/audit"), before, "a page that was only opened did something")
        self.assertFalse(daemon.allows(self.secret, STRANGER))

        pressed = self.press(daemon, path)
        self.assertIn(pressed.status, (200, 303), pressed)
        self.assertTrue(daemon.allows(self.secret, STRANGER), "the answer is enforced when the page says so")
        self.assertEqual(rest.unauthorized("acme"), [])
        newest = rest.every("/organizations/acme/audit")[0]
        self.assertEqual(newest["actor"], "ann@acme.example")

        for again in (fetch(daemon.api_port, path, FORM, "POST", b"confirm=yes"), fetch(daemon.api_port, path)):
            self.assertEqual(again.status, 409, again)
            self.assertIn("answered", again.text())
        self.assertEqual(rest.authorized("acme"), [STRANGER])
        return message

    def test_plain_smtp_from_mail_to_allowed_request(self):
        sink = self.start_sink()
        message = self.check_whole_way(sink, self.start_daemon(sink.port))
        self.assertFalse(message.encrypted)

    def test_starttls_from_mail_to_allowed_request(self):
        certificate, key = make_certificate(self.new_folder("tls"))
        sink = self.start_sink(certificate=(certificate, key))
        daemon = self.start_daemon(sink.port, "--smtp-ca-file", certificate, allow_plain=False)
        self.assertTrue(self.check_whole_way(sink, daemon).encrypted)

    def test_nobody_else_s_token_opens_anything(self):
        sink = self.start_sink()
        daemon = self.start_daemon(sink.port)
        self.knock(daemon)
        path = self.answer_link(daemon, sink.await_messages(1)[0])
        changed = path[:-1] + ("A" if path[-1] != "A" else "B")
        for wrong in (changed, path + "A", path[:-1], "/answer/", "/answer/" + "A" * 5000, path + "/x"):
            for method in ("GET", "POST"):
                with self.subTest(wrong=wrong[:80], method=method):
                    reply = fetch(daemon.api_port, wrong, FORM, method, b"confirm=yes" if method == "POST" else None)
                    self.assertEqual(reply.status // 100, 4, reply)
        self.assertFalse(daemon.allows(self.secret, STRANGER))


class TestFailingServer(MailTest):
    def await_waiting(self, daemon, count, what):
        def waiting():
            return f"sallyport_control_outbox {count}" in daemon.rest().raw("GET", "//metrics").text().splitlines()

        wait_until(waiting, what)

    def test_a_server_that_is_down_gets_the_mail_later_once(self):
        port = free_port()
        daemon = self.start_daemon(port)
        self.knock(daemon)
        self.await_waiting(daemon, 1, "the mail to wait in the outbox")
        sink = self.start_sink(port=port)
        self.restart_a_minute_later(daemon)
        sink.await_messages(1)
        self.await_waiting(daemon, 0, "the outbox to be empty")
        self.restart_a_minute_later(daemon)
        self.knock(daemon)
        time.sleep(0.5)
        self.assertEqual(len(sink.messages()), 1)

    def test_cut_off_after_data_the_same_message_comes_again(self):
        sink = self.start_sink()
        sink.drop_after_data = 1
        daemon = self.start_daemon(sink.port)
        self.knock(daemon)
        (lost,) = sink.await_dropped(1)
        self.await_waiting(daemon, 1, "the mail to wait in the outbox")
        self.restart_a_minute_later(daemon)
        (came,) = sink.await_messages(1)
        self.assertEqual(came.id, lost.id, "a reader could not tell that it is the same mail")
        self.assertEqual(came.part("text/plain"), lost.part("text/plain"))

    def test_without_tls_nothing_is_sent_unless_allowed(self):
        sink = self.start_sink()
        daemon = self.start_daemon(sink.port, allow_plain=False)
        self.knock(daemon)
        self.await_waiting(daemon, 1, "the mail to wait in the outbox")
        time.sleep(0.5)
        self.assertEqual(sink.messages(), [])

    def test_a_certificate_that_nobody_vouched_for_is_refused(self):
        sink = self.start_sink(certificate=make_certificate(self.new_folder("tls")))
        daemon = self.start_daemon(sink.port, allow_plain=False)
        self.knock(daemon)
        self.await_waiting(daemon, 1, "the mail to wait in the outbox")
        time.sleep(0.5)
        self.assertEqual(sink.messages(), [])


class TestKilled(MailTest):
    """SIGKILL between the commit of what is to be told and the mail that tells it."""

    ROUNDS = 5

    def new_organization(self, rest, name):
        rest.create_organization(name)
        rest.add_member(name, f"ann@{name}.example")
        rest.protect(name, mode="blocking")
        return rest.create_credential(name, "web")

    def test_while_the_server_has_it_and_has_not_said_so(self):
        sink = self.start_sink()
        daemon = self.start_daemon(sink.port)
        for number in range(self.ROUNDS):
            name = f"held-{number}"
            secret = self.new_organization(daemon.rest(), name)
            sink.holding = True
            self.assertEqual(daemon.ask(secret, STRANGER).status, 403)
            held = sink.await_held(number + 1)[-1]
            daemon.kill()
            sink.holding = False
            daemon.start()
            came = sink.await_messages(number + 1)[-1]
            self.assertEqual(came.recipients, [f"ann@{name}.example"])
            self.assertEqual(came.id, held.id, "a reader could not tell that it is the same mail")
            self.assertEqual(came.part("text/plain"), held.part("text/plain"))
            opened = fetch(daemon.api_port, self.answer_link(daemon, came))
            self.assertEqual(opened.status, 200, opened)
        self.assertEqual(len({message.id for message in sink.messages()}), self.ROUNDS)

    def test_at_any_moment_after_the_knock(self):
        sink = self.start_sink()
        daemon = self.start_daemon(sink.port)
        for number in range(self.ROUNDS):
            name = f"any-{number}"
            secret = self.new_organization(daemon.rest(), name)
            self.assertEqual(daemon.ask(secret, STRANGER).status, 403)
            time.sleep(number * 0.01)
            daemon.kill()
            daemon.start()
            daemon.ask(secret, STRANGER)  # where the first was not written down yet, it heals with the next
            mine = [f"ann@{name}.example"]

            def mails():
                return [message for message in sink.messages() if message.recipients == mine]

            wait_until(mails, "the mail")
            self.assertEqual(len({message.id for message in mails()}), 1)
            self.assertEqual(len(daemon.rest().every(f"/organizations/{name}/alerts")), 1)


if __name__ == "__main__":
    unittest.main()
