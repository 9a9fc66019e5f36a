# SPDX-License-Identifier: Apache-2.0
"""A real Rspamd with our plugin, on a loopback port and in a temporary folder. Standard library alone."""

import http.client
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from namesake import PATIENCE, Client, free_port, wait_for
from unpacked import ROOT, Unpacked

PLUGIN = ROOT / "integrations/rspamd/namesake.lua"

# Nothing that asks the network, and no rule but ours.
CONFIG = """\
lua = "{folder}/empty.lua";
options {{
  pidfile = "{folder}/rspamd.pid";
  filters = "";
  url_tld = "{folder}/suffixes";
  disable_hyperscan = true;
  tempdir = "{folder}";
  task_timeout = 60s;
  cache_file = "{folder}/symbols.cache";
  control_socket = "{folder}/control.sock mode=0600";
  dns {{ nameserver = ["127.0.0.1"]; }}
}}
logging {{ type = "file"; filename = "{folder}/rspamd.log"; level = "info"; }}
worker "normal" {{ bind_socket = "127.0.0.1:{port}"; count = 1; mime = true; }}
actions {{ reject = 15; add_header = 6; }}
modules {{ path = "{folder}/none"; try_path = "$LOCAL_CONFDIR/plugins.d/"; }}
.include "$LOCAL_CONFDIR/rspamd.conf.local"
"""


class Rspamd:
    """`settings` is the text of a section namesake."""

    def __init__(self, settings):
        self.package = Unpacked("rspamd")
        self.folder = Path(tempfile.mkdtemp(prefix="namesake-rspamd-"))
        self.port = free_port()
        share = self.package.path("usr/share/rspamd")
        config = CONFIG.format(folder=self.folder, port=self.port)
        (self.folder / "rspamd.conf").write_text(config, encoding="utf-8")
        (self.folder / "empty.lua").write_text("", encoding="utf-8")
        # The real list takes half a minute to compile.
        (self.folder / "suffixes").write_text("com\nexample\n", encoding="utf-8")
        (self.folder / "rspamd.conf.local").write_text(settings, encoding="utf-8")
        (self.folder / "none").mkdir()
        (self.folder / "plugins.d").mkdir()
        shutil.copy(PLUGIN, self.folder / "plugins.d")
        self.paths = {"SHAREDIR": share, "RULESDIR": share / "rules", "LUALIBDIR": share / "lualib",
                      "PLUGINSDIR": share / "plugins", "DBDIR": self.folder, "RUNDIR": self.folder,
                      "LOGDIR": self.folder, "LOCAL_CONFDIR": self.folder, "CONFDIR": self.folder}
        self.process = None

    def start(self):
        variables = [word for name, path in self.paths.items() for word in ("--var", f"{name}={path}")]
        with open(self.folder / "output", "wb") as output:
            self.process = subprocess.Popen(
                [self.package.path("usr/bin/rspamd"), "-f", "-i", "-c", self.folder / "rspamd.conf", *variables],
                env=self.package.environment("usr/lib/rspamd"), stdin=subprocess.DEVNULL, stdout=output,
                stderr=output)
        wait_for(self.is_ready, "rspamd answers")
        return self

    def is_ready(self):
        if self.process.poll() is not None:
            output = (self.folder / "output").read_text(encoding="utf-8", errors="replace")
            raise AssertionError(f"rspamd ended with {self.process.returncode}:\n{output}{self.log}")
        client = Client(self.port, timeout=5)
        try:
            return client.request("GET", "/ping").status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            client.close()

    @property
    def log(self):
        path = self.folder / "rspamd.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def check(self, octets, **envelope):
        """What it answers to a message; `envelope`: From, Rcpt, IP."""
        client = Client(self.port)
        try:
            answer = client.request("POST", "/checkv2", octets, envelope)
            if answer.status != 200:
                raise AssertionError(f"rspamd answers {answer.status} {answer.body}\n{self.log}")
            return json.loads(answer.body)
        finally:
            client.close()

    def rspamc(self, octets):
        """What rspamc prints of a message."""
        return subprocess.run(
            [self.package.path("usr/bin/rspamc"), "-h", f"127.0.0.1:{self.port}"], input=octets,
            env=self.package.environment("usr/lib/rspamd"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=PATIENCE, check=True).stdout.decode()

    def remove(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)
