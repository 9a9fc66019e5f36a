// SPDX-License-Identifier: Apache-2.0
import { Button } from '@cloudflare/kumo/components/button';
import { Select } from '@cloudflare/kumo/components/select';
import { MoonIcon, SignOutIcon, SunIcon } from '@phosphor-icons/react';
import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { Link, useLocation } from 'wouter';
import { useSignedIn } from '../session';
import { texts } from '../texts';
import { useTheme } from '../theme';
import { Commands } from './Commands';
import { Logo } from './Logo';
import { PAGES } from './pages';

const FOCUS_RING = 'focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-kumo-focus';

function Navigation() {
  const [location] = useLocation();
  return (
    <nav aria-label={texts.mainNavigation} className="grid w-full grid-cols-5 gap-1 md:flex md:grow md:flex-col">
      {PAGES.map(({ path, label, Icon }) => {
        const here = location.startsWith(path);
        return (
          <Link
            key={path}
            href={path}
            aria-current={here ? 'page' : undefined}
            className={`flex flex-col items-center gap-1 rounded-lg px-1 py-2 text-center text-xs md:flex-row md:gap-2 md:px-3 md:text-start md:text-base ${FOCUS_RING} ${
              here ? 'bg-kumo-tint font-medium text-kumo-default' : 'text-kumo-strong hover:bg-kumo-tint'
            }`}
          >
            <Icon size={18} aria-hidden />
            {label}
          </Link>
        );
      })}
    </nav>
  );
}

function AccountChoice() {
  const { account, accounts, chooseAccount } = useSignedIn();
  if (accounts.length < 2) {
    return <span className="truncate text-sm text-kumo-subtle">{accounts[0]?.name}</span>;
  }
  return (
    <Select
      aria-label={texts.account}
      value={account}
      onValueChange={(id) => id && chooseAccount(id)}
      items={Object.fromEntries(accounts.map(({ id, name }) => [id, name]))}
    />
  );
}

function Controls() {
  const { mode, toggle } = useTheme();
  const { signOut } = useSignedIn();
  const themeLabel = mode === 'dark' ? texts.toLight : texts.toDark;
  return (
    <div className="flex items-center gap-1 md:order-last">
      <Commands />
      <Button
        variant="ghost"
        shape="square"
        aria-label={themeLabel}
        title={themeLabel}
        icon={mode === 'dark' ? SunIcon : MoonIcon}
        onClick={toggle}
      />
      <Button
        variant="ghost"
        shape="square"
        aria-label={texts.signOut}
        title={texts.signOut}
        icon={SignOutIcon}
        onClick={signOut}
      />
    </div>
  );
}

// Who goes to another page by keyboard or hears it read begins with what is on it. The tabs of the
// settings are one page: the focus stays on the tab.
function useFocusOnPage(content: RefObject<HTMLElement | null>) {
  const [location] = useLocation();
  const page = location.startsWith('/settings') ? '/settings' : location;
  const before = useRef(page);
  useEffect(() => {
    if (before.current !== page) content.current?.focus({ preventScroll: true });
    before.current = page;
  }, [page, content]);
}

// What is around every page: the way to the others, the account, the reader's own choices.
export function Frame({ children }: { children: ReactNode }) {
  const { mayWrite } = useSignedIn();
  const content = useRef<HTMLElement>(null);
  const focusContent = () => content.current?.focus();
  useFocusOnPage(content);
  return (
    <div className="flex min-h-screen flex-col bg-kumo-canvas text-base text-kumo-default md:flex-row">
      <button
        type="button"
        onClick={focusContent}
        className="sr-only rounded bg-kumo-contrast p-2 text-kumo-inverse focus:not-sr-only focus:absolute focus:z-50"
      >
        {texts.skipToContent}
      </button>
      <header className="flex shrink-0 flex-wrap items-center gap-2 border-kumo-hairline p-3 max-md:border-b md:sticky md:top-0 md:h-screen md:w-56 md:flex-col md:flex-nowrap md:items-stretch md:gap-4 md:border-r">
        <div className="flex min-w-0 grow items-center gap-2 px-1 md:grow-0">
          <Logo />
          <div className="flex min-w-0 grow flex-col">
            <span className="font-semibold">{texts.product}</span>
            <AccountChoice />
            {!mayWrite && (
              <span className="text-sm text-kumo-subtle" title={texts.readOnlyHelp}>
                {texts.readOnly}
              </span>
            )}
          </div>
        </div>
        <Controls />
        <Navigation />
      </header>
      <main ref={content} tabIndex={-1} className="min-w-0 grow p-4 outline-none md:p-8">
        {children}
      </main>
    </div>
  );
}
