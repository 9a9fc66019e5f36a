// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AddressTest, Identity, IdentityDraft, Provenance } from '../api/types';
import { useSignedIn } from '../session';

export type Order = 'name' | 'email' | 'created_at';

export interface IdentityList {
  search: string;
  provenance?: Provenance;
  order: Order;
  direction: 'asc' | 'desc';
  page: number;
  per_page: number;
}

const IDENTITIES = 'identities';

export const registryPath = (account: string) =>
  `/accounts/${account}/email-security/settings/impersonation_registry`;

export function useIdentities(list: IdentityList) {
  const { api, account } = useSignedIn();
  return useQuery({
    queryKey: [IDENTITIES, account, list],
    queryFn: ({ signal }) => api.call<Identity[]>(registryPath(account), { query: { ...list }, signal }),
    placeholderData: keepPreviousData, // the page before stays until the next is there
  });
}

// Which of the addresses the pattern matches; nothing to ask without both.
export function usePatternTest(email: string, addresses: string[]) {
  const { api, account } = useSignedIn();
  return useQuery({
    queryKey: ['pattern', account, email, addresses],
    enabled: email !== '' && addresses.length > 0,
    queryFn: async ({ signal }) => {
      const json = { email, is_email_regex: true, addresses };
      const call = { method: 'POST', json, signal } as const;
      return (await api.call<AddressTest>(`${registryPath(account)}/test_addresses`, call)).result.addresses;
    },
  });
}

export function useReloadIdentities() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: [IDENTITIES] });
}

// Creates an entry, or changes the one of that id.
export function useSaveIdentity(id: string | null) {
  const { api, account } = useSignedIn();
  const reload = useReloadIdentities();
  return useMutation({
    mutationFn: (draft: IdentityDraft) => {
      const json = { ...draft, comments: draft.comments || null };
      return id === null
        ? api.call<Identity>(registryPath(account), { method: 'POST', json })
        : api.call<Identity>(`${registryPath(account)}/${id}`, { method: 'PATCH', json });
    },
    onSuccess: reload,
  });
}
