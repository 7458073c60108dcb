"""A question to a name server, and its answer (RFC 1035)."""

import random
import socket
import struct


def ask(port, name, kind=1, host="127.0.0.1"):
    """(response code, addresses): of IPv4, in the order in which they stand."""
    number = random.SystemRandom().randrange(65536)
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    question = struct.pack("!6H", number, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!2H", kind, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.settimeout(10)
        server.connect((host, port))
        server.send(question)
        answer = server.recv(65536)
    got, flags, _, count, _, _ = struct.unpack("!6H", answer[:12])
    if got != number:
        raise AssertionError("an answer to another question")
    at = len(question)
    addresses = []
    for _ in range(count):
        while answer[at] and answer[at] < 0xC0:
            at += answer[at] + 1
        at += 2 if answer[at] >= 0xC0 else 1
        found, _, _, length = struct.unpack("!HHIH", answer[at:at + 10])
        if found == 1:
            addresses.append(socket.inet_ntoa(answer[at + 10:at + 14]))
        at += 10 + length
    return flags & 15, addresses
