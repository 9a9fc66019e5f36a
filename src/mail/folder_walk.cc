// SPDX-License-Identifier: Apache-2.0
#include "mail/folder_walk.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/error.h"
#include "mail/character.h"

namespace namesake::mail {
namespace {

namespace fs = std::filesystem;

// A message that goes on being renamed while we look for it is somebody's endless loop.
constexpr int kMaxSearches = 3;

enum class EntryKind { kFile, kFolder, kLinkToNowhere, kSpecial };

struct Entry {
  std::string name;
  EntryKind kind;
};

EntryKind KindOf(const fs::directory_entry& entry) {
  std::error_code error;
  const fs::file_status status = entry.status(error);
  if (status.type() == fs::file_type::regular) return EntryKind::kFile;
  if (status.type() == fs::file_type::directory) return EntryKind::kFolder;
  if (error || status.type() == fs::file_type::not_found) {
    // What is no link has vanished since it was listed.
    return entry.is_symlink(error) ? EntryKind::kLinkToNowhere : EntryKind::kSpecial;
  }
  return EntryKind::kSpecial;  // reading a pipe or a device here could wait for ever
}

std::string Join(const std::string& folder, std::string_view name) {
  return fmt::format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", name);
}

// A message's name without its flags: what stays when it is moved or flagged.
std::string UniqueName(const std::string& name) { return name.substr(0, name.find(':')); }

using Names = std::set<std::string>;

class Walk {
 public:
  Walk(const std::function<Visit(const FoundFile&)>& on_file,
       const std::function<void(const base::Error&)>& on_error)
      : on_file_(on_file), on_error_(on_error) {}

  // The functions that return bool return false when the walk is to stop.
  bool Folder(const std::string& path) {
    if (!IsNew(path)) return true;
    const std::vector<Entry> entries = List(path);
    if (IsMaildir(entries)) return Maildir(path, entries);
    return std::all_of(entries.begin(), entries.end(), [&](const Entry& entry) {
      const std::string entry_path = Join(path, entry.name);
      switch (entry.kind) {
        case EntryKind::kFile:
          return File({entry_path, RoleByName(entry.name, FileRole::kOther)});
        case EntryKind::kFolder:
          return Folder(entry_path);
        case EntryKind::kLinkToNowhere:
          on_error_(CannotRead(entry_path, ENOENT));
          return true;
        case EntryKind::kSpecial:
          return true;
      }
      return true;
    });
  }

 private:
  static bool Has(const std::vector<Entry>& entries, std::string_view folder) {
    return std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) {
      return entry.kind == EntryKind::kFolder && entry.name == folder;
    });
  }

  // Copies and archives may have lost the one of them that was empty.
  static bool IsMaildir(const std::vector<Entry>& entries) {
    return Has(entries, "cur") || Has(entries, "new");
  }

  bool Maildir(const std::string& path, const std::vector<Entry>& entries) {
    if (!MaildirMessages(path)) return false;
    return std::all_of(entries.begin(), entries.end(), [&](const Entry& entry) {
      if (entry.kind != EntryKind::kFolder) return true;
      if (entry.name == "cur" || entry.name == "new" || entry.name == "tmp") return true;
      const std::string subfolder = Join(path, entry.name);
      return !IsMaildir(List(subfolder)) || Folder(subfolder);
    });
  }

  bool MaildirMessages(const std::string& path) {
    Names wanted;  // none: all
    for (int search = 0; search <= kMaxSearches; ++search) {
      // A message that moves between the two listings is in both, never in none.
      const std::vector<Entry> arrived = ListIfThere(Join(path, "new"));
      const std::vector<Entry> seen = ListIfThere(Join(path, "cur"));
      Names gone;
      Names gone_from_new;
      if (!Messages(Join(path, "cur"), seen, wanted, gone)) return false;
      if (!Messages(Join(path, "new"), arrived, wanted, gone_from_new)) return false;
      for (auto entry = seen.begin(); entry != seen.end() && !gone_from_new.empty(); ++entry) {
        const std::string name = UniqueName(entry->name);
        if (!gone.contains(name)) gone_from_new.erase(name);  // it was visited in cur/
      }
      gone.merge(gone_from_new);
      if (gone.empty()) break;
      wanted = std::move(gone);
    }
    return true;
  }

  // Visits those `wanted` and adds the ones that are gone.
  bool Messages(const std::string& folder, const std::vector<Entry>& entries, const Names& wanted,
                Names& gone) {
    for (const Entry& entry : entries) {
      if (entry.kind != EntryKind::kFile || entry.name.starts_with('.')) continue;
      if (!wanted.empty() && !wanted.contains(UniqueName(entry.name))) continue;
      const Visit visit = on_file_({Join(folder, entry.name), FileRole::kMaildirMessage});
      if (visit == Visit::kStop) return false;
      if (visit == Visit::kGone) gone.insert(UniqueName(entry.name));
    }
    return true;
  }

  bool File(const FoundFile& file) {
    const Visit visit = on_file_(file);
    if (visit == Visit::kGone) on_error_(CannotRead(file.path, ENOENT));
    return visit != Visit::kStop;
  }

  // Links may lead back to where they stand; a device and inode tell.
  bool IsNew(const std::string& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return true;  // listing it will say so
    return visited_.insert({status.st_dev, status.st_ino}).second;
  }

  std::vector<Entry> ListIfThere(const std::string& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0 && errno == ENOENT) return {};
    return List(path);
  }

  std::vector<Entry> List(const std::string& path) {
    std::vector<Entry> entries;
    std::error_code error;
    fs::directory_iterator at(path, error);
    while (!error && at != fs::directory_iterator()) {
      entries.push_back({at->path().filename().string(), KindOf(*at)});
      at.increment(error);
    }
    if (error) on_error_(CannotRead(path, error.value()));
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.name < b.name; });
    return entries;
  }

  const std::function<Visit(const FoundFile&)>& on_file_;
  const std::function<void(const base::Error&)>& on_error_;
  std::set<std::pair<dev_t, ino_t>> visited_;
};

}  // namespace

void WalkFolder(const std::string& folder, const std::function<Visit(const FoundFile&)>& on_file,
                const std::function<void(const base::Error&)>& on_error) {
  Walk(on_file, on_error).Folder(folder);
}

FileRole RoleByName(std::string_view name, FileRole otherwise) noexcept {
  constexpr std::string_view kSuffix = ".eml";
  const bool is_eml = name.size() > kSuffix.size() &&
                      EqualsIgnoringCase(name.substr(name.size() - kSuffix.size()), kSuffix);
  return is_eml ? FileRole::kEml : otherwise;
}

base::Error CannotRead(const std::string& path, int error) {
  base::ErrorCode code = base::ErrorCode::kUnavailable;
  if (error == ENOENT) code = base::ErrorCode::kNotFound;
  if (error == EACCES || error == EPERM) code = base::ErrorCode::kPermissionDenied;
  return {code, fmt::format("cannot read {}: {}", path, std::generic_category().message(error))};
}

}  // namespace namesake::mail
