// SPDX-License-Identifier: Apache-2.0
import { Empty } from '@cloudflare/kumo/components/empty';
import { texts } from '../texts';

export function NotFoundPage() {
  return (
    <Empty
      title={texts.notFound.title}
      contents={
        <a className="text-kumo-link underline" href="#/identities">
          {texts.notFound.action}
        </a>
      }
    />
  );
}
