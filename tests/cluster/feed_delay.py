# SPDX-License-Identifier: Apache-2.0
"""How long it takes until an entry created on one node is honoured by the mail filter of another."""

import itertools
import math
import random
import time

from load import ask, connected
from namesake import PATIENCE, Client, bearer, entry

SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


def names():
    """People whose names nobody mistakes for each other's. The same ones on every run."""
    choice = random.Random(5)
    while True:
        yield " ".join("".join(choice.choices(SYLLABLES, k=4)).capitalize() for _ in range(2))


def measure(api_port, milter_port, account, domain, count):
    """Seconds from each 201 of that node to the filter's first verdict that knows the entry."""
    delays = []
    api = Client(api_port, bearer(account.write))
    milter = connected(milter_port)
    for name in itertools.islice(names(), count):
        author = f'"{name}" <x@evil.example>'
        before = ask(milter, author, domain)
        if before != "NONE":
            raise AssertionError(f"{name} is {before} before anybody has registered it")
        answer = api.request("POST", account.registry, entry(name=name))
        if answer.status != 201:
            raise AssertionError(f"{name}: {answer.status} {answer.body!r}")
        begin = time.monotonic()
        while ask(milter, author, domain) != "MALICIOUS-BEC":
            if time.monotonic() - begin > PATIENCE:
                raise AssertionError(f"{name} is not known after {PATIENCE} s")
        delays.append(time.monotonic() - begin)
    milter.close()
    api.close()
    return delays


def percentile(values, part):
    """The smallest value that at least that part of them does not exceed."""
    return sorted(values)[math.ceil(len(values) * part) - 1]
