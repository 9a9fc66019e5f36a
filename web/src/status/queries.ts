// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Node } from '../api/types';
import { useSignedIn } from '../session';
import { readMetrics, sum, type Metrics } from './metrics';

const EVERY_MS = 5_000;

export interface Status {
  ready: boolean;
  metrics: Metrics;
  requestsPerSecond?: number; // since the last look
}

interface Look {
  at: number;
  requests: number;
}

// The state of the node that answers. Neither route asks for a token, so none is sent.
async function look(signal: AbortSignal): Promise<{ ready: boolean; metrics: Metrics }> {
  const [ready, metrics] = await Promise.all([
    fetch('/readyz', { signal, cache: 'no-store' }),
    fetch('/metrics', { signal, cache: 'no-store' }),
  ]);
  return { ready: ready.ok, metrics: readMetrics(await metrics.text()) };
}

export function useNodes() {
  const { api, account } = useSignedIn();
  return useQuery({
    queryKey: ['nodes', account],
    refetchInterval: EVERY_MS,
    queryFn: async ({ signal }) =>
      (await api.call<Node[]>(`/accounts/${account}/email-security/nodes`, { signal })).result,
  });
}

export function useStatus() {
  const before = useRef<Look | null>(null);
  return useQuery({
    queryKey: ['status'],
    refetchInterval: EVERY_MS,
    queryFn: async ({ signal }): Promise<Status> => {
      const state = await look(signal);
      const now = { at: performance.now(), requests: sum(state.metrics, 'namesake_http_requests_total') ?? 0 };
      const last = before.current;
      before.current = now;
      if (!last) return state;
      return { ...state, requestsPerSecond: ((now.requests - last.requests) * 1000) / (now.at - last.at) };
    },
  });
}
