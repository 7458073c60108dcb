"""Real proxies, run from the files in examples/ with only ports and paths replaced."""

import shutil

from .daemon import SOURCE
from .net import accepts, free_port
from .process import Child, give_to_nobody, unprivileged

EXAMPLES = SOURCE / "examples"


def example(path, replacements):
    """The text of an example with each key replaced by its value; a key that does not stand in it is an error."""
    text = (EXAMPLES / path).read_text()
    for old, new in replacements.items():
        if old not in text:
            raise AssertionError(f"examples/{path} does not contain {old!r}: the test's replacements are out of date")
        text = text.replace(old, str(new))
    return text


class Proxy(Child):
    """A proxy in a folder of its own, as nobody where the tests run as root."""

    def __init__(self, name, folder, port, pages_port=None):
        super().__init__(name, folder / f"{name}.log")
        self.folder = folder
        self.port = port
        self.pages_port = pages_port  # where the pages are that mails link to
        give_to_nobody(folder)

    def end(self):
        self.stop()  # a proxy that is killed leaves its workers behind

    def run(self, command, environment=None):
        self.spawn(command, environment, cwd=self.folder, **unprivileged())
        self.await_ready(lambda: accepts(self.port))
        return self


def start_nginx(folder, port, gate_port, upstream_port, api_port=None):
    """nginx with examples/nginx."""
    proxy = Proxy("nginx", folder, port, free_port())
    # A distribution's nginx keeps request bodies where only its own user may write.
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in kinds)
    text = example("nginx/nginx.conf", {
        "127.0.0.1:8088": f"127.0.0.1:{port}",
        "127.0.0.1:8081": f"127.0.0.1:{gate_port}",
        "127.0.0.1:8090": f"127.0.0.1:{upstream_port}",
        "127.0.0.1:8089": f"127.0.0.1:{proxy.pages_port}",
        "127.0.0.1:8080": f"127.0.0.1:{api_port or free_port()}",
        "access_log off;": "access_log off; " + temporary,
    })
    (folder / "nginx.conf").write_text(text)
    return proxy.run([shutil.which("nginx") or "/usr/sbin/nginx", "-p", folder, "-c", folder / "nginx.conf",
                      "-e", "stderr", "-g", "daemon off;"])


def start_caddy(folder, port, gate_port, upstream_port, api_port=None):
    """Caddy with examples/caddy."""
    proxy = Proxy("caddy", folder, port, free_port())
    text = example("caddy/Caddyfile", {
        "http://:8088": f"http://:{port}",
        "127.0.0.1:8081": f"127.0.0.1:{gate_port}",
        "127.0.0.1:8090": f"127.0.0.1:{upstream_port}",
        "http://:8089": f"http://:{proxy.pages_port}",
        "127.0.0.1:8080": f"127.0.0.1:{api_port or free_port()}",
    })
    (folder / "Caddyfile").write_text(text)
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    return proxy.run(["caddy", "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"], home)


def start_haproxy(folder, port, configuration):
    proxy = Proxy("haproxy", folder, port)
    (folder / "haproxy.cfg").write_text(configuration)
    return proxy.run([shutil.which("haproxy") or "/usr/sbin/haproxy", "-db", "-f", folder / "haproxy.cfg"])
