// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/client';
import type { MailTotals, Message, Offer, ReleaseResult, Trace } from '../api/types';
import { useSignedIn } from '../session';
import type { MailFilter, MailList } from './list';

const MAIL = 'mail';
const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60_000;

const investigatePath = (account: string) => `/accounts/${account}/email-security/investigate`;

// To the minute: the same question within it is answered from the cache.
const daysAgo = (days: number) =>
  new Date(Math.floor((Date.now() - days * DAY_MS) / MINUTE_MS) * MINUTE_MS).toISOString();

const queryOf = ({ days, ...query }: MailFilter) => ({ ...query, start: query.start ?? daysAgo(days) });

export function useMail(list: MailList) {
  const { api, account } = useSignedIn();
  return useQuery({
    queryKey: [MAIL, account, list],
    queryFn: ({ signal }) => api.call<Message[]>(investigatePath(account), { query: queryOf(list), signal }),
    placeholderData: keepPreviousData,
  });
}

const TOP = 5;

// How much there is of what the filter lets through, and of what.
export function useTotals(filter: MailFilter) {
  const { api, account } = useSignedIn();
  return useQuery({
    queryKey: [MAIL, account, 'totals', filter],
    queryFn: async ({ signal }) => {
      const query = { ...queryOf(filter), top: TOP };
      return (await api.call<MailTotals>(`${investigatePath(account)}/totals`, { query, signal })).result;
    },
    placeholderData: keepPreviousData,
  });
}

function useAbout<Result>(id: string, part: string) {
  const { api, account } = useSignedIn();
  return useQuery({
    queryKey: [MAIL, account, id, part],
    queryFn: async ({ signal }) =>
      (await api.call<Result>(`${investigatePath(account)}/${encodeURIComponent(id)}${part}`, { signal })).result,
  });
}

export const useMessage = (id: string) => useAbout<Message>(id, '');
export const useTrace = (id: string) => useAbout<Trace>(id, '/trace');

const NOT_FOUND = 404;

// The whole message, once it is `wanted`: it may be large. Null where it is not kept.
export function useRaw(id: string, wanted: boolean) {
  const { api, account } = useSignedIn();
  return useQuery({
    queryKey: [MAIL, account, id, '/raw'],
    enabled: wanted,
    queryFn: async ({ signal }) => {
      try {
        const path = `${investigatePath(account)}/${encodeURIComponent(id)}/raw`;
        return (await api.call<{ raw: string }>(path, { signal })).result.raw;
      } catch (error) {
        if (error instanceof ApiError && error.status === NOT_FOUND) return null;
        throw error;
      }
    },
  });
}

function useReloadMail() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: [MAIL] });
}

export function useRelease(id: string) {
  const { api, account } = useSignedIn();
  const reload = useReloadMail();
  return useMutation({
    mutationFn: async () => {
      const call = { method: 'POST', json: [id] } as const;
      return (await api.call<ReleaseResult[]>(`${investigatePath(account)}/release`, call)).result[0];
    },
    onSuccess: reload,
  });
}

// Notes that the message is honest, and gives what would keep its like from being flagged.
export function useReclassify(id: string) {
  const { api, account } = useSignedIn();
  const reload = useReloadMail();
  return useMutation({
    mutationFn: async () => {
      const path = `${investigatePath(account)}/${encodeURIComponent(id)}/reclassify`;
      const call = { method: 'POST', json: { expected_disposition: 'NONE' } } as const;
      return (await api.call<{ offers: Offer[] }>(path, call)).result.offers;
    },
    onSuccess: reload,
  });
}

export function useTakeOffer() {
  const { api } = useSignedIn();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ path, method, body }: Offer) => api.call(path, { method, json: body }),
    onSuccess: () => queries.invalidateQueries(),
  });
}
