// SPDX-License-Identifier: Apache-2.0
#include "http/tls.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "base/error.h"
#include "base/expected.h"
#include "http/server.h"

namespace namesake::http {
namespace {

constexpr std::array<unsigned char, 9> kHttp11 = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

// The innermost of OpenSSL's errors: the one that says why.
std::string Reason() {
  const unsigned long error = ERR_peek_error();
  const char* reason = ERR_reason_error_string(error);
  ERR_clear_error();
  return reason == nullptr ? "the file cannot be used" : reason;
}

tl::unexpected<base::Error> Refuse(std::string_view what, const std::string& path) {
  return base::Fail(base::ErrorCode::kInvalidArgument,
                    fmt::format("{} \"{}\": {}", what, path, Reason()));
}

// Without it OpenSSL would ask for the password of an encrypted key at the terminal.
int NoPassword(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) { return -1; }

int SelectHttp11(SSL* /*connection*/, const unsigned char** chosen, unsigned char* chosen_length,
                 const unsigned char* offered, unsigned int offered_length, void* /*data*/) {
  unsigned char* found = nullptr;
  const int result = SSL_select_next_proto(&found, chosen_length, kHttp11.data(), kHttp11.size(),
                                           offered, offered_length);
  *chosen = found;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

base::Expected<TlsContext> LoadTls(const TlsFiles& files) {
  ERR_clear_error();
  TlsContext context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context) return base::Fail(base::ErrorCode::kInternal, "OpenSSL: " + Reason());
  SSL_CTX* ctx = context.get();
  SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
  SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);  // idle connections keep 34 KB less each
  SSL_CTX_set_default_passwd_cb(ctx, NoPassword);
  SSL_CTX_set_alpn_select_cb(ctx, SelectHttp11, nullptr);
  if (SSL_CTX_use_certificate_chain_file(ctx, files.certificate.c_str()) != 1) {
    return Refuse("TLS certificate", files.certificate);
  }
  if (SSL_CTX_use_PrivateKey_file(ctx, files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return Refuse("TLS key", files.key);
  }
  if (SSL_CTX_check_private_key(ctx) != 1) return Refuse("TLS key", files.key);
  return context;
}

}  // namespace namesake::http
