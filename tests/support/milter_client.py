# SPDX-License-Identifier: Apache-2.0
"""The mail server's side of the milter protocol, for what a Postfix never does. Standard library alone."""

import socket
import struct

from namesake import PATIENCE

# Of libmilter's mfapi.h and mfdef.h.
ADD_HEADERS, REMOVE_RECIPIENTS, CHANGE_HEADERS, QUARANTINE = 0x01, 0x08, 0x10, 0x20
ALL_ACTIONS = 0x1FF
ALL_STEPS = 0x1FFFFF
STEPS_OF_2002 = 0x7F  # protocol version 2: nothing goes unanswered but single header fields
NO_HELO, NO_BODY, NO_EOH = 0x02, 0x10, 0x40
NO_REPLY = {b"C": 0x1000, b"H": 0x2000, b"M": 0x4000, b"R": 0x8000, b"L": 0x80, b"B": 0x80000}


def texts(*parts):
    return b"".join(part.encode() + b"\0" for part in parts)


class MilterClient:
    """One connection. `steps` and `actions` are what the mail server offers; negotiate() comes first."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        # A command may be several writes: none is to wait until the filter has acknowledged the one before.
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.offered = self.steps = self.actions = 0

    def write(self, command, data=b""):
        self.socket.sendall(struct.pack("!I", 1 + len(data)) + command + data)

    def read(self):
        """(command, data), or None when the filter has closed the connection."""
        head = self.read_exactly(4)
        if head is None:
            return None
        packet = self.read_exactly(struct.unpack("!I", head)[0])
        return packet[:1], packet[1:]

    def read_exactly(self, size):
        octets = b""
        while len(octets) < size:
            try:
                part = self.socket.recv(size - len(octets))
            except ConnectionResetError:
                return None
            if not part:
                return None
            octets += part
        return octets

    def negotiate(self, version=6, actions=ALL_ACTIONS, steps=ALL_STEPS):
        """What the filter wants of it; None when it refuses."""
        self.offered = steps
        self.write(b"O", struct.pack("!III", version, actions, steps))
        answer = self.read()
        if answer is None:
            return None
        _, self.actions, self.steps = struct.unpack("!III", answer[1][:12])
        return self.actions, self.steps

    def command(self, command, data=b""):
        """Sends it, and gives the answer if there has to be one."""
        self.write(command, data)
        return None if NO_REPLY.get(command, 0) & self.steps else self.read()

    def connect(self, address="192.0.2.7"):
        return self.command(b"C", texts("client.example") + b"4" + struct.pack("!H", 25) + texts(address))

    def message(self, author, *fields, to="jane@one.example", body=b"", queue_id=None):
        """A whole message. Gives the answers to its end: [(command, data), ...], the last one decides."""
        self.command(b"M", texts("<x@evil.example>"))
        self.command(b"R", texts(f"<{to}>"))
        for name, text in [("From", author), *fields]:
            self.command(b"L", texts(name, text))
        if not self.steps & NO_EOH:
            self.command(b"N")
        if body and not self.steps & NO_BODY:
            self.command(b"B", body)
        if queue_id is not None:
            self.write(b"D", b"E" + texts("i", queue_id))
        self.write(b"E")
        answers = [self.read()]
        while answers[-1] is not None and answers[-1][0] in b"himq":
            answers.append(self.read())
        return answers

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def inserted(answers):
    """{name: body} of the fields that were put in."""
    return {
        name.decode(): body.decode()
        for command, data in answers
        if command == b"i"
        for name, body in [data[4:].split(b"\0")[:2]]
    }
