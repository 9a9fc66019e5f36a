// SPDX-License-Identifier: Apache-2.0
import { Banner } from '@cloudflare/kumo/components/banner';
import { Button } from '@cloudflare/kumo/components/button';
import { LayerCard } from '@cloudflare/kumo/components/layer-card';
import type { ReactNode } from 'react';
import { Link, useParams } from 'wouter';
import type { Message } from '../api/types';
import { FaultBanner } from '../components/FaultBanner';
import { Hostile } from '../components/Hostile';
import { Loading } from '../components/Loading';
import { PageTitle } from '../components/PageTitle';
import { Headers } from '../mail/Headers';
import { History } from '../mail/History';
import { HonestButton } from '../mail/HonestButton';
import { useMessage, useRelease } from '../mail/queries';
import { useSignedIn } from '../session';
import { texts } from '../texts';
import { DispositionBadge } from '../verdict/DispositionBadge';
import { Findings } from '../verdict/Findings';

const t = texts.mail;

// What may be done with a message, and what came of it.
function Actions({ message }: { message: Message }) {
  const release = useRelease(message.id);
  const { delivered, status = '' } = release.data ?? {};
  const outcome = delivered?.length ? t.released(delivered.join(', '), status) : t.stillHeld(status);
  return (
    <div className="mb-4 flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        {message.is_quarantined && (
          <Button loading={release.isPending} onClick={() => release.mutate()}>
            {t.release}
          </Button>
        )}
        <HonestButton message={message} />
      </div>
      {release.error && <FaultBanner error={release.error} />}
      {release.data && (
        <div role="status">
          <Banner variant={delivered?.length ? 'default' : 'error'} description={<Hostile text={outcome} />} />
        </div>
      )}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-6">
      <h2 className="mb-3 text-lg font-semibold">{title}</h2>
      <LayerCard className="p-5">{children}</LayerCard>
    </section>
  );
}

function MessageView({ message }: { message: Message }) {
  const { mayWrite } = useSignedIn();
  return (
    <>
      <PageTitle title={t.message} />
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <DispositionBadge disposition={message.final_disposition} />
        <Hostile text={message.subject ?? t.noSubject} className="text-lg font-semibold" />
      </div>
      {mayWrite && <Actions message={message} />}
      <Findings findings={message.findings} />
      <Section title={t.headers}>
        <Headers message={message} />
      </Section>
      <Section title={t.history}>
        <History id={message.id} />
      </Section>
    </>
  );
}

export default function MessagePage() {
  const { id = '' } = useParams();
  const query = useMessage(decodeURIComponent(id));
  return (
    <>
      <Link href="/mail" className="mb-4 inline-block text-kumo-link underline">
        {t.back}
      </Link>
      {query.isPending && <Loading />}
      {query.error && <FaultBanner error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <MessageView message={query.data} />}
    </>
  );
}
