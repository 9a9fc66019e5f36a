// SPDX-License-Identifier: Apache-2.0
import { Button } from '@cloudflare/kumo/components/button';
import { ClipboardText } from '@cloudflare/kumo/components/clipboard-text';
import { Dialog } from '@cloudflare/kumo/components/dialog';
import { useState } from 'react';
import type { NewToken } from '../api/types';
import { texts } from '../texts';

const t = texts.settings.tokens;

interface NewTokenDialogProps {
  token: NewToken;
  onClose: () => void;
}

// Shows the secret, this once.
export function NewTokenDialog({ token, onClose }: NewTokenDialogProps) {
  const [copied, setCopied] = useState(false);
  return (
    <Dialog.Root role="alertdialog" open onOpenChange={(open) => !open && onClose()}>
      <Dialog size="lg" className="flex flex-col gap-4 p-6">
        <Dialog.Title className="text-lg font-semibold">{t.created}</Dialog.Title>
        <p>{t.shownOnce}</p>
        <ClipboardText text={token.value} labels={{ copyAction: t.copy }} onCopy={() => setCopied(true)} />
        <p role="status" className="text-kumo-subtle">
          {copied && t.copied}
        </p>
        <Button className="self-end" variant="primary" onClick={onClose}>
          {texts.close}
        </Button>
      </Dialog>
    </Dialog.Root>
  );
}
