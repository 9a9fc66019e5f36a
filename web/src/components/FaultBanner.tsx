// SPDX-License-Identifier: Apache-2.0
import { Banner } from '@cloudflare/kumo/components/banner';
import { Button } from '@cloudflare/kumo/components/button';
import { ApiError } from '../api/client';
import { useSignedIn } from '../session';
import { texts } from '../texts';

const isRefused = (error: Error) => error instanceof ApiError && error.status === 401;

export function sayFault(error: Error): string {
  if (isRefused(error)) return texts.refused;
  return error instanceof ApiError ? texts.failed(error.message) : texts.noConnection;
}

interface FaultBannerProps {
  error: Error;
  onRetry?: () => void;
}

// Says what went wrong, and offers what may help.
export function FaultBanner({ error, onRetry }: FaultBannerProps) {
  const { signOut } = useSignedIn();
  const [label, act] = isRefused(error) ? [texts.signInAgain, signOut] : [texts.tryAgain, onRetry];
  return (
    <div role="alert">
      <Banner
        variant="error"
        description={sayFault(error)}
        action={act && <Button onClick={act}>{label}</Button>}
      />
    </div>
  );
}
