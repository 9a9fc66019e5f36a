# SPDX-License-Identifier: Apache-2.0
"""docs/postfix.md, done as it says: its main.cf lines, its tables, its settings, its swaks."""

import shlex
import shutil
import subprocess
import unittest
from pathlib import Path

import flow
import postfix
from flow import FORGED, GENUINE
from namesake import PATIENCE, free_port, wait_for

PAGE = Path(__file__).resolve().parents[2] / "docs/postfix.md"


def blocks(kind=""):
    """The page's blocks of that kind, without their indentation."""
    found, fence = [], None
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if not line.lstrip().startswith("```"):
            if fence is not None:
                found[-1][1].append(line.removeprefix(fence))
        elif fence is None:
            fence = line[: len(line) - len(line.lstrip())]
            found.append((line.strip().removeprefix("```"), []))
        else:
            fence = None
    return ["".join(f"{line}\n" for line in lines) for name, lines in found if name == kind]


def files():
    """{path: text} of the blocks that say which file they are part of; one file's parts together."""
    result = {}
    for block in blocks():
        name, _, text = block.partition("\n")
        if name.startswith("# /etc/"):
            result.setdefault(name.removeprefix("# "), []).append(text)
    return result


@flow.can_run()
class PageTest(flow.FlowTest):
    @classmethod
    def set_up(cls):
        # What the page says, but for folders, ports and whose addresses they are.
        cls.milter_port, cls.port = free_port(), free_port()
        first, checks, _ = files()["/etc/postfix/main.cf"]
        settings = cls.adapt(first + checks)
        main_cf = cls.postfix.config / "main.cf"
        main_cf.write_text(main_cf.read_text(encoding="utf-8") + settings, encoding="utf-8")
        for name in ("namesake_actions", "namesake_forged"):
            [table] = files()[f"/etc/postfix/{name}"]
            (cls.postfix.config / name).write_text(cls.adapt(table), encoding="utf-8")
        cls.postfix.listen(cls.port)
        cls.milter = postfix.Milter(cls.store.folder, f"inet:{cls.milter_port}@127.0.0.1", cls.store.uri)
        cls.addClassCleanup(cls.milter.kill)

    @classmethod
    def adapt(cls, text):
        return (
            text.replace("/etc/postfix", str(cls.postfix.config))
            .replace("127.0.0.1:8891", f"127.0.0.1:{cls.milter_port}")
            .replace("example.com", "one.example")
        )

    def setUp(self):
        if self.milter.process is None:
            self.milter.start()

    def test_its_swaks_is_redirected_with_the_fields_it_shows(self):
        [command] = [block for block in blocks() if block.startswith("swaks ")]
        arguments = shlex.split(self.adapt(command.replace("\\\n", " ")))
        arguments[arguments.index("localhost")] = f"127.0.0.1:{self.port}"
        sent = subprocess.run(
            [shutil.which("swaks"), *arguments[1:], "--header", "Message-Id: <page@sender.example>"],
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
        )
        self.assertEqual(sent.returncode, 0, sent.stdout + sent.stderr)
        [mail] = self.postfix.wait_for_mail("<page@sender.example>")
        self.assertEqual(mail["Delivered-To"], "security@one.example")
        [shown] = [block for block in blocks() if block.startswith("X-Namesake-Verdict: ")]
        arrived = [f"{name}: {postfix.decoded(body)}" for name, body in flow.our_fields(mail)]
        self.assertEqual(arrived, shown.splitlines())

    def test_forged_fields_are_taken_out_with_and_without_the_filter(self):
        lines = ["X-Namesake-Verdict: NONE", "x-cfemailsecurity-attribute: BEC"]
        [mail] = self.send(self.port, GENUINE, *lines)
        self.assert_untouched(mail)
        self.milter.kill()
        [mail] = self.send(self.port, FORGED, *lines)
        self.assertEqual(flow.our_fields(mail), [])

    def test_its_settings_are_valid_and_quarantine(self):
        for toml in blocks("toml"):
            self.milter.configure(toml)
            self.assertIn(" reloaded ", self.milter.reload())
        [toml] = [block for block in blocks("toml") if "quarantine" in block]
        self.milter.configure(toml)
        self.milter.reload()
        message_id, octets = postfix.letter(FORGED)
        with postfix.Sender(self.port) as sender:
            sender.send(octets)
        [item] = wait_for(
            lambda: [item for item in self.postfix.queue() if item["queue_name"] == "hold"], "the mail is held"
        )
        self.assertIn(f"{item['queue_id']}!", self.postfix.command("postqueue", "-p"))
        self.postfix.command("postsuper", "-d", item["queue_id"])
        self.assertEqual(self.postfix.queue(), [])
        self.milter.configure("")
        self.milter.reload()


if __name__ == "__main__":
    unittest.main()
