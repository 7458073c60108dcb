"""Child processes: started without a shell, ended by their own process id, their words kept in a file."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest


class Child:
    """A process that runs in the foreground, with its output in a file."""

    def __init__(self, name, log):
        self.name = name
        self.log = pathlib.Path(log)
        self.process = None

    def spawn(self, command, environment=None, **options):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **(environment or {})},
                **options,
            )

    def await_ready(self, ready, timeout=20, interval=0.01):
        """Waits until `ready()`; says what the process wrote if it ends before."""
        end = time.monotonic() + timeout
        while not ready():
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended with {self.process.returncode}:\n{self.tail()}")
            if time.monotonic() > end:
                self.kill()
                raise TimeoutError(f"{self.name} was not ready in {timeout} s:\n{self.tail()}")
            time.sleep(interval)

    @property
    def running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self, timeout=20):
        """Asks it to end, and returns its exit code. One that does not end is killed, which is a failure."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.name} did not end within {timeout} s of SIGTERM:\n{self.tail()}") from None

    def end(self):
        """However it ends, when a test is done with it."""
        self.kill()

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def output(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def tail(self, lines=60):
        return "\n".join(self.output().splitlines()[-lines:])


def unprivileged():
    """Options that make Popen run the child as nobody, where the tests run as root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def give_to_nobody(path):
    if os.geteuid() == 0:
        shutil.chown(path, "nobody", "nogroup")


class IntegrationTest(unittest.TestCase):
    """Has a folder of its own for each class, ends what it started, and prints the logs of a test that failed."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="sallyport-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.folder.chmod(0o755)  # children that run as nobody go through it
        cls.children = []

    @classmethod
    def adopt(cls, child):
        """The child is ended when the class is done, and its log shown when a test fails."""
        cls.children.append(child)
        cls.addClassCleanup(child.end)
        return child

    @classmethod
    def new_folder(cls, name):
        return pathlib.Path(tempfile.mkdtemp(prefix=name + "-", dir=cls.folder))

    def run(self, result=None):
        before = len(result.failures) + len(result.errors) if result else 0
        outcome = super().run(result)
        if result and len(result.failures) + len(result.errors) > before:
            for child in self.children:
                print(f"--- {child.name} (last lines of {self.id()})\n{child.tail()}", flush=True)
        return outcome
