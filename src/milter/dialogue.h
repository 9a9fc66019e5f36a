// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "mail/sender_claims.h"
#include "milter/action.h"
#include "milter/arrived_header.h"
#include "milter/body_buffer.h"
#include "milter/course.h"
#include "milter/filter.h"
#include "milter/judgement.h"
#include "milter/outcome.h"
#include "registry/account.h"

namespace namesake::milter {

// What the mail server has agreed to.
struct Terms {
  bool bodies = false;              // it hands bodies over
  bool removes_recipients = false;  // it lets recipients be taken off
};

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
  Dialogue(Filter& filter, std::string client_ip, Terms terms = {});
  ~Dialogue();
  Dialogue(const Dialogue&) = delete;
  Dialogue& operator=(const Dialogue&) = delete;

  // Paths as in MAIL FROM and RCPT TO, with or without their angle brackets.
  void BeginMessage(std::string_view reverse_path);
  void AddRecipient(std::string_view forward_path);
  void AddField(std::string_view name, std::string_view body);
  void AddBody(std::string_view octets);

  // Something of the message was lost (there was no memory for it): it will not be checked.
  void Spoil() noexcept { spoilt_ = true; }

  // Checks the message, remembers, counts and logs it, and forgets it. What is kept in the store is
  // on the disk when this returns. Whatever goes wrong inside is logged and treated as the settings
  // say for mail that cannot be checked; what is thrown nevertheless means that there was no memory
  // left even for that.
  [[nodiscard]] Outcome EndMessage(std::string_view queue_id);

  void AbandonMessage();

 private:
  // A message that has been checked.
  struct Checked {
    mail::SenderClaims claims;
    std::vector<GroupJudgement> groups;
    std::vector<registry::AccountSettings> settings;  // of each group's account
  };

  [[nodiscard]] Checked CheckMessage();
  [[nodiscard]] Checked CheckFailed() const;
  [[nodiscard]] Course ChooseCourse(const Checked& checked);
  [[nodiscard]] bool CanKeep() const noexcept;
  [[nodiscard]] base::Status KeepCopies(const Checked& checked, const Course& course,
                                        std::string_view queue_id);
  void Remember(const Checked& checked, const Course& course, std::string_view queue_id);
  [[nodiscard]] std::string WholeMessage(const Judgement& judgement) const;
  [[nodiscard]] Outcome CarryOut(const Checked& checked, const Course& course,
                                 const Judgement& merged);
  [[nodiscard]] std::optional<std::string> NewSubject(const Checked& checked) const;
  [[nodiscard]] const Conduct& conduct();

  Filter& filter_;
  const std::string client_ip_;
  const Terms terms_;

  // Of the current message.
  std::shared_ptr<const Conduct> conduct_;
  std::string mail_from_;
  std::vector<std::string> paths_;       // as the mail server names its recipients
  std::vector<std::string> recipients_;  // the same without angle brackets
  ArrivedHeader header_;
  BodyBuffer body_;
  bool spoilt_ = false;
};

}  // namespace namesake::milter
