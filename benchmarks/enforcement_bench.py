#!/usr/bin/python3
"""How soon a change is enforced: from the API's acknowledgement to the gate's first answer that obeys it.

    enforcement_bench.py build/bench/bin --organizations 1000000 --data /tmp/million

The database is made of one organization that the API filled, copied as often as is asked, each with prefixes of
its own. An existing --data folder is used as it is. Exits 1 where the 99th percentile misses --target-ms.
"""

import argparse
import os
import pathlib
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SOURCE / "tests" / "integration"))

from large_database import copy_template, make_template, percentile, report
from support.daemon import BEHIND_A_PROXY, Daemon
from support.net import fetch
from support.propagation import measure

ENTRIES = 4  # of each organization


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bin", type=pathlib.Path, help="the folder with sallyportd")
    parser.add_argument("--organizations", type=int, default=1_000_000)
    parser.add_argument("--data", type=pathlib.Path, help="a folder to keep; a temporary one when left out")
    parser.add_argument("--changes", type=int, default=300)
    parser.add_argument("--target-ms", type=float, default=50.0)
    return parser.parse_args()


def main():
    options = arguments()
    os.environ["SALLYPORT_BIN"] = str(options.bin)
    with tempfile.TemporaryDirectory(prefix="sallyport-bench-") as temporary:
        data = options.data or pathlib.Path(temporary) / "data"
        daemon = Daemon(data, *BEHIND_A_PROXY, log=pathlib.Path(temporary) / "daemon.log")
        try:
            if not data.exists():
                make_template(daemon, ENTRIES)
                copy_template(data / "sallyport.db", options.organizations)
            begin = time.monotonic()
            daemon.start(timeout=600)
            print(f"started in {time.monotonic() - begin:.2f} s")
            return run(options, daemon)
        except BaseException:
            print(daemon.tail(), file=sys.stderr)
            raise
        finally:
            daemon.stop(timeout=120)


def run(options, daemon):
    rest = daemon.rest(keep_alive=True, timeout=120)
    name = f"measured-{time.time_ns()}"
    rest.create_organization(name)
    rest.protect(name, mode="blocking")
    secret = rest.create_credential(name, "web")
    addresses = [f"198.51.{number >> 8}.{number & 255}" for number in range(options.changes)]
    measured = measure(daemon, rest, name, secret, addresses)
    rest.close()
    enforced = [after for after, _, _ in measured]
    at_once = sum(asked == 1 for _, _, asked in measured)
    for line in fetch(daemon.api_port, "/metrics").text().splitlines():
        if line.startswith(("sallyport_control_organizations ", "sallyport_control_entries ")):
            print(line)
    report(f"{len(measured)} changes, from acknowledged to enforced, with the request that shows it", enforced)
    report("the call itself, until it is acknowledged", [call for _, call, _ in measured])
    print(f"enforced by the first request after the acknowledgement: {at_once} of {len(measured)}")
    return 0 if percentile(enforced, 0.99) * 1000 < options.target_ms else 1


if __name__ == "__main__":
    sys.exit(main())
