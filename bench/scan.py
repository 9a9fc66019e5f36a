# SPDX-License-Identifier: Apache-2.0
"""`namesake scan` of a large mbox beside grep and wc, which read it as fast as a program can."""

import json
import os
import statistics
import subprocess
import time
from pathlib import Path

MBOX_BYTES = 1 << 30


class Mailbox:
    """A generated mbox and its registry, in `folder`."""

    def __init__(self, programs, folder, bodies):
        self.programs = Path(programs)
        self.path = Path(folder) / f"{bodies}.mbox"
        self.registry = Path(folder) / "people.csv"
        made = subprocess.run([self.programs / "sample_mbox", self.path, self.registry, str(MBOX_BYTES), bodies],
                              stdout=subprocess.PIPE, check=True)
        self.facts = json.loads(made.stdout)
        with self.path.open("rb") as file:
            os.fsync(file.fileno())  # what is not on the disk yet cannot be dropped from memory

    def commands(self):
        """{name: command}. grep counts the lines that can begin a message, by octets, as fast as it can."""
        return {
            "scan": [self.programs / "namesake", "scan", "--registry", self.registry, self.path],
            "grep": ["grep", "-c", "^From ", self.path],
            "wc": ["wc", "-l", self.path],
        }

    def drop(self):
        """Takes the file out of memory, so that the next to read it reads the disk."""
        with self.path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def timed(command):
    """Seconds and processor seconds of a command, and what it printed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"LC_ALL": "C"})
    output = process.stdout.read()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return {"seconds": seconds, "processor": usage.ru_utime + usage.ru_stime,
            "resident_kib": usage.ru_maxrss}, output


def check(facts, found):
    """The figures are for nothing when messages were missed."""
    if int(found["grep"]) != facts["messages"]:
        raise SystemExit(f"grep counts {int(found['grep'])} messages of {facts['messages']}")
    flagged = found["scan"].count(b": MALICIOUS-BEC\n") + found["scan"].count(b": SPOOF\n")
    if flagged < facts["forged"]:
        raise SystemExit(f"scan flags {flagged} messages of {facts['forged']}")


def measure(programs, folder, rounds, say):
    """{bodies: {"facts": …, "memory"|"disk": {command: [figures of each round]}}}; the commands take turns."""
    result = {}
    for bodies in ("long", "short"):
        say(f"making an mbox of 1 GiB with {bodies} messages")
        mailbox = Mailbox(programs, folder, bodies)
        result[bodies] = {"facts": mailbox.facts}
        for where in ("memory", "disk"):
            samples = {name: [] for name in mailbox.commands()}
            for number in range(rounds):
                say(f"{bodies} messages from {where}, round {number + 1} of {rounds}")
                found = {}
                for name, command in mailbox.commands().items():
                    if where == "disk":
                        mailbox.drop()
                    elif number == 0:
                        timed(["wc", "-l", mailbox.path])
                    figures, found[name] = timed(command)
                    samples[name].append(figures)
                check(mailbox.facts, found)
            result[bodies][where] = samples
        mailbox.path.unlink()
    return result


def lines(measured):
    """Rows for the table of run.py."""
    rows = []
    for bodies, result in measured.items():
        facts = result["facts"]
        mean = facts["octets"] / facts["messages"] / 1024
        for where in ("memory", "disk"):
            samples = result[where]
            what = f"1 GiB of {mean:.0f} KiB messages, {where}"
            for name, runs in samples.items():
                used = statistics.median(run["processor"] for run in runs)
                seconds = statistics.median(run["seconds"] for run in runs)
                rows.append((f"{what}: {name}", f"{seconds:.2f} s, {used:.2f} s of CPU", "for scale", None))
            ratio = statistics.median(a["seconds"] / b["seconds"] for a, b in zip(samples["scan"], samples["grep"]))
            asked = bodies == "long"
            rows.append(("  scan beside grep", f"{ratio:.2f}", "at most 1.50" if asked else "for scale",
                         ratio <= 1.5 if asked else None))
    return rows
