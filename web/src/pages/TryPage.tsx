// SPDX-License-Identifier: Apache-2.0
import { Button } from '@cloudflare/kumo/components/button';
import { InputArea } from '@cloudflare/kumo/components/input';
import { LayerCard } from '@cloudflare/kumo/components/layer-card';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { ScanResult } from '../api/types';
import { DropZone } from '../components/DropZone';
import { FaultBanner } from '../components/FaultBanner';
import { FileButton } from '../components/FileButton';
import { Hostile } from '../components/Hostile';
import { PageTitle } from '../components/PageTitle';
import { useSignedIn } from '../session';
import { texts } from '../texts';
import { DispositionBadge } from '../verdict/DispositionBadge';
import { Findings } from '../verdict/Findings';

const t = texts.tryMessage;
const ROWS = 12;
const SHOWN_BYTES = 64 * 1024;

function Verdict({ result }: { result: ScanResult }) {
  return (
    <section aria-label={t.result} className="flex flex-col gap-4">
      <LayerCard className="flex flex-col gap-2 p-5" role="status">
        <div>
          <DispositionBadge disposition={result.final_disposition} />
        </div>
        <p className="text-lg">{texts.verdict.dispositions[result.final_disposition].meaning}</p>
        {result.from && (
          <p>
            <span className="text-kumo-subtle">{t.from}</span> <Hostile text={result.from} />
          </p>
        )}
      </LayerCard>
      <Findings findings={result.findings} />
    </section>
  );
}

export default function TryPage() {
  const [text, setText] = useState('');
  const { api, account } = useSignedIn();
  const scan = useMutation({
    mutationFn: async (content: string | Blob) => {
      const body = { content, type: 'message/rfc822' };
      return (await api.call<ScanResult>(`/accounts/${account}/email-security/scan`, { method: 'POST', body })).result;
    },
  });

  // What was dropped is judged as it is, octet by octet; its beginning is shown.
  const take = async (file: File) => {
    scan.mutate(file);
    setText(await file.slice(0, SHOWN_BYTES).text());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    scan.mutate(text);
  };

  return (
    <>
      <PageTitle title={t.title} intro={t.intro} />
      <DropZone onFile={(file) => void take(file)} hint={t.drop}>
        <div className="grid gap-6 xl:grid-cols-2">
          <form onSubmit={submit} className="flex flex-col gap-4">
            <InputArea
              label={t.message}
              description={t.messageHelp}
              className="w-full font-mono text-sm"
              rows={ROWS}
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <div className="flex flex-wrap gap-2">
              <Button type="submit" variant="primary" loading={scan.isPending} disabled={text.trim() === ''}>
                {t.action}
              </Button>
              <FileButton label={t.choose} accept=".eml,message/rfc822" onFile={(file) => void take(file)} />
            </div>
            <p className="text-sm text-kumo-subtle">{t.kept}</p>
          </form>
          <div>
            {scan.error && <FaultBanner error={scan.error} />}
            {scan.data && <Verdict result={scan.data} />}
          </div>
        </div>
      </DropZone>
    </>
  );
}
