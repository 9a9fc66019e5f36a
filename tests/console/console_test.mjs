// SPDX-License-Identifier: Apache-2.0
// The web console as its readers see it, a file for each page or flow.
import './transport.mjs';
import './sign_in.mjs';
import './accounts.mjs';
import './identities.mjs';
import './patterns.mjs';
import './try.mjs';
import './mail.mjs';
import './overview.mjs';
import './held.mjs';
import './settings.mjs';
import './domains.mjs';
import './tokens.mjs';
import './status.mjs';
import './keyboard.mjs';
import './hostile.mjs';
