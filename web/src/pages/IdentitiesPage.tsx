// SPDX-License-Identifier: Apache-2.0
import { Button } from '@cloudflare/kumo/components/button';
import { Empty } from '@cloudflare/kumo/components/empty';
import { DownloadSimpleIcon, PlusIcon, TrashIcon } from '@phosphor-icons/react';
import { useDeferredValue, useState } from 'react';
import type { Identity } from '../api/types';
import { DropZone } from '../components/DropZone';
import { FaultBanner } from '../components/FaultBanner';
import { FileButton } from '../components/FileButton';
import { Loading } from '../components/Loading';
import { Pages } from '../components/Pages';
import { PageTitle } from '../components/PageTitle';
import { TableCard } from '../components/TableCard';
import { CsvDialog } from '../identities/CsvDialog';
import { useExport } from '../identities/exporting';
import { IdentityDialog } from '../identities/IdentityDialog';
import { IdentityFilters } from '../identities/IdentityFilters';
import { IdentityTable } from '../identities/IdentityTable';
import { useIdentities, type IdentityList } from '../identities/queries';
import { useRemoval } from '../identities/removal';
import { useSignedIn } from '../session';
import { texts } from '../texts';

const t = texts.identities;
const FIRST: IdentityList = { search: '', order: 'created_at', direction: 'desc', page: 1, per_page: 50 };

type Open = { dialog: 'identity'; identity: Identity | null } | { dialog: 'csv'; file: File } | null;

export default function IdentitiesPage() {
  const [list, setList] = useState(FIRST);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<Open>(null);
  const { mayWrite } = useSignedIn();
  const { awaiting, remove } = useRemoval();
  const query = useIdentities(useDeferredValue(list));
  const exporting = useExport();

  // Whatever changes what is listed begins at its first page, with nothing selected.
  const show = (change: Partial<IdentityList>) => {
    setSelected(new Set());
    setList((before) => ({ ...before, page: 1, ...change }));
  };
  const openCsv = (file: File) => setOpen({ dialog: 'csv', file });
  const identities = query.data?.result.filter(({ id }) => !awaiting.has(id));
  const filtered = list.search !== '' || list.provenance !== undefined;

  const content = (
    <>
      <IdentityFilters list={list} onChange={show} />
      {query.error && <FaultBanner error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {identities?.length === 0 && (
        <Empty
          title={filtered ? t.noMatch.title : t.none.title}
          description={filtered ? t.noMatch.help : t.none.help}
        />
      )}
      {identities && identities.length > 0 && (
        <TableCard label={t.title}>
          <IdentityTable
            identities={identities}
            list={list}
            onSort={(order, direction) => show({ order, direction })}
            editing={
              mayWrite
                ? {
                    selected,
                    onSelect: setSelected,
                    onEdit: (identity) => setOpen({ dialog: 'identity', identity }),
                  }
                : undefined
            }
          />
        </TableCard>
      )}
      {query.data?.result_info && (
        <Pages
          page={list.page}
          perPage={list.per_page}
          count={query.data.result_info.total_count}
          onChange={(page) => show({ page })}
        />
      )}
    </>
  );

  return (
    <>
      <PageTitle title={t.title} intro={t.intro}>
        {mayWrite && selected.size > 0 && identities && (
          <Button
            variant="secondary-destructive"
            icon={TrashIcon}
            onClick={() => {
              remove(identities.filter(({ id }) => selected.has(id)));
              setSelected(new Set());
            }}
          >
            {t.remove(selected.size)}
          </Button>
        )}
        <Button icon={DownloadSimpleIcon} loading={exporting.isPending} onClick={() => exporting.mutate()}>
          {t.export}
        </Button>
        {mayWrite && <FileButton label={t.csv.import} accept=".csv,text/csv" onFile={openCsv} />}
        {mayWrite && (
          <Button
            variant="primary"
            icon={PlusIcon}
            onClick={() => setOpen({ dialog: 'identity', identity: null })}
          >
            {t.add}
          </Button>
        )}
      </PageTitle>
      {exporting.error && <FaultBanner error={exporting.error} />}
      {mayWrite ? (
        <DropZone onFile={openCsv} hint={t.csv.drop}>
          {content}
        </DropZone>
      ) : (
        content
      )}
      {open?.dialog === 'identity' && <IdentityDialog identity={open.identity} onClose={() => setOpen(null)} />}
      {open?.dialog === 'csv' && <CsvDialog file={open.file} onClose={() => setOpen(null)} />}
    </>
  );
}
