# SPDX-License-Identifier: Apache-2.0
"""A real SpamAssassin with our plugin and no rule but ours, in a temporary folder. Standard library alone."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from namesake import PATIENCE
from unpacked import ROOT, Unpacked

INTEGRATION = ROOT / "integrations/spamassassin"


def perl(package):
    """The command that runs the package's Perl with the package's modules."""
    folders = [folder for name in ("usr/share/perl5", "usr/share/perl/*", "usr/lib/*/perl5/*", "usr/lib/*/perl/*",
                                   "usr/lib/*/perl-base")
               for folder in package.folder.glob(name)]
    return [package.path("usr/bin/perl"), "-T", *(f"-I{folder}" for folder in folders)]


class SpamAssassin:
    """`rules` is the text of namesake.cf."""

    def __init__(self, rules):
        self.package = Unpacked("spamassassin")
        self.folder = Path(tempfile.mkdtemp(prefix="namesake-spamassassin-"))
        # What Debian's init.pre and v320.pre load and these rules need, and nothing that asks the network.
        (self.folder / "init.pre").write_text("loadplugin Mail::SpamAssassin::Plugin::Check\n", encoding="utf-8")
        (self.folder / "namesake.cf").write_text(rules, encoding="utf-8")
        shutil.copy(INTEGRATION / "Namesake.pm", self.folder)
        # How a report looks, and what a domain is; the shipped rules stay outside.
        (self.folder / "shipped").mkdir()
        for name in ("10_default_prefs.cf", "20_aux_tlds.cf"):
            shutil.copy(self.package.path(f"usr/share/spamassassin/{name}"), self.folder / "shipped")

    def run(self, *arguments, octets=b""):
        """What spamassassin prints, and what it says on standard error."""
        done = subprocess.run(
            [*perl(self.package), self.package.path("usr/bin/spamassassin"), "--local", f"--siteconfigpath={self.folder}",
             f"--configpath={self.folder / 'shipped'}", f"--prefspath={self.folder / 'user_prefs'}",
             "--nocreate-prefs", *arguments],
            input=octets, env=self.package.environment(HOME=str(self.folder)), capture_output=True,
            timeout=PATIENCE, check=False)
        output = done.stdout.decode(errors="replace")
        said = done.stderr.decode(errors="replace")
        if done.returncode != 0:
            raise AssertionError(f"spamassassin {arguments}: exit {done.returncode}\n{output}{said}")
        return output, said

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)
