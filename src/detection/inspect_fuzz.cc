// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "detection/evidence.h"
#include "detection/inspect.h"
#include "detection/snapshot.h"
#include "detection/verdict.h"
#include "mail/header_section.h"
#include "mail/sender_claims.h"
#include "text/utf8.h"

// Any message gets a verdict, the same each time, and every finding a sentence on one line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace namesake;
  static const detection::Snapshot snapshot(
      {{.id = {}, .name = "John Doe", .email = "john.doe@example.com"},
       {.id = {}, .name = "Jörg Müller", .email = "jm.*@example\\.com", .is_email_regex = true},
       {.id = {}, .name = "Payroll", .email = "pay@example.com, hr@example.com"},
       {.id = {}, .name = "张伟", .email = "zhang@example.com"}},
      {"example.com"});
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  const mail::HeaderSection section = mail::ReadHeaderSection(message);
  const mail::SenderClaims claims = mail::ReadSenderClaims(section.fields, "mx.example.com");
  const detection::Verdict verdict = detection::Inspect(claims, snapshot);
  if (verdict != detection::Inspect(claims, snapshot)) std::abort();
  for (const detection::Evidence& evidence : verdict.evidence) {
    if (evidence.detail.empty() || !text::IsValidUtf8(evidence.detail)) std::abort();
    if (evidence.detail.find_first_of("\r\n\x1B") != std::string_view::npos) std::abort();
  }
  return 0;
}
