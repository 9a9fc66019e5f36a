# SPDX-License-Identifier: Apache-2.0
"""Mail through a real Postfix: without a filter, with one that does nothing, with ours."""

import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import postfix
from namesake import free_port, program, run, wait_for

PEOPLE = 10_000  # protected identities
CONNECTIONS = 20
MANY_CONNECTIONS = 200
MESSAGES = 2_000  # of one load
MESSAGE_BYTES = 4_000
KINDS = ("without", "idle", "namesake")

# Delivered mail is thrown away: what a disk takes for mailboxes is not what is measured.
MAIN_CF = """\
virtual_transport = discard
default_process_limit = 250
smtpd_client_message_rate_limit = 0
in_flow_delay = 0
"""


def measure(bin_folder, rounds, say):
    """{kind: [messages a second of each round]}, with what the filter's memory was."""
    folder = Path(tempfile.mkdtemp(prefix="namesake-bench-mail-"))
    folder.chmod(0o755)
    mail = postfix.Postfix(MAIN_CF)
    processes = []
    try:
        store = make_store(folder)
        ports = {kind: free_port() for kind in KINDS}
        mail.listen(ports["without"])
        idle_socket, our_socket = folder / "idle.sock", folder / "namesake.sock"
        listen(mail, ports["idle"], idle_socket)
        listen(mail, ports["namesake"], our_socket)
        processes.append(start([str(Path(bin_folder) / "idle_milter"), f"unix:{idle_socket}"], idle_socket))
        config = folder / "milter.toml"
        config.write_text('[milter]\nsocket_mode = "0666"\n[log]\nlevel = "warning"\n', encoding="utf-8")
        ours = start([program("namesake-milter"), "--listen", f"unix:{our_socket}", "--store", store,
                      "--config", str(config)], our_socket)
        processes.append(ours)
        mail.start()
        samples = {kind: [] for kind in KINDS}
        for number in range(rounds):
            say(f"mail, round {number + 1} of {rounds}")
            for kind in KINDS:
                samples[kind].append(deliver(mail, ports[kind], CONNECTIONS))
        before = resident(ours)
        samples["many"] = [deliver(mail, ports["namesake"], MANY_CONNECTIONS)]
        samples["memory"] = {"before": before, "after": resident(ours)}
        return samples
    finally:
        for process in processes:
            process.terminate()
            process.wait()
        mail.remove()
        shutil.rmtree(folder, ignore_errors=True)


def make_store(folder):
    store = f"sqlite:{folder}/namesake.db"
    account = run("namesake", "account", "create", "--store", store).stdout.strip()
    run("namesake", "domain", "add", "--store", store, "--account", account, "one.example")
    table = folder / "people.csv"
    table.write_text("Display_Name,Email\n" + "".join(
        f"Person{i} Number{i},person.{i}@one.example\n" for i in range(PEOPLE)), encoding="utf-8")
    run("namesake", "registry", "import", "--store", store, "--account", account, str(table))
    return store


def listen(mail, port, path):
    mail.listen(port, smtpd_milters=f"unix:{path}", milter_default_action="tempfail")


def start(arguments, path):
    process = subprocess.Popen(arguments)  # what it complains of is seen
    wait_for(lambda: path.exists() or process.poll() is not None, f"{arguments[0]} listens")
    if process.poll() is not None:
        raise SystemExit(f"{arguments[0]} ended with {process.returncode}")
    path.chmod(0o666)
    return process


def spawn(arguments, log, port):
    """A filter on that port, with its log in a file."""
    with open(log, "ab") as file:
        process = subprocess.Popen(arguments, stderr=file)

    def listens():
        with socket.socket() as probe:
            return process.poll() is not None or probe.connect_ex(("127.0.0.1", port)) == 0

    wait_for(listens, f"{arguments[0]} listens")
    if process.poll() is not None:
        raise SystemExit(Path(log).read_text(encoding="utf-8"))
    return process


def resident(process):
    for line in Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise SystemExit("the filter has ended")


def deliver(mail, port, connections):
    """Messages a second, from the first octet until the queue is empty."""
    source = shutil.which("smtp-source") or "/usr/sbin/smtp-source"
    begin = time.monotonic()
    subprocess.run([source, "-s", str(connections), "-m", str(MESSAGES), "-l", str(MESSAGE_BYTES),
                    "-f", "stranger@elsewhere.example", "-t", "jane@one.example", f"inet:127.0.0.1:{port}"],
                   check=True, stdin=subprocess.DEVNULL)
    wait_for(lambda: not mail.queue(), "the queue is empty")
    return MESSAGES / (time.monotonic() - begin)


def lines(samples):
    """(what, measured, asked, whether it is met) for the table."""
    def rate(kind):
        return statistics.median(samples[kind])

    def ratio(other):
        return statistics.median(ours / theirs for ours, theirs in zip(samples["namesake"], samples[other]))

    memory = samples["memory"]
    return [
        ("messages delivered, no filter", f"{rate('without'):,.0f}/s", "for scale", None),
        ("messages delivered, idle filter", f"{rate('idle'):,.0f}/s", "for scale", None),
        ("messages delivered, namesake-milter", f"{rate('namesake'):,.0f}/s", "", None),
        ("  beside no filter", f"{ratio('without'):.2f}", "at least 0.65", ratio("without") >= 0.65),
        ("  beside the idle filter", f"{ratio('idle'):.2f}", "at least 0.95", ratio("idle") >= 0.95),
        (f"  over {MANY_CONNECTIONS} connections at once", f"{samples['many'][0]:,.0f}/s", "", None),
        ("  memory before and after that", f"{memory['before'] >> 20} MiB, {memory['after'] >> 20} MiB", "bounded", None),
    ]
