// SPDX-License-Identifier: Apache-2.0
import { useKumoToastManager } from '@cloudflare/kumo/components/toast';
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import type { ApiClient } from '../api/client';
import type { Identity } from '../api/types';
import { sayFault } from '../components/FaultBanner';
import { useSignedIn } from '../session';
import { texts } from '../texts';
import { registryPath, useReloadIdentities } from './queries';

// Undo means that nothing has been done yet: an entry that was created anew would have another id.
// What is removed disappears from the list at once and from the registry when the notice that
// offers to undo it goes; the notice waits as long as the reader points at it. A tab that is closed
// before has removed nothing.
const UNDO_MS = 8_000;
const AT_A_TIME = 6; // as many connections as a browser opens to one server

interface Removal {
  awaiting: ReadonlySet<string>; // ids of entries that are about to be removed
  remove: (identities: Identity[]) => void;
}

const RemovalContext = createContext<Removal>({ awaiting: new Set(), remove: () => {} });
export const useRemoval = () => useContext(RemovalContext);

// Gives the failures.
async function deleteAll(api: ApiClient, account: string, ids: string[]): Promise<Error[]> {
  const left = [...ids];
  const failures: Error[] = [];
  const work = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      try {
        await api.call(`${registryPath(account)}/${id}`, { method: 'DELETE' });
      } catch (error) {
        failures.push(error as Error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return failures;
}

export function RemovalProvider({ children }: { children: ReactNode }) {
  const [awaiting, setAwaiting] = useState<ReadonlySet<string>>(new Set());
  const toasts = useKumoToastManager();
  const { api, account } = useSignedIn();
  const reload = useReloadIdentities();

  const removal = useMemo<Removal>(() => {
    const forget = (ids: string[]) => setAwaiting((before) => new Set([...before].filter((id) => !ids.includes(id))));

    const commit = async (ids: string[]) => {
      const failures = await deleteAll(api, account, ids);
      if (failures[0]) {
        toasts.add({ title: texts.identities.notRemoved(failures.length), description: sayFault(failures[0]), variant: 'error' });
      }
      await reload();
      forget(ids);
    };

    const remove = (identities: Identity[]) => {
      const ids = identities.map(({ id }) => id);
      let undone = false;
      setAwaiting((before) => new Set([...before, ...ids]));
      const notice: string = toasts.add({
        title: texts.identities.willBeRemoved(ids.length),
        timeout: UNDO_MS,
        onClose: () => (undone ? forget(ids) : void commit(ids)),
        actions: [
          {
            children: texts.undo,
            onClick: () => {
              undone = true;
              toasts.close(notice);
            },
          },
        ],
      });
    };
    return { awaiting, remove };
  }, [awaiting, toasts, api, account, reload]);

  return <RemovalContext value={removal}>{children}</RemovalContext>;
}
