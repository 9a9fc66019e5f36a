// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "milter/action.h"
#include "milter/arrived_header.h"
#include "milter/filter.h"
#include "milter/judgement.h"
#include "milter/outcome.h"

namespace namesake::milter {

// One SMTP connection as the mail server tells of it: the client, then any number of messages, one
// after the other. Knows nothing of libmilter. Not safe from several threads at a time.
//
//   Dialogue dialogue(filter, "192.0.2.7");
//   dialogue.BeginMessage("<x@evil.example>");
//   dialogue.AddRecipient("<jane@example.com>");
//   dialogue.AddField("From", "John Doe <x@evil.example>");
//   const Outcome outcome = dialogue.EndMessage("4FxYz1");
class Dialogue {
 public:
  // `client_ip` is empty when it is unknown. `filter` must outlive this object.
  Dialogue(Filter& filter, std::string client_ip);

  // Paths as in MAIL FROM and RCPT TO, with or without their angle brackets.
  void BeginMessage(std::string_view reverse_path);
  void AddRecipient(std::string_view forward_path);
  void AddField(std::string_view name, std::string_view body);

  // Something of the message was lost (there was no memory for it): it will not be checked.
  void Spoil() noexcept { spoilt_ = true; }

  // Checks the message, counts and logs it, and forgets it. Whatever goes wrong inside is logged
  // and treated as the settings say for mail that cannot be checked; what is thrown nevertheless
  // means that there was no memory left even for that.
  [[nodiscard]] Outcome EndMessage(std::string_view queue_id);

  void AbandonMessage();

 private:
  [[nodiscard]] Judgement CheckMessage();
  [[nodiscard]] const Conduct& conduct();

  Filter& filter_;
  const std::string client_ip_;

  // Of the current message.
  std::shared_ptr<const Conduct> conduct_;
  std::string mail_from_;
  std::vector<std::string> domains_;     // of the recipients, in ASCII form, each once
  std::vector<std::string> recipients_;  // without angle brackets
  ArrivedHeader header_;
  bool spoilt_ = false;
};

}  // namespace namesake::milter
