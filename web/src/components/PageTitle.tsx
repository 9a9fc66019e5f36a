// SPDX-License-Identifier: Apache-2.0
import { useEffect, type ReactNode } from 'react';
import { texts } from '../texts';

interface PageTitleProps {
  title: string;
  intro?: string;
  children?: ReactNode; // what may be done on the page
}

export function PageTitle({ title, intro, children }: PageTitleProps) {
  useEffect(() => {
    document.title = `${title} · ${texts.product}`;
  }, [title]);
  return (
    <div className="mb-6 flex flex-wrap items-start justify-between gap-4">
      <div>
        <h1 className="text-2xl font-semibold">{title}</h1>
        {intro && <p className="mt-1 text-kumo-subtle">{intro}</p>}
      </div>
      {children && <div className="flex flex-wrap gap-2">{children}</div>}
    </div>
  );
}
