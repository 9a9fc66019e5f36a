// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AuditRecord, Domain, Policy, PolicyList } from '../api/types';
import { useSignedIn } from '../session';

const POLICIES = 'policies';
const PER_PAGE = 50;

const policyPath = (account: string, list: PolicyList) => `/accounts/${account}/email-security/settings/${list}`;

export function usePolicies(list: PolicyList, page: number) {
  const { api, account } = useSignedIn();
  return useQuery({
    queryKey: [POLICIES, account, list, page],
    queryFn: ({ signal }) => {
      const query = { page, per_page: PER_PAGE, direction: 'desc' };
      return api.call<Policy[]>(policyPath(account, list), { query, signal });
    },
    placeholderData: keepPreviousData,
  });
}

export function useAddPolicy(list: PolicyList) {
  const { api, account } = useSignedIn();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (json: object) => api.call<Policy>(policyPath(account, list), { method: 'POST', json }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [POLICIES] }),
  });
}

export function useRemovePolicy(list: PolicyList) {
  const { api, account } = useSignedIn();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.call(`${policyPath(account, list)}/${id}`, { method: 'DELETE' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [POLICIES] }),
  });
}

export function useDomains() {
  const { api, account } = useSignedIn();
  return useQuery({
    queryKey: ['domains', account],
    queryFn: async ({ signal }) =>
      (await api.call<Domain[]>(`/accounts/${account}/email-security/settings/domains`, { signal })).result,
  });
}

export function useAuditLog(page: number) {
  const { api, account } = useSignedIn();
  return useQuery({
    queryKey: ['audit', account, page],
    queryFn: async ({ signal }) => {
      const query = { page, per_page: PER_PAGE };
      const { result } = await api.call<AuditRecord[]>(`/accounts/${account}/audit_logs`, { query, signal });
      return { records: result, more: result.length === PER_PAGE };
    },
    staleTime: 0, // whoever looks has perhaps just changed something
    placeholderData: keepPreviousData,
  });
}
