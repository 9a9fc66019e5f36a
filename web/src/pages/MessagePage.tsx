// SPDX-License-Identifier: Apache-2.0
import { Banner } from '@cloudflare/kumo/components/banner';
import { Button } from '@cloudflare/kumo/components/button';
import { LayerCard } from '@cloudflare/kumo/components/layer-card';
import { Loader } from '@cloudflare/kumo/components/loader';
import { useState, type ReactNode } from 'react';
import { Link, useParams } from 'wouter';
import type { Message } from '../api/types';
import { FaultBanner } from '../components/FaultBanner';
import { Hostile } from '../components/Hostile';
import { PageTitle } from '../components/PageTitle';
import { Headers } from '../mail/Headers';
import { History } from '../mail/History';
import { OffersDialog } from '../mail/OffersDialog';
import { useMessage, useReclassify, useRelease } from '../mail/queries';
import { useSignedIn } from '../session';
import { texts } from '../texts';
import { DispositionBadge } from '../verdict/DispositionBadge';
import { Findings } from '../verdict/Findings';

const t = texts.mail;

// What may be done with a message, and what came of it.
function Actions({ message }: { message: Message }) {
  const release = useRelease(message.id);
  const reclassify = useReclassify(message.id);
  const [taken, setTaken] = useState(false);
  const error = release.error ?? reclassify.error;
  return (
    <div className="mb-4 flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        {message.is_quarantined && (
          <Button loading={release.isPending} onClick={() => release.mutate()}>
            {t.release}
          </Button>
        )}
        <Button loading={reclassify.isPending} onClick={() => reclassify.mutate()}>
          {t.honest}
        </Button>
      </div>
      {error && <FaultBanner error={error} />}
      {release.data && (
        <div role="status">
          <Banner
            variant={release.data.delivered.length > 0 ? 'default' : 'error'}
            description={release.data.status}
          />
        </div>
      )}
      {taken && (
        <div role="status">
          <Banner description={t.taken} />
        </div>
      )}
      {reclassify.data && (
        <OffersDialog
          offers={reclassify.data}
          onTaken={() => {
            setTaken(true);
            reclassify.reset();
          }}
          onClose={reclassify.reset}
        />
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
      {query.isPending && <Loader />}
      {query.error && <FaultBanner error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <MessageView message={query.data} />}
    </>
  );
}
