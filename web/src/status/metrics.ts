// SPDX-License-Identifier: Apache-2.0
// Prometheus' text format, as far as the server uses it.

export type Metrics = Map<string, { labels: string; value: number }[]>;

const SAMPLE = /^(\w+)(?:\{(.*)\})? ([^ ]+)$/;

export function readMetrics(text: string): Metrics {
  const metrics: Metrics = new Map();
  for (const line of text.split('\n')) {
    const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
    if (!name) continue;
    const samples = metrics.get(name) ?? [];
    samples.push({ labels, value: Number(value) });
    metrics.set(name, samples);
  }
  return metrics;
}

export function sum(metrics: Metrics, name: string, having = ''): number | undefined {
  const samples = metrics.get(name)?.filter(({ labels }) => labels.includes(having));
  return samples?.reduce((total, { value }) => total + value, 0);
}
