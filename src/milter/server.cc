// SPDX-License-Identifier: Apache-2.0
#include "milter/server.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <libmilter/mfapi.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "base/error.h"
#include "base/expected.h"
#include "base/log.h"
#include "milter/action.h"
#include "milter/arrived_header.h"
#include "milter/dialogue.h"
#include "milter/filter.h"
#include "milter/gate.h"
#include "milter/outcome.h"
#include "milter/unix_socket.h"
#include "settings/settings.h"

namespace namesake::milter {
namespace {

// How long a stop waits for the connections that mail servers hold: Postfix has one for each SMTP
// session. (Which of them are amid a message cannot be seen from here: what nobody has to answer,
// Postfix sends late.) Most end in time; what is cut is up to the mail server's own setting.
constexpr std::chrono::seconds kStopPatience{10};

constexpr unsigned long kWantedActions = SMFIF_ADDHDRS | SMFIF_CHGHDRS;

// Used where the mail server offers them.
constexpr unsigned long kWelcomeActions = SMFIF_QUARANTINE | SMFIF_DELRCPT;

// What need not be sent to us, and for what nobody waits for our answer. libmilter makes up for
// those that an older mail server does not know.
constexpr unsigned long kWantedSteps = SMFIP_NOHELO | SMFIP_NODATA | SMFIP_NOEOH | SMFIP_NOUNKNOWN |
                                       SMFIP_NR_CONN | SMFIP_NR_MAIL | SMFIP_NR_RCPT | SMFIP_NR_HDR;
constexpr unsigned long kStepsWithBody = kWantedSteps | SMFIP_NR_BODY;
constexpr unsigned long kStepsWithoutBody = kWantedSteps | SMFIP_NOBODY;

enum class Serving { kNot, kYes, kEnded, kFailed };

// What libmilter's callbacks reach: they have no argument for it. Never destroyed, since
// libmilter's threads cannot be joined.
struct Shared {
  Gate gate;
  std::atomic<Filter*> filter{nullptr};
  std::atomic<Serving> serving{Serving::kNot};
};

Shared& TheShared() {
  static auto* const kShared = new Shared;
  return *kShared;
}

// One connection of a mail server, from negotiation to close.
struct Session {
  const Gate::Connection connection{TheShared().gate};
  Terms terms;
  std::unique_ptr<Dialogue> dialogue;  // from connect on
};

Session* SessionOf(SMFICTX* context) noexcept {
  return static_cast<Session*>(smfi_getpriv(context));
}

// ---- From and to libmilter ----------------------------------------------------------------------

std::string AddressText(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* octets = nullptr;
  if (address == nullptr) return {};
  if (address->sa_family == AF_INET) {
    octets = &reinterpret_cast<const sockaddr_in*>(address)->sin_addr;
  } else if (address->sa_family == AF_INET6) {
    octets = &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  } else {
    return {};  // a local program
  }
  if (inet_ntop(address->sa_family, octets, text.data(), text.size()) == nullptr) return {};
  return text.data();
}

std::string_view TextOf(const char* text) noexcept { return text == nullptr ? "" : text; }

std::string_view Symbol(SMFICTX* context, std::string name) {
  return TextOf(smfi_getsymval(context, name.data()));
}

// Removals before additions: Postfix numbers fields without its own Received, until one is put
// above that. On top, because that is where a mail server's own trace fields stand: below, a field
// could be the sender's, and readers of long headers may not come so far.
bool ApplyEdits(SMFICTX* context, Outcome& outcome) {
  bool done = true;
  for (FieldRemoval& removal : outcome.removals) {
    done &= smfi_chgheader(context, removal.name.data(), removal.occurrence, nullptr) == MI_SUCCESS;
  }
  for (auto field = outcome.additions.rbegin(); field != outcome.additions.rend(); ++field) {
    done &= smfi_insheader(context, 0, field->name.data(), field->body.data()) == MI_SUCCESS;
  }
  if (outcome.subject) {
    std::string name = "Subject";
    done &= smfi_chgheader(context, name.data(), 1, outcome.subject->data()) == MI_SUCCESS;
  }
  for (std::string& recipient : outcome.removed_recipients) {
    done &= smfi_delrcpt(context, recipient.data()) == MI_SUCCESS;
  }
  if (outcome.action == Action::kQuarantine) {
    done &= smfi_quarantine(context, outcome.quarantine_reason.data()) == MI_SUCCESS;
  }
  return done;
}

sfsistat ReplyWith(SMFICTX* context, Reply& reply, sfsistat status) {
  if (smfi_setreply(context, reply.code.data(), reply.enhanced.data(), reply.text.data()) !=
      MI_SUCCESS) {
    base::Log(base::LogLevel::kWarning, "reply_not_set", {{"text", reply.text}});
  }
  return status;
}

sfsistat StatusOfFailure(const Conduct& conduct) noexcept {
  return conduct.on_failure == Action::kTempfail ? SMFIS_TEMPFAIL : SMFIS_CONTINUE;
}

sfsistat Apply(SMFICTX* context, Outcome outcome, const Conduct& conduct) {
  if (outcome.action == Action::kReject) return ReplyWith(context, outcome.reply, SMFIS_REJECT);
  if (outcome.action == Action::kTempfail) return ReplyWith(context, outcome.reply, SMFIS_TEMPFAIL);
  if (outcome.action == Action::kKeep || outcome.action == Action::kDiscard) return SMFIS_DISCARD;
  if (ApplyEdits(context, outcome)) return SMFIS_CONTINUE;
  base::Log(base::LogLevel::kError, "edit_refused",
            {{"queue_id", Symbol(context, "i")}, {"action", ActionName(outcome.action)}});
  // Whose copy is in the store must not get the message as well: then it waits, like all of it.
  return outcome.removed_recipients.empty() ? StatusOfFailure(conduct) : SMFIS_TEMPFAIL;
}

void LogFailure(const std::exception& failure) noexcept {
  try {
    base::Log(base::LogLevel::kError, "callback_failed", {{"error", failure.what()}});
  } catch (const std::exception&) {
    // No memory, not even for a line of the log: what counts is that the mail is dealt with.
  }
}

// Runs `work` on the connection's dialogue. Nothing that it throws may reach libmilter, which is C;
// the message it happened to will not be checked.
template <typename Work>
void WithDialogue(SMFICTX* context, const Work& work) noexcept {
  const Gate::Pass pass(TheShared().gate);
  Session* const session = SessionOf(context);
  if (!pass || session == nullptr || !session->dialogue) return;
  try {
    work(*session->dialogue);
  } catch (const std::exception& failure) {
    LogFailure(failure);
    session->dialogue->Spoil();
  }
}

// The connection's session, made if it has none yet. What is thrown means: no memory.
Session& StartSession(SMFICTX* context) {
  if (Session* const known = SessionOf(context)) return *known;
  auto session = std::make_unique<Session>();
  if (smfi_setpriv(context, session.get()) != MI_SUCCESS) throw std::bad_alloc();
  return *session.release();
}

// ---- Callbacks ----------------------------------------------------------------------------------

extern "C" {

static sfsistat OnNegotiate(SMFICTX* context, unsigned long actions, unsigned long steps,
                            unsigned long, unsigned long, unsigned long* wanted_actions,
                            unsigned long* wanted_steps, unsigned long* unused1,
                            unsigned long* unused2) noexcept {
  // Without SMFIF_QUARANTINE mail is tagged, and each quarantine that is refused is logged.
  *wanted_actions = kWantedActions | (actions & kWelcomeActions);
  *wanted_steps = kStepsWithoutBody & steps;
  *unused1 = *unused2 = 0;
  const Gate::Pass pass(TheShared().gate);
  if (!pass) return SMFIS_REJECT;
  try {
    Session& session = StartSession(context);
    session.terms = {.bodies = TheShared().filter.load()->WantsBodies(),
                     .removes_recipients = (actions & SMFIF_DELRCPT) != 0};
    if (session.terms.bodies) *wanted_steps = kStepsWithBody & steps;
    return session.connection.admitted() ? SMFIS_CONTINUE : SMFIS_REJECT;
  } catch (const std::exception& failure) {
    LogFailure(failure);  // OnConnect tries again
    return SMFIS_CONTINUE;
  }
}

static sfsistat OnConnect(SMFICTX* context, char* /*host*/, sockaddr* address) noexcept {
  Shared& shared = TheShared();
  const Gate::Pass pass(shared.gate);
  if (!pass) return SMFIS_NOREPLY;
  try {
    Session& session = StartSession(context);
    session.dialogue =
        std::make_unique<Dialogue>(*shared.filter.load(), AddressText(address), session.terms);
  } catch (const std::exception& failure) {
    LogFailure(failure);  // without a dialogue its messages are treated as failed
  }
  return SMFIS_NOREPLY;
}

static sfsistat OnSender(SMFICTX* context, char** arguments) noexcept {
  WithDialogue(context, [&](Dialogue& dialogue) { dialogue.BeginMessage(TextOf(arguments[0])); });
  return SMFIS_NOREPLY;
}

static sfsistat OnRecipient(SMFICTX* context, char** arguments) noexcept {
  WithDialogue(context, [&](Dialogue& dialogue) { dialogue.AddRecipient(TextOf(arguments[0])); });
  return SMFIS_NOREPLY;
}

static sfsistat OnField(SMFICTX* context, char* name, char* body) noexcept {
  WithDialogue(context, [&](Dialogue& dialogue) { dialogue.AddField(TextOf(name), TextOf(body)); });
  return SMFIS_NOREPLY;
}

static sfsistat OnBody(SMFICTX* context, unsigned char* octets, std::size_t size) noexcept {
  WithDialogue(context, [&](Dialogue& dialogue) {
    dialogue.AddBody({reinterpret_cast<const char*>(octets), size});
  });
  return SMFIS_NOREPLY;
}

static sfsistat OnEndOfMessage(SMFICTX* context) noexcept {
  const Gate::Pass pass(TheShared().gate);
  if (!pass) return SMFIS_TEMPFAIL;  // we are stopping
  const auto conduct = TheShared().filter.load()->conduct();
  sfsistat status = StatusOfFailure(*conduct);
  WithDialogue(context, [&](Dialogue& dialogue) {
    status = Apply(context, dialogue.EndMessage(Symbol(context, "i")), *conduct);
  });
  return status;
}

static sfsistat OnAbort(SMFICTX* context) noexcept {
  WithDialogue(context, [](Dialogue& dialogue) { dialogue.AbandonMessage(); });
  return SMFIS_CONTINUE;
}

static sfsistat OnClose(SMFICTX* context) noexcept {
  Session* const session = SessionOf(context);
  const Gate::Pass pass(TheShared().gate);
  // After the gate is closed the filter may be gone, which a dialogue gives back to: it is left
  // where it is, for the little time that the process still has.
  if (!pass && session != nullptr) (void)session->dialogue.release();
  delete session;
  smfi_setpriv(context, nullptr);
  return SMFIS_CONTINUE;
}

}  // extern "C"

smfiDesc Description() {
  static std::string name = "namesake";
  smfiDesc description{};
  description.xxfi_name = name.data();
  description.xxfi_version = SMFI_VERSION;
  description.xxfi_flags = kWantedActions | kWelcomeActions;
  description.xxfi_negotiate = OnNegotiate;
  description.xxfi_connect = OnConnect;
  description.xxfi_envfrom = OnSender;
  description.xxfi_envrcpt = OnRecipient;
  description.xxfi_header = OnField;
  description.xxfi_body = OnBody;
  description.xxfi_eom = OnEndOfMessage;
  description.xxfi_abort = OnAbort;
  description.xxfi_close = OnClose;
  return description;
}

// ---- Listening ----------------------------------------------------------------------------------

base::Status Register(const Listener& listener) {
  std::string connection = listener.connection;
  smfi_setmaxdatasize(static_cast<std::size_t>(listener.max_data_bytes));
  if (smfi_register(Description()) == MI_SUCCESS && smfi_setconn(connection.data()) == MI_SUCCESS &&
      smfi_settimeout(static_cast<int>(listener.timeout_seconds)) == MI_SUCCESS &&
      smfi_setbacklog(static_cast<int>(listener.queue_length)) == MI_SUCCESS) {
    return base::Ok();
  }
  return base::Fail(base::ErrorCode::kInternal,
                    fmt::format("libmilter refuses to listen on {}", listener.connection));
}

// libmilter writes each edit of a message by itself, and TCP would hold the second back until the
// first is acknowledged, 40 ms later. Connections inherit the option from the socket that listens,
// which libmilter keeps to itself: it is the only one that this process has.
void SendEditsAtOnce() {
  constexpr int kFirstDescriptors = 1024;
  for (int descriptor = 0; descriptor < kFirstDescriptors; ++descriptor) {
    int listens = 0;
    socklen_t size = sizeof listens;
    if (getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0) continue;
    const int at_once = 1;
    // Refused by a unix socket, which has no such delay.
    if (listens != 0) setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  }
}

// Nobody but us may connect before the permissions are set: the umask sees to it.
base::Status OpenSocket(const Listener& listener) {
  constexpr mode_t kOwnerOnly = 0177;
  const mode_t previous = ::umask(kOwnerOnly);
  errno = 0;
  const bool open = smfi_opensocket(false) == MI_SUCCESS;
  const int error = errno;
  ::umask(previous);
  if (open) {
    SendEditsAtOnce();
    return base::Ok();
  }
  return base::Fail(base::ErrorCode::kConflict,
                    fmt::format("cannot listen on {}: {}", listener.connection,
                                std::generic_category().message(error)));
}

}  // namespace

Listener ReadListener(const settings::Settings& settings) {
  return {.connection = settings.Text("milter.listen"),
          .socket_mode = settings.Text("milter.socket_mode"),
          .socket_group = settings.Text("milter.socket_group"),
          .timeout_seconds = settings.Number("milter.timeout_seconds"),
          .max_data_bytes = settings.Number("milter.max_data_bytes"),
          .queue_length = settings.Number("milter.queue_length")};
}

base::Expected<std::unique_ptr<Server>> Server::Listen(const Listener& listener, Filter& filter) {
  TheShared().filter = &filter;
  const auto path = UnixSocketPath(listener.connection);
  if (path) {
    if (auto removed = RemoveStaleSocket(*path); !removed) return base::Fail(removed.error());
  }
  if (auto registered = Register(listener); !registered) return base::Fail(registered.error());
  if (auto opened = OpenSocket(listener); !opened) return base::Fail(opened.error());

  std::unique_ptr<Server> server(new Server);
  if (path) {
    server->file_ = std::make_unique<SocketFile>(*path);
    if (auto set = SetSocketAccess(*path, listener.socket_mode, listener.socket_group); !set) {
      return base::Fail(set.error());
    }
  }
  return server;
}

Server::~Server() { TheShared().gate.Close(); }

// The thread is not waited for: libmilter looks only every five seconds whether it has been
// stopped, and after the gate is closed it can do no harm.
void Server::Start(std::function<void()> ended) {
  TheShared().serving = Serving::kYes;
  std::thread([ended = std::move(ended)] {
    const bool served = smfi_main() == MI_SUCCESS;
    TheShared().serving = served ? Serving::kEnded : Serving::kFailed;
    ended();
  }).detach();
}

base::Status Server::Stop() {
  Shared& shared = TheShared();
  // When libmilter has ended, nobody would answer however long we wait.
  const auto patience = shared.serving == Serving::kYes ? kStopPatience : std::chrono::seconds(0);
  if (!shared.gate.WaitForConnections(patience)) {
    base::Log(base::LogLevel::kWarning, "connections_cut");
  }
  shared.gate.Close();
  if (shared.serving != Serving::kFailed) return base::Ok();
  return base::Fail(base::ErrorCode::kInternal, "libmilter ended with a failure");
}

}  // namespace namesake::milter
