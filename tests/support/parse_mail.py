#!/usr/bin/python3
"""Reads a message from standard input with Python's email package, and prints what it understood, one item a line:
NAME, a space, and the value in hexadecimal. So a test can compare what was composed with what a stranger reads."""

import binascii
import email
import email.policy
import sys


def say(name, value):
    print(name, binascii.hexlify(value.encode("utf-8", "surrogatepass")).decode() or "-")


raw = sys.stdin.buffer.read()
message = email.message_from_bytes(raw, policy=email.policy.default)
for name, value in message.items():
    say("header." + name.lower(), str(value))
say("defects", str(len(message.defects) + sum(len(part.defects) for part in message.walk() if part is not message)))
say("parts", ",".join(part.get_content_type() for part in message.walk()))
for kind in ("plain", "html"):
    body = message.get_body(preferencelist=(kind,))
    if body is not None:
        say("body." + kind, body.get_content().replace("\r\n", "\n"))
say("longest_line", str(max(len(line) for line in raw.split(b"\r\n"))))
say("bare_line_ends", str(raw.replace(b"\r\n", b"").count(b"\r") + raw.replace(b"\r\n", b"").count(b"\n")))
