// SPDX-License-Identifier: Apache-2.0
import { Banner } from '@cloudflare/kumo/components/banner';
import { Button } from '@cloudflare/kumo/components/button';
import { Dialog } from '@cloudflare/kumo/components/dialog';
import type { ApiMessage } from '../api/types';
import { Hostile } from '../components/Hostile';
import { texts } from '../texts';

interface ConcernsProps {
  name: string;
  concerns: ApiMessage[];
  onClose: () => void;
}

// What the server says about an entry that it has taken and that may not do what was meant.
export function Concerns({ name, concerns, onClose }: ConcernsProps) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog size="lg" className="flex flex-col gap-4 p-6">
        <Dialog.Title className="text-lg font-semibold">{texts.identities.savedBut}</Dialog.Title>
        <p>
          <Hostile text={name} />
        </p>
        {concerns.map(({ code, message }) => (
          <Banner key={code} variant="alert" description={<Hostile text={message} />} />
        ))}
        <Button className="self-end" variant="primary" onClick={onClose}>
          {texts.understood}
        </Button>
      </Dialog>
    </Dialog.Root>
  );
}
