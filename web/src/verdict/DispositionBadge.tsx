// SPDX-License-Identifier: Apache-2.0
import { Badge } from '@cloudflare/kumo/components/badge';
import type { Disposition } from '../api/types';
import { texts } from '../texts';

const LOOKS = { NONE: 'success', SUSPICIOUS: 'warning', SPOOF: 'error', 'MALICIOUS-BEC': 'error' } as const;

export function DispositionBadge({ disposition }: { disposition: Disposition }) {
  return <Badge variant={LOOKS[disposition]}>{texts.verdict.dispositions[disposition].name}</Badge>;
}
