// SPDX-License-Identifier: Apache-2.0
import { Banner } from '@cloudflare/kumo/components/banner';
import { Button } from '@cloudflare/kumo/components/button';
import { ApiError } from '../api/client';
import { texts } from '../texts';

export function sayFault(error: Error): string {
  return error instanceof ApiError ? texts.failed(error.message) : texts.noConnection;
}

interface FaultBannerProps {
  error: Error;
  onRetry?: () => void;
}

// Says what went wrong, and offers to try again where that may help.
export function FaultBanner({ error, onRetry }: FaultBannerProps) {
  return (
    <div role="alert">
      <Banner
        variant="error"
        description={sayFault(error)}
        action={onRetry && <Button onClick={onRetry}>{texts.tryAgain}</Button>}
      />
    </div>
  );
}
