#!/usr/bin/python3
"""How long the REST API takes in a large installation: a page of a list, which entry covers an address, one more address.

    rest_bench.py build/bench/bin --organizations 1000000 --data /tmp/million

Exits 1 where a 99th percentile misses --target-ms.
"""

import argparse
import os
import pathlib
import random
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SOURCE / "tests" / "integration"))

from large_database import copy_template, make_template, percentile, report
from support.daemon import BEHIND_A_PROXY, Daemon

ENTRIES = 10  # of each organization


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bin", type=pathlib.Path, help="the folder with sallyportd")
    parser.add_argument("--organizations", type=int, default=1_000_000)
    parser.add_argument("--data", type=pathlib.Path, help="a folder to keep; a temporary one when left out")
    parser.add_argument("--calls", type=int, default=2000, help="of each kind")
    parser.add_argument("--target-ms", type=float, default=20.0)
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
            daemon.start(timeout=600)
            return run(options, daemon)
        except BaseException:
            print(daemon.tail(), file=sys.stderr)
            raise
        finally:
            daemon.stop(timeout=120)


def run(options, daemon):
    rest = daemon.rest(keep_alive=True, timeout=120)
    choice = random.Random(1)

    def organization():
        return f"organization%20{choice.randrange(2, options.organizations)}"

    def page():
        rest.call("GET", f"/organizations/{organization()}/authorized", query={"limit": 100})

    def covers():
        rest.call("GET", f"/organizations/{organization()}/covers", query={"address": "203.0.113.9"})

    def add():
        rest.call("POST", f"/organizations/{organization()}/authorized",
                  {"prefix": f"198.51.100.{choice.randrange(256)}/32", "note": f"{time.time_ns()}"})

    met = True
    for name, call in (("a page of 100 of one organization's list", page),
                       ("which entry covers an address", covers), ("add one address", add)):
        seconds = []
        for _ in range(options.calls):
            begin = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - begin)
        report(f"{name}, {options.calls} calls", seconds)
        met = met and percentile(seconds, 0.99) * 1000 < options.target_ms
    rest.close()
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
