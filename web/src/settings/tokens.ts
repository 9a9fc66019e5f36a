// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewToken, Token } from '../api/types';
import { useSignedIn } from '../session';

const TOKENS = 'tokens';
const PER_PAGE = 50;

const tokensPath = (account: string) => `/accounts/${account}/tokens`;

export function useTokens(page: number) {
  const { api, account } = useSignedIn();
  return useQuery({
    queryKey: [TOKENS, account, page],
    queryFn: ({ signal }) => api.call<Token[]>(tokensPath(account), { query: { page, per_page: PER_PAGE }, signal }),
    placeholderData: keepPreviousData,
  });
}

// The id of the token that one has signed in with.
export function useOwnToken() {
  const { api, account } = useSignedIn();
  return useQuery({
    queryKey: [TOKENS, account, 'own'],
    queryFn: async ({ signal }) =>
      (await api.call<{ id: string }>(`${tokensPath(account)}/verify`, { signal })).result.id,
    staleTime: Infinity,
  });
}

export function useReloadTokens() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: [TOKENS] });
}

export type TokenDraft = Pick<Token, 'name' | 'permission' | 'expires_on'>;

export function useCreateToken() {
  const { api, account } = useSignedIn();
  const reload = useReloadTokens();
  return useMutation({
    mutationFn: async (json: TokenDraft) =>
      (await api.call<NewToken>(tokensPath(account), { method: 'POST', json })).result,
    onSuccess: reload,
    gcTime: 0, // the secret is nowhere once the dialog is closed
  });
}

export function useRevokeToken() {
  const { api, account } = useSignedIn();
  return useMutation({
    mutationFn: (id: string) => api.call(`${tokensPath(account)}/${id}`, { method: 'DELETE' }),
  });
}
