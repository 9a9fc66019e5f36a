#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a large installation would need: simulates the mail hosts of a provider, from figures of one.

docs/scale.md explains the model and shows what it prints. Every figure it starts from is an option, so that
yours can be put in; the same seed gives the same output.
"""

import argparse
import random
import sys
from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """Accounts of about one size."""

    accounts: int
    identities: int  # of each


# 100 million identities: few customers are large, most are small.
PROVIDER = (Kind(10, 1_000_000), Kind(1_000, 30_000), Kind(100_000, 500), Kind(100_000, 100))


class Accounts:
    """Who gets mail how often. An account's mail is in proportion to its identities, times luck."""

    def __init__(self, kinds, rng):
        self.sizes = [kind.identities for kind in kinds for _ in range(kind.accounts)]
        self.weights = [size * rng.lognormvariate(0, 1) for size in self.sizes]

    @property
    def identities(self):
        return sum(self.sizes)

    def share(self, hosts, copies, rng):
        """The accounts whose mail comes to one of the hosts when each account's goes to `copies` of them."""
        return [i for i in range(len(self.sizes)) if rng.random() < copies / hosts]


class Host:
    """A mail host that keeps the snapshots of accounts within a budget, as live::SnapshotCache does."""

    def __init__(self, budget, octets_of):
        self.budget, self.octets_of = budget, octets_of
        self.line, self.octets = OrderedDict(), 0
        self.read_identities = self.reads = 0

    def deliver(self, account, size):
        if account in self.line:
            self.line.move_to_end(account)
            return
        self.reads += 1
        self.read_identities += size
        self.line[account] = size
        self.octets += self.octets_of(size)
        while self.octets > self.budget and len(self.line) > 1:
            self.octets -= self.octets_of(self.line.popitem(last=False)[1])


def simulate_memory(options, accounts, rng, copies):
    """(octets kept, accounts read a second, identities read a second) of a host that has been up for long."""
    chosen = accounts.share(options.hosts, copies, rng) if copies else list(range(len(accounts.sizes)))
    weights = [accounts.weights[i] for i in chosen]
    host = Host(options.memory_mib << 20,
                lambda size: options.account_octets + size * options.identity_octets)
    # From cold until nothing changes any more, then what is measured.
    for measured in (False, True):
        host.reads = host.read_identities = 0
        for account in rng.choices(chosen, weights, k=options.messages):
            host.deliver(account, accounts.sizes[account])
    seconds = options.messages / options.rate
    return host.octets, host.reads / seconds, host.read_identities / seconds


def si(number, unit=""):
    """12345678 -> '12.3 M'"""
    for factor, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if number >= factor:
            return f"{number / factor:.3g} {letter}{unit}"
    return f"{number:.3g} {unit}".rstrip()


def duration(seconds):
    return f"{seconds / 3600:.1f} h" if seconds >= 5400 else f"{seconds / 60:.1f} min" if seconds >= 90 else f"{seconds:.1f} s"


def print_memory(options, accounts, rng):
    print(f"memory: {si(accounts.identities)} identities of {len(accounts.sizes):,} accounts on {options.hosts:,} "
          f"hosts, {options.rate:g} messages a second each, {options.memory_mib:,} MiB for snapshots")
    for name, copies in (("every host takes all mail", 0), ("each account has 20 hosts", 20), ("each account has 4 hosts", 4)):
        octets, reads, identities = simulate_memory(options, accounts, rng, copies)
        busy = identities / options.build_rate
        print(f"  {name:28} {si(octets, 'B'):>8} kept, {reads:7.2f} accounts a second read again, "
              f"{busy:5.1%} of a core, {si(identities * options.hosts)} rows/s of the database "
              f"({identities * options.hosts / options.row_rate:.1f} cores)")


def print_feed(options):
    print("feed: each host reads every change of every account")
    for name, commits, changes in (("a quiet day", 1, 1), ("automation of customers", 100, 1), ("an import", 13, 1_000)):
        per_second = commits * changes
        ways = (("of the primary, at once", options.feed_wakings, 0),
                ("of standbys, which are asked", options.feed_looks, options.feed_looks))
        for way, most, looks in ways:
            reads = min(commits, most) * options.hosts
            looks *= options.hosts
            octets = per_second * options.change_octets * options.hosts
            asked_us = reads * options.feed_read_us + looks * options.feed_look_us
            cores = asked_us / 1e6 + per_second * options.hosts / options.row_rate
            print(f"  {name:24} {si(per_second):>6} changes/s, read {way:28}: {si(reads + looks):>7} queries/s, "
                  f"{si(octets, 'B'):>8}/s, {cores:6.1f} cores of the database")


def print_failover(options, accounts, rng):
    print(f"failover: {options.hosts:,} hosts come back at once, the feed is whole (synchronous replication)")
    connect = options.hosts * options.connect_ms / 1e3 / options.database_cores
    print(f"  connecting: {duration(connect)} of all {options.database_cores} cores; the feed since: what was committed, nothing else")
    octets, _, _ = simulate_memory(options, accounts, rng, 0)
    identities = octets / options.identity_octets * options.hosts
    print("failover to a standby that lacks commits (asynchronous), or to a restored backup: everything is read anew")
    print(f"  {si(identities)} rows: {duration(identities / options.row_rate / options.database_cores)} of all "
          f"{options.database_cores} cores of one database; {duration(octets / options.identity_octets / options.build_rate)} "
          f"of a core on each host; mail is checked with the old snapshots meanwhile")


def read_options(words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    number = parser.add_argument_group("the installation")
    number.add_argument("--hosts", type=int, default=1000)
    number.add_argument("--rate", type=float, default=50, help="messages a second a host (default %(default)s)")
    number.add_argument("--memory-mib", type=int, default=1024, help="snapshots.memory_mib (default %(default)s)")
    number.add_argument("--feed-looks", type=float, default=10,
                        help="how often a host asks a standby for changes, a second (default %(default)s)")
    number.add_argument("--feed-wakings", type=float, default=50,
                        help="how often a host is woken by the primary at most, a second (default %(default)s)")
    number.add_argument("--database-cores", type=int, default=32)
    measured = parser.add_argument_group("measured (bench/many_accounts.cc, bench/database_costs.py; docs/scale.md says how)")
    measured.add_argument("--identity-octets", type=float, default=300, help="memory of an identity (default %(default)s)")
    measured.add_argument("--account-octets", type=float, default=24_000, help="memory of an account (default %(default)s)")
    measured.add_argument("--build-rate", type=float, default=80_000, help="identities read and indexed a second and core")
    measured.add_argument("--row-rate", type=float, default=1_600_000, help="rows that a core of the database sends a second")
    measured.add_argument("--feed-look-us", type=float, default=7, help="a look whether there is news, on the database's core")
    measured.add_argument("--feed-read-us", type=float, default=19, help="a read of a change, on the database's core")
    estimated = parser.add_argument_group("estimated (yours will differ)")
    estimated.add_argument("--change-octets", type=float, default=350, help="a change on the wire")
    estimated.add_argument("--connect-ms", type=float, default=5,
                           help="a new connection with TLS on the database's core (2.8 were measured without)")
    parser.add_argument("--messages", type=int, default=400_000, help="simulated, a host (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(words)


def main(words):
    options = read_options(words)
    rng = random.Random(options.seed)
    accounts = Accounts(PROVIDER, rng)
    print_memory(options, accounts, rng)
    print_feed(options)
    print_failover(options, accounts, rng)


if __name__ == "__main__":
    main(sys.argv[1:])
