"""docs/reference/metrics.md is what a daemon says of its metrics. SALLYPORT_UPDATE_SPEC=1 writes it anew."""

import os
import re
import unittest

from support.daemon import SOURCE, DaemonTest
from support.net import fetch

FILE = SOURCE / "docs" / "reference" / "metrics.md"

HEADER = """# Metrics

What `/metrics` on the API's port gives, in the Prometheus text format.

| metric | type | labels | meaning |
|---|---|---|---|
"""


def reference(text):
    """The table of what a scrape describes."""
    helps = dict(re.findall(r"^# HELP (\S+) (.*)$", text, re.M))
    kinds = dict(re.findall(r"^# TYPE (\S+) (.*)$", text, re.M))
    if helps.keys() != kinds.keys():
        raise AssertionError("a metric lacks its help or its type")
    rows = []
    for name in sorted(helps):
        series = re.findall(rf"^{name}(?:{{(.*)}})? ", text, re.M)
        labels = sorted({label for one in series for label in re.findall(r"(\w+)=", one)})
        rows.append(f"| `{name}` | {kinds[name]} | {', '.join(f'`{label}`' for label in labels)} | {helps[name]} |\n")
    return HEADER + "".join(rows)


class TestReference(DaemonTest):
    def test_of_the_metrics_is_up_to_date(self):
        expected = reference(fetch(self.daemon.api_port, "/metrics").text())
        if os.environ.get("SALLYPORT_UPDATE_SPEC"):
            FILE.write_text(expected)
        self.assertEqual(FILE.read_text(), expected, "run this test with SALLYPORT_UPDATE_SPEC=1")


if __name__ == "__main__":
    unittest.main()
