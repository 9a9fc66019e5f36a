# SPDX-License-Identifier: Apache-2.0
"""A real Sendmail from its unpacked package, on a loopback port and in a temporary folder. Standard library alone.

Its configuration is made by its own m4 from the lines that docs/sendmail.md shows. It runs as root only, and gives
that up.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

from namesake import PATIENCE, free_port, wait_for
from unpacked import Unpacked, unavailable

MAIL_USER = "nobody"

# Nothing is looked up, nothing leaves, and whoever it is for, a message becomes a file.
MASTER_CONFIG = """\
divert(-1)
include(`{cf}/m4/cf.m4')
VERSIONID(`namesake tests')
OSTYPE(`linux')
define(`confDOMAIN_NAME', `mx.example.com')
define(`confRUN_AS_USER', `{user}')
define(`confDEF_USER_ID', `{user}')
define(`QUEUE_DIR', `{folder}/queue')
define(`STATUS_FILE', `{folder}/statistics')
define(`confPID_FILE', `{folder}/sendmail.pid')
define(`HELP_FILE', `{folder}/none')
define(`ALIAS_FILE', `')
define(`confHOST_STATUS_DIRECTORY', `')
define(`confSERVICE_SWITCH_FILE', `{folder}/switch')
define(`confTO_IDENT', `0s')
define(`confDONT_PROBE_INTERFACES', `True')
define(`confQUEUE_LA', `1000')
define(`confREFUSE_LA', `1000')
define(`confDELIVERY_MODE', `background')
define(`confMAX_MESSAGE_SIZE', `20000000')
FEATURE(`nocanonify')
FEATURE(`accept_unresolvable_domains')
FEATURE(`accept_unqualified_senders')
FEATURE(`promiscuous_relay')
FEATURE(`no_default_msa')
DAEMON_OPTIONS(`Addr=127.0.0.1, Port={port}, Name=MTA')
{filters}
MAILER(`smtp')
MAILER_DEFINITIONS
Mkeep, P={folder}/keep, F=lsDFMnqum, S=EnvFromSMTP/HdrFromSMTP, R=EnvToSMTP, A=keep $u
LOCAL_RULE_0
R$*\t\t$#keep $: $1
"""

KEEP = """\
#!/bin/sh
exec cat >"$(mktemp {folder}/mail/XXXXXXXX)"
"""


class Sendmail:
    """`filters` are lines of m4."""

    def __init__(self, filters):
        if os.geteuid() != 0:
            unavailable("Sendmail can only be started by root")
        self.package = Unpacked("sendmail-bin")
        self.wrapper = Unpacked("libnss-wrapper")
        self.folder = Path(tempfile.mkdtemp(prefix="namesake-sendmail-"))
        self.folder.chmod(0o755)
        self.port = free_port()
        owner = pwd.getpwnam(MAIL_USER)
        for name in ("queue", "mail"):
            (self.folder / name).mkdir(mode=0o700)
            shutil.chown(self.folder / name, owner.pw_uid, owner.pw_gid)
        (self.folder / "switch").write_text("hosts files\naliases files\n", encoding="utf-8")
        keep = self.folder / "keep"
        keep.write_text(KEEP.format(folder=self.folder), encoding="utf-8")
        keep.chmod(0o755)
        # It waits a minute for a machine without a full name to get one.
        (self.folder / "hosts").write_text("127.0.0.1 mx.example.com localhost\n", encoding="utf-8")
        self.configure(filters)
        self.process = None

    def configure(self, filters):
        cf = self.package.path("usr/share/sendmail/cf")
        text = MASTER_CONFIG.format(cf=cf, folder=self.folder, port=self.port, user=MAIL_USER, filters=filters)
        made = subprocess.run(
            [self.package.path("usr/bin/m4"), f"-D_CF_DIR_={cf}/", "-"], input=text, cwd=cf / "cf", encoding="utf-8",
            env=self.package.environment(), capture_output=True, timeout=PATIENCE, check=True)
        (self.folder / "sendmail.cf").write_text(made.stdout, encoding="utf-8")

    def environment(self):
        [library] = self.wrapper.folder.glob("usr/lib/*/libnss_wrapper.so")
        return self.package.environment(LD_PRELOAD=str(library), NSS_WRAPPER_HOSTNAME="mx.example.com",
                                        NSS_WRAPPER_HOSTS=str(self.folder / "hosts"))

    def start(self):
        with open(self.folder / "output", "wb") as output:
            self.process = subprocess.Popen(
                [self.package.path("usr/libexec/sendmail/sendmail"), "-C", self.folder / "sendmail.cf", "-bD",
                 "-X", self.folder / "traffic"],
                env=self.environment(), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True)
        wait_for(self.is_ready, "sendmail answers")
        return self

    def command(self, *arguments):
        """Runs sendmail on this instance and gives what it prints."""
        done = subprocess.run(
            [self.package.path("usr/libexec/sendmail/sendmail"), "-C", self.folder / "sendmail.cf", *arguments],
            env=self.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            encoding="utf-8", timeout=PATIENCE, check=False)
        if done.returncode != 0:
            raise AssertionError(f"sendmail {arguments}: exit {done.returncode}\n{done.stdout}")
        return done.stdout

    def is_ready(self):
        if self.process.poll() is not None:
            raise AssertionError(f"sendmail ended with {self.process.returncode}:\n{self.log}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.port)) != 0:
                return False
            probe.settimeout(PATIENCE)
            return probe.recv(100).startswith(b"220")

    @property
    def log(self):
        paths = (self.folder / "output", self.folder / "traffic")
        return "".join(path.read_text(encoding="utf-8", errors="replace") for path in paths if path.exists())

    def delivered(self):
        """The messages that have arrived, oldest first. One that is still being written does not count."""
        paths = sorted((self.folder / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_bytes() for path in paths]

    def queue(self, kind="qf"):
        """What waits ("qf") or is held ("hf")."""
        return list((self.folder / "queue").glob(f"{kind}*"))

    def wait_for_mail(self, copies):
        try:
            wait_for(lambda: len(self.delivered()) >= copies and not self.queue(), "sendmail delivers")
        except AssertionError as late:
            raise AssertionError(f"{late}:\n{self.log[-5000:]}") from late
        return self.delivered()

    def remove(self):
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)  # those that deliver, too
            self.process.wait(timeout=PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)
