"""A receiver of webhooks that checks every signature, written from the Standard Webhooks specification."""

import base64
import hashlib
import hmac
import http.server
import json
import threading
import time


class Received:
    """One request, whose signature was checked with each of the receiver's secrets."""

    def __init__(self, headers, body, signers):
        self.headers, self.body = headers, body
        self.id = headers["webhook-id"]
        self.content_type = headers["Content-Type"]
        self.timestamp = int(headers["webhook-timestamp"])
        self.event = json.loads(body)
        self.signers = signers

    @property
    def type(self):
        return self.event["type"]


def signers(headers, body, secrets):
    """Which of the secrets have signed the request."""
    found = []
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    for secret in secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        if expected in headers["webhook-signature"].split(" "):
            found.append(secret)
    return found


class Receiver:
    """Listens on a port of its own. `answer` decides the status of each request; None hangs."""

    def __init__(self, port=0, answer=lambda received: 204):
        self.secrets = []
        self.received = []
        self.answer = answer
        self.ended = threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                received = Received(self.headers, body, signers(self.headers, body, outer.secrets))
                outer.received.append(received)
                status = outer.answer(received)
                if status is None:
                    outer.ended.wait(30)
                    return
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", f"http://127.0.0.1:{outer.port}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/hook"

    def close(self):
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()

    def types(self):
        return [received.type for received in self.received]

    def fresh(self, tolerance=300):
        return all(abs(received.timestamp - time.time()) < tolerance for received in self.received)
