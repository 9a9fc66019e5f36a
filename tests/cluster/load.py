# SPDX-License-Identifier: Apache-2.0
"""Those who use a cluster all the time: clients that create and read entries, and mail servers.

Each is a thread. What must never happen ends the thread and is its `fault`; what may happen during
a failure is counted.
"""

import http.client
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field

from milter_client import MilterClient, inserted
from namesake import Client, bearer, entry

# A client that hears nothing for so long asks the other node.
TIMEOUT = 10.0
DOMAIN = "one.example"
PROTECTED = '"John Doe" <x@evil.example>'
STRANGER = '"Ann Stranger" <ann@elsewhere.example>'


@dataclass
class Journal:
    """What the creating clients sent and what they were promised. Safe from several threads."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    sent: set = field(default_factory=set)  # names
    acknowledged: dict = field(default_factory=dict)  # {name: id}
    moments: list = field(default_factory=list)  # of acknowledgements, in order
    refused: Counter = field(default_factory=Counter)  # {why: how often}

    def send(self, name):
        with self.lock:
            self.sent.add(name)

    def acknowledge(self, name, made):
        with self.lock:
            self.acknowledged[name] = made
            self.moments.append(time.monotonic())

    def refuse(self, why):
        with self.lock:
            self.refused[why] += 1

    def since(self, begin):
        """The moments after `begin`."""
        with self.lock:
            return [moment for moment in self.moments if moment > begin]

    def refusals(self):
        with self.lock:
            return Counter(self.refused)


class Worker(threading.Thread):
    """Does one thing again and again, `pause` seconds in between, until it is told to stop."""

    def __init__(self, pause):
        super().__init__(daemon=True)
        self.pause = pause
        self.stopping = threading.Event()
        self.fault = None
        self.done = 0
        self.slowest = 0.0  # seconds; reset by whoever reads it

    def run(self):
        try:
            while not self.stopping.wait(self.pause):
                begin = time.monotonic()
                self.step()
                self.slowest = max(self.slowest, time.monotonic() - begin)
                self.done += 1
        except Exception as error:  # the main thread raises it again
            self.fault = error
        finally:
            self.close()

    def step(self):
        raise NotImplementedError

    def close(self):
        raise NotImplementedError

    def take_slowest(self):
        slowest, self.slowest = self.slowest, 0.0
        return slowest


class Caller(Worker):
    """A client of both nodes, which turns to the other one when one does not serve it."""

    def __init__(self, pause, ports, token, number):
        super().__init__(pause)
        self.ports, self.token, self.turn = ports, token, number
        self.client = None

    def try_once(self, method, path, body=None, headers=None):
        """The answer, or (None, why) when this node does not serve now."""
        if self.client is None:
            self.client = Client(self.ports[self.turn % len(self.ports)], bearer(self.token), timeout=TIMEOUT)
        try:
            answer = self.client.request(method, path, body, headers)
        except (OSError, http.client.HTTPException) as error:
            self.change_node()
            return None, type(error).__name__
        if answer.status == 503:
            self.change_node()
            return None, "503"
        return answer, None

    def change_node(self):
        self.client.close()
        self.client = None
        self.turn += 1

    def close(self):
        if self.client:
            self.client.close()


class Creator(Caller):
    """Creates entries of names that nobody else uses. One that got no answer is sent again until it does.

    Every second one says so with an Idempotency-Key, the others as the SDKs do."""

    BETWEEN_ATTEMPTS = 0.1

    def __init__(self, pause, ports, token, number, path, journal):
        super().__init__(pause, ports, token, number)
        self.path, self.journal = path, journal
        self.name = f"creator-{number}"
        self.with_key = number % 4 < 2  # on both nodes

    def step(self):
        name = f"{self.name}-{self.done}-{uuid.uuid4().hex[:8]}"
        key, attempts = str(uuid.uuid4()), 0
        self.journal.send(name)
        while True:
            headers = {"Idempotency-Key": key} if self.with_key else {"X-Stainless-Retry-Count": str(attempts)}
            answer, why = self.try_once("POST", self.path, entry(name=name), headers)
            if answer is not None:
                if answer.status != 201:
                    raise AssertionError(f"{name}, attempt {attempts + 1}: {answer.status} {answer.body!r}")
                self.journal.acknowledge(name, answer.result["id"])
                return
            self.journal.refuse(why)
            attempts += 1
            if self.stopping.wait(self.BETWEEN_ATTEMPTS):
                return  # whether it was created is not known


class Reader(Caller):
    """Reads an entry that was there from the beginning, and a page of all of them."""

    def __init__(self, pause, ports, token, number, path, known):
        super().__init__(pause, ports, token, number)
        self.path, self.known = path, known
        self.refused = 0

    def step(self):
        path = f"{self.path}/{self.known}" if self.done % 2 else f"{self.path}?per_page=20"
        answer, _ = self.try_once("GET", path)
        if answer is None:
            self.refused += 1
        elif answer.status != 200:
            raise AssertionError(f"GET {path}: {answer.status} {answer.body!r}")


class MailServer(Worker):
    """Hands one message after the other to a mail filter: forged, honest, forged, ..."""

    MESSAGES_A_CONNECTION = 100

    def __init__(self, pause, port):
        super().__init__(pause)
        self.port = port
        self.client = None

    def step(self):
        if self.done % self.MESSAGES_A_CONNECTION == 0:
            self.close()
            self.client = connected(self.port)
        forged = self.done % 2 == 0
        verdict = ask(self.client, PROTECTED if forged else STRANGER)
        if verdict != ("MALICIOUS-BEC" if forged else "NONE"):
            raise AssertionError(f"a message of {PROTECTED if forged else STRANGER} is {verdict}")

    def close(self):
        if self.client:
            self.client.close()


def connected(port):
    """A connection to a mail filter, as far as the first message."""
    client = MilterClient(port)
    client.negotiate()
    client.connect()
    return client


def ask(client, author, domain=DOMAIN):
    """What the filter says about a message of that author to somebody of the domain."""
    return inserted(client.message(author, to=f"jane@{domain}"))["X-Namesake-Verdict"]


class Load:
    """All of them together, over the two nodes of a cluster and its two mail filters.

    `with Load(...) as load:` starts them; in the end they have to be without fault."""

    CREATORS, READERS, MAIL_SERVERS = 16, 4, 2

    def __init__(self, api_ports, milter_ports, account, known, pause):
        self.journal = Journal()
        self.creators = [Creator(pause, api_ports, account.write, number, account.registry, self.journal)
                         for number in range(self.CREATORS)]
        self.readers = [Reader(pause, api_ports, account.read, number, account.registry, known)
                        for number in range(self.READERS)]
        self.mail_servers = [MailServer(pause, port) for port in milter_ports for _ in range(self.MAIL_SERVERS)]

    @property
    def workers(self):
        return [*self.creators, *self.readers, *self.mail_servers]

    def check(self):
        for worker in self.workers:
            if worker.fault:
                raise AssertionError(f"{type(worker).__name__}: {worker.fault}") from worker.fault

    def messages(self):
        return sum(server.done for server in self.mail_servers)

    def reads(self):
        return sum(reader.done for reader in self.readers)

    def refused_reads(self):
        return sum(reader.refused for reader in self.readers)

    def __enter__(self):
        for worker in self.workers:
            worker.start()
        return self

    def __exit__(self, *_):
        for worker in self.workers:
            worker.stopping.set()
        for worker in self.workers:
            worker.join()
