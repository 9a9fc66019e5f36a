// SPDX-License-Identifier: Apache-2.0
import { useMutation } from '@tanstack/react-query';
import { useSignedIn } from '../session';
import { registryPath } from './queries';

function save(content: Blob, name: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

// Fetches all entries as CSV. A plain link could not carry the token.
export function useExport() {
  const { api, account } = useSignedIn();
  return useMutation({
    mutationFn: async () => save(await (await api.fetch(`${registryPath(account)}/export`)).blob(), 'identities.csv'),
  });
}
