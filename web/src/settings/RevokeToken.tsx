// SPDX-License-Identifier: Apache-2.0
import { Banner } from '@cloudflare/kumo/components/banner';
import type { Token } from '../api/types';
import { FaultBanner } from '../components/FaultBanner';
import { FormDialog } from '../components/FormDialog';
import { Hostile } from '../components/Hostile';
import { useSignedIn } from '../session';
import { texts } from '../texts';
import { useReloadTokens, useRevokeToken } from './tokens';

const t = texts.settings.tokens;

interface RevokeTokenProps {
  token: Token;
  isOwn: boolean;
  onClose: () => void;
}

export function RevokeToken({ token, isOwn, onClose }: RevokeTokenProps) {
  const { signOut } = useSignedIn();
  const revoke = useRevokeToken();
  const reload = useReloadTokens();
  const revoked = () => {
    if (isOwn) return signOut();
    void reload();
    onClose();
  };
  return (
    <FormDialog
      title={t.revokeTitle}
      action={t.revoke}
      busy={revoke.isPending}
      onSubmit={() => revoke.mutate(token.id, { onSuccess: revoked })}
      onClose={onClose}
    >
      <p>
        <Hostile text={token.name || t.unnamed} className="font-semibold" />
      </p>
      <p className="text-kumo-subtle">{t.revokeHelp}</p>
      {isOwn && <Banner variant="alert" description={t.revokeOwn} />}
      {revoke.error && <FaultBanner error={revoke.error} />}
    </FormDialog>
  );
}
