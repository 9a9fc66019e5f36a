// SPDX-License-Identifier: Apache-2.0
import { LayerCard } from '@cloudflare/kumo/components/layer-card';
import type { ReactNode } from 'react';

interface TableCardProps {
  label: string;
  children: ReactNode;
}

// Around a table that may be wider than the page: it is scrolled by itself, with the keyboard, too.
export function TableCard({ label, children }: TableCardProps) {
  return (
    <LayerCard className="overflow-x-auto p-0 focus-visible:outline-2 focus-visible:outline-kumo-focus" role="region" aria-label={label} tabIndex={0}>
      {children}
    </LayerCard>
  );
}
