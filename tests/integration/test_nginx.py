"""examples/nginx, with a real nginx."""

import unittest

from support.process import IntegrationTest
from support.proxies import start_nginx
from support.proxy_contract import ProxyContract
from support.start_page import StartPageContract


class TestNginx(ProxyContract, IntegrationTest):
    # auth_request makes a 500 of every answer but 2xx, 401 and 403.
    UNREADABLE = 500
    CLOSED = 500

    @classmethod
    def start_proxy(cls, *arguments):
        return start_nginx(*arguments)


class TestNginxAsTheStartPageSays(StartPageContract, IntegrationTest):
    @classmethod
    def start_proxy(cls, *arguments):
        return start_nginx(*arguments)


if __name__ == "__main__":
    unittest.main()
