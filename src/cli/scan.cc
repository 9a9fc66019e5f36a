// SPDX-License-Identifier: Apache-2.0
#include "cli/scan.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "cli/command.h"
#include "cli/imap_source.h"
#include "cli/inspection.h"
#include "cli/interrupt.h"
#include "cli/mbox_part.h"
#include "cli/ordered_workers.h"
#include "cli/progress.h"
#include "cli/registry_source.h"
#include "detection/snapshot.h"
#include "imap/folder_url.h"
#include "mail/mbox_file.h"
#include "mail/message_source.h"
#include "report/html_report.h"
#include "report/scan_summary.h"

namespace namesake::cli {
namespace {

// More threads than any machine has processors for is a typing error.
constexpr std::size_t kMaxJobs = 1024;

constexpr std::uint64_t kMaxNotes = 20;

constexpr const char* kScanFooter =
    "Examples:\n"
    "  namesake scan --registry people.csv ~/Maildir\n"
    "  namesake scan --registry people.csv --domain example.com suspect.eml\n"
    "  namesake scan --store sqlite:/var/lib/namesake/namesake.db --format jsonl \\\n"
    "    --authserv-id mx.example.com archive.mbox >findings.jsonl\n"
    "  namesake scan --registry people.csv --format html old.mbox.gz >report.html\n"
    "\n"
    "people.csv has at least the columns Display_Name and Email.\n"
    "Exit status: 0 nothing was flagged, 1 something was, 2 an error, 130 interrupt.";

struct ScanOptions {
  RegistryOptions registry;
  ImapOptions imap;
  ScanFormat format = ScanFormat::kText;
  std::size_t jobs = 0;  // 0: one a processor
  bool summary = false;
  std::vector<std::string> paths;
};

// ---- The scan -----------------------------------------------------------------------------------

bool StderrIsTerminal() { return ::isatty(STDERR_FILENO) == 1; }

// 0 when it is unknown, or when nobody would see it: walking through a large Maildir takes a while.
std::uint64_t TotalSize(const std::vector<std::string>& paths) {
  if (!StderrIsTerminal()) return 0;
  std::uint64_t total = 0;
  for (const std::string& path : paths) {
    if (path == "-" || imap::IsFolderUrl(path)) return 0;
    total += mail::SourceSize(path);
  }
  return total;
}

std::size_t JobCount(const ScanOptions& options) {
  if (options.jobs > 0) return options.jobs;
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

// What one thread does at a time: inspects what was read, or reads a part of an mbox itself.
using Job = std::variant<Batch, MboxPart>;

struct JobReport {
  BatchReport report;
  std::optional<base::Error> failure;
  bool read_here = false;    // the messages were read by the thread that inspected them,
  std::uint64_t octets = 0;  // and so many octets with them
};

// One run: this thread reads and prints, others inspect, and read what is an mbox.
class Scan {
 public:
  Scan(Console& console, const detection::Snapshot& snapshot, std::string_view authserv_id,
       const ScanOptions& options)
      : out_(console.out),
        snapshot_(snapshot),
        authserv_id_(authserv_id),
        options_(options),
        imap_(options.imap),
        progress_(TotalSize(options.paths), TerminalDraw(), TerminalColumns),
        workers_(
            JobCount(options),
            [this](const Job& job) {
              return std::visit([this](const auto& work) { return Inspect(work); }, job);
            },
            [this](const JobReport& report) { Deliver(report); }) {}

  ExitStatus Run() {
    for (const std::string& path : options_.paths) {
      if (MustStop()) break;
      ReadPath(path);
    }
    AddBatch();
    workers_.Finish();
    progress_.Erase();
    if (options_.format == ScanFormat::kHtml) PrintPage();
    return Summarise();
  }

 private:
  [[nodiscard]] bool MustStop() const { return interrupt_.interrupted() || !out_.ok(); }

  [[nodiscard]] BatchReport InspectMessages(const Batch& batch) const {
    return InspectBatch(batch, snapshot_, authserv_id_, options_.format);
  }

  [[nodiscard]] JobReport Inspect(const Batch& batch) const {
    return {.report = InspectMessages(batch), .failure = std::nullopt};
  }

  [[nodiscard]] JobReport Inspect(const MboxPart& part) const {
    const PartBatch read = ReadPart(part);
    return {.report = InspectMessages(read.batch),
            .failure = read.failure,
            .read_here = true,
            .octets = OctetsOf(part)};
  }

  void ReadPath(const std::string& path) {
    position_ = 0;
    found_ = false;
    const auto read = imap::IsFolderUrl(path) ? ReadFolder(path) : ReadFile(path);
    bytes_before_ += position_;
    if (!read) {
      Report(read.error());
    } else if (!found_ && !MustStop()) {
      TellOfNone(path);
    }
  }

  base::Status ReadFolder(const std::string& url) {
    return imap_.Read(url, [this](const auto& message) { return Add(message); });
  }

  base::Status ReadFile(const std::string& path) {
    return mail::ReadMessages(path,
                              {.on_message = [this](const auto& message) { return Add(message); },
                               .on_error = [this](const base::Error& error) { Report(error); },
                               .on_note = [this](const std::string& note) { Note(note); },
                               .on_mbox = [this](const auto& mbox) { return Add(mbox); }});
  }

  bool Add(const mail::SourcedMessage& message) {
    if (MustStop()) return false;
    found_ = true;
    batch_.Add(message);
    ++messages_read_;
    position_ = message.position;
    UpdateProgress();
    if (batch_.full()) AddBatch();
    return true;
  }

  bool Add(const std::shared_ptr<const mail::MboxFile>& mbox) {
    found_ = true;
    AddBatch();  // they come before
    for (const MboxPart& part : PartsOf(mbox)) {
      if (MustStop()) return false;
      mbox->Expect(part.range);
      position_ += OctetsOf(part);
      octets_under_way_ += OctetsOf(part);
      workers_.Add(part);
    }
    return true;
  }

  void AddBatch() {
    if (!batch_.empty()) workers_.Add(std::exchange(batch_, {}));
  }

  void UpdateProgress() {
    progress_.Update(messages_read_, bytes_before_ + position_ - octets_under_way_);
  }

  // Somebody who named the wrong folder must not take silence for good news.
  void TellOfNone(const std::string& path) {
    progress_.Erase();
    Tell(fmt::format("no message in {}", path == "-" ? "standard input" : path));
  }

  void Deliver(const JobReport& job) {
    summary_.Merge(job.report.summary);
    Print(job.report.text);
    KeepHtml(job.report.html);
    for (const std::string& note : job.report.notes) Note(note);
    if (job.failure) Report(*job.failure);
    if (!job.read_here) return;
    messages_read_ += job.report.summary.messages;
    octets_under_way_ -= job.octets;
    UpdateProgress();
  }

  void KeepHtml(const std::vector<std::string>& messages) {
    for (const std::string& message : messages) {
      if (html_.size() == report::kMaxHtmlMessages) return;
      html_.push_back(message);
    }
  }

  void PrintPage() {
    std::string sources;
    for (const std::string& path : options_.paths) {
      sources += fmt::format("{}{}", sources.empty() ? "" : ", ", path);
    }
    Print(report::ReportHtml(summary_, html_, sources));
  }

  void Print(std::string_view text) {
    if (text.empty()) return;
    if (out_.is_terminal()) progress_.Erase();
    out_.Write(text);
    out_.Flush();
  }

  void Report(const base::Error& error) {
    if (interrupt_.interrupted()) return;  // it is what the read failed with
    failed_ = true;
    progress_.Erase();
    Complain(error.message);
  }

  // Damage that hides no message is no failure. A mailbox may be full of it: some lines are enough.
  void Note(const std::string& note) {
    ++notes_;
    if (notes_ > kMaxNotes) return;
    progress_.Erase();
    Complain(note);
  }

  ExitStatus Summarise() const {
    if (notes_ > kMaxNotes) {
      Complain(
          fmt::format("{} more messages are damaged", report::GroupDigits(notes_ - kMaxNotes)));
    }
    if (out_.reader_gone()) return ExitStatus::kError;
    const std::string headline = report::Headline(summary_);
    if (interrupt_.interrupted()) {
      Tell(fmt::format("interrupted: {}, the rest was not read", headline));
    } else if (WantsSummary()) {
      Tell(headline);
    }
    if (WantsSummary()) std::fputs(report::SummaryText(summary_).c_str(), stderr);
    if (interrupt_.interrupted()) return ExitStatus::kInterrupted;
    if (failed_) return ExitStatus::kError;
    return summary_.flagged > 0 ? ExitStatus::kFlagged : ExitStatus::kSuccess;
  }

  // Whoever runs it from cron wants a mail when something was found, and no other.
  [[nodiscard]] bool WantsSummary() const { return options_.summary || StderrIsTerminal(); }

  Output& out_;
  const detection::Snapshot& snapshot_;
  const std::string_view authserv_id_;
  const ScanOptions& options_;
  ImapSource imap_;
  InterruptWatch interrupt_;
  Progress progress_;
  Batch batch_;
  std::uint64_t messages_read_ = 0;
  std::uint64_t bytes_before_ = 0;      // of the paths that are done
  std::uint64_t position_ = 0;          // in the path that is read
  std::uint64_t octets_under_way_ = 0;  // of those, what other threads may not have read yet
  bool found_ = false;                  // a message in this path
  report::ScanSummary summary_;         // of what is inspected and printed
  std::vector<std::string> html_;       // of the flagged messages
  std::uint64_t notes_ = 0;
  bool failed_ = false;
  OrderedWorkers<Job, JobReport> workers_;  // last: ends before what it prints with
};

base::Expected<ExitStatus> RunScan(Console& console, const ScanOptions& options) {
  auto registry = LoadRegistry(options.registry);
  if (!registry) return base::Fail(std::move(registry.error()));
  if (registry->identities.empty()) Tell("the registry is empty: nothing can be flagged");
  const std::string authserv_id = registry->authserv_id;
  const detection::Snapshot snapshot = MakeSnapshot(*std::move(registry));
  return Scan(console, snapshot, authserv_id, options).Run();
}

}  // namespace

void AddScanCommand(CLI::App& app, Work& chosen) {
  const auto [scan, options] = AddCommand(
      app, chosen, "scan", "Check messages against a registry and name the forged ones", RunScan);
  AddRegistryOptions(scan, options.registry);
  AddChoice<ScanFormat>(
      scan, "--format",
      {{"text", ScanFormat::kText}, {"jsonl", ScanFormat::kJsonLines}, {"html", ScanFormat::kHtml}},
      "text (default): a paragraph for each flagged message; jsonl: an object "
      "for every message, one a line; html: a report for a browser, with charts "
      "and the flagged messages",
      options.format);
  scan.add_option("--jobs", options.jobs, "Threads that inspect (default: one a processor)")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, kMaxJobs).description(""));
  scan.add_flag("--summary", options.summary,
                "Say at the end who is impersonated most, from where and how, on standard error "
                "(default: when that is a terminal)");
  AddImapOptions(scan, options.imap);
  scan.add_option("PATH", options.paths,
                  "An .eml file, an mbox, a Maildir, a folder of them, also packed by gzip or "
                  "zstd, - for standard input, or a mail server's folder: imaps://USER@HOST/FOLDER "
                  "(imap:// for STARTTLS)")
      ->required();
  scan.footer(kScanFooter);
}

}  // namespace namesake::cli
