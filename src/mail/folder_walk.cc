// SPDX-License-Identifier: Apache-2.0
#include "mail/folder_walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/error.h"
#include "mail/character.h"

namespace namesake::mail {
namespace {

// A Maildir that still changes then is somebody's endless loop.
constexpr int kMaxListings = 25;

// A folder's time of change is that of the clock's last tick: two changes within one look like one.
// No kernel's tick takes longer.
constexpr std::chrono::nanoseconds kTick = std::chrono::milliseconds(20);

enum class EntryKind { kFile, kFolder, kLinkToNowhere, kSpecial, kVanished };

struct Entry {
  std::string name;
  EntryKind kind;
  ino_t inode;  // of the entry itself, where it is a link
};

EntryKind KindOf(mode_t mode) {
  if (S_ISREG(mode)) return EntryKind::kFile;
  if (S_ISDIR(mode)) return EntryKind::kFolder;
  return EntryKind::kSpecial;  // reading a pipe or a device here could wait for ever
}

// Most file systems say in the listing what an entry is; links have to be followed.
EntryKind KindOf(int folder, const dirent& entry) {
  if (entry.d_type == DT_REG) return EntryKind::kFile;
  if (entry.d_type == DT_DIR) return EntryKind::kFolder;
  struct stat status{};
  if (::fstatat(folder, entry.d_name, &status, 0) == 0) return KindOf(status.st_mode);
  const bool is_link = ::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0;
  return is_link ? EntryKind::kLinkToNowhere : EntryKind::kVanished;
}

struct CloseFolder {
  void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

std::chrono::nanoseconds Duration(const timespec& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

// When a folder was changed last; nullopt when that is so short ago that another change would not
// show. (A time to come is that of a file server whose clock differs.)
std::optional<std::chrono::nanoseconds> SettledSince(int folder) {
  struct stat status{};
  timespec now{};
  if (::fstat(folder, &status) != 0) return {};
  // The clock after the folder. NOLINTNEXTLINE(misc-include-cleaner): <ctime> has it
  if (::clock_gettime(CLOCK_REALTIME, &now) != 0) return {};
  const std::chrono::nanoseconds changed = Duration(status.st_mtim);
  const std::chrono::nanoseconds age = Duration(now) - changed;
  if (age >= std::chrono::nanoseconds(0) && age < kTick) return {};
  return changed;
}

struct Listing {
  std::vector<Entry> entries;  // by name
  bool is_whole = true;        // the folder did not change meanwhile, so nothing is missing
  int error = 0;
};

Listing ListFolder(const std::string& path) {
  Listing listing;
  const std::unique_ptr<DIR, CloseFolder> folder(::opendir(path.c_str()));
  if (!folder) {
    listing.error = errno;
    return listing;
  }
  const int descriptor = ::dirfd(folder.get());
  const auto before = SettledSince(descriptor);
  errno = 0;  // by which alone an error differs from the end
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") {
      listing.entries.push_back({std::string(name), KindOf(descriptor, *entry), entry->d_ino});
    }
    errno = 0;
  }
  listing.error = errno;
  listing.is_whole = before && before == SettledSince(descriptor);
  std::sort(listing.entries.begin(), listing.entries.end(),
            [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return listing;
}

std::string Join(const std::string& folder, std::string_view name) {
  return fmt::format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", name);
}

// A message's name without its flags: what stays when it is moved or flagged.
std::string UniqueName(const std::string& name) { return name.substr(0, name.find(':')); }

// A message of a Maildir, whatever its flags are: two files that share their name, as after a merge
// of two copies, are two messages.
struct MessageKey {
  std::string name;
  ino_t inode;

  friend bool operator==(const MessageKey&, const MessageKey&) = default;
};

struct HashOfKey {
  std::size_t operator()(const MessageKey& key) const noexcept {
    return std::hash<std::string>()(key.name) ^ std::hash<ino_t>()(key.inode);
  }
};

using MessageKeys = std::unordered_set<MessageKey, HashOfKey>;

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
        case EntryKind::kVanished:
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
    MessageKeys visited;
    for (int listing = 0; listing < kMaxListings; ++listing) {
      // A message that moves between the two is in both, never in none.
      const Listing arrived = ListIfThere(Join(path, "new"));
      const Listing seen = ListIfThere(Join(path, "cur"));
      bool complete = arrived.is_whole && seen.is_whole;
      if (!Messages(Join(path, "cur"), seen.entries, visited, complete)) return false;
      if (!Messages(Join(path, "new"), arrived.entries, visited, complete)) return false;
      if (complete) return true;
      std::this_thread::sleep_for(kTick);  // sooner, another listing could not be told from this
    }
    on_error_({base::ErrorCode::kUnavailable,
               fmt::format("cannot read all of {}: it changes all the time", path)});
    return true;
  }

  // Visits those that are not among the visited; what is gone makes the visit incomplete.
  bool Messages(const std::string& folder, const std::vector<Entry>& entries, MessageKeys& visited,
                bool& complete) {
    for (const Entry& entry : entries) {
      if (entry.kind == EntryKind::kVanished) complete = false;
      if (entry.kind != EntryKind::kFile || entry.name.starts_with('.')) continue;
      MessageKey key{UniqueName(entry.name), entry.inode};
      if (visited.contains(key)) continue;
      const Visit visit = on_file_({Join(folder, entry.name), FileRole::kMaildirMessage});
      if (visit == Visit::kStop) return false;
      if (visit == Visit::kGone) {
        complete = false;
      } else {
        visited.insert(std::move(key));
      }
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

  Listing ListIfThere(const std::string& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0 && errno == ENOENT) return {};
    Listing listing = ListFolder(path);
    if (listing.error != 0) {
      on_error_(CannotRead(path, listing.error));
      listing.is_whole = true;  // as whole as it gets
    }
    return listing;
  }

  std::vector<Entry> List(const std::string& path) {
    Listing listing = ListFolder(path);
    if (listing.error != 0) on_error_(CannotRead(path, listing.error));
    return std::move(listing.entries);
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
  const auto ends_with = [&](std::string_view suffix) {
    return name.size() > suffix.size() &&
           EqualsIgnoringCase(name.substr(name.size() - suffix.size()), suffix);
  };
  for (const std::string_view suffix : {".gz", ".zst"}) {
    if (ends_with(suffix)) name.remove_suffix(suffix.size());
  }
  if (ends_with(".eml")) return FileRole::kEml;
  return ends_with(".mbox") ? FileRole::kMbox : otherwise;
}

base::Error CannotRead(const std::string& path, int error) {
  base::ErrorCode code = base::ErrorCode::kUnavailable;
  if (error == ENOENT) code = base::ErrorCode::kNotFound;
  if (error == EACCES || error == EPERM) code = base::ErrorCode::kPermissionDenied;
  return {code, fmt::format("cannot read {}: {}", path, std::generic_category().message(error))};
}

}  // namespace namesake::mail
