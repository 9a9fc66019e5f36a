// SPDX-License-Identifier: Apache-2.0
import { Tabs } from '@cloudflare/kumo/components/tabs';
import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation, useParams } from 'wouter';
import { POLICY_LISTS } from '../api/types';
import { PageTitle } from '../components/PageTitle';
import { AuditLog } from '../settings/AuditLog';
import { Domains } from '../settings/Domains';
import { Policies } from '../settings/Policies';
import { TABS } from '../settings/tabs';
import { Tokens } from '../settings/Tokens';
import { texts } from '../texts';
import { NotFoundPage } from './NotFoundPage';

const t = texts.settings;

const CONTENTS = new Map<string, ReactNode>([
  ...POLICY_LISTS.map((list) => [list, <Policies key={list} list={list} />] as const),
  ['domains', <Domains />],
  ['tokens', <Tokens />],
  ['audit', <AuditLog />],
]);

export default function SettingsPage() {
  const { tab = POLICY_LISTS[0] } = useParams();
  const [, go] = useLocation();
  const tabs = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone not all of them fit.
    tabs.current?.querySelector('[role=tab][aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [tab]);
  if (!CONTENTS.has(tab)) return <NotFoundPage />;
  return (
    <>
      <PageTitle title={t.title} intro={t.intro} />
      <div ref={tabs} className="mb-6 overflow-x-auto">
        <Tabs variant="underline" tabs={TABS} value={tab} onValueChange={(chosen) => go(`/settings/${chosen}`)} />
      </div>
      {CONTENTS.get(tab)}
    </>
  );
}
