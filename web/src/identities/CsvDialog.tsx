// SPDX-License-Identifier: Apache-2.0
import { Banner } from '@cloudflare/kumo/components/banner';
import { Table } from '@cloudflare/kumo/components/table';
import { useMutation, useQuery } from '@tanstack/react-query';
import { ApiError, type ApiClient } from '../api/client';
import { FaultBanner } from '../components/FaultBanner';
import { FormDialog } from '../components/FormDialog';
import { Hostile } from '../components/Hostile';
import { Loading } from '../components/Loading';
import { useSignedIn } from '../session';
import { texts } from '../texts';
import { readCsv, type CsvRow } from './csv';
import { registryPath, useReloadIdentities } from './queries';

const t = texts.identities.csv;
const SHOWN_ROWS = 200; // of a million nobody reads all: the bad ones come first
const FAULT_OF_A_LINE = /^\/line\/(\d+)$/;

interface Fate {
  row: CsvRow;
  fault?: string;
}

interface Preview {
  fates: Fate[];
  faults: number;
  rows: number;
}

// Lets the server check the file without writing anything.
async function preview(api: ApiClient, account: string, file: File): Promise<Preview> {
  const faults = new Map<number, string>();
  try {
    const body = { content: file, type: 'text/csv' };
    await api.call(`${registryPath(account)}/import`, { method: 'POST', query: { dry_run: true }, body });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    for (const { message, source } of error.faults) {
      const line = FAULT_OF_A_LINE.exec(source?.pointer ?? '')?.[1];
      if (!line) throw error; // not a row is bad, the whole file is
      faults.set(Number(line), message);
    }
  }
  const [header, ...rows] = readCsv(await file.text());
  const fates = [...(header && faults.has(header.line) ? [header] : []), ...rows].map((row) => ({ row, fault: faults.get(row.line) }));
  const bad = fates.filter(({ fault }) => fault);
  const good = fates.filter(({ fault }) => !fault);
  return { fates: [...bad, ...good].slice(0, SHOWN_ROWS), faults: faults.size, rows: rows.length };
}

function FateTable({ fates }: { fates: Fate[] }) {
  return (
    <div className="max-h-96 overflow-auto" tabIndex={0} role="region" aria-label={t.preview}>
      <Table>
        <Table.Header>
          <Table.Row>
            <Table.Head>{t.line}</Table.Head>
            <Table.Head>{t.content}</Table.Head>
            <Table.Head>{t.fate}</Table.Head>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {fates.map(({ row, fault }) => (
            <Table.Row key={row.line}>
              <Table.Cell>{row.line}</Table.Cell>
              <Table.Cell>
                <Hostile text={row.cells.join(' · ')} />
              </Table.Cell>
              <Table.Cell className={fault ? 'text-kumo-danger' : 'text-kumo-success'}>
                {fault ? <Hostile text={fault} /> : t.willBeAdded}
              </Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </div>
  );
}

interface CsvDialogProps {
  file: File;
  onClose: () => void;
}

// Shows what would become of each row of a file, and then adds all of them or none.
export function CsvDialog({ file, onClose }: CsvDialogProps) {
  const { api, account } = useSignedIn();
  const reload = useReloadIdentities();
  const check = useQuery({
    queryKey: ['csv', account, file.name, file.size, file.lastModified],
    queryFn: () => preview(api, account, file),
    gcTime: 0,
  });
  const add = useMutation({
    mutationFn: () =>
      api.call(`${registryPath(account)}/import`, { method: 'POST', body: { content: file, type: 'text/csv' } }),
    onSuccess: async () => {
      await reload();
      onClose();
    },
  });
  const { rows, faults, fates } = check.data ?? { rows: 0, faults: 0, fates: [] };
  const ready = check.isSuccess && faults === 0 && rows > 0;

  return (
    <FormDialog
      title={t.title(file.name)}
      action={ready ? t.action(rows) : t.import}
      busy={add.isPending}
      onSubmit={ready ? () => add.mutate() : undefined}
      onClose={onClose}
      wide
    >
      {check.isPending && <Loading />}
      {check.error && <FaultBanner error={check.error} />}
      {add.error && <FaultBanner error={add.error} />}
      {faults > 0 && <Banner variant="error" title={t.faulty(faults)} description={t.faultyHelp} />}
      {ready && <Banner description={t.ready(rows)} />}
      {fates.length > 0 && <FateTable fates={fates} />}
      {rows > fates.length && <p className="text-kumo-subtle">{t.more(rows - fates.length)}</p>}
    </FormDialog>
  );
}
