"""A client of the REST API: one method for each thing that tests do."""

import http.client
import json
from urllib.parse import quote, urlencode

from .net import Reply, send


class Refused(AssertionError):
    """The API answered with a problem document where the test wanted success."""

    def __init__(self, method, path, reply):
        self.status = reply.status
        self.reply = reply
        try:
            self.problem = reply.json()
        except ValueError:
            self.problem = {}
        self.code = self.problem.get("code")
        super().__init__(f"{method} {path} => {reply!r}")


class Rest:
    """With `keep_alive` all calls of the object share one connection, which one thread may use."""

    def __init__(self, port, token, keep_alive=False, source=None, timeout=20):
        self.port = port
        self.token = token
        self.keep_alive = keep_alive
        self.source = source
        self.timeout = timeout
        self._connection = None

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def raw(self, method, path, body=None, headers=(), query=None) -> Reply:
        """The answer whatever its status. `path` stands after /api/v1 unless it starts with two slashes."""
        target = path[1:] if path.startswith("//") else "/api/v1" + path
        if query:
            target += "?" + urlencode(query)
        fields = list(headers)
        if self.token is not None:
            fields.append(("Authorization", f"Bearer {self.token}"))
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            fields.append(("Content-Type", "application/json"))
        if self._connection is None:
            address = (self.source, 0) if self.source else None
            self._connection = http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=self.timeout, source_address=address)
        try:
            reply = send(self._connection, method, target, fields, body)
        except BaseException:
            self.close()
            raise
        if not self.keep_alive:
            self.close()
        return reply

    def call(self, method, path, body=None, query=None):
        """The answer's JSON; raises Refused for anything but success."""
        reply = self.raw(method, path, body, query=query)
        if not 200 <= reply.status < 300:
            raise Refused(method, path, reply)
        return reply.json() if reply.body else None

    def every(self, path, query=None):
        """All items of a list, page by page."""
        items, cursor = [], ""
        while True:
            place = {"cursor": cursor} if cursor else {}
            page = self.call("GET", path, query={"limit": 1000, **(query or {}), **place})
            items += page["items"]
            cursor = page.get("next") or ""
            if not cursor:
                return items

    def create_organization(self, name):
        return self.call("POST", "/organizations", {"name": name})

    def organizations(self):
        return self.every("/organizations")

    def add_member(self, organization, email, permissions=("authorized_ips",)):
        body = {"email": email, "permissions": list(permissions)}
        return self.call("POST", f"/organizations/{organization}/members", body)

    def create_credential(self, organization, name, channel="api"):
        """The new credential's secret."""
        body = {"name": name, "channel": channel}
        return self.call("POST", f"/organizations/{organization}/credentials", body)["secret"]

    def credentials(self, organization):
        return self.every(f"/organizations/{organization}/credentials")

    def protection(self, organization, channel="api"):
        return self.call("GET", f"/organizations/{organization}/protection/{channel}")

    def protect(self, organization, channel="api", **change):
        return self.call("PATCH", f"/organizations/{organization}/protection/{channel}", change)

    def authorize(self, organization, *prefixes, **entry):
        path = f"/organizations/{organization}/authorized"
        if len(prefixes) == 1:
            return self.call("POST", path, {"prefix": prefixes[0], **entry})
        return self.call("POST", path, {"prefixes": list(prefixes)})

    def deny(self, organization, prefix, force=False):
        return self.call("POST", f"/organizations/{organization}/denied", {"prefix": prefix}, self._forced(force))

    def remove(self, organization, prefix, kind="authorized", force=False):
        return self.call("DELETE", f"/organizations/{organization}/{kind}/{quote(prefix, safe='')}",
                         query=self._forced(force))

    @staticmethod
    def _forced(force):
        """Also where it stops what was let in during the last 7 days."""
        return {"force": "true"} if force else None

    def authorized(self, organization):
        """The authorized prefixes, in the order of the list."""
        return [entry["prefix"] for entry in self.every(f"/organizations/{organization}/authorized")]

    def unauthorized(self, organization):
        return [entry["address"] for entry in self.every(f"/organizations/{organization}/unauthorized")]

    def alerts(self, organization):
        return self.every(f"/organizations/{organization}/alerts")

    def explain(self, organization, credential, address):
        return self.call("GET", f"/organizations/{organization}/explain",
                         query={"credential": credential, "address": address})

    def verify_audit(self):
        """The number of audit records, whose chain is whole."""
        answer = self.call("GET", "/audit/verify")
        if not answer["intact"]:
            raise AssertionError(answer["problem"])
        return answer["records"]
