// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/sqlite/migrations.h"

namespace namesake::storage::sqlite {

// Of the file with the records of messages. A file of its own: it grows with the mail and is
// written at its pace, which must not make the registry wait, and whoever wants to be rid of it
// removes it.
[[nodiscard]] Schema RecordSchema() noexcept;

}  // namespace namesake::storage::sqlite
