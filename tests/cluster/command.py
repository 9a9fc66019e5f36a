# SPDX-License-Identifier: Apache-2.0
"""script/cluster: starts a cluster of a folder, looks at it, breaks it and mends it."""

import argparse
import signal
import sys
import textwrap

import processes
from cluster import NODES, PAIR, Cluster
from network import CannotRun

EPILOG = """\
WHAT is primary, standby (the synchronous one) or etcd-leader, or one by name:
node1 to node3, namesaked1, namesaked2, namesake-milter1, namesake-milter2.

Needs root, for network namespaces and to run PostgreSQL as its own user. The
folder is var/cluster, or what NAMESAKE_CLUSTER names; the user postgres must
be able to enter it. NAMESAKE_BIN names a folder of programs to take instead of
building the release. docs/cluster.md describes what is built.
"""


def parse():
    parser = argparse.ArgumentParser(
        prog="script/cluster", epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
        description=textwrap.fill("Three machines with PostgreSQL, Patroni and etcd on this one, two namesaked and "
                                  "two namesake-milter over them.", 78))
    parser.add_argument("--folder", required=True, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    start = commands.add_parser("start", help="start what does not run; done when it serves")
    start.add_argument("--database-only", action="store_true", help="without our programs")
    stop = commands.add_parser("stop", help="end everything; the data stay")
    stop.add_argument("--remove", action="store_true", help="the data, too")
    commands.add_parser("status", help="what runs, who leads; exits 1 if incomplete")
    commands.add_parser("uri", help="print what --store takes")
    kill = commands.add_parser("kill", help="kill -9; \"start\" starts it again")
    kill.add_argument("what", metavar="WHAT")
    partition = commands.add_parser("partition", help="cut a machine off the network")
    partition.add_argument("what", metavar="WHAT", help="primary, standby, node1...")
    heal = commands.add_parser("heal", help="connect machines again")
    heal.add_argument("what", metavar="WHAT", nargs="?", help="node1...; otherwise all")
    return parser.parse_args()


def node_of(cluster, what):
    """The machine that is meant."""
    if what in (f"node{number}" for number in NODES):
        return cluster.node(int(what.removeprefix("node")))
    roles = {"primary": cluster.primary, "standby": cluster.standby, "etcd-leader": cluster.etcd_leader}
    if what not in roles:
        raise SystemExit(f"script/cluster: no {what} here")
    return roles[what]() or sys.exit(f"script/cluster: there is no {what} at the moment")


def start(cluster, options):
    cluster.start_database()
    if options.database_only:
        print(cluster.uri())
        return
    cluster.start_programs()
    account, token = cluster.account()
    for number in PAIR:
        print(f"namesaked{number}         http://127.0.0.1:{cluster.port('namesaked', number)}")
        print(f"namesake-milter{number}   inet:{cluster.port('namesake-milter', number)}@127.0.0.1")
    print(f"account            {account}\ntoken              {token}")
    print("The database's URI: script/cluster uri")


def stop(cluster, options):
    if options.remove:
        cluster.remove()
    else:
        cluster.stop()


def status(cluster, _):
    members = cluster.members()
    for node in cluster.nodes:
        member = members.get(node.name, {})
        parts = [node.name, node.address, member.get("role", "unknown"), member.get("state", "away")]
        parts += [kind for kind in ("etcd", "patroni") if processes.alive(node.process(kind))]
        parts += ["etcd-leader"] if node.is_etcd_leader() else []
        parts += [] if cluster.network.is_plugged(node.number) else ["partitioned"]
        print("  ".join(parts))
    for name in sorted(cluster.state["ports"]):
        if not name.endswith("-metrics"):
            runs = "runs" if processes.alive(cluster.process(name)) else "has ended"
            print(f"{name}  port {cluster.state['ports'][name]}  {runs}")
    sys.exit(0 if cluster.is_complete() else 1)


def uri(cluster, _):
    print(cluster.uri())


def kill(cluster, options):
    if cluster.process(options.what):
        processes.kill(cluster.process(options.what))
        return
    node = node_of(cluster, options.what)
    if options.what == "etcd-leader":
        node.kill_etcd()
    else:
        node.kill()
    print(node.name)


def partition(cluster, options):
    node = node_of(cluster, options.what)
    cluster.network.unplug(node.number)
    print(node.name)


def heal(cluster, options):
    for node in [node_of(cluster, options.what)] if options.what else cluster.nodes:
        cluster.network.plug(node.number)


COMMANDS = {
    "start": start, "stop": stop, "status": status, "uri": uri, "kill": kill, "partition": partition, "heal": heal,
}


def main():
    options = parse()
    # A stop in the middle of something leaves through the "finally"s.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    cluster = Cluster(options.folder)
    if options.command not in ("start", "stop") and not cluster.is_started():
        raise SystemExit("script/cluster: nothing runs; \"script/cluster start\" starts it")
    try:
        with cluster.lock():
            COMMANDS[options.command](cluster, options)
    except (CannotRun, OSError) as error:
        raise SystemExit(f"script/cluster: {error}") from error


if __name__ == "__main__":
    main()
