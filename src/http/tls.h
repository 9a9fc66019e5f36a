// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/expected.h"
#include "http/server.h"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX

namespace namesake::http {

// What new connections are encrypted with. Connections keep the one that they began with.
using TlsContext = std::shared_ptr<ssl_ctx_st>;

// Reads certificate and key: TLS 1.2 and newer, without renegotiation, "http/1.1" by ALPN.
// kInvalidArgument: a file that cannot be read or understood, a key that is encrypted or another
// certificate's. Private to this folder.
[[nodiscard]] base::Expected<TlsContext> LoadTls(const TlsFiles& files);

}  // namespace namesake::http
