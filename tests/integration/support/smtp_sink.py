"""A mail server that keeps what it is given, and can be told to fail."""

import asyncio
import email
import email.policy
import html.parser
import pathlib
import ssl
import subprocess
import threading
import time

from aiosmtpd.controller import Controller

from .net import free_port


def make_certificate(folder, name="localhost"):
    """A self-signed certificate for `name`: (certificate, key)."""
    certificate, key = pathlib.Path(folder) / "certificate.pem", pathlib.Path(folder) / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-keyout", str(key), "-out", str(certificate), "-subj", f"/CN={name}",
         "-addext", f"subjectAltName=DNS:{name}"],
        check=True, capture_output=True,
    )
    return certificate, key


class Message:
    """A mail as it came over the wire."""

    def __init__(self, envelope):
        self.recipients = envelope.rcpt_tos
        self.sender = envelope.mail_from
        self.bytes = envelope.content
        self.mail = email.message_from_bytes(envelope.content, policy=email.policy.default)

    @property
    def id(self):
        return self.mail["Message-ID"]

    def part(self, kind):
        """The text of the only part of this type, such as text/plain."""
        parts = [part for part in self.mail.walk() if part.get_content_type() == kind]
        if len(parts) != 1:
            raise AssertionError(f"{len(parts)} parts of {kind}: {[p.get_content_type() for p in self.mail.walk()]}")
        return parts[0].get_content()


class _Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.links = []

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.links += [value for name, value in attributes if name == "href"]


def links(html_text):
    parser = _Links()
    parser.feed(html_text)
    return parser.links


class SmtpSink:
    """`drop_after_data`: so many messages are read and then the connection is cut instead of answered. While it is
    `holding`, messages are read and not answered."""

    def __init__(self, certificate=None, port=None):
        self.port = port or free_port()
        self.drop_after_data = 0
        self.holding = False
        self._changed = threading.Condition()
        self._messages = []
        self._dropped = []
        self._held = []
        tls = None
        if certificate:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(*certificate)
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, tls_context=tls, require_starttls=bool(tls))

    def start(self):
        self._controller.start()
        return self

    def close(self):
        self._controller.stop(no_assert=True)

    async def handle_DATA(self, server, session, envelope):  # aiosmtpd finds it by this name
        message = Message(envelope)
        message.encrypted = session.ssl is not None
        with self._changed:
            if self.drop_after_data > 0:
                self.drop_after_data -= 1
                self._dropped.append(message)
                self._changed.notify_all()
                server.transport.abort()
                return "451 cut off"
            (self._held if self.holding else self._messages).append(message)
            held = self.holding
            self._changed.notify_all()
        while held and self.holding:
            await asyncio.sleep(0.02)
        return "451 held for too long" if held else "250 taken"

    def messages(self):
        with self._changed:
            return list(self._messages)

    def dropped(self):
        with self._changed:
            return list(self._dropped)

    def await_messages(self, count, timeout=10):
        return self._await(lambda: self._messages, count, timeout)

    def await_held(self, count, timeout=10):
        return self._await(lambda: self._held, count, timeout)

    def await_dropped(self, count, timeout=10):
        return self._await(lambda: self._dropped, count, timeout)

    def _await(self, which, count, timeout):
        end = time.monotonic() + timeout
        with self._changed:
            while len(which()) < count:
                left = end - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    if len(which()) < count:
                        raise TimeoutError(f"{len(which())} messages in {timeout} s, not {count}")
            return list(which())
