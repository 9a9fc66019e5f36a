#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How well the engine tells impersonation from honest mail that nobody tuned it to.

script/evaluate builds the programs and calls this. People, disguises and honest mail come from the
modules beside this file, which share neither code nor tables with the engine. Exits 1 when a target
is missed.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import attacks  # noqa: E402  (needs the path above)
import honest  # noqa: E402
import names  # noqa: E402
import wire  # noqa: E402

REGISTERED = 264
EACH = 40  # messages of every technique and kind of lookalike
PAIRS = 6000

GROUPS = {"A": "name", "B": "letters", "C": "encoding", "D": "structure", "E": "address", "F": "context"}


def say(text):
    print(text, file=sys.stderr, flush=True)


# ---- A run -------------------------------------------------------------------------------------------


def generate(seed, list_mails, each=EACH, pairs=PAIRS):
    population = names.Population(seed)
    people, roles = population.register(REGISTERED)
    source = attacks.Attacks(seed, people, roles, population)
    mails = [*source.single(each), *source.pairs(pairs)]
    mails += honest.lookalike_mails(seed, people, each)
    mails += honest.list_mails(seed, population, people, list_mails)
    return people + roles, mails


def write_registry(path, identities):
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("Display_Name", "Email"))
        for who in identities:
            rows.writerows((who.name, address) for address in who.addresses)


def scan(program, folder, identities, mails):
    """The answer to each message, by its number from 0; what was not answered is missing."""
    write_registry(folder / "registry.csv", identities)
    (folder / "mails.mbox").write_bytes(wire.mbox(mails))
    domains = [word for domain in names.DOMAINS for word in ("--domain", domain)]
    command = [
        program,
        "scan",
        "--registry",
        folder / "registry.csv",
        *domains,
        "--authserv-id",
        wire.AUTHSERV,
        "--format",
        "jsonl",
        folder / "mails.mbox",
    ]
    environment = {name: value for name, value in os.environ.items() if name != "NAMESAKE_STORE"}
    done = subprocess.run(command, capture_output=True, env=environment)
    if done.returncode not in (0, 1):
        raise SystemExit(f"namesake scan: exit {done.returncode}\n{done.stderr.decode(errors='replace')}")
    answers = {}
    for line in done.stdout.decode("utf-8").splitlines():
        answer = json.loads(line)
        answers[int(answer["source"].rsplit("#", 1)[1]) - 1] = answer
    return answers


# ---- Judging ------------------------------------------------------------------------------------------


def names_right_entry(answer, who):
    """Whether the first finding that names an entry names this one."""
    for finding in answer["findings"]:
        entry = finding.get("entry")
        if entry:
            return entry["name"] == who.name or entry["email"] in who.addresses
    return False


class Share:
    """Hits among tries."""

    def __init__(self):
        self.hits = self.tries = 0

    def add(self, hit):
        self.hits += bool(hit)
        self.tries += 1

    @property
    def value(self):
        return self.hits / self.tries if self.tries else 0.0

    def __str__(self):
        return f"{100 * self.value:6.2f} %  {self.hits:>6} of {self.tries}"


class Outcome:
    def __init__(self, mails, answers):
        self.shares = defaultdict(Share)
        self.missed, self.wrong_entry, self.false_alarms = [], [], []
        self.unanswered = [mail for number, mail in enumerate(mails) if number not in answers]
        self.silent = []
        for number, mail in enumerate(mails):
            if number in answers:
                self.judge(mail, answers[number])

    def judge(self, mail, answer):
        flagged = answer["flagged"]
        if flagged and not (answer["findings"] and all(finding["detail"].strip() for finding in answer["findings"])):
            self.silent.append(mail)
        if mail.expected == "flag":
            self.judge_attack(mail, answer, flagged)
        elif mail.expected == "weak":
            self.shares["weak techniques flagged"].add(flagged)
            self.shares["weak", mail.kind].add(flagged)
            if flagged:
                self.false_alarms.append((mail, answer))
        else:
            self.judge_honest(mail, answer, flagged)

    def judge_attack(self, mail, answer, flagged):
        whole = "pairs" if mail.group == "pairs" else "single"
        self.shares[whole].add(flagged)
        if whole == "single":
            self.shares["group", mail.group].add(flagged)
            self.shares["layer", mail.layer].add(flagged)
            self.shares["technique", mail.kind].add(flagged)
            if isinstance(mail.person, names.Person):
                self.shares["culture", mail.person.culture.name].add(flagged)
        else:
            for part in mail.kind.split(" + "):
                self.shares["in pairs", part].add(flagged)
        if not flagged:
            self.missed.append((mail, answer))
        elif mail.layer != "domain_only":
            right = names_right_entry(answer, mail.person)
            self.shares["right entry"].add(right)
            if not right:
                self.wrong_entry.append((mail, answer))

    def judge_honest(self, mail, answer, flagged):
        if mail.group == "corpus":
            self.shares["corpus beyond naive"].add(flagged and not mail.naive)
            self.shares["corpus naive"].add(mail.naive)
            self.shares["corpus namesakes"].add(flagged and not mail.naive and mail.kind == "list_mail_of_namesake")
        else:
            self.shares["lookalike", mail.kind].add(flagged)
            if not mail.naive:
                self.shares["lookalikes flagged"].add(flagged)
        if flagged and not mail.naive:
            self.false_alarms.append((mail, answer))

    def targets(self):
        """(what, figure, target, met) of each promise."""
        shares = self.shares
        per_myriad = 10_000 * shares["corpus beyond naive"].value
        yield "single techniques flagged", str(shares["single"]), "at least 97 %", shares["single"].value >= 0.97
        yield "combinations of two flagged", str(shares["pairs"]), "at least 90 %", shares["pairs"].value >= 0.90
        yield "right entry named", str(shares["right entry"]), "at least 98 %", shares["right entry"].value >= 0.98
        yield (
            "honest list mail flagged beyond the naive rule",
            f"{per_myriad:6.2f} in 10,000  {shares['corpus beyond naive'].hits:>3} of "
            f"{shares['corpus beyond naive'].tries}",
            "at most 2",
            per_myriad <= 2,
        )
        yield "messages without an answer", f"{len(self.unanswered):6}", "none", not self.unanswered
        yield "flags without a sentence", f"{len(self.silent):6}", "none", not self.silent


# ---- Reporting -------------------------------------------------------------------------------------------


def print_outcome(outcome):
    shares = outcome.shares

    def table(heading, family, worst_first=False, labels=None):
        rows = [(key[1], share) for key, share in shares.items() if isinstance(key, tuple) and key[0] == family]
        if worst_first:
            rows.sort(key=lambda row: row[1].value)
        print(f"\n{heading}")
        for label, share in rows:
            print(f"  {(labels or {}).get(label, label):<44} {share}")

    table("Flagged, by group", "group", labels={key: f"{key} {text}" for key, text in GROUPS.items()})
    table("Flagged, by layer", "layer")
    table("Flagged, by culture", "culture", worst_first=True)
    table("Flagged, by technique (the worst first)", "technique", worst_first=True)
    table("Flagged in combinations, by part (the worst first)", "in pairs", worst_first=True)
    table("Weak evidence that was flagged: none should be", "weak", worst_first=True)
    table("Honest lookalikes that were flagged (those of the naive rule among them)", "lookalike", worst_first=True)
    print(f"\n{'Weak techniques flagged':<46} {shares['weak techniques flagged']}")
    print(f"{'Honest lookalikes flagged beyond the naive rule':<46} {shares['lookalikes flagged']}")
    print(f"{'List mail that the naive rule flags':<46} {shares['corpus naive']}")
    print(f"{'List mail of namesakes flagged beyond it':<46} {shares['corpus namesakes']}")
    print("\nTargets")
    for what, figure, target, met in outcome.targets():
        print(f"  {'met   ' if met else 'MISSED'} {what:<48} {figure:<32} {target}")


def print_misses(outcome):
    by_kind = {
        "Missed": outcome.missed,
        "Wrong entry": outcome.wrong_entry,
        "Flagged without cause": outcome.false_alarms,
    }
    for heading, cases in by_kind.items():
        print(f"\n{heading}: {len(cases)}")
        for mail, answer in sorted(cases, key=lambda case: (case[0].group != "corpus", case[0].kind)):
            person = f"[{mail.person.name} <{mail.person.email}>] " if mail.person else ""
            findings = ", ".join(f"{f['reason']} ({(f['entry'] or {}).get('name', '-')})" for f in answer["findings"])
            print(f"  {mail.kind}: {person}{mail.author()} -> {answer['final_disposition']} {findings}".rstrip())


def as_json(outcome, seconds, arguments):
    def key_of(key):
        return key if isinstance(key, str) else ": ".join(key)

    return {
        "seed": arguments.seed,
        "seconds": round(seconds, 1),
        "targets": [
            {"what": what, "figure": figure.strip(), "target": target, "met": met}
            for what, figure, target, met in outcome.targets()
        ],
        "shares": {key_of(key): {"hits": share.hits, "tries": share.tries} for key, share in outcome.shares.items()},
        "missed": Counter(mail.kind for mail, _ in outcome.missed).most_common(),
        "false_alarms": Counter(mail.kind for mail, _ in outcome.false_alarms).most_common(),
    }


def main():
    parser = argparse.ArgumentParser(
        prog="script/evaluate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1, help="other people and other choices (default 1)")
    parser.add_argument("--messages", type=int, default=30_000, help="honest list mails (default 30000)")
    parser.add_argument("--show-misses", action="store_true", help="print every message that was judged wrongly")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    parser.add_argument(
        "--program", default=str(Path(__file__).parents[1] / "build/release/bin/namesake"), help=argparse.SUPPRESS
    )
    arguments = parser.parse_args()

    started = time.monotonic()
    say("writing mail")
    identities, mails = generate(arguments.seed, arguments.messages)
    say(f"scanning {len(mails)} messages against {len(identities)} identities")
    with tempfile.TemporaryDirectory(prefix="namesake-evaluation-") as folder:
        answers = scan(arguments.program, Path(folder), identities, mails)
    outcome = Outcome(mails, answers)
    print_outcome(outcome)
    if arguments.show_misses:
        print_misses(outcome)
    if arguments.json:
        figures = as_json(outcome, time.monotonic() - started, arguments)
        arguments.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if all(met for *_, met in outcome.targets()) else 1


if __name__ == "__main__":
    sys.exit(main())
