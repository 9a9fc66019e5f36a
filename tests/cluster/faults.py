# SPDX-License-Identifier: Apache-2.0
"""What is done to a cluster, and how it is undone. Each fault strikes, and says how to mend it."""

from dataclasses import dataclass
from typing import Callable

import processes
from namesake import wait_for


def some_primary(cluster):
    """The primary, of which there may be none for a moment."""
    return wait_for(cluster.primary, "there is a primary")


def lose_machine(node):
    node.kill()
    return node.start_patroni


def kill_primary(cluster):
    """PostgreSQL and Patroni of the primary."""
    return lose_machine(some_primary(cluster))


def kill_postgres(cluster):
    """PostgreSQL of the primary. Patroni lives, gives up its lead and starts it again as a standby."""
    some_primary(cluster).kill_postgres()
    return lambda: None


def kill_standby(cluster):
    """PostgreSQL and Patroni of the standby that every commit waits for."""
    return lose_machine(wait_for(cluster.standby, "there is a synchronous standby"))


def kill_etcd_leader(cluster):
    """etcd's leader."""
    node = wait_for(cluster.etcd_leader, "etcd has a leader")
    node.kill_etcd()
    return node.start_etcd


def partition_primary(cluster):
    """The network of the primary's machine: PostgreSQL, Patroni and its etcd member."""
    node = some_primary(cluster)
    cluster.network.unplug(node.number)
    return lambda: cluster.network.plug(node.number)


def kill_namesaked(cluster):
    """The second namesaked."""
    processes.kill(cluster.process("namesaked2"))
    return lambda: cluster.start_program("namesaked", 2)


@dataclass(frozen=True)
class Fault:
    name: str
    strike: Callable  # takes the cluster, gives what mends it

    @property
    def what(self):
        return self.strike.__doc__.rstrip(".")


FAULTS = (
    Fault("primary", kill_primary),
    Fault("postgres", kill_postgres),
    Fault("standby", kill_standby),
    Fault("namesaked", kill_namesaked),
    Fault("etcd-leader", kill_etcd_leader),
    Fault("partition", partition_primary),
)
