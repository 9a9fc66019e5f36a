// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { ApiClient } from './api/client';
import type { Membership } from './api/types';

// Who is signed in. The token lives as long as the browser's tab does.
export interface Session {
  token: string;
  memberships: Membership[];
  account: string;
}

const STORED_AS = 'namesake.session';

function storedSession(): Session | null {
  const text = sessionStorage.getItem(STORED_AS);
  return text ? (JSON.parse(text) as Session) : null;
}

// Asks the API whom a token belongs to; throws ApiError when it is not good.
export async function openSession(token: string): Promise<Session> {
  const api = new ApiClient(token);
  const memberships = (await api.call<Membership[]>('/memberships')).result;
  return { token, memberships, account: memberships[0]?.account.id ?? '' };
}

export interface SignedIn {
  api: ApiClient;
  account: string;
  accounts: Membership['account'][];
  mayWrite: boolean;
  chooseAccount: (id: string) => void;
  signOut: () => void;
}

const SignedInContext = createContext<SignedIn | null>(null);

export function useSignedIn(): SignedIn {
  const signedIn = useContext(SignedInContext);
  if (!signedIn) throw new Error('only a page behind the sign-in asks who is signed in');
  return signedIn;
}

interface SessionGateProps {
  signIn: (enter: (session: Session) => void) => ReactNode;
  children: ReactNode;
}

export function SessionGate({ signIn, children }: SessionGateProps) {
  const [session, setSession] = useState(storedSession);
  const queries = useQueryClient();

  const keep = useCallback(
    (next: Session | null) => {
      if (next) sessionStorage.setItem(STORED_AS, JSON.stringify(next));
      else sessionStorage.removeItem(STORED_AS);
      queries.clear(); // nobody sees what somebody else's token was shown
      setSession(next);
    },
    [queries],
  );

  const signedIn = useMemo<SignedIn | null>(() => {
    if (!session) return null;
    const roles = session.memberships.find(({ account }) => account.id === session.account)?.roles ?? [];
    return {
      api: new ApiClient(session.token),
      account: session.account,
      accounts: session.memberships.map(({ account }) => account),
      mayWrite: roles.some((role) => role.endsWith(': Write')),
      chooseAccount: (account) => keep({ ...session, account }),
      signOut: () => keep(null),
    };
  }, [session, keep]);

  if (!signedIn) return signIn(keep);
  return <SignedInContext value={signedIn}>{children}</SignedInContext>;
}
