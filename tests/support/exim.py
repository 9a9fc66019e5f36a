# SPDX-License-Identifier: Apache-2.0
"""A real Exim with our ACL, on a loopback port and in a temporary folder. Standard library alone.

It runs from its unpacked package: nss_wrapper makes it believe that its user exists.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from namesake import PATIENCE, free_port, wait_for
from unpacked import ROOT, Unpacked

ACL = ROOT / "integrations/exim/namesake.acl"
COMPILED_USER = "Debian-exim"

CONFIG = """\
{macros}
exim_user = {user}
exim_group = {group}
never_users =
deliver_drop_privilege = true
keep_environment = PATH : LD_LIBRARY_PATH : LD_PRELOAD : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP
spool_directory = {folder}/spool
log_file_path = {folder}/log/%s
pid_file_path = {folder}/exim.pid
exim_path = {program}
primary_hostname = mx.example.com
qualify_domain = example.com
daemon_smtp_ports = {port}
local_interfaces = 127.0.0.1
hosts_treat_as_local = *
host_lookup =
rfc1413_query_timeout = 0s
smtp_accept_queue_per_connection = 0
accept_8bitmime = true
check_spool_space = 0
check_spool_inodes = 0
tls_advertise_hosts =
acl_smtp_rcpt = acl_rcpt
acl_smtp_data = acl_data

begin acl

acl_rcpt:
  accept

acl_data:
.include {folder}/namesake.acl
{acl}
  accept

begin routers

{routers}

inbox:
  driver = accept
  transport = maildir

begin transports

maildir:
  driver = appendfile
  directory = {folder}/mail
  maildir_format
  delivery_date_add = false
  envelope_to_add = false
  return_path_add = false
"""


class Exim:
    """`macros` are lines "NAME = value"; `acl` and `routers` come behind ours, and before the only router."""

    def __init__(self, macros, acl="", routers=""):
        self.package = Unpacked("exim4-daemon-light")
        self.wrapper = Unpacked("libnss-wrapper")
        self.folder = Path(tempfile.mkdtemp(prefix="namesake-exim-"))
        self.folder.chmod(0o755)
        self.port = free_port()
        # Root's Exim gives up root's rights; anybody else's has none.
        user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        for name in ("spool", "log", "mail", "mail/new", "mail/cur", "mail/tmp"):
            (self.folder / name).mkdir()
            if os.geteuid() == 0:
                os.chown(self.folder / name, user.pw_uid, user.pw_gid)
        self.write_users(user)
        shutil.copy(ACL, self.folder)
        (self.folder / "exim.conf").write_text(
            CONFIG.format(folder=self.folder, port=self.port, macros=macros, acl=acl, routers=routers,
                          user=user.pw_uid, group=user.pw_gid, program=self.package.path("usr/sbin/exim4")),
            encoding="utf-8")
        self.process = None
        self.output = self.folder / "output"

    def write_users(self, user):
        passwd, group = Path("/etc/passwd").read_text("utf-8"), Path("/etc/group").read_text("utf-8")
        passwd += f"{COMPILED_USER}:x:{user.pw_uid}:{user.pw_gid}::{self.folder}:/usr/sbin/nologin\n"
        group += f"{COMPILED_USER}:x:{user.pw_gid}:\n"
        (self.folder / "passwd").write_text(passwd, encoding="utf-8")
        (self.folder / "group").write_text(group, encoding="utf-8")

    def environment(self):
        [library] = self.wrapper.folder.glob("usr/lib/*/libnss_wrapper.so")
        return self.package.environment(LD_PRELOAD=str(library), NSS_WRAPPER_PASSWD=str(self.folder / "passwd"),
                                        NSS_WRAPPER_GROUP=str(self.folder / "group"))

    def start(self):
        with open(self.output, "wb") as output:
            self.process = subprocess.Popen(
                [self.package.path("usr/sbin/exim4"), "-C", self.folder / "exim.conf", "-bdf", "-oX", str(self.port)],
                env=self.environment(), stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        wait_for(self.is_ready, "exim answers")
        return self

    def dialogue(self, octets, client_address):
        """A message brought from that address: the same server, with the dialogue on its standard input."""
        lines = (b"EHLO client.example", b"MAIL FROM:<x@evil.example>", b"RCPT TO:<jane@example.com>", b"DATA",
                 octets.rstrip() + b"\r\n.", b"QUIT", b"")
        done = subprocess.run(
            [self.package.path("usr/sbin/exim4"), "-C", self.folder / "exim.conf", "-oMa", client_address, "-bs"],
            input=b"\r\n".join(lines), env=self.environment(), capture_output=True, timeout=PATIENCE, check=False)
        if b"250 OK id=" not in done.stdout:
            raise AssertionError(f"exim: {done.stdout} {done.stderr}\n{self.log}")

    def is_ready(self):
        if self.process.poll() is not None:
            raise AssertionError(f"exim ended with {self.process.returncode}:\n{self.log}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.port)) != 0:
                return False
            probe.settimeout(PATIENCE)
            return probe.recv(100).startswith(b"220")

    @property
    def log(self):
        paths = [self.output, *sorted((self.folder / "log").glob("*"))]
        return "".join(path.read_text(encoding="utf-8", errors="replace") for path in paths if path.exists())

    def delivered(self):
        """The messages that have arrived, oldest first."""
        paths = sorted((self.folder / "mail/new").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_bytes() for path in paths]

    def wait_for_mail(self, copies):
        try:
            return wait_for(lambda: (found := self.delivered()) if len(self.delivered()) >= copies else None,
                            "exim delivers")
        except AssertionError as late:
            raise AssertionError(f"{late}; {self.log}") from late

    def remove(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)
