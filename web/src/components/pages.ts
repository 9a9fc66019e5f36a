// SPDX-License-Identifier: Apache-2.0
import { EnvelopeSimpleIcon, FlaskIcon, GearIcon, PulseIcon, UsersIcon } from '@phosphor-icons/react';
import { texts } from '../texts';

// The pages that one goes to, in the order of the navigation.
export const PAGES = [
  { path: '/identities', label: texts.identities.title, Icon: UsersIcon },
  { path: '/mail', label: texts.mail.title, Icon: EnvelopeSimpleIcon },
  { path: '/try', label: texts.tryMessage.title, Icon: FlaskIcon },
  { path: '/settings', label: texts.settings.title, Icon: GearIcon },
  { path: '/status', label: texts.status.title, Icon: PulseIcon },
];
