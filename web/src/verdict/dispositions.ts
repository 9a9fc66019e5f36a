// SPDX-License-Identifier: Apache-2.0
import type { Disposition } from '../api/types';

// The verdicts of flagged mail, the surest first.
export const FLAGGED = ['MALICIOUS-BEC', 'SPOOF', 'SUSPICIOUS'] as const satisfies Disposition[];
