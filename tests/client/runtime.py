"""What a generated client stands on: sending, and reading answers into what the document says they are."""

import dataclasses
import http.client
import json
import types
import typing
import urllib.parse
from typing import Generic, Literal, Optional, TypeVar

T = TypeVar("T")


class _Missing:
    def __repr__(self):
        return "MISSING"

    def __bool__(self):
        return False


MISSING = _Missing()


class Mismatch(Exception):
    """An answer is not what the document says."""


@dataclasses.dataclass
class Answer(Generic[T]):
    status: int
    value: T  # None where the answer has no body
    etag: Optional[str]
    replayed: bool


class Refused(Exception):
    """A problem document (RFC 9457)."""

    def __init__(self, status, problem):
        super().__init__(f"{status} {problem}")
        self.status = status
        self.problem = problem
        self.code = problem.get("code") if isinstance(problem, dict) else None


def encode(value):
    if dataclasses.is_dataclass(value):
        return {field.name.rstrip("_"): encode(getattr(value, field.name)) for field in dataclasses.fields(value)
                if getattr(value, field.name) is not MISSING}
    if isinstance(value, list):
        return [encode(item) for item in value]
    return value


def decode(kind, value, names, where):
    """`value` as `kind`: of the right type, complete, and with nothing that the document does not know."""
    if isinstance(kind, str):
        kind = eval(kind, names)  # noqa: S307: our own annotations
    if kind is typing.Any:
        return value
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        failures = []
        for one in typing.get_args(kind):
            try:
                return decode(one, value, names, where)
            except Mismatch as failure:
                failures.append(str(failure))
        raise Mismatch(f"{where}: none of " + "; ".join(failures))
    if origin is Literal:
        if value in typing.get_args(kind):
            return value
    elif origin is list:
        if isinstance(value, list):
            return [decode(typing.get_args(kind)[0], item, names, f"{where}[{i}]") for i, item in enumerate(value)]
    elif origin is dict:
        if isinstance(value, dict):
            return value
    elif dataclasses.is_dataclass(kind):
        if isinstance(value, dict):
            return _object(kind, value, names, where)
    elif kind in (None, type(None)):
        if value is None:
            return None
    elif kind is float:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
    elif type(value) is kind:
        return value
    raise Mismatch(f"{where} is {value!r}, and should be {kind}")


def _object(kind, value, names, where):
    fields = {field.name.rstrip("_"): field for field in dataclasses.fields(kind)}
    unknown = set(value) - set(fields)
    if unknown:
        raise Mismatch(f"{where} has {unknown}, which {kind.__name__} does not know")
    given = {}
    for name, field in fields.items():
        if name in value:
            given[field.name] = decode(field.type, value[name], names, f"{where}.{name}")
        elif field.default is dataclasses.MISSING:
            raise Mismatch(f"{where} lacks {name}")
    return kind(**given)


class Transport:
    """Sends, and keeps count of what was called."""

    def __init__(self, port, token=None, host="127.0.0.1"):
        self.port = port
        self.host = host
        self.token = token
        self.called = set()  # operationIds that succeeded

    def with_token(self, token):
        """The same client for somebody else; both count together."""
        other = type(self)(self.port, token, self.host)
        other.called = self.called
        return other

    @staticmethod
    def _segment(text):
        return urllib.parse.quote(str(text), safe="")

    def _call(self, operation, method, path, *, query, fields, body, media, answers, types):
        words = {True: "true", False: "false"}
        given = {name: words.get(value, value) if isinstance(value, bool) else value
                 for name, value in query.items() if value is not MISSING}
        if given:
            path += "?" + urllib.parse.urlencode(given)
        headers = {name: value for name, value in fields.items() if value is not MISSING}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None
        if media == "application/x-www-form-urlencoded":
            data = urllib.parse.urlencode(encode(body))
        elif media is not None:
            data = body if isinstance(body, str) else json.dumps(encode(body))
        if media is not None:
            headers["Content-Type"] = media
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        try:
            connection.request(method, path, data, headers)
            reply = connection.getresponse()
            text = reply.read().decode()
        finally:
            connection.close()
        kind = reply.getheader("Content-Type", "").split(";")[0]
        parsed = json.loads(text) if kind.endswith("json") and text else text or None
        if reply.status >= 300:
            raise Refused(reply.status, parsed)
        if reply.status not in answers:
            raise Mismatch(f"{operation} answers {reply.status}, which the document does not know")
        self.called.add(operation)
        value = decode(answers[reply.status], parsed, types, operation)
        return Answer(reply.status, value, reply.getheader("ETag"), reply.getheader("Idempotent-Replay") == "true")
