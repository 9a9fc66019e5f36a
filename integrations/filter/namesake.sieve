# SPDX-License-Identifier: Apache-2.0
# For Dovecot, run before the users' own scripts (sieve_before). Should the filter fail, the message stays
# as it was.
require ["vnd.dovecot.filter", "fileinto", "mailbox"];

filter "namesake-filter";

# What is flagged goes into a folder of its own.
if header :is "X-Namesake-Verdict" ["MALICIOUS-BEC", "SPOOF"] {
  fileinto :create "Forged";
}
