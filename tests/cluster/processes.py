# SPDX-License-Identifier: Apache-2.0
"""Processes that outlive the program which started them, known by number and time of birth."""

import os
import signal
import subprocess
import time
from pathlib import Path

from namesake import PATIENCE, wait_for


def birth(pid):
    """When the process began, in ticks since boot; None when it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else int(fields[19])


def children(pid):
    """The processes that it has started and that are still its own."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # ended in between
        if int(fields[1]) == pid:
            found.append(int(status.parent.name))
    return found


class Running:
    """The processes of a cluster by name. `processes` is a part of what `save` writes down."""

    def __init__(self, processes, save):
        self.processes, self.save = processes, save

    def get(self, name):
        return self.processes.get(name)

    def start(self, name, command, log, folder="/"):
        """Unless it runs already. Whoever reads what was saved can end it."""
        if not alive(self.get(name)):
            self.processes[name] = spawn(command, log, folder)
            self.save()


def spawn(command, log, folder="/"):
    """Starts it in a session of its own and gives what alive() knows it by."""
    with open(log, "ab") as file:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
                                   start_new_session=True)
    process.returncode = 0  # nobody waits for it: it is to outlive us
    return {"pid": process.pid, "born": birth(process.pid)}


def reap(pid):
    """Lets a child of ours that has ended disappear."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass  # somebody else's child


def alive(process):
    """A number that has gone to another process is not ours any more."""
    if process is None:
        return False
    reap(process["pid"])
    return process["born"] is not None and birth(process["pid"]) == process["born"]


def send(process, number):
    """Whether it was there to get the signal."""
    if not alive(process):
        return False
    try:
        os.kill(process["pid"], number)
    except ProcessLookupError:
        return False
    return True


def kill(process):
    """kill -9, and waits until it has gone."""
    if send(process, signal.SIGKILL):
        wait_for(lambda: not alive(process), f"process {process['pid']} ends")


def stop(process, patience=PATIENCE):
    """SIGTERM, and SIGKILL when that does not help. Whether it ended by itself."""
    if not send(process, signal.SIGTERM):
        return True
    deadline = time.monotonic() + patience
    while alive(process):
        if time.monotonic() > deadline:
            kill(process)
            return False
        time.sleep(0.02)  # between two looks
    return True
