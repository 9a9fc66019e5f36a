#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves that structure.py can fail: each check over a small tree with one fault in it."""

import tempfile
import unittest
from pathlib import Path

import structure

SPDX = "SPDX-License-Identifier: Apache-2.0"
CLEAN = {
    "src/CMakeLists.txt": f"# {SPDX}\nforeach(folder\n    base\n    text http\n    mail)\nendforeach()\n",
    "src/base/CMakeLists.txt": f"# {SPDX}\nnamesake_library(base SOURCES clock.cc)\n",
    "src/base/clock.h": f"// {SPDX}\n",
    "src/base/clock.cc": f'// {SPDX}\n#include "base/clock.h"\n',
    "src/text/CMakeLists.txt": f"""# {SPDX}
namesake_library(text
  SOURCES fold.cc  # a comment (with brackets)
  DEPENDS namesake::base
  PRIVATE_DEPENDS ICU::uc)
namesake_tests(text SOURCES fold_test.cc)
""",
    "src/text/fold.h": f"// {SPDX}\n#include <string>\n",
    "src/text/fold.cc": f'// {SPDX}\n#include <unicode/unorm2.h>\n#include "base/clock.h"\n',
    "src/text/fold_test.cc": f'// {SPDX}\n#include "text/fold.h"\n',
    "src/mail/CMakeLists.txt": f"""# {SPDX}
namesake_library(mail SOURCES signals/read.cc DEPENDS namesake::text)
add_executable(reader main.cc)
target_link_libraries(reader PRIVATE namesake::mail namesake::base)
""",
    "src/mail/signals/read.cc": f'// {SPDX}\n#include "text/fold.h"\n',
    "src/mail/main.cc": f'// {SPDX}\n#include "base/clock.h"\n#include "text/fold.h"\n',
    "script/run": f"#!/bin/sh\n# {SPDX}\n",
    "docs/a.md": "See [b](b.md#part), [it](https://example.org/x) and `[no](link.md)`.\n",
    "docs/b.md": "```\n[no](link.md)\n```\n[up](../README.md)\n",
    "README.md": "[a](docs/a.md)\n",
}


class Tree(unittest.TestCase):
    def faults(self, check, **changes):
        """What `check` says of the clean tree with these files changed."""
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name, text in (CLEAN | changes.get("files", {})).items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return [str(fault) for fault in structure.CHECKS[check](root)]

    def test_clean_tree_has_no_fault(self):
        for check in structure.CHECKS:
            with self.subTest(check):
                self.assertEqual(self.faults(check), [])

    def test_include_of_a_folder_not_declared(self):
        files = {"src/mail/signals/read.cc": f'// {SPDX}\n\n#include "http/server.h"\n'}
        files["src/http/server.h"] = f"// {SPDX}\n"
        self.assertEqual(
            self.faults("includes", files=files),
            ['src/mail/signals/read.cc:3: includes "http/server.h", but mail does not depend on it'],
        )

    def test_a_dependency_of_a_dependency_is_not_declared(self):
        files = {"src/mail/signals/read.cc": f'// {SPDX}\n#include "base/clock.h"\n'}
        self.assertEqual(len(self.faults("includes", files=files)), 1)

    def test_include_in_a_header(self):
        files = {"src/base/clock.h": f'// {SPDX}\n#include "text/fold.h"\n'}
        self.assertEqual(len(self.faults("includes", files=files)), 1)

    def test_include_in_a_test(self):
        files = {"src/text/fold_test.cc": f'// {SPDX}\n#include "mail/x.h"\n'}
        self.assertEqual(len(self.faults("includes", files=files)), 1)

    def test_a_test_may_use_its_own_depends(self):
        listing = CLEAN["src/mail/CMakeLists.txt"] + "namesake_tests(mail SOURCES t.cc DEPENDS namesake::base)"
        files = {"src/mail/CMakeLists.txt": listing, "src/mail/t.cc": f'// {SPDX}\n#include "base/clock.h"\n'}
        self.assertEqual(self.faults("includes", files=files), [])

    def test_dependency_upward(self):
        files = {"src/text/CMakeLists.txt": CLEAN["src/text/CMakeLists.txt"].replace("::base", "::mail")}
        self.assertIn(
            "src/text/CMakeLists.txt:1: text may not depend on mail, which is not below it",
            self.faults("includes", files=files),
        )

    def test_dependency_on_the_same_floor(self):
        files = {"src/text/CMakeLists.txt": CLEAN["src/text/CMakeLists.txt"].replace("::base", "::http")}
        self.assertEqual(len(self.faults("includes", files=files)), 3)  # and base/clock.h, and its test

    def test_source_in_no_target(self):
        files = {"src/text/lost.cc": f"// {SPDX}\n"}
        self.assertEqual(
            self.faults("includes", files=files), ["src/text/lost.cc:1: belongs to no target of its folder"]
        )

    def test_folder_that_is_not_listed(self):
        files = {"src/odd/CMakeLists.txt": f"# {SPDX}\nnamesake_library(odd SOURCES a.cc)\n"}
        self.assertEqual(len(self.faults("includes", files=files)), 1)

    def test_third_party_in_another_folder(self):
        files = {"src/mail/main.cc": f"// {SPDX}\n#include <unicode/uchar.h>\n"}
        self.assertEqual(
            self.faults("headers", files=files), ["src/mail/main.cc:2: ICU is for registry and text only"]
        )

    def test_third_party_in_a_header(self):
        files = {"src/text/fold.h": f"// {SPDX}\n#include <unicode/uchar.h>\n"}
        self.assertEqual(self.faults("headers", files=files), ["src/text/fold.h:2: ICU is for .cc files only"])

    def test_each_third_party_library_is_recognised(self):
        names = ["boost/beast/http.hpp", "gmime/gmime.h", "libmilter/mfapi.h", "sqlite3.h", "libpq-fe.h",
                 "postgresql/libpq-fe.h", "unicode/uspoof.h", "toml++/toml.h"]
        for name in names:
            with self.subTest(name):
                files = {"src/base/clock.cc": f"// {SPDX}\n#include <{name}>\n"}
                self.assertEqual(len(self.faults("headers", files=files)), 1)

    def test_missing_licence_line(self):
        for name in ("src/base/clock.h", "src/base/CMakeLists.txt", "script/run"):
            with self.subTest(name):
                files = {name: "#!/bin/sh\n" if name == "script/run" else "// nothing\n"}
                self.assertEqual(
                    self.faults("licences", files=files),
                    [f"{name}:1: does not begin with {SPDX}"],
                )

    def test_link_to_nowhere(self):
        files = {"docs/a.md": "one\n[c](c.md)\n"}
        self.assertEqual(self.faults("links", files=files), ["docs/a.md:2: the link c.md leads nowhere"])


if __name__ == "__main__":
    unittest.main()
