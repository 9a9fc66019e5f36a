// SPDX-License-Identifier: Apache-2.0
import { Button } from '@cloudflare/kumo/components/button';
import { useKumoToastManager } from '@cloudflare/kumo/components/toast';
import { SealCheckIcon } from '@phosphor-icons/react';
import { sayFault } from '../components/FaultBanner';
import type { Message } from '../api/types';
import { texts } from '../texts';
import { OffersDialog } from './OffersDialog';
import { useReclassify } from './queries';

const t = texts.mail;

interface HonestButtonProps {
  message: Message;
  small?: boolean; // in a list of many
}

// The first of two clicks: notes that the message is honest and shows what would keep its like from
// being flagged, and for whom. The second does it.
export function HonestButton({ message, small }: HonestButtonProps) {
  const toasts = useKumoToastManager();
  const reclassify = useReclassify(message.id);
  const ask = () =>
    reclassify.mutate(undefined, {
      onError: (error) => toasts.add({ title: t.notNoted, description: sayFault(error), variant: 'error' }),
    });
  const taken = () => {
    reclassify.reset();
    toasts.add({ title: t.taken });
  };
  return (
    <>
      {small ? (
        <Button
          variant="ghost"
          size="sm"
          shape="square"
          icon={SealCheckIcon}
          aria-label={t.honestOf(message.subject ?? t.noSubject)}
          title={t.honest}
          loading={reclassify.isPending}
          onClick={ask}
        />
      ) : (
        <Button icon={SealCheckIcon} loading={reclassify.isPending} onClick={ask}>
          {t.honest}
        </Button>
      )}
      {reclassify.data && (
        <OffersDialog message={message} offers={reclassify.data} onTaken={taken} onClose={reclassify.reset} />
      )}
    </>
  );
}
