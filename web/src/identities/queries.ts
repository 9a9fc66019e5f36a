// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Identity, Provenance } from '../api/types';
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

export const registryPath = (account: string) =>
  `/accounts/${account}/email-security/settings/impersonation_registry`;

export function useIdentities(list: IdentityList) {
  const { api, account } = useSignedIn();
  return useQuery({
    queryKey: ['identities', account, list],
    queryFn: ({ signal }) => api.call<Identity[]>(registryPath(account), { query: { ...list }, signal }),
    placeholderData: keepPreviousData, // the page before stays until the next is there
  });
}
