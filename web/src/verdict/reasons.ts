// SPDX-License-Identifier: Apache-2.0
import { texts } from '../texts';

export const reasonName = (reason: string) => (texts.verdict.reasons as Record<string, string>)[reason] ?? reason;
