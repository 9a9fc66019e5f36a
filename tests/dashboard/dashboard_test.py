# SPDX-License-Identifier: Apache-2.0
"""integrations/grafana/namesake.json against what the programs export: what it asks for is there."""

import itertools
import json
import re
import unittest
from pathlib import Path

import postfix
from namesake import Client, Daemon, free_port

DASHBOARD = Path(__file__).resolve().parents[2] / "integrations" / "grafana" / "namesake.json"

# Of the scraper, and of a histogram's buckets.
OTHER_LABELS = {"job", "instance", "le"}
SERIES = re.compile(r"^(namesake_\w+)(?:\{([^}]*)\})? \S+$", re.M)


def exported(port):
    """{name of a series: names of its labels} of one program."""
    client = Client(port)
    try:
        text = client.request("GET", "/metrics").body.decode()
    finally:
        client.close()
    series = {}
    for name, labels in SERIES.findall(text):
        series.setdefault(name, set()).update(re.findall(r'(\w+)="', labels))
    return series


class DashboardTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dashboard = json.loads(DASHBOARD.read_text(encoding="utf-8"))
        cls.panels = [panel for panel in cls.dashboard["panels"] if panel["type"] != "row"]
        cls.queries = [target["expr"] for panel in cls.panels for target in panel["targets"]]
        cls.queries += [variable.get("definition", "") for variable in cls.dashboard["templating"]["list"]]
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.remove)
        cls.daemon.account()
        cls.daemon.start()
        metrics_port, milter_port = free_port(), free_port()
        cls.milter = postfix.Milter(
            cls.daemon.folder, f"inet:{milter_port}@127.0.0.1", cls.daemon.store,
            f"[milter]\nmetrics_listen = '127.0.0.1:{metrics_port}'\n",
        )
        cls.addClassCleanup(cls.milter.kill)
        cls.milter.start()
        cls.series = exported(cls.daemon.port)
        for name, labels in exported(metrics_port).items():
            cls.series.setdefault(name, set()).update(labels)

    def test_every_series_exists(self):
        asked = set(itertools.chain(*(re.findall(r"\bnamesake_\w+", query) for query in self.queries)))
        self.assertGreater(len(asked), 10)
        self.assertEqual(sorted(asked - set(self.series)), [])

    def test_every_label_exists(self):
        for query in self.queries:
            known = OTHER_LABELS.union(*(self.series.get(name, set()) for name in re.findall(r"\bnamesake_\w+", query)))
            asked = set(re.findall(r"(\w+)(?:=~|!=|!~|=)\"", query))
            for names in re.findall(r"\bby \(([^)]*)\)", query):
                asked.update(name.strip() for name in names.split(","))
            self.assertEqual(sorted(asked - known), [], query)

    def test_no_metric_is_left_out(self):
        shown = {re.sub(r"_(bucket|sum|count)$", "", name) for query in self.queries
                 for name in re.findall(r"\bnamesake_\w+", query)}
        there = {re.sub(r"_(bucket|sum|count)$", "", name) for name in self.series}
        self.assertEqual(sorted(there - shown), [])

    def test_it_can_be_provisioned(self):
        """Nothing in it belongs to one installation of Grafana."""
        self.assertNotIn("id", self.dashboard)
        self.assertNotIn("__inputs", self.dashboard)
        self.assertEqual(self.dashboard["uid"], "namesake")
        for panel in self.panels:
            for part in (panel, *panel["targets"]):
                self.assertEqual(part["datasource"], {"type": "prometheus", "uid": "${datasource}"}, panel["title"])

    def test_panels_stand_beside_each_other(self):
        panels = self.dashboard["panels"]
        self.assertEqual(len({panel["id"] for panel in panels}), len(panels))
        for one, other in itertools.combinations((panel["gridPos"] for panel in panels), 2):
            apart = (one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
                     or one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"])
            self.assertTrue(apart, (one, other))
        self.assertTrue(all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in panels))


if __name__ == "__main__":
    unittest.main()
