// SPDX-License-Identifier: Apache-2.0
import { Tabs } from '@cloudflare/kumo/components/tabs';
import { useLocation, useParams } from 'wouter';
import { POLICY_LISTS, type PolicyList } from '../api/types';
import { PageTitle } from '../components/PageTitle';
import { AuditLog } from '../settings/AuditLog';
import { Policies } from '../settings/Policies';
import { texts } from '../texts';

const t = texts.settings;
const AUDIT = 'audit';
const TABS = [
  ...POLICY_LISTS.map((list) => ({ value: list as string, label: t.lists[list].title })),
  { value: AUDIT, label: t.audit.title },
];

export default function SettingsPage() {
  const { tab = POLICY_LISTS[0] } = useParams();
  const [, go] = useLocation();
  const list = POLICY_LISTS.find((name) => name === tab) as PolicyList | undefined;
  return (
    <>
      <PageTitle title={t.title} intro={t.intro} />
      <div className="mb-6 overflow-x-auto">
        <Tabs variant="underline" tabs={TABS} value={tab} onValueChange={(chosen) => go(`/settings/${chosen}`)} />
      </div>
      {list ? <Policies key={list} list={list} /> : <AuditLog />}
    </>
  );
}
