// SPDX-License-Identifier: Apache-2.0
import { Button } from '@cloudflare/kumo/components/button';
import { Dialog } from '@cloudflare/kumo/components/dialog';
import type { FormEvent, ReactNode } from 'react';
import { texts } from '../texts';

interface FormDialogProps {
  title: string;
  action: string;
  busy: boolean;
  onSubmit?: () => void; // absent: there is nothing to do (yet)
  onClose: () => void;
  wide?: boolean;
  children: ReactNode;
}

// A dialog that does one thing, or is left without doing it.
export function FormDialog({ title, action, busy, onSubmit, onClose, wide, children }: FormDialogProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  // A click beside it would throw away what was typed.
  return (
    <Dialog.Root open disablePointerDismissal onOpenChange={(open) => !open && onClose()}>
      <Dialog size={wide ? 'xl' : 'lg'} className="max-h-[90vh] overflow-y-auto p-6">
        <form onSubmit={submit} noValidate className="flex flex-col gap-4">
          <Dialog.Title className="text-lg font-semibold">{title}</Dialog.Title>
          {children}
          <div className="flex justify-end gap-2">
            <Button type="button" onClick={onClose}>
              {texts.cancel}
            </Button>
            <Button type="submit" variant="primary" loading={busy} disabled={!onSubmit}>
              {action}
            </Button>
          </div>
        </form>
      </Dialog>
    </Dialog.Root>
  );
}
