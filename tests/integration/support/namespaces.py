"""Hosts of their own on this machine: network namespaces, two at a time, joined by a veth pair.

Nothing in them reaches anything outside: each has its loopback and its end of the pair.
"""

import itertools
import os
import subprocess
import sys
import unittest

from .rendering import program

_numbers = itertools.count()

_CONNECT = """
import socket, sys
host, port, source = sys.argv[1], int(sys.argv[2]), sys.argv[3]
try:
    socket.create_connection((host, port), 3, (source, 0) if source else None).close()
except ConnectionRefusedError:
    sys.exit(1)
"""


def _ip(*words):
    return subprocess.run([program("ip"), *words], capture_output=True, text=True)


class Namespace:
    """One host. `addresses` are given with their length: "10.9.0.1/24"."""

    def __init__(self, name):
        self.name = name

    def wrap(self, command):
        return [program("ip"), "netns", "exec", self.name, *(str(part) for part in command)]

    def run(self, *command, **options):
        return subprocess.run(self.wrap(command), capture_output=True, text=True, timeout=60, **options)

    def connects(self, host, port, source=""):
        """Whether a connection is taken; False where it is reset, an error where nothing is heard."""
        done = self.run(sys.executable, "-c", _CONNECT, host, port, source)
        if done.returncode not in (0, 1):
            raise AssertionError(f"{host} port {port} from {source or 'anywhere'}: {done.stderr}")
        return done.returncode == 0


def two_hosts(test, left, right):
    """Two namespaces for a test class, with those addresses; skips where this machine does not let us make any."""
    pair = []
    for addresses, end in ((left, "a"), (right, "b")):
        name = f"sallyport-{os.getpid()}-{next(_numbers)}"
        made = _ip("netns", "add", name)
        if made.returncode != 0:
            raise unittest.SkipTest(f"network namespaces need privileges that are not here: {made.stderr.strip()}")
        test.addClassCleanup(_ip, "netns", "del", name)
        pair.append((Namespace(name), addresses, f"sp{os.getpid()}{end}"))
    (one, _, one_end), (other, _, other_end) = pair
    commands = [["link", "add", one_end, "netns", one.name, "type", "veth", "peer", other_end, "netns", other.name]]
    for host, addresses, end in pair:
        inside = ["-n", host.name]
        commands.append([*inside, "link", "set", "lo", "up"])
        commands.append([*inside, "link", "set", end, "up"])
        commands += [[*inside, "address", "add", address, "dev", end, "nodad"] for address in addresses]
    for command in commands:
        done = _ip(*command)
        if done.returncode != 0:
            raise unittest.SkipTest(f"ip {' '.join(command)}: {done.stderr.strip()}")
    return one, other
