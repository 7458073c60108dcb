"""The daemon under test, and its command line."""

import os
import pathlib
import stat
import subprocess

from .net import fetch, free_port
from .process import Child, IntegrationTest
from .rest import Rest

SOURCE = pathlib.Path(__file__).resolve().parents[3]

_FAKETIME = sorted(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


def binary(name):
    """A program of the build under test: in SALLYPORT_BIN, or in build/check/bin."""
    folder = pathlib.Path(os.environ.get("SALLYPORT_BIN") or SOURCE / "build" / "check" / "bin")
    path = folder / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: build it, or set SALLYPORT_BIN to the folder it is in")
    return path


def faketime_library():
    """libfaketime, or None. It is not loaded into programs that bring a sanitizer's own allocator."""
    program = binary("sallyportd").read_bytes()
    if not _FAKETIME or b"__asan_init" in program or b"__tsan_init" in program:
        return None
    return _FAKETIME[-1]


class Daemon(Child):
    """sallyportd on a data folder, on ports of its own. May be started again after it ended."""

    def __init__(self, data, *options, log=None, name="sallyportd"):
        self.data = pathlib.Path(data)
        super().__init__(name, log or self.data.with_suffix(".log"))
        self.options = options
        self.api_port = free_port()
        self.gate_port = free_port()

    def command(self):
        listeners = {"--api": f"127.0.0.1:{self.api_port}", "--gate": f"127.0.0.1:{self.gate_port}"}
        defaults = [word for name, value in listeners.items() if name not in self.options for word in (name, value)]
        return [binary("sallyportd"), "--data", self.data, *defaults, *self.options]

    def start(self, clock=None, timeout=20, interval=0.005):
        """Starts it and waits until it answers. `clock` moves its wall time: "+70s", "-3y"."""
        self.launch(clock)
        self.await_ready(self.healthy, timeout, interval)
        return self

    def launch(self, clock=None):
        environment = {}
        if clock:
            environment = {
                "LD_PRELOAD": str(faketime_library()),
                "FAKETIME": clock,
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "DONT_FAKE_MONOTONIC": "1",
            }
        self.spawn(self.command(), environment)

    def run_to_end(self, timeout=10):
        """For starts that are to be refused: the exit code and all that it wrote."""
        try:
            done = subprocess.run([str(part) for part in self.command()], stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=timeout, check=False)
        except subprocess.TimeoutExpired as running:
            text = (running.stderr or b"").decode(errors="replace")
            raise AssertionError(f"it started, and was to be refused:\n{text}") from None
        return done.returncode, (done.stdout + done.stderr).decode(errors="replace")

    def healthy(self):
        try:
            return fetch(self.api_port, "/healthz", timeout=5).status == 200
        except OSError:
            return False

    @property
    def database(self):
        """Its SQLite file."""
        for path in self.data.iterdir():
            if path.is_file() and path.read_bytes()[:16] == b"SQLite format 3\0":
                return path
        raise AssertionError(f"no database in {self.data}: {list(self.data.iterdir())}")

    @property
    def token(self):
        return (self.data / "administrator.token").read_text().strip()

    def rest(self, **options):
        return Rest(self.api_port, self.token, **options)

    def ask(self, secret, address, headers=(), **options):
        """What the gate says to a proxy that reports this key and client."""
        fields = [("X-API-Key", secret), ("X-Forwarded-For", address), *headers]
        return fetch(self.gate_port, "/auth", fields, **options)

    def allows(self, secret, address):
        reply = self.ask(secret, address)
        if reply.status not in (200, 204, 403):
            raise AssertionError(f"the gate answered {reply!r}")
        return reply.status != 403


def files_readable_by_others(folder):
    return [path for path in pathlib.Path(folder).rglob("*") if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]


# How a gate is told to take the client's address from a proxy on this machine.
BEHIND_A_PROXY = ("--trusted-proxy", "127.0.0.1", "--client-address-header", "x-forwarded-for",
                  "--credential-header", "X-API-Key")


class DaemonTest(IntegrationTest):
    """One daemon for all tests of the class."""

    daemon_options = BEHIND_A_PROXY

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.daemon = cls.adopt(Daemon(cls.folder / "data", *cls.daemon_options)).start()
        cls.rest = cls.daemon.rest()
