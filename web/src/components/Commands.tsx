// SPDX-License-Identifier: Apache-2.0
import { Button } from '@cloudflare/kumo/components/button';
import { MagnifyingGlassIcon } from '@phosphor-icons/react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useSignedIn } from '../session';
import { TABS } from '../settings/tabs';
import { texts } from '../texts';
import { useTheme } from '../theme';
import { PAGES } from './pages';

const Palette = lazy(() => import('./Palette'));

// Opens the command palette, with Ctrl+K (or ⌘K) from anywhere.
export function Commands() {
  const [open, setOpen] = useState(false);
  const [, go] = useLocation();
  const { mode, toggle } = useTheme();
  const { accounts, chooseAccount, signOut } = useSignedIn();

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  const otherAccounts = accounts.length > 1 ? accounts : [];
  const commands = [
    ...PAGES.map(({ path, label }) => ({ label, run: () => go(path) })),
    ...TABS.map(({ value, label }) => ({ label: texts.palette.setting(label), run: () => go(`/settings/${value}`) })),
    ...otherAccounts.map(({ id, name }) => ({ label: texts.palette.toAccount(name), run: () => chooseAccount(id) })),
    { label: mode === 'dark' ? texts.toLight : texts.toDark, run: toggle },
    { label: texts.signOut, run: signOut },
  ];
  return (
    <>
      <Button
        variant="ghost"
        shape="square"
        aria-label={texts.palette.open}
        title={texts.palette.open}
        icon={MagnifyingGlassIcon}
        onClick={() => setOpen(true)}
      />
      {open && (
        <Suspense>
          <Palette commands={commands} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
