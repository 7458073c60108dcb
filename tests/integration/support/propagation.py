"""How long it takes from an acknowledged change until the gate enforces it."""

import http.client
import time

from .net import send


def measure(daemon, rest, organization, secret, addresses, attempts=10_000):
    """Authorizes each address and asks the gate from the acknowledgement on, until it allows.

    `rest` keeps its connection alive, as does the connection to the gate. Returns, for each change, the seconds from
    the acknowledgement to the first answer that allows, the seconds that the call itself took, and the number of
    times the gate had to be asked.
    """
    gate = http.client.HTTPConnection("127.0.0.1", daemon.gate_port, timeout=20)
    measured = []

    def allowed(address):
        reply = send(gate, "GET", "/auth", [("X-API-Key", secret), ("X-Forwarded-For", address)])
        if reply.status not in (200, 204, 403):
            raise AssertionError(f"the gate answered {reply!r}")
        return reply.status != 403

    try:
        for address in addresses:
            if allowed(address):
                raise AssertionError(f"{address} is allowed before it is authorized")
            called = time.perf_counter()
            rest.authorize(organization, address)
            acknowledged = time.perf_counter()
            asked = 1
            while not allowed(address):
                asked += 1
                if asked > attempts:
                    raise AssertionError(f"{address} is still refused")
            measured.append((time.perf_counter() - acknowledged, acknowledged - called, asked))
        return measured
    finally:
        gate.close()
