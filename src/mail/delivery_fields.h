// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "mail/header_section.h"
#include "mail/sender_claims.h"

namespace namesake::mail {

// What the server that put the message into a mailbox wrote of its envelope: the topmost
// Return-Path (RFC 5321 section 4.4) and the topmost Delivered-To. For a message that is read from
// a file, where nobody else knows. What stands further down may have arrived with the mail and is
// not read, and neither is To, which is the sender's to choose.
//
//   Return-Path: <bounces@example.com>   -> mail_from "bounces@example.com"
//   Return-Path: <>                      -> mail_from ""
[[nodiscard]] Envelope ReadDeliveryFields(std::span<const HeaderField> fields);

}  // namespace namesake::mail
