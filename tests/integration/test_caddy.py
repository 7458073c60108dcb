"""examples/caddy, with a real Caddy."""

import unittest

from support.process import IntegrationTest
from support.proxies import start_caddy
from support.proxy_contract import ProxyContract
from support.start_page import StartPageContract


class TestCaddy(ProxyContract, IntegrationTest):
    @classmethod
    def start_proxy(cls, *arguments):
        return start_caddy(*arguments)


class TestCaddyAsTheStartPageSays(StartPageContract, IntegrationTest):
    @classmethod
    def start_proxy(cls, *arguments):
        return start_caddy(*arguments)


if __name__ == "__main__":
    unittest.main()
