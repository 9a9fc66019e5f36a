// SPDX-License-Identifier: Apache-2.0
#include "mail/mailbox_reader.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "mail/character.h"
#include "mail/encoded_word.h"
#include "text/utf8.h"

namespace namesake::mail {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// Comments may stand in each other (RFC 5322 section 3.2.2). Deeper than anybody nests them, a
// parenthesis is only a character.
constexpr std::size_t kMaxCommentDepth = 64;

// Appends a part of a phrase, with one blank between parts that do not touch.
void AppendPart(std::string& phrase, std::string_view part, bool touches) {
  if (!phrase.empty() && !touches && !phrase.ends_with(' ')) phrase.push_back(' ');
  phrase += part;
}

std::string Decoded(std::string_view raw) { return DecodeEncodedWords(TrimBlanks(raw)); }

// Line ends that only fold the field (RFC 5322 section 2.2.3) go, the blanks behind them stay.
std::string Unfold(std::string_view body) {
  std::string unfolded;
  unfolded.reserve(body.size());
  for (const char c : body) {
    if (c != '\r' && c != '\n') unfolded.push_back(c);
  }
  return unfolded;
}

// Reads one field's body from front to back. What it has of the mailbox under way is in `phrase_`
// (raw, quotes undone), `addresses_` and `comment_`; a comma, a semicolon or the end completes it.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  MailboxList Read() {
    while (at_ < text_.size() && !list_.truncated) Step();
    CompleteMailbox();
    if (in_group_) list_.irregular = true;
    if (list_.mailboxes.empty() && list_.group_names.empty()) list_.irregular = true;
    return std::move(list_);
  }

 private:
  void Step() {
    const char c = text_[at_];
    switch (c) {
      case '"':
        return TakeQuoted();
      case '(':
        return TakeComment();
      case '<':
        return TakeAngle();
      case ',':
        ++at_;
        return CompleteMailbox();
      case ';':
        ++at_;
        CompleteMailbox();
        if (!in_group_) list_.irregular = true;
        in_group_ = false;
        return;
      case ':':
        if (BeginGroup()) return;
        return TakeWord();
      default:
        if (!IsBlank(c)) return TakeWord();
        touches_ = false;
        ++at_;
    }
  }

  // A quoted-string (RFC 5322 section 3.2.4). As a local part it keeps its quotes.
  void TakeQuoted() {
    const std::size_t begin = at_;
    std::string content;
    std::size_t end = begin + 1;
    for (; end < text_.size() && text_[end] != '"'; ++end) {
      if (text_[end] == '\\' && end + 1 < text_.size()) ++end;
      content.push_back(text_[end]);
    }
    if (end >= text_.size()) {
      TakeUnclosed(content);
      return AddToPhrase(content);
    }
    at_ = end + 1;
    const bool is_local_part = at_ < text_.size() && text_[at_] == '@';
    AddToPhrase(is_local_part ? text_.substr(begin, at_ - begin) : std::string_view(content));
  }

  void TakeComment() {
    std::string content;
    std::size_t depth = 0;
    std::size_t end = at_;
    for (; end < text_.size(); ++end) {
      const char c = text_[end];
      if (c == '(' && depth < kMaxCommentDepth) {
        ++depth;
        if (depth == 1) continue;
      }
      if (c == ')') {
        --depth;
        if (depth == 0) break;
      }
      if (c == '\\' && end + 1 < text_.size()) ++end;
      content.push_back(text_[end]);
    }
    if (end >= text_.size()) {
      TakeUnclosed(content);
    } else {
      at_ = end + 1;
    }
    AppendPart(comment_, content, false);
    touches_ = false;
  }

  // A quote or comment that is never closed ends before the address, as mail programs show it.
  void TakeUnclosed(std::string& content) {
    list_.irregular = true;
    const std::size_t end = std::min(text_.find('<', at_), text_.size());
    content = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end;
  }

  void TakeAngle() {
    const std::size_t begin = at_ + 1;
    std::size_t end = begin;
    bool quoted = false;
    for (; end < text_.size() && (quoted || text_[end] != '>'); ++end) {
      if (text_[end] == '\\' && quoted && end + 1 < text_.size()) {
        ++end;
      } else if (text_[end] == '"') {
        quoted = !quoted;
      }
    }
    if (end >= text_.size()) {
      list_.irregular = true;
      end = std::min({text_.find('>', begin), text_.find(',', begin), text_.size()});
    }
    AddAddress(text_.substr(begin, end - begin));
    at_ = end < text_.size() && text_[end] == '>' ? end + 1 : end;
    touches_ = false;
  }

  // What stands between the brackets, less a route (RFC 5322 section 4.4, obs-route).
  void AddAddress(std::string_view angle) {
    angle = TrimBlanks(angle);
    const std::size_t colon = angle.find(':');
    if (angle.starts_with('@') && colon != kNone) {
      angle = TrimBlanks(angle.substr(colon + 1));
      list_.irregular = true;
    }
    if (has_angle_) {
      // Programs differ in which of two addresses they take, and the first is then part of a name.
      list_.irregular = true;
      std::string phrase = phrase_ + " <" + address_ + ">";
      EmitMailbox();
      phrase_ = std::move(phrase);
    }
    if (phrase_.find('@') != kNone) list_.irregular = true;
    has_angle_ = true;
    address_ = angle;
  }

  // The phrase before a ":" names a group (RFC 5322 section 3.4).
  bool BeginGroup() {
    if (in_group_ || has_angle_ || TrimBlanks(phrase_).empty()) return false;
    if (phrase_.find('@') != kNone) return false;
    list_.group_names.push_back(Decoded(phrase_));
    phrase_.clear();
    in_group_ = true;
    touches_ = false;
    ++at_;
    return true;
  }

  // An atom, or whatever else stands where one could.
  void TakeWord() {
    std::size_t end = at_ + EncodedWordSize(text_.substr(at_));
    if (end == at_) {
      ++end;  // also a stray special
      while (end < text_.size() && !IsBlank(text_[end]) && !EndsWord(text_[end]) &&
             EncodedWordSize(text_.substr(end)) == 0) {
        ++end;
      }
    }
    const std::string_view word = text_.substr(at_, end - at_);
    at_ = end;
    AddToPhrase(word);
  }

  static bool EndsWord(char c) noexcept { return std::string_view("\"(<,;:").find(c) != kNone; }

  void AddToPhrase(std::string_view part) {
    if (has_angle_) list_.irregular = true;  // behind the address: nobody knows what it is
    AppendPart(phrase_, part, touches_);
    touches_ = true;
  }

  // Ends the mailbox under way, if there is one.
  void CompleteMailbox() {
    if (!has_angle_) FindBareAddress();
    const bool is_there =
        has_angle_ || !TrimBlanks(phrase_).empty() || !address_.empty() || !comment_.empty();
    if (is_there) EmitMailbox();
    phrase_.clear();
    comment_.clear();
    address_.clear();
    has_angle_ = false;
    touches_ = false;
  }

  // Without brackets the address is the word with the "@", and what else there is a name.
  void FindBareAddress() {
    const std::size_t sign = phrase_.rfind('@');
    if (sign == kNone) {
      if (!TrimBlanks(phrase_).empty()) list_.irregular = true;
      return;
    }
    // Blanks around the sign are allowed (obs-addr-spec); they are gone from a well-formed one.
    std::size_t begin = phrase_.find_last_not_of(' ', sign == 0 ? 0 : sign - 1);
    begin = begin == kNone ? 0 : begin;
    if (phrase_[begin] == '"' && begin > 0) {
      begin = phrase_.rfind('"', begin - 1);
      if (begin == kNone) begin = 0;
    } else {
      begin = phrase_.rfind(' ', begin);
      begin = begin == kNone ? 0 : begin + 1;
    }
    std::size_t end = phrase_.find_first_not_of(' ', sign + 1);
    end = end == kNone ? phrase_.size() : std::min(phrase_.find(' ', end), phrase_.size());
    address_ = phrase_.substr(begin, end - begin);
    std::string rest = phrase_.substr(0, begin) + phrase_.substr(end);
    if (!TrimBlanks(rest).empty()) list_.irregular = true;
    // An encoded-word in an address is no address, and some programs show what it says.
    if (HasEncodedWord(address_)) {
      list_.irregular = true;
      AppendPart(rest, address_, false);
    }
    phrase_ = std::move(rest);
  }

  void EmitMailbox() {
    if (list_.mailboxes.size() == kMaxMailboxes) {
      list_.truncated = true;
      return;
    }
    list_.mailboxes.push_back({.display_name = Decoded(phrase_),
                               .address = text::RepairUtf8(TrimBlanks(address_)),
                               .comment = Decoded(comment_)});
    if (address_.empty()) list_.irregular = true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  MailboxList list_;
  std::string phrase_;
  std::string comment_;
  std::string address_;
  bool has_angle_ = false;
  bool in_group_ = false;
  bool touches_ = false;  // the next part stands right behind the one before
};

// What nearly every field looks like: `Jane Doe <jane@example.com>` with or without quotes, in
// ASCII, without anything that needs thought. False when it is something else.
bool ReadCommonForm(std::string_view body, MailboxList& list) {
  body = TrimBlanks(body);
  if (!body.ends_with('>')) return false;
  const std::size_t open = body.find('<');
  if (open == kNone) return false;
  const std::string_view address = body.substr(open + 1, body.size() - open - 2);
  const auto is_plain = [](char c) {
    return IsAsciiLetterOrDigit(c) || c == '.' || c == '-' || c == '_' || c == '+' || c == '=';
  };
  const std::size_t sign = address.find('@');
  if (sign == kNone || sign == 0 || !std::ranges::all_of(address.substr(0, sign), is_plain) ||
      !std::ranges::all_of(address.substr(sign + 1), is_plain)) {
    return false;
  }
  std::string_view phrase = TrimBlanks(body.substr(0, open));
  const bool quoted = phrase.size() > 1 && phrase.front() == '"' && phrase.back() == '"';
  if (quoted) phrase = phrase.substr(1, phrase.size() - 2);
  const auto needs_thought = [quoted](char c) {
    if (Is8Bit(c) || IsControl(c) || c == '"' || c == '\\' || c == '?') return true;
    return !quoted && std::string_view("(),:;<>@[]").find(c) != kNone;
  };
  if (std::ranges::any_of(phrase, needs_thought)) return false;
  if (phrase.find("  ") != kNone && !quoted) return false;
  list.mailboxes.push_back({.display_name = std::string(TrimBlanks(phrase)),
                            .address = std::string(address),
                            .comment = {}});
  return true;
}

}  // namespace

MailboxList ReadMailboxes(std::string_view body) {
  MailboxList list;
  if (ReadCommonForm(body, list)) return list;
  return Reader(Unfold(body)).Read();
}

}  // namespace namesake::mail
