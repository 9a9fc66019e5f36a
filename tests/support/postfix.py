# SPDX-License-Identifier: Apache-2.0
"""A real Postfix and a real namesake-milter for the whole-system tests.

Both live in a temporary folder and on loopback ports; the machine's own Postfix, if it runs, is not
touched. Postfix has to be started by root. Python's standard library alone.
"""

import email
import email.policy
import json
import os
import pwd
import re
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from namesake import PATIENCE, program, wait_for

MAIL_USER = "nobody"  # owns the delivered mail; virtual(8) delivers as nobody's uid gladly

MAIN_CF = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = mx.test.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_peername_lookup = no
virtual_mailbox_domains = one.example, two.example, three.example
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:inbox/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
default_transport = error:no mail leaves this test
alias_maps =
alias_database =
bounce_queue_lifetime = 0
{more}
"""

# service type private unpriv chroot wakeup maxproc command
MASTER_CF = """\
pickup    unix  n  -  n  60   1  pickup
cleanup   unix  n  -  n  -    0  cleanup
qmgr      unix  n  -  n  300  1  qmgr
tlsmgr    unix  -  -  n  1000? 1 tlsmgr
rewrite   unix  -  -  n  -    -  trivial-rewrite
bounce    unix  -  -  n  -    0  bounce
defer     unix  -  -  n  -    0  bounce
trace     unix  -  -  n  -    0  bounce
verify    unix  -  -  n  -    1  verify
flush     unix  n  -  n  1000? 0 flush
proxymap  unix  -  -  n  -    -  proxymap
showq     unix  n  -  n  -    -  showq
error     unix  -  -  n  -    -  error
retry     unix  -  -  n  -    -  error
discard   unix  -  -  n  -    -  discard
local     unix  -  n  n  -    -  local
virtual   unix  -  n  n  -    -  virtual
smtp      unix  -  -  n  -    -  smtp
anvil     unix  -  -  n  -    1  anvil
postlog   unix-dgram n - n -  1  postlogd
"""


def missing():
    """Why the tests cannot run here; None when they can."""
    if os.geteuid() != 0:
        return "Postfix can only be started by root"
    for name in ("postfix", "postconf", "postqueue", "swaks"):
        if not shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin"):
            return f"{name} is not installed"
    return None


class Postfix:
    """One instance. `ports` of the SMTP servers are made by listen() before start()."""

    def __init__(self, main_cf=""):
        self.folder = Path(tempfile.mkdtemp(prefix="namesake-postfix-"))
        self.folder.chmod(0o755)  # its processes run as postfix
        self.config = self.folder / "etc"
        self.services = []
        owner = pwd.getpwnam(MAIL_USER)
        for name in ("etc", "queue", "data", "mail"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        shutil.chown(self.folder / "mail", owner.pw_uid, owner.pw_gid)
        self.write_main_cf(owner, main_cf)
        self.seen = {}

    def write_main_cf(self, owner, more):
        text = MAIN_CF.format(folder=self.folder, uid=owner.pw_uid, gid=owner.pw_gid, more=more)
        (self.config / "main.cf").write_text(text, encoding="utf-8")

    def listen(self, port, **options):
        """Adds an SMTP server with main.cf settings of its own."""
        overrides = "".join(f"\n  -o {{ {name} = {value} }}" for name, value in options.items())
        self.services.append(f"127.0.0.1:{port} inet n - n - - smtpd{overrides}\n")

    def start(self):
        (self.config / "master.cf").write_text(MASTER_CF + "".join(self.services), encoding="utf-8")
        self.command("postfix", "start")
        ports = [int(re.search(r":(\d+) ", service)[1]) for service in self.services]
        for port in ports:
            wait_for(lambda port=port: self.answers(port), f"Postfix answers on port {port}")
        return self

    def answers(self, port):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return False
            probe.settimeout(PATIENCE)
            return probe.recv(100).startswith(b"220")

    def command(self, name, *arguments, check=True):
        """Runs one of Postfix's commands on this instance and gives what it prints."""
        path = os.environ.get("PATH", "") + ":/usr/sbin"
        result = subprocess.run(
            [shutil.which(name, path=path), "-c", str(self.config), *arguments],
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            stdin=subprocess.DEVNULL,
        )
        if check and result.returncode != 0:
            raise AssertionError(f"{name} {arguments}: exit {result.returncode}\n{result.stderr}\n{self.log}")
        return result.stdout

    def queue(self):
        """What is in the queue, as postqueue's JSON objects."""
        return [json.loads(line) for line in self.command("postqueue", "-j").splitlines()]

    def delivered(self, message_id):
        """Every delivered copy of the message, parsed."""
        for folder in ("new", "cur"):
            for path in (self.folder / "mail/inbox" / folder).glob("*"):
                if path.name not in self.seen:
                    self.seen[path.name] = parse(path.read_bytes())
        return [mail for mail in self.seen.values() if mail["Message-ID"] == message_id]

    def wait_for_mail(self, message_id, copies=1):
        def arrived():
            found = self.delivered(message_id)
            return found if len(found) >= copies else None

        try:
            return wait_for(arrived, f"{message_id} is delivered")
        except AssertionError as late:
            recent = "\n".join(self.log.splitlines()[-30:])
            raise AssertionError(f"{late}; the mail log ends:\n{recent}") from late

    @property
    def log(self):
        path = self.folder / "mail.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def remove(self):
        self.command("postfix", "abort", check=False)
        pid_file = self.folder / "queue/pid/master.pid"
        if pid_file.exists() and pid_file.read_text().strip():
            wait_for(lambda: not is_running(int(pid_file.read_text())), "Postfix ends")
        shutil.rmtree(self.folder, ignore_errors=True)


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class Milter:
    """namesake-milter on `listen` over `store`, with `config` (TOML) in a file of its own."""

    def __init__(self, folder, listen, store, config=""):
        self.listen = listen
        self.store = store
        self.config_path = Path(folder) / f"milter-{abs(hash(listen))}.toml"
        self.log_path = self.config_path.with_suffix(".log")
        self.configure(config)
        self.process = None

    def configure(self, config):
        self.config_path.write_text(config, encoding="utf-8")

    def spawn(self):
        assert self.process is None or self.process.poll() is not None, "it runs already"
        arguments = ["--listen", self.listen, "--store", self.store, "--config", str(self.config_path)]
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [program("namesake-milter"), *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        return self

    def start(self):
        starts = self.count("started")
        self.spawn()
        wait_for(lambda: self.has_started(starts), "namesake-milter listens")
        return self

    def has_started(self, earlier_starts):
        if self.process.poll() is not None:
            raise AssertionError(f"namesake-milter ended with {self.process.returncode}:\n{self.log}")
        return self.count("started") > earlier_starts

    @property
    def log(self):
        return self.log_path.read_text(encoding="utf-8", errors="replace") if self.log_path.exists() else ""

    def events(self, event):
        """The lines of that event, so far."""
        return re.findall(rf"^\S+ \S+ {event}(?: .*)?$", self.log, re.MULTILINE)

    def count(self, event):
        return len(self.events(event))

    def reload(self):
        """SIGUSR1, and waits until the program has made up its mind. Gives the line that says how."""
        outcomes = "(?:reloaded|reload_refused)"
        before = self.count(outcomes)
        self.process.send_signal(signal.SIGUSR1)
        wait_for(lambda: self.count(outcomes) > before, "the settings are read again")
        return self.events(outcomes)[-1]

    def kill(self):
        self.stop(signal.SIGKILL)

    def stop(self, with_signal=signal.SIGTERM):
        """Ends the process and gives its exit status; a signal is negative."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        status = self.process.wait(timeout=PATIENCE)
        self.process = None
        return status


def parse(octets):
    """A message with its fields as they stand: folded, not decoded."""
    return email.message_from_bytes(octets, policy=email.policy.compat32)


def decoded(field):
    """A field's text, unfolded, encoded-words decoded."""
    return str(email.header.make_header(email.header.decode_header(re.sub(r"\r?\n(?=[ \t])", "", field))))


_serial = iter(range(1, 1_000_000))


def letter(sender, *lines, to="jane@one.example"):
    """(Message-ID, octets) of a small mail; `lines` are header lines put on top."""
    message_id = f"<{next(_serial)}.{os.getpid()}.{time.monotonic_ns()}@sender.example>"
    header = [*lines, f"From: {sender}", f"To: {to}", "Subject: Hello", f"Message-ID: {message_id}"]
    return message_id, ("\r\n".join(header) + "\r\n\r\nCall me.\r\n").encode()


class Sender:
    """One SMTP connection. `with Sender(port) as sender: sender.send(octets)`."""

    def __init__(self, port):
        self.smtp = smtplib.SMTP("127.0.0.1", port, local_hostname="client.example", timeout=PATIENCE)
        self.smtp.ehlo()

    def send(self, octets, to=("jane@one.example",), sender="x@evil.example"):
        """Raises smtplib.SMTPDataError when the message is refused."""
        self.smtp.sendmail(sender, list(to), octets)

    def begin(self, octets, to="jane@one.example"):
        """Everything but the final dot."""
        assert self.smtp.mail("x@evil.example")[0] == 250
        assert self.smtp.rcpt(to)[0] == 250
        assert self.smtp.docmd("DATA")[0] == 354
        self.smtp.send(octets)

    def finish(self):
        """The dot; gives (code, text)."""
        code, text = self.smtp.docmd(".")
        return code, text.decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.smtp.quit()
        except (smtplib.SMTPException, OSError):
            self.smtp.close()  # the server has closed it already
