// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"

namespace namesake::storage {

// What becomes of a file that stands where one is to be put.
enum class Existing { kKeep, kReplace };

// Told now and then: octets of the file that is being copied.
using CopyProgress = std::function<void(std::uint64_t copied, std::uint64_t total)>;

struct CopiedFile {
  std::filesystem::path file;
  std::uint64_t octets = 0;
};

// Copies the database that `uri` ("sqlite:PATH") names, and that of its records if there is one,
// while other programs use them: each as it is at one moment during the call, with everything that
// was acknowledged before it. The records come first, so that no follower's position in them is
// ahead of the registry. `target` is a folder that exists, in which the files get the names they
// have, or a file for the registry. A copy has its name when it is complete, checked and on the
// disk. kConflict when one is there already that is to be kept, kInvalidArgument for a store of
// another kind, kUnavailable when the check finds damage.
[[nodiscard]] base::Expected<std::vector<CopiedFile>> Backup(std::string_view uri,
                                                             const std::filesystem::path& target,
                                                             Existing existing,
                                                             const CopyProgress& progress);

// Puts such copies in the place of the store that `uri` names; `source` is what `target` was. The
// copies are checked before anything is changed, a process that is killed leaves each file as it
// was or as it is to be. Records stay as they are where the backup has none. kConflict when there
// is a store already that is to be kept, or when a program has it open.
//
// The feed goes on far behind all that the old one has had, so that everybody who followed that
// finds his position forgotten and loads anew; the audit log of each account says who restored it.
struct RestoredBy {
  std::string_view actor;
  base::Time at;
};
[[nodiscard]] base::Expected<std::vector<CopiedFile>> Restore(const std::filesystem::path& source,
                                                              std::string_view uri,
                                                              Existing existing, RestoredBy author,
                                                              const CopyProgress& progress);

}  // namespace namesake::storage
