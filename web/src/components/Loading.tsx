// SPDX-License-Identifier: Apache-2.0
import { Loader } from '@cloudflare/kumo/components/loader';
import { texts } from '../texts';

export const Loading = () => <Loader aria-label={texts.busy} />;
