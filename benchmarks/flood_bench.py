#!/usr/bin/python3
"""A flood of unknown addresses on one key: mails, memory, and how the others fare.

    flood_bench.py build/bench/bin --addresses 1000000

Exits 1 where there is more than one mail, the daemon grows by more than --grow-mib, or the 99th percentile of another
organization's requests is more than twice what it was before.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "integration"))

from large_database import percentile, report
from support.daemon import BEHIND_A_PROXY, Daemon
from support.net import fetch


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bin", type=pathlib.Path, help="the folder with sallyportd")
    parser.add_argument("--addresses", type=int, default=1_000_000)
    parser.add_argument("--grow-mib", type=float, default=64.0)
    return parser.parse_args()


def resident_mib(daemon):
    status = pathlib.Path(f"/proc/{daemon.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def metric(daemon, name):
    """The sum over its labels."""
    lines = fetch(daemon.gate_port, "/metrics").text().splitlines() + fetch(daemon.api_port, "/metrics").text().splitlines()
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.split("{")[0].split(" ")[0] == name)


def decisions(daemon):
    return metric(daemon, "sallyport_gate_allowed_total") + metric(daemon, "sallyport_gate_denied_total")


def wrk(port, seconds, script, key, connections):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", str(HERE / script),
               f"http://127.0.0.1:{port}/auth", "--", key]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


class Other:
    """Requests of an organization that has nothing to do with the flood, one after the other, about 200 a second."""

    def __init__(self, daemon, secret):
        self.daemon, self.secret = daemon, secret
        self.seconds = []
        self.enough = threading.Event()

    def run(self):
        while not self.enough.wait(0.005):
            begin = time.perf_counter()
            reply = self.daemon.ask(self.secret, "192.0.2.1")
            self.seconds.append(time.perf_counter() - begin)
            assert reply.status != 403, reply

    def during(self, work):
        self.seconds = []
        self.enough.clear()
        thread = threading.Thread(target=self.run)
        thread.start()
        try:
            work()
        finally:
            self.enough.set()
            thread.join()
        return percentile(self.seconds, 0.99)


def prepare(rest):
    secrets = {}
    for name in ("flooded", "steady", "other"):
        rest.create_organization(name)
        rest.add_member(name, f"ann@{name}.example")
        rest.protect(name, mode="blocking")
        secrets[name] = rest.create_credential(name, "key")
    rest.authorize("other", "192.0.2.1")
    rest.authorize("steady", "0.0.0.0/0")
    return secrets


def main():
    options = arguments()
    os.environ["SALLYPORT_BIN"] = str(options.bin)
    with tempfile.TemporaryDirectory(prefix="sallyport-bench-") as temporary:
        folder = pathlib.Path(temporary)
        daemon = Daemon(folder / "data", *BEHIND_A_PROXY, "--mail-directory", folder / "mail",
                        log=folder / "daemon.log").start()
        try:
            return run(options, daemon, folder / "mail")
        finally:
            daemon.stop(timeout=120)


def run(options, daemon, mails):
    secrets = prepare(daemon.rest())
    other = Other(daemon, secrets["other"])

    # The same load from the same client, but of addresses that are known: what the others feel of a busy machine.
    def steady():
        wrk(daemon.gate_port, 10, "flood.lua", secrets["steady"], 8)
    before = other.during(steady)
    memory = resident_mib(daemon)
    denied = decisions(daemon)

    def flood():
        while decisions(daemon) - denied < options.addresses:
            wrk(daemon.gate_port, 5, "flood.lua", secrets["flooded"], 8)
    flooded = other.during(flood)
    report("another organization's requests under the flood", other.seconds)
    time.sleep(2)  # the last observations are recorded, the mail leaves
    grown = resident_mib(daemon) - memory
    sent = len(list(mails.glob("**/*"))) if mails.exists() else 0
    rest = daemon.rest()
    print(f"flood: {decisions(daemon) - denied:.0f} requests, "
          f"{metric(daemon, 'sallyport_gate_observations_dropped_total'):.0f} observations dropped "
          "(told again at the address's next use)")
    print(f"kept: {len(rest.unauthorized('flooded'))} unauthorized addresses, {len(rest.alerts('flooded'))} alerts")
    print(f"mails: {sent}; memory: {memory:.0f} MiB before, {grown:+.1f} MiB")
    print(f"another organization's p99: {before * 1000:.2f} ms beside as many known requests, {flooded * 1000:.2f} ms "
          f"under the flood: {flooded / before:.2f} x")
    return 0 if sent <= 1 and grown <= options.grow_mib and flooded <= 2 * before else 1


if __name__ == "__main__":
    sys.exit(main())
