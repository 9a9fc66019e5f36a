# SPDX-License-Identifier: Apache-2.0
"""A small network of the cluster's own: one namespace for each machine, joined by a switch.

    this machine ---- hub (a bridge) ---- node 1, node 2, node 3

The switch has a namespace, too, so that neither the firewall nor the routes of this machine have a
say in what the nodes exchange. A node's plug can be pulled (unplug) and put back; what runs on the
node notices nothing but silence. Addresses are those that RFC 2544 sets aside for tests.
"""

import os
import shutil
import subprocess

NETWORKS = range(1, 250)
HERE = 1  # this machine's last octet; node n has 10 + n


class CannotRun(Exception):
    """Says what this machine lacks."""


def ip(*arguments, namespace=None, check=True):
    command = ["ip", *(["-n", namespace] if namespace else []), *arguments]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if check and result.returncode != 0:
        raise OSError(f"{' '.join(command)}: {result.stderr.strip()}")
    return result


def require_rights():
    """Tries what the network is made of, and takes it away again."""
    if not shutil.which("ip"):
        raise CannotRun("the command ip is missing: apt-get install iproute2")
    if os.geteuid() != 0:
        raise CannotRun("network namespaces need root: try sudo")
    probe = f"namesake-probe-{os.getpid()}"
    try:
        ip("netns", "add", probe)
        try:
            ip("link", "add", "plug", "type", "veth", "peer", "name", "eth0", namespace=probe)
            ip("link", "add", "hub", "type", "bridge", namespace=probe)
        finally:
            ip("netns", "delete", probe)
    except OSError as error:
        raise CannotRun(f"this machine does not let us build a network of namespaces ({error}); "
                       "in a container, --privileged does") from error


class Network:
    """The network with that number, which other clusters on this machine do not have."""

    def __init__(self, number, nodes):
        self.number, self.nodes = number, nodes

    @classmethod
    def claim(cls, nodes):
        """Builds one with a number that is free. To make the hub's namespace is to have it."""
        for number in NETWORKS:
            network = cls(number, nodes)
            if ip("netns", "add", network.hub, check=False).returncode == 0:
                network.build()
                return network
        raise OSError("all networks are taken; \"ip netns\" lists them")

    @classmethod
    def reopen(cls, number, nodes):
        """The network of a cluster that was started before, built anew if it has gone."""
        network = cls(number, nodes)
        if not network.exists():
            network.remove()
            result = ip("netns", "add", network.hub, check=False)
            if result.returncode != 0:
                raise OSError(f"network {number} is in use: {result.stderr.strip()}")
            network.build()
        return network

    @property
    def hub(self):
        return f"namesake{self.number}-hub"

    def namespace(self, node):
        return f"namesake{self.number}-node{node}"

    def address(self, node):
        return f"198.18.{self.number}.{10 + node}"

    @property
    def here(self):
        return f"198.18.{self.number}.{HERE}"

    @property
    def subnet(self):
        return f"198.18.{self.number}.0/24"

    def exists(self):
        """Whether the last piece that build() makes is there."""
        return ip("link", "show", f"nsk{self.number}", check=False).returncode == 0

    def build(self):
        """After the hub's namespace is there."""
        try:
            ip("link", "add", "hub", "type", "bridge", namespace=self.hub)
            ip("link", "set", "hub", "up", namespace=self.hub)
            for node in self.nodes:
                self.build_node(node)
            plug = f"nsk{self.number}"
            ip("link", "add", plug, "type", "veth", "peer", "name", "here", "netns", self.hub)
            ip("link", "set", "here", "master", "hub", "up", namespace=self.hub)
            ip("address", "add", f"{self.here}/24", "dev", plug)
            ip("link", "set", plug, "up")
        except OSError:
            self.remove()
            raise

    def build_node(self, node):
        name, plug = self.namespace(node), f"node{node}"
        ip("netns", "add", name)
        ip("link", "add", plug, "type", "veth", "peer", "name", "eth0", "netns", name, namespace=self.hub)
        ip("link", "set", plug, "master", "hub", "up", namespace=self.hub)
        ip("address", "add", f"{self.address(node)}/24", "dev", "eth0", namespace=name)
        ip("link", "set", "lo", "up", namespace=name)
        ip("link", "set", "eth0", "up", namespace=name)

    def unplug(self, node):
        ip("link", "set", f"node{node}", "down", namespace=self.hub)

    def plug(self, node):
        ip("link", "set", f"node{node}", "up", namespace=self.hub)

    def is_plugged(self, node):
        return "state UP" in ip("link", "show", f"node{node}", namespace=self.hub).stdout

    def remove(self):
        """The interfaces go with the namespaces, when nothing runs in them any more."""
        for name in (*map(self.namespace, self.nodes), self.hub):
            ip("netns", "delete", name, check=False)
        ip("link", "delete", f"nsk{self.number}", check=False)

    def inside(self, node):
        """What a command is to begin with to run on that node."""
        return ["ip", "netns", "exec", self.namespace(node)]
