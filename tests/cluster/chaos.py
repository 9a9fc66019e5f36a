# SPDX-License-Identifier: Apache-2.0
"""script/chaos: breaks a cluster under load, again and again, and checks what must hold.

No acknowledged entry is lost and none is there twice, a token that was revoked stays revoked, and
mail is checked all the time. Says for every fault how long no entry could be created, and what else
it cost."""

import argparse
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from cluster import PAIR, START_PATIENCE, Cluster
from database import TTL, require_programs
from faults import FAULTS
from feed_delay import measure, percentile
from load import DOMAIN, PROTECTED, STRANGER, Load, ask, connected
from namesake import Account, Client, bearer, entry, run, wait_for
from network import CannotRun, require_rights

SKIPPED = 77
STORE_AWAY = 2  # one of the reasons why our programs exit so
# So long after a fault it is watched at least: what loses its lead by it does so within the TTL.
WATCHED = 2 * TTL
CATCH_UP = 5.0  # seconds until a token that was revoked before a fault is refused everywhere after it
CALM_SECONDS = 10


@dataclass
class Round:
    """What one fault did."""

    fault: str
    pause: float  # seconds: the longest time in which no create was acknowledged
    complete: float  # seconds from mending to three nodes that follow
    refused: Counter
    refused_reads: int
    slowest_read: float
    slowest_mail: float


class Chaos:
    """A cluster under load, and the faults."""

    def __init__(self, cluster, say):
        self.cluster, self.say = cluster, say
        self.revoked = []
        self.rounds = []
        self.account = None
        self.known = None

    # -- before

    def prepare(self):
        """An account with a domain and one protected person, known to every program."""
        self.account = self.account_of(DOMAIN)
        with self.client(1, self.account.write) as client:
            self.known = client.request("POST", self.account.registry, entry()).result["id"]
        wait_for(self.knows_the_person, "every program knows the person")

    def account_of(self, domain):
        account = Account(self.cluster.uri(), domain)
        run("namesake", "domain", "add", "--store", account.store, "--account", account.id, domain)
        wait_for(lambda: self.verdicts(STRANGER, domain) == {"NONE"}, f"both mail filters know {domain}")
        return account

    def verdicts(self, author, domain):
        """What both mail filters say."""
        found = set()
        for number in PAIR:
            with connected(self.cluster.port("namesake-milter", number)) as client:
                found.add(ask(client, author, domain))
        return found

    def measure_delay(self, count, limit):
        """Creates on one node, the mail filter of the other; `limit` in seconds for 99 of 100."""
        domain = "delay.example"
        delays = measure(self.cluster.port("namesaked", 1), self.cluster.port("namesake-milter", 2),
                         self.account_of(domain), domain, count)
        p99 = percentile(delays, 0.99)
        self.say(f"{count} creates on node 1 were honoured by the mail filter of node 2 within "
                 f"{percentile(delays, 0.5) * 1000:.0f} ms (p50), {p99 * 1000:.0f} ms (p99), "
                 f"{max(delays) * 1000:.0f} ms (max)")
        assert p99 < limit, f"p99 is to be under {limit * 1000:.0f} ms"

    def knows_the_person(self):
        path = f"{self.account.registry}/{self.known}"
        return self.verdicts(PROTECTED, DOMAIN) == {"MALICIOUS-BEC"} and all(
            self.status(number, self.account.read, path) == 200 for number in PAIR)

    def client(self, number, token):
        return Client(self.cluster.port("namesaked", number), bearer(token))

    def status(self, number, token, path=None):
        with self.client(number, token) as client:
            return client.request("GET", path or f"{self.account.registry}?per_page=1").status

    # -- one fault

    def strike(self, load, fault):
        wait_for(self.cluster.is_complete, f"the cluster is complete before {fault.name}", START_PATIENCE)
        token = self.administer("token", "create", "--account", self.account.id, "--permission", "read")
        for number in PAIR:
            wait_for(lambda number=number: self.status(number, token) == 200, f"node {number} knows the token")
        refused, reads = load.journal.refusals(), load.refused_reads()
        for worker in load.workers:
            worker.take_slowest()

        self.administer("token", "revoke", token)
        struck = time.monotonic()
        mend = fault.strike(self.cluster)
        wait_for(lambda: self.is_over(load, struck), f"creates succeed after {fault.name}", START_PATIENCE)
        mended = time.monotonic()
        mend()
        wait_for(self.cluster.is_complete, f"the cluster is complete after {fault.name}", START_PATIENCE)
        complete = time.monotonic()
        load.check()
        self.revoked.append(token)
        self.assert_revoked(self.revoked[-1:])

        moments = [struck, *load.journal.since(struck)]
        done = Round(
            fault=fault.name, complete=complete - mended,
            pause=max(after - before for before, after in zip(moments, moments[1:])),
            refused=load.journal.refusals() - refused, refused_reads=load.refused_reads() - reads,
            slowest_read=max(reader.take_slowest() for reader in load.readers),
            slowest_mail=max(server.take_slowest() for server in load.mail_servers))
        self.rounds.append(done)
        self.say(f"{done.fault:12} no create for {done.pause:5.2f} s, complete {done.complete:4.1f} s after mending, "
                 f"{sum(done.refused.values())} creates sent again, slowest message {done.slowest_mail * 1000:.0f} ms")

    def administer(self, *command):
        """What the program prints, at the first attempt for which the store is there."""
        def attempt():
            done = run("namesake", *command[:2], "--store", self.account.store, *command[2:], check=False)
            if done.returncode not in (0, STORE_AWAY):
                raise AssertionError(f"namesake {' '.join(command)}: exit {done.returncode}\n{done.stderr}")
            return done if done.returncode == 0 else None

        return wait_for(attempt, f"namesake {command[0]} {command[1]} succeeds").stdout.strip()

    def is_over(self, load, struck):
        load.check()
        moments = load.journal.since(max(struck, time.monotonic() - 1))
        return time.monotonic() - struck > WATCHED and len(moments) > 0

    def assert_revoked(self, tokens):
        for number in PAIR:
            for token in tokens:
                wait_for(lambda number=number, token=token: self.status(number, token) in (401, 403),
                         f"namesaked {number} refuses a token that was revoked", CATCH_UP)

    # -- after

    def verify(self, journal):
        """Every view of the registry has what was acknowledged, once. Gives how many there are."""
        wait_for(self.cluster.is_complete, "the cluster is complete in the end", START_PATIENCE)
        self.assert_revoked(self.revoked)
        exported = self.administer("registry", "export", "--account", self.account.id)
        names = [line.split(",")[0] for line in exported.splitlines()[1:]]
        compare("the database", names, journal)
        for number in PAIR:
            entries = self.entries_of(number)
            compare(f"namesaked {number}", [one["name"] for one in entries], journal)
            ids = {one["name"]: one["id"] for one in entries}
            other = [name for name, made in journal.acknowledged.items() if ids[name] != made]
            assert not other, f"namesaked {number}: {len(other)} entries with another id, as {other[:3]}"
        return len(names)

    def entries_of(self, number):
        entries, page = [], 1
        with self.client(number, self.account.read) as client:
            while True:
                found = client.request("GET", f"{self.account.registry}?per_page=1000&page={page}").result
                if not found:
                    return entries
                entries += found
                page += 1

    def table(self):
        """A line for each fault, as docs/cluster.md has them."""
        yield f"{'fault':12} {'rounds':>6} {'writable again, s':>18} {'complete, s':>14} {'sent again':>10} " \
              f"{'slowest, ms':>22}"
        yield f"{'':12} {'':>6} {'p50':>9}{'max':>9} {'p50':>7}{'max':>7} {'a round':>10} {'read':>11}{'message':>11}"
        for fault in FAULTS:
            rounds = [one for one in self.rounds if one.fault == fault.name]
            if rounds:
                yield f"{fault.name:12} {len(rounds):6} {pair(rounds, 'pause', 9, 2)} " \
                      f"{pair(rounds, 'complete', 7, 1)} " \
                      f"{statistics.mean(sum(one.refused.values()) for one in rounds):10.0f} " \
                      f"{max(one.slowest_read for one in rounds) * 1000:11.0f}" \
                      f"{max(one.slowest_mail for one in rounds) * 1000:11.0f}"


def compare(view, names, journal):
    """`names` are those of the entries that are there."""
    counts = Counter(names)
    lost = [name for name in journal.acknowledged if name not in counts]
    doubled = [name for name, count in counts.items() if count > 1]
    strange = list(counts.keys() - journal.sent - {entry()["name"]})
    assert not lost, f"{view} lost {len(lost)} acknowledged entries, as {lost[:3]}"
    assert not doubled, f"{view} has {len(doubled)} entries twice, as {doubled[:3]}"
    assert not strange, f"{view} has {len(strange)} entries that nobody sent, as {strange[:3]}"


def pair(rounds, what, width, digits):
    values = [getattr(one, what) for one in rounds]
    return f"{statistics.median(values):{width}.{digits}f}{max(values):{width}.{digits}f}"


def run_chaos(cluster, options, say):
    cluster.start_database()
    cluster.start_programs()
    chaos = Chaos(cluster, say)
    chaos.prepare()
    if options.creates:
        chaos.measure_delay(options.creates, options.delay)
    begin = time.monotonic()
    with Load([cluster.port("namesaked", number) for number in PAIR],
              [cluster.port("namesake-milter", number) for number in PAIR],
              chaos.account, chaos.known, options.pause) as load:
        wait_for(lambda: load.check() or time.monotonic() - begin > CALM_SECONDS, "a calm while passes")
        say(f"calm: {len(load.journal.moments) / CALM_SECONDS:.0f} creates, {load.reads() / CALM_SECONDS:.0f} reads "
            f"and {load.messages() / CALM_SECONDS:.0f} messages a second")
        for _ in range(options.rounds):
            for fault in FAULTS:
                if not options.only or fault.name in options.only:
                    chaos.strike(load, fault)
    load.check()
    entries = chaos.verify(load.journal)
    for line in chaos.table():
        say(line)
    say(f"{len(load.journal.acknowledged)} creates acknowledged, {entries} entries there; "
        f"{load.messages()} messages checked, {load.reads()} reads, {load.refused_reads()} refused")
    say("nothing lost, nothing doubled, nothing unchecked; revoked tokens are refused")


def parse():
    names = [fault.name for fault in FAULTS]
    parser = argparse.ArgumentParser(prog="script/chaos", description="See script/chaos --help.")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--only", action="append", choices=names, default=[])
    parser.add_argument("--creates", type=int, default=10_000)
    parser.add_argument("--delay", type=float, default=0.2)
    parser.add_argument("--pause", type=float, default=0.05)
    parser.add_argument("--within", type=int, default=0)
    return parser.parse_args()


def main():
    options = parse()
    try:
        require_programs()
        require_rights()
    except CannotRun as error:
        print(f"script/chaos: skipped: {error}", file=sys.stderr)
        sys.exit(SKIPPED)
    # A stop in the middle of something leaves through the "finally"s.
    for number in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    signal.alarm(options.within)
    folder = Path(tempfile.mkdtemp(prefix="namesake-chaos-", dir="/var/tmp"))
    folder.chmod(0o755)  # PostgreSQL's user has to get in
    cluster = Cluster(folder)
    held = False
    with cluster.lock():
        try:
            run_chaos(cluster, options, lambda line: print(line, flush=True))
            held = True
        finally:
            cluster.remove(keep_logs=not held)
            if not held:
                print(f"script/chaos: the logs are in {folder}", file=sys.stderr)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
