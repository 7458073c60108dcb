"""dnsmasq as a name server that knows what a test tells it, and no host besides."""

import subprocess

from .dns import ask
from .net import free_port
from .process import Child
from .rendering import program


class NameServer(Child):
    """`hosts`: addresses of a name, with commas; `under`: the address of all names under one. Answers at `where`."""

    def __init__(self, log, hosts=None, under=None, wrap=None, address="127.0.0.1"):
        super().__init__("dnsmasq", log)
        self.port = free_port()
        self.where = f"{address}:{self.port}"
        self._address = address
        self._wrap = wrap or (lambda command: command)
        self._known = [f"--host-record={name},{addresses}" for name, addresses in (hosts or {}).items()]
        self._known += [f"--address=/{name}/{found}" for name, found in (under or {}).items()]

    def start(self):
        self.spawn(self._wrap([
            program("dnsmasq"), "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
            "--pid-file=", "--user=root", "--bind-interfaces", f"--listen-address={self._address}", f"--port={self.port}",
            "--local=/#/", *self._known]))
        self.await_ready(self._answers)
        return self

    def _answers(self):
        if self._wrap([]):  # in a namespace: asked from inside
            listening = subprocess.run(self._wrap([program("ss"), "-Hlun", f"sport = :{self.port}"]),
                                       capture_output=True, text=True, check=False)
            return str(self.port) in listening.stdout
        try:
            ask(self.port, "ready.example")
            return True
        except OSError:
            return False
