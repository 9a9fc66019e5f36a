// SPDX-License-Identifier: Apache-2.0
import { Button } from '@cloudflare/kumo/components/button';
import { Input } from '@cloudflare/kumo/components/input';
import { LayerCard } from '@cloudflare/kumo/components/layer-card';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError } from '../api/client';
import { sayFault } from '../components/FaultBanner';
import { Logo } from '../components/Logo';
import { openSession, type Session } from '../session';
import { texts } from '../texts';

const REFUSALS = [400, 401, 403];

function sayRefusal(error: Error): string {
  const refused = error instanceof ApiError && REFUSALS.includes(error.status);
  return refused ? texts.signIn.refused : sayFault(error);
}

export function SignInPage({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const [token, setToken] = useState('');
  const [empty, setEmpty] = useState(false);
  const signIn = useMutation({ mutationFn: openSession, onSuccess: onSignedIn });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = token.trim();
    setEmpty(!given);
    if (given) signIn.mutate(given);
  };
  const error = empty ? texts.signIn.empty : signIn.error && sayRefusal(signIn.error);

  return (
    <main className="flex min-h-screen items-center justify-center bg-kumo-canvas p-4 text-kumo-default">
      <LayerCard className="w-full max-w-md p-8">
        <form onSubmit={submit} className="flex flex-col gap-6" noValidate>
          <div className="flex items-center gap-3">
            <Logo />
            <h1 className="text-xl font-semibold">{texts.signIn.title}</h1>
          </div>
          <Input
            label={texts.signIn.token}
            description={texts.signIn.tokenHelp}
            type="password"
            autoComplete="off"
            autoFocus
            value={token}
            onChange={(event) => setToken(event.target.value)}
            error={error || undefined}
          />
          <Button type="submit" variant="primary" loading={signIn.isPending}>
            {texts.signIn.action}
          </Button>
          <p className="text-sm text-kumo-subtle">{texts.signIn.kept}</p>
        </form>
      </LayerCard>
    </main>
  );
}
