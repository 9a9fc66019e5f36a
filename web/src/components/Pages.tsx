// SPDX-License-Identifier: Apache-2.0
import { Pagination } from '@cloudflare/kumo/components/pagination';
import { texts } from '../texts';

const t = texts.pages;

interface PagesProps {
  page: number;
  perPage: number;
  count: number; // of all pages
  onChange: (page: number) => void;
}

// Where one is in a long list, and the way on.
export function Pages({ page, perPage, count, onChange }: PagesProps) {
  if (count === 0) return null;
  const first = (page - 1) * perPage + 1;
  const last = Math.min(page * perPage, count);
  return (
    <Pagination
      className="mt-4"
      page={page}
      setPage={(wanted) => wanted !== page && onChange(wanted)} // it also calls when its field is left
      perPage={perPage}
      totalCount={count}
      labels={t.labels}
    >
      <Pagination.Info>{() => t.shown(first, last, count)}</Pagination.Info>
      {count > perPage && <Pagination.Controls />}
    </Pagination>
  );
}
