# SPDX-License-Identifier: Apache-2.0
"""Rspamd and SpamAssassin as Debian configures them, less what asks the network, on loopback."""

import http.client
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import servers
from namesake import PATIENCE, free_port, wait_for
from spamassassin import perl
from unpacked import Unpacked

# What looks something up elsewhere: in DNS, at a service, at the maker's site.
RSPAMD_NETWORK_MODULES = ("arc", "asn", "dkim", "dkim_signing", "dmarc", "fuzzy_check", "hfilter", "mx_check", "rbl",
                          "rspamd_update", "spf", "url_redirector")

READY_PATIENCE = 300.0  # Rspamd compiles its expressions and the public suffix list first


class ContentFilter:
    """A server that checks a message a connection. The derived class starts `process` in `folder`."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="namesake-bench-"))
        self.port = free_port()
        self.process = None
        self.next = 0

    def load(self, messages, clients, seconds):
        """Figures as servers.load gives; a load goes on with the message after the last one's."""
        checked, failures, lock = [], [], threading.Lock()
        before, begin = servers.processor_seconds(self.process), time.monotonic()

        def client():
            try:
                while time.monotonic() < begin + seconds:
                    with lock:
                        path = messages[self.next % len(messages)]
                        self.next += 1
                    self.check(path.read_bytes())
                    checked.append(path)
            except (OSError, http.client.HTTPException, ValueError) as error:
                failures.append(error)

        threads = [threading.Thread(target=client) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise SystemExit(f"{type(self).__name__}: {failures[0]!r}")
        used = servers.processor_seconds(self.process) - before
        return {"requests": len(checked), "per_second": len(checked) / (time.monotonic() - begin),
                "processor_us": used / len(checked) * 1e6}

    def start(self, command, environment):
        with open(self.folder / "output", "wb") as output:
            self.process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output,
                                            stderr=output)

    def wait_until_ready(self):
        wait_for(self.is_ready, f"{type(self).__name__} is ready", READY_PATIENCE)

    def still_runs(self):
        if self.process.poll() is not None:
            raise SystemExit(f"{type(self).__name__} ended with {self.process.returncode}:\n"
                             f"{(self.folder / 'output').read_text(encoding='utf-8', errors='replace')}")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)


class Rspamd(ContentFilter):
    """Its scanner, which is one process, with its proxy and its controller."""

    def __init__(self):
        super().__init__()
        package = Unpacked("rspamd")
        overrides = self.folder / "override.d"
        overrides.mkdir()
        for module in RSPAMD_NETWORK_MODULES:
            (overrides / f"{module}.conf").write_text("enabled = false;\n", encoding="utf-8")
        for worker, port in (("normal", self.port), ("proxy", free_port()), ("controller", free_port())):
            (overrides / f"worker-{worker}.inc").write_text(f'bind_socket = "127.0.0.1:{port}";\n', encoding="utf-8")
        shipped, share = package.path("etc/rspamd"), package.path("usr/share/rspamd")
        places = {"CONFDIR": shipped, "SHAREDIR": share, "RULESDIR": share / "rules", "LUALIBDIR": share / "lualib",
                  "PLUGINSDIR": share / "plugins", "WWWDIR": share / "www"}
        places |= dict.fromkeys(("LOCAL_CONFDIR", "DBDIR", "RUNDIR", "LOGDIR"), self.folder)
        words = [word for name, path in places.items() for word in ("--var", f"{name}={path}")]
        self.start([package.path("usr/bin/rspamd"), "-f", "-i", "-c", shipped / "rspamd.conf", *words],
                   package.environment("usr/lib/rspamd"))

    def is_ready(self):
        """Until it has compiled its expressions it does without Hyperscan."""
        self.still_runs()
        log = self.folder / "rspamd.log"
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else ()
        return any("(normal)" in line and "full hyperscan database" in line for line in lines)

    def check(self, octets):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("POST", "/checkv2", octets)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:
            raise ValueError(f"answers {answer.status} {body!r}")


class SpamAssassin(ContentFilter):
    """spamd, with up to five children."""

    def __init__(self):
        super().__init__()
        package = Unpacked("spamd")
        self.folder.chmod(0o777)  # root's spamd works as nobody
        self.start([*perl(package), package.path("usr/sbin/spamd"), "--local", "--max-children", "5",
                    "--nouser-config", f"--helper-home-dir={self.folder}",
                    f"--siteconfigpath={package.path('etc/spamassassin')}",
                    f"--configpath={package.path('usr/share/spamassassin')}", f"--listen=127.0.0.1:{self.port}",
                    "--allowed-ips=127.0.0.1", f"--syslog={self.folder / 'log'}"],
                   package.environment(HOME=str(self.folder)))

    def is_ready(self):
        self.still_runs()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def check(self, octets):
        """What `spamc -c` asks."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(b"CHECK SPAMC/1.5\r\nContent-length: %d\r\n\r\n%s" % (len(octets), octets))
            connection.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
        if b" 0 EX_OK\r\nSpam: " not in answer:
            raise ValueError(f"answers {answer!r}")
