#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures what is promised and prints it beside what was asked. script/bench builds and calls this.

Everything is compared within one run, round by round, since machines differ and have bad minutes.
Exits 1 when a figure falls short.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

import doors  # noqa: E402  (needs the path above)
import mail_flow  # noqa: E402
import postgres  # noqa: E402
import scan  # noqa: E402
import servers  # noqa: E402

SMALL, LARGE = 100, 100_000

# Creates of one round of the latency comparison: few, so that an account of 100 stays small.
ROUND_CREATES = 2000


def say(text):
    print(text, file=sys.stderr, flush=True)


# ---- The API -------------------------------------------------------------------------------------


def measure_api(folder, rounds, seconds):
    """{name: [figures of each round]}; the kinds of load take turns."""
    samples = {name: [] for name in ("nginx", "get", "create", "create_small", "create_large")}
    namesaked = servers.Namesaked(folder)
    nginx = None
    try:
        say(f"importing {LARGE} entries")
        large = namesaked.account_with(LARGE)
        account = namesaked.account_with(SMALL)
        entry_id, size = namesaked.one_entry(account)
        nginx = servers.Nginx(folder, size)
        for number in range(rounds):
            say(f"round {number + 1} of {rounds}")
            samples["nginx"].append(servers.load(nginx, nginx.url, seconds))
            samples["get"].append(servers.load(namesaked, namesaked.url(account, entry_id), seconds, account.read))
            samples["create"].append(create(namesaked, namesaked.account_with(SMALL), seconds))
            small = namesaked.account_with(SMALL)
            samples["create_small"].append(create(namesaked, small, 1, ROUND_CREATES))
            samples["create_large"].append(create(namesaked, large, 1, ROUND_CREATES))
        samples["sync"] = [measure_sync(folder)]
    finally:
        if nginx:
            nginx.stop()
        namesaked.stop()
    return samples, size


def create(namesaked, account, seconds, limit=None):
    before = namesaked.count(account)
    figures = servers.load(namesaked, namesaked.url(account), seconds, account.write, f"Round{before}", limit)
    created = namesaked.count(account) - before
    # wrk leaves with up to one request a connection unanswered.
    if not figures["requests"] <= created <= figures["requests"] + servers.CONNECTIONS:
        raise SystemExit(f"{figures['requests']} creates were answered, {created} entries are there")
    return figures


def measure_sync(folder):
    """What the disk needs to make one block durable, for scale."""
    block, times = b"x" * 4096, []
    with open(Path(folder) / "sync", "wb", buffering=0) as file:
        for _ in range(500):
            start = time.perf_counter()
            file.write(block)
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - start) * 1e6)
    return {"p50_us": statistics.median(times), "per_second": 1e6 / statistics.median(times)}


# ---- The engine ----------------------------------------------------------------------------------


def measure_engine(folder, rounds):
    """Google Benchmark's results: {name: {counter: median}}."""
    program = Path(folder) / "inspect_bench"
    words = [f"--benchmark_repetitions={rounds}", "--benchmark_enable_random_interleaving=true",
             "--benchmark_report_aggregates_only=true", "--benchmark_format=json"]
    result = subprocess.run([program, *words], stdout=subprocess.PIPE, check=True)
    found = {}
    for each in json.loads(result.stdout)["benchmarks"]:
        if each.get("error_occurred"):
            raise SystemExit(f"{each['name']}: {each['error_message']}")
        if each["aggregate_name"] == "median":
            found[each["run_name"]] = {
                key: value for key, value in each.items() if isinstance(value, float)
            }
    return found


# ---- The report ----------------------------------------------------------------------------------


def median(samples, name, figure):
    return statistics.median(sample[figure] for sample in samples[name])


def ratio(samples, a, b, figure):
    """Median of the rounds' own ratios: each round's two loads ran within seconds of each other."""
    return statistics.median(x[figure] / y[figure] for x, y in zip(samples[a], samples[b]))


def api_lines(samples, size):
    def rate(name):
        used = median(samples, name, "processor_us")
        return f"{median(samples, name, 'per_second'):,.0f}/s, {used:.0f} µs of CPU each"

    def latency(name):
        return f"p50 {median(samples, name, 'p50_us') / 1e3:.1f} ms, p99 {median(samples, name, 'p99_us') / 1e3:.1f} ms"

    get, made = (ratio(samples, name, "nginx", "per_second") for name in ("get", "create"))
    slower = ratio(samples, "create_large", "create_small", "p99_us")
    return [
        (f"nginx, {size} octets of fixed JSON", rate("nginx"), "for scale", None),
        ("GET of an entry", rate("get"), "", None),
        ("  beside nginx", f"{get:.2f}", "at least 0.50", get >= 0.5),
        ("durable creates", rate("create"), "", None),
        ("  beside nginx", f"{made:.2f}", "at least 0.25", made >= 0.25),
        (f"create among {SMALL:,} entries", latency("create_small"), "", None),
        (f"create among {LARGE:,} entries", latency("create_large"), "", None),
        ("  p99 beside the small account", f"{slower:.2f}", "at most 2.00", slower <= 2),
        ("fdatasync of one block", f"{median(samples, 'sync', 'p50_us'):,.0f} µs", "for scale", None),
    ]


def engine_lines(engine):
    lines = []
    for name, what in (("ReadByGmime", "GMime alone"), ("ReadFields", "header fields"),
                       ("ReadClaims", "header fields and claims")):
        lines.append((f"messages a second, {what}", f"{engine[name]['items_per_second']:,.0f}/s", "for scale", None))
    for size in (100, 10_000, 1_000_000):
        figures = engine[f"InspectMessage/{size}"]
        rate = figures["items_per_second"]
        lines.append((f"messages inspected, {size:,} identities", f"{rate:,.0f}/s", "at least 60,000", rate >= 60_000))
    memory = engine["InspectMessage/1000000"]["bytes_per_identity"]
    lines.append(("memory an identity, of 1,000,000", f"{memory:,.0f} octets", "for scale", None))
    return lines


def print_table(lines):
    for what, measured, asked, good in lines:
        mark = {None: "", True: "met", False: "FALLS SHORT"}[good]
        print(f"{what:<46} {measured:>31}   {asked:<16} {mark}".rstrip())


def machine():
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
    return {"processor": model, "cores": os.cpu_count(), "kernel": platform.release(),
            "load_before": os.getloadavg()[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default=ROOT / "build/release/bin", help="folder of the programs")
    parser.add_argument("--output", default=ROOT / "build/bench.json", help="where all figures go")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=3, help="of each load of a round")
    parser.add_argument("--disk", default=ROOT / "build", help="folder on the disk that the store is to be on")
    parser.add_argument("--only", choices=("api", "engine", "scan", "mail", "doors", "postgres"))
    options = parser.parse_args()
    os.environ["NAMESAKE_BIN"] = str(Path(options.bin).resolve())
    options.disk = Path(options.disk).resolve()

    report = {"time": datetime.now(timezone.utc).isoformat(timespec="seconds"), "machine": machine()}
    lines = []
    if options.only in (None, "api"):
        # Beside the build, since /tmp may be memory, where nothing is ever durable.
        folder = tempfile.mkdtemp(prefix="bench-", dir=options.disk)
        try:
            report["api"], size = measure_api(folder, options.rounds, options.seconds)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        lines += api_lines(report["api"], size)
    if options.only in (None, "engine"):
        say("the engine")
        report["engine"] = measure_engine(options.bin, options.rounds)
        lines += engine_lines(report["engine"])
    if options.only in (None, "scan"):
        with tempfile.TemporaryDirectory(prefix="bench-", dir=options.disk) as folder:
            report["scan"] = scan.measure(options.bin, folder, options.rounds, say)
        lines += scan.lines(report["scan"])
    if options.only in (None, "mail"):
        report["mail"] = mail_flow.measure(options.bin, options.rounds, say)
        lines += mail_flow.lines(report["mail"])
    if options.only in (None, "doors"):
        report["doors"] = doors.measure(options.bin, options.disk, options.rounds, say)
        lines += doors.lines(report["doors"])

    if options.only in (None, "postgres"):
        report["postgres"] = postgres.measure(options.disk, options.rounds, options.seconds, say)
        lines += postgres.lines(report["postgres"])

    Path(options.output).write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    host = report["machine"]
    print(f"{report['time']}, {host['cores']} cores of {host['processor']}, load before {host['load_before']:.1f}")
    print_table(lines)
    sys.exit(1 if any(good is False for *_, good in lines) else 0)


if __name__ == "__main__":
    main()
