// SPDX-License-Identifier: Apache-2.0
// A mail filter that does nothing with the header sections it is given, to stand beside ours:
//   idle_milter unix:/path/to/socket
#include <libmilter/mfapi.h>
#include <libmilter/mfdef.h>

#include <cstdio>
#include <string>

namespace {

extern "C" {

// Wants what namesake-milter wants of a mail server that may not keep anything.
static sfsistat OnNegotiate(SMFICTX* /*context*/, unsigned long /*actions*/, unsigned long steps,
                            unsigned long, unsigned long, unsigned long* wanted_actions,
                            unsigned long* wanted_steps, unsigned long* unused1,
                            unsigned long* unused2) noexcept {
  *wanted_actions = 0;
  *wanted_steps = (SMFIP_NOHELO | SMFIP_NODATA | SMFIP_NOEOH | SMFIP_NOBODY | SMFIP_NOUNKNOWN |
                   SMFIP_NR_CONN | SMFIP_NR_MAIL | SMFIP_NR_RCPT | SMFIP_NR_HDR) &
                  steps;
  *unused1 = *unused2 = 0;
  return SMFIS_CONTINUE;
}

static sfsistat OnField(SMFICTX* /*context*/, char* /*name*/, char* /*body*/) noexcept {
  return SMFIS_NOREPLY;
}

static sfsistat OnEndOfMessage(SMFICTX* /*context*/) noexcept { return SMFIS_CONTINUE; }

}  // extern "C"

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: idle_milter SOCKET\n");
    return 2;
  }
  static std::string name = "idle";
  smfiDesc description{};
  description.xxfi_name = name.data();
  description.xxfi_version = SMFI_VERSION;
  description.xxfi_negotiate = OnNegotiate;
  description.xxfi_header = OnField;
  description.xxfi_eom = OnEndOfMessage;
  if (smfi_setconn(argv[1]) != MI_SUCCESS || smfi_register(description) != MI_SUCCESS) return 1;
  return smfi_main() == MI_SUCCESS ? 0 : 1;
}
