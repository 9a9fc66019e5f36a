// SPDX-License-Identifier: Apache-2.0
// The web console as its readers see it, a file for each page.
import './transport.mjs';
import './sign_in.mjs';
import './identities.mjs';
import './try.mjs';
import './mail.mjs';
import './settings.mjs';
import './status.mjs';
import './hostile.mjs';
