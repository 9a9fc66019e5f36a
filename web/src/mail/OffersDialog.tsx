// SPDX-License-Identifier: Apache-2.0
import { Button } from '@cloudflare/kumo/components/button';
import { Dialog } from '@cloudflare/kumo/components/dialog';
import type { Message, Offer } from '../api/types';
import { FaultBanner } from '../components/FaultBanner';
import { Hostile } from '../components/Hostile';
import { texts } from '../texts';
import { useTakeOffer } from './queries';

const t = texts.mail;

interface OfferChoiceProps {
  offer: Offer;
  onTaken: () => void;
}

// What would be changed, for whom, and the button that changes it.
function OfferChoice({ offer, onTaken }: OfferChoiceProps) {
  const take = useTakeOffer();
  const adds = offer.method === 'PATCH';
  return (
    <li className="flex flex-col gap-3 rounded-lg p-4 ring-1 ring-kumo-hairline">
      <p className="font-semibold">
        <Hostile text={offer.title} />
      </p>
      <p className="text-kumo-subtle">{adds ? t.scopeOfAddress : t.scopeOfSender}</p>
      {take.error && <FaultBanner error={take.error} />}
      <Button
        className="self-start"
        loading={take.isPending}
        onClick={() => take.mutate(offer, { onSuccess: onTaken })}
      >
        {adds ? t.addAddress : t.allowSender}
      </Button>
    </li>
  );
}

interface OffersDialogProps {
  message: Message;
  offers: Offer[];
  onTaken: () => void;
  onClose: () => void;
}

export function OffersDialog({ message, offers, onTaken, onClose }: OffersDialogProps) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog size="lg" className="flex flex-col gap-4 p-6">
        <Dialog.Title className="text-lg font-semibold">{t.reclassified}</Dialog.Title>
        <p className="text-kumo-subtle">
          <Hostile text={`${message.from_name ?? ''} <${message.from ?? ''}>`} />
        </p>
        <p>{offers.length > 0 ? t.offers : t.noOffers}</p>
        <ul className="flex flex-col gap-3">
          {offers.map((offer) => (
            <OfferChoice key={offer.path + offer.method} offer={offer} onTaken={onTaken} />
          ))}
        </ul>
        <Button className="self-end" onClick={onClose}>
          {t.leaveIt}
        </Button>
      </Dialog>
    </Dialog.Root>
  );
}
