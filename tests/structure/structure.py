#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the repository against its own rules: `structure.py includes|headers|licences|links [ROOT]`.

includes   every #include "folder/..." in src/ is among the DEPENDS of the target that compiles the
           file, dependencies only point down, every .cc belongs to a target
headers    a third-party library is seen by its own folder only, and in .cc files only
licences   every source file begins with its SPDX line
links      every relative link of a Markdown file leads somewhere

Prints one line for each fault, "path:line: what", and exits 1 when there is any.
"""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

# What a header of this library may be seen by. A library that is missing here may be used anywhere.
THIRD_PARTY = {
    "Boost.Beast": (re.compile(r"boost/beast"), {"http"}),
    "GMime": (re.compile(r"gmime/"), {"mail"}),
    "libmilter": (re.compile(r"libmilter/"), {"milter"}),
    "SQLite": (re.compile(r"sqlite3\.h"), {"storage"}),
    "libpq": (re.compile(r"libpq-fe\.h|postgresql/"), {"storage"}),
    "ICU": (re.compile(r"unicode/"), {"text", "registry"}),
    "libcurl": (re.compile(r"curl/"), {"delivery", "events", "imap"}),
    "zlib": (re.compile(r"zlib\.h"), {"mail"}),
    "zstd": (re.compile(r"zstd"), {"mail"}),
    "toml++": (re.compile(r"toml\+\+|toml\.hpp"), {"settings"}),
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
SPDX = "SPDX-License-Identifier: Apache-2.0"
SOURCE_FOLDERS = ("src", "cmake", "fuzz", "tests", "bench", "evaluation", "script", "integrations", "web", ".ci")
SOURCE_SUFFIXES = {".h", ".cc", ".py", ".mjs", ".js", ".ts", ".tsx", ".lua", ".sh", ".cmake"}
SKIPPED_FOLDERS = {".git", "build", "var", "node_modules", "corpus", "__pycache__"}


@dataclass
class Target:
    """What one target of a CMakeLists.txt compiles, and which of our folders it may use."""

    folder: str
    sources: set[Path] = field(default_factory=set)
    depends: set[str] = field(default_factory=set)


@dataclass
class Fault:
    path: Path
    line: int
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.text}"


# ---- CMake ---------------------------------------------------------------------------------------


def cmake_commands(text):
    """Yields (name, words) of each command; comments are left out, quotes taken off."""
    text = re.sub(r"#[^\n]*", "", text)
    for match in re.finditer(r"([A-Za-z_]\w*)\s*\(([^()]*)\)", text):
        yield match[1].lower(), [word.strip('"') for word in match[2].split()]


def sections(words, names):
    """{"DEPENDS": [...], ...} of a command's words; what stands before any of `names` is under ""."""
    result, current = {"": []}, ""
    for word in words:
        if word in names:
            current = word
            result.setdefault(current, [])
        else:
            result[current].append(word)
    return result


def our_folders(words):
    return {word.removeprefix("namesake::") for word in words if word.startswith("namesake::")}


def targets_of(folder, directory, text):
    """The targets that the CMakeLists.txt of src/<folder> declares; its library comes first."""
    targets = {}

    def target(name):
        return targets.setdefault(name, Target(folder))

    library = target("library")
    for name, words in cmake_commands(text):
        if name == "namesake_library":
            part = sections(words[1:], {"SOURCES", "DEPENDS", "PRIVATE_DEPENDS", "PRECOMPILE"})
            library.sources |= {directory / source for source in part.get("SOURCES", [])}
            library.depends |= our_folders(part.get("DEPENDS", []) + part.get("PRIVATE_DEPENDS", []))
        elif name in ("namesake_tests", "namesake_benchmark", "namesake_fuzz"):
            part = sections(words[1:], {"SOURCES", "SOURCE", "DEPENDS"})
            entry = target((name, words[0]))
            sources = part.get("SOURCES", []) + part.get("SOURCE", [])
            entry.sources |= {directory / source for source in sources}
            entry.depends |= our_folders(part.get("DEPENDS", []))
        elif name in ("add_executable", "add_library"):
            target(words[0]).sources |= {directory / word for word in words[1:] if "." in word}
        elif name == "target_link_libraries":
            target(words[0]).depends |= our_folders(words[1:])
    # A test knows what its library knows; so does a program beside its library.
    for entry in targets.values():
        entry.depends |= library.depends
    return list(targets.values())


def floors(text):
    """{folder: number of its floor} from the list in src/CMakeLists.txt, one floor a line."""
    listed = re.search(r"foreach\s*\(\s*folder([^)]*)\)", text)
    if not listed:
        raise SystemExit("src/CMakeLists.txt: there is no list of folders")
    result = {}
    for floor, line in enumerate(line for line in listed[1].splitlines() if line.split()):
        for folder in line.split():
            result[folder] = floor
    return result


# ---- Checks: each takes the root folder and yields faults ------------------------------------------


def included_names(path):
    """(line, quote, name) of every #include."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        match = INCLUDE.match(line)
        if match:
            yield number, match[1], match[2]


def source_files(src):
    return sorted(path for path in src.rglob("*") if path.suffix in (".h", ".cc"))


def check_includes(root):
    src = root / "src"
    order = floors((src / "CMakeLists.txt").read_text(encoding="utf-8"))
    allowed, folders = {}, {path.name for path in src.iterdir() if path.is_dir()}
    for folder in sorted(folders):
        listing = src / folder / "CMakeLists.txt"
        if not listing.exists():
            continue
        where = listing.relative_to(root)
        if folder not in order:
            yield Fault(where, 1, f"src/CMakeLists.txt does not list {folder}")
            continue
        for target in targets_of(folder, listing.parent, listing.read_text(encoding="utf-8")):
            for other in sorted(target.depends - {folder}):
                if other in order and order[other] >= order[folder]:
                    yield Fault(where, 1, f"{folder} may not depend on {other}, which is not below it")
            for source in target.sources:
                allowed.setdefault(source, set()).update(target.depends | {folder})
            # A header is used by whatever target includes it; the folder's own list holds for it.
            allowed.setdefault(listing.parent, set()).update(target.depends | {folder})

    for path in source_files(src):
        folder = path.relative_to(src).parts[0]
        home = src / folder
        if home not in allowed:
            continue
        if path.suffix == ".cc" and path not in allowed:
            yield Fault(path.relative_to(root), 1, "belongs to no target of its folder")
            continue
        known = allowed[home] if path.suffix == ".h" else allowed[path]
        for line, quote, name in included_names(path):
            other = name.split("/")[0]
            if quote == '"' and "/" in name and other in folders and other not in known:
                yield Fault(
                    path.relative_to(root), line, f'includes "{name}", but {folder} does not depend on it'
                )


def check_headers(root):
    src = root / "src"
    for path in source_files(src):
        folder = path.relative_to(src).parts[0]
        for line, _, name in included_names(path):
            for library, (pattern, homes) in THIRD_PARTY.items():
                if not pattern.match(name):
                    continue
                if folder not in homes:
                    fault = f"{library} is for {' and '.join(sorted(homes))} only"
                elif path.suffix == ".h":
                    fault = f"{library} is for .cc files only"
                else:
                    continue
                yield Fault(path.relative_to(root), line, fault)


def walk(root, *folders):
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not SKIPPED_FOLDERS & set(path.relative_to(root).parts):
                yield path


def is_source(path):
    if path.suffix in SOURCE_SUFFIXES or path.name == "CMakeLists.txt":
        return True
    with path.open("rb") as file:
        return file.read(2) == b"#!"


def check_licences(root):
    yielded = False
    for path in walk(root, *SOURCE_FOLDERS):
        if not is_source(path):
            continue
        yielded = True
        with path.open(encoding="utf-8", errors="replace") as file:
            head = [file.readline() for _ in range(2)]
        # A script's first line names its interpreter.
        wanted = head[1] if head[0].startswith("#!") else head[0]
        if SPDX not in wanted and SPDX not in head[0]:
            yield Fault(path.relative_to(root), 1, f"does not begin with {SPDX}")
    if not yielded:
        raise SystemExit(f"{root}: no source files")


def check_links(root):
    pages = sorted(root.glob("*.md")) + [page for page in walk(root, "docs") if page.suffix == ".md"]
    if not pages:
        raise SystemExit(f"{root}: no Markdown files")
    for page in pages:
        in_code = False
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
            if line.lstrip().startswith("```"):
                in_code = not in_code
            if in_code:
                continue
            for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", line)):
                target = link.split("#")[0]
                if not target or re.match(r"[a-z][a-z0-9+.-]*:", target):
                    continue
                if not (page.parent / target).exists():
                    yield Fault(page.relative_to(root), number, f"the link {link} leads nowhere")


CHECKS = {
    "includes": check_includes,
    "headers": check_headers,
    "licences": check_licences,
    "links": check_links,
}


def main(arguments):
    if not arguments or arguments[0] not in CHECKS or len(arguments) > 2:
        print(__doc__, file=sys.stderr)
        return 2
    default = Path(__file__).resolve().parents[2]
    root = Path(arguments[1]).resolve() if len(arguments) == 2 else default
    faults = list(CHECKS[arguments[0]](root))
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
