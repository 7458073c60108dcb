"""Ports, and plain HTTP requests that choose the address they come from."""

import http.client
import json
import random
import socket
import time


def free_port():
    """A port that nobody listens on.

    Ports that the system gives out by itself (32768 and up) are avoided: a test that runs beside this one could be
    given the same number for an outgoing connection before the port is used.
    """
    for _ in range(200):
        port = random.SystemRandom().randrange(12000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port between 12000 and 32000")


def wait_until(condition, what, timeout=15, interval=0.01):
    """The first true value of `condition()`."""
    end = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise TimeoutError(f"waited {timeout} s for {what}")
        time.sleep(interval)


def accepts(port, host="127.0.0.1"):
    try:
        socket.create_connection((host, port), timeout=1).close()
        return True
    except OSError:
        return False


class Reply:
    """An HTTP answer that was read to its end."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.getheaders()
        self.body = response.read()

    def header(self, name):
        """The only field of that name, or None."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        if len(values) > 1:
            raise AssertionError(f"{name} stands {len(values)} times in the answer")
        return values[0] if values else None

    def text(self):
        return self.body.decode()

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.headers} {self.body[:2000]!r}>"


def send(connection, method, path, headers=(), body=None):
    """One request on an open http.client connection. `headers` may name a field twice."""
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers:
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    return Reply(connection.getresponse())


def fetch(port, path="/", headers=(), method="GET", body=None, source=None, host="127.0.0.1", timeout=15):
    """One request on a connection of its own. `source` is the address it comes from, such as 127.0.0.2."""
    address = (source, 0) if source else None
    connection = http.client.HTTPConnection(host, port, timeout=timeout, source_address=address)
    try:
        return send(connection, method, path, headers, body)
    finally:
        connection.close()
