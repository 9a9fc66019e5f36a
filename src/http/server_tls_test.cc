// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/types.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/expected.h"
#include "http/client.h"
#include "http/server.h"
#include "http/test_client.h"
#include "http/test_handler.h"

namespace namesake::http {
namespace {

using testing::HasSubstr;

constexpr std::string_view kGet = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

template <auto kFree>
struct Freed {
  template <typename T>
  void operator()(T* pointer) const {
    kFree(pointer);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;
using Ssl = std::unique_ptr<SSL, Freed<SSL_free>>;
using File = std::unique_ptr<std::FILE, Freed<std::fclose>>;

// Writes a key and a certificate signed with it, whose subject is `name`.
void WriteCertificate(const TlsFiles& files, const std::string& name) {
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate(X509_new());
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  ASSERT_GT(X509_sign(certificate.get(), key.get(), EVP_sha256()), 0);
  ASSERT_EQ(
      PEM_write_X509(File(std::fopen(files.certificate.c_str(), "w")).get(), certificate.get()), 1);
  ASSERT_EQ(PEM_write_PrivateKey(File(std::fopen(files.key.c_str(), "w")).get(), key.get(), nullptr,
                                 nullptr, 0, nullptr, nullptr),
            1);
}

class TlsClient final : public TestClient {
 public:
  explicit TlsClient(std::uint16_t port, int max_version = TLS1_3_VERSION)
      : TestClient(port), context_(SSL_CTX_new(TLS_client_method())) {
    // So that it is the server that refuses old versions, and not this client.
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context_.get(), max_version);
    constexpr std::array<unsigned char, 12> kProtocols = {2,   'h', '2', 8,   'h', 't',
                                                          't', 'p', '/', '1', '.', '1'};
    SSL_CTX_set_alpn_protos(context_.get(), kProtocols.data(), kProtocols.size());
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), socket_descriptor());
    is_shaken_ = SSL_connect(ssl_.get()) == 1;
  }

  [[nodiscard]] bool is_shaken() const { return is_shaken_; }
  [[nodiscard]] std::string version() const { return SSL_get_version(ssl_.get()); }

  [[nodiscard]] std::string protocol() const {
    const unsigned char* name = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(ssl_.get(), &name, &length);
    return {reinterpret_cast<const char*>(name), length};
  }

  // The common name in the server's certificate.
  [[nodiscard]] std::string server_name() const {
    const Certificate certificate(SSL_get1_peer_certificate(ssl_.get()));
    std::array<char, 64> name{};
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name.data(),
                              name.size());
    return name.data();
  }

  // Whether the server said good-bye, rather than just going away.
  [[nodiscard]] bool said_goodbye() const {
    return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
  }

  bool Send(std::string_view octets) override {
    return SSL_write(ssl_.get(), octets.data(), static_cast<int>(octets.size())) ==
           static_cast<int>(octets.size());
  }

 protected:
  ssize_t ReceiveSome(char* to, std::size_t size) override {
    const int count = SSL_read(ssl_.get(), to, static_cast<int>(size));
    return count > 0 ? count : said_goodbye() ? 0 : -1;
  }

 private:
  Context context_;
  Ssl ssl_;
  bool is_shaken_ = false;
};

class ServerTlsTest : public testing::Test {
 protected:
  ServerTlsTest() {
    folder_ = testing::TempDir() + "namesake-tls-XXXXXX";
    // NOLINTNEXTLINE(misc-include-cleaner): <cstdlib> is where POSIX puts it
    if (mkdtemp(folder_.data()) == nullptr) std::abort();
    files_ = FilesNamed("first");
    WriteCertificate(files_, "first.example");
  }
  ~ServerTlsTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] TlsFiles FilesNamed(const std::string& name) const {
    return {folder_ + "/" + name + ".pem", folder_ + "/" + name + ".key"};
  }

  [[nodiscard]] base::Expected<std::unique_ptr<Server>> Start(const TlsFiles& files) {
    ServerOptions options;
    options.port = 0;
    options.threads = 2;
    options.tls = files;
    options.limits.linger_timeout = std::chrono::milliseconds(200);
    return Server::Start(options, handler_);
  }

  std::string folder_;
  TlsFiles files_;
  TestHandler handler_;
};

TEST_F(ServerTlsTest, ServesRequests) {
  const auto server = Start(files_);
  ASSERT_TRUE(server) << server.error().message;
  TlsClient client((*server)->port());
  ASSERT_TRUE(client.is_shaken());
  EXPECT_EQ(client.version(), "TLSv1.3");
  EXPECT_EQ(client.protocol(), "http/1.1");
  EXPECT_EQ(client.server_name(), "first.example");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.Ask(kGet).body, "GET /a ");
  const std::string body(3'000'000, 'x');
  EXPECT_EQ(client
                .Ask("POST /large HTTP/1.1\r\nHost: x\r\nContent-Length: " +
                     std::to_string(body.size()) + "\r\n\r\n" + body)
                .body,
            "POST /large " + body);
}

// Our own client trusts what the system trusts, and SSL_CERT_FILE adds to that.
TEST_F(ServerTlsTest, IsTrustedOnlyUnderItsNameAndWithItsAuthority) {
  const TlsFiles localhost = FilesNamed("localhost");
  WriteCertificate(localhost, "localhost");
  const auto server = Start(localhost);
  ASSERT_TRUE(server) << server.error().message;
  const std::string port = std::to_string((*server)->port());
  EXPECT_FALSE(Post({.url = "https://localhost:" + port + "/a"}));
  ASSERT_EQ(setenv("SSL_CERT_FILE", localhost.certificate.c_str(), 1), 0);
  const auto response = Post({.url = "https://localhost:" + port + "/a"});
  const auto other_name = Post({.url = "https://127.0.0.1:" + port + "/a"});
  unsetenv("SSL_CERT_FILE");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "POST /a ");
  EXPECT_FALSE(other_name);
}

TEST_F(ServerTlsTest, SpeaksTls12AndNothingOlder) {
  const auto server = Start(files_);
  ASSERT_TRUE(server);
  TlsClient newer((*server)->port(), TLS1_2_VERSION);
  ASSERT_TRUE(newer.is_shaken());
  EXPECT_EQ(newer.version(), "TLSv1.2");
  EXPECT_EQ(newer.Ask(kGet).status, 200);
  EXPECT_FALSE(TlsClient((*server)->port(), TLS1_1_VERSION).is_shaken());
  EXPECT_FALSE(TlsClient((*server)->port(), TLS1_VERSION).is_shaken());
}

TEST_F(ServerTlsTest, TakesLeaveWhenItCloses) {
  const auto server = Start(files_);
  ASSERT_TRUE(server);
  TlsClient client((*server)->port());
  EXPECT_EQ(client.Ask("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").status, 200);
  EXPECT_EQ(client.RestUntilClosed(), "");
  EXPECT_TRUE(client.said_goodbye());
}

TEST_F(ServerTlsTest, LetsTheClientOfATooLargeBodySeeTheAnswer) {
  const auto server = Start(files_);
  ASSERT_TRUE(server);
  TlsClient client((*server)->port());
  const std::string body(500'000, 'x');
  ASSERT_TRUE(client.Send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n"));
  ASSERT_TRUE(client.Send(body));
  EXPECT_EQ(client.Receive().status, 413);
}

TEST_F(ServerTlsTest, EndsWhatIsNotTls) {
  const auto server = Start(files_);
  ASSERT_TRUE(server);
  TestClient plain((*server)->port());
  ASSERT_TRUE(plain.Send(kGet));
  EXPECT_THAT(plain.Receive().head, Not(HasSubstr("HTTP")));
  EXPECT_TRUE(TlsClient((*server)->port()).is_shaken());
}

TEST_F(ServerTlsTest, UsesANewCertificateForNewConnections) {
  const auto server = Start(files_);
  ASSERT_TRUE(server);
  TlsClient before((*server)->port());
  const TlsFiles second = FilesNamed("second");
  WriteCertificate(second, "second.example");
  ASSERT_TRUE((*server)->ReloadTls(second));
  TlsClient after((*server)->port());
  ASSERT_TRUE(after.is_shaken());
  EXPECT_EQ(after.server_name(), "second.example");
  EXPECT_EQ(before.Ask(kGet).status, 200);
}

TEST_F(ServerTlsTest, KeepsTheCertificateWhenTheNewOneIsFaulty) {
  const auto server = Start(files_);
  ASSERT_TRUE(server);
  const auto reloaded = (*server)->ReloadTls(FilesNamed("missing"));
  ASSERT_FALSE(reloaded);
  EXPECT_EQ(reloaded.error().code, base::ErrorCode::kInvalidArgument);
  TlsClient client((*server)->port());
  ASSERT_TRUE(client.is_shaken());
  EXPECT_EQ(client.server_name(), "first.example");
}

TEST_F(ServerTlsTest, SaysWhatIsWrongWithTheFiles) {
  const TlsFiles other = FilesNamed("other");
  WriteCertificate(other, "other.example");
  const std::string text = folder_ + "/text";
  std::ofstream(text) << "this is no PEM\n";
  const struct {
    TlsFiles files;
    std::string message;
  } cases[] = {
      {{folder_ + "/nowhere", files_.key}, "TLS certificate \"" + folder_ + "/nowhere\": "},
      {{text, files_.key}, "TLS certificate \"" + text + "\": no start line"},
      {{files_.certificate, folder_ + "/nowhere"}, "TLS key \"" + folder_ + "/nowhere\": "},
      {{files_.certificate, files_.certificate}, "TLS key \"" + files_.certificate + "\": "},
      {{files_.certificate, other.key}, "TLS key \"" + other.key + "\": key values mismatch"},
  };
  for (const auto& each : cases) {
    const auto server = Start(each.files);
    ASSERT_FALSE(server) << each.message;
    EXPECT_EQ(server.error().code, base::ErrorCode::kInvalidArgument) << each.message;
    EXPECT_THAT(server.error().message, HasSubstr(each.message));
  }
}

TEST_F(ServerTlsTest, ClosesIdleConnectionsAndUnfinishedHandshakesWhenStopped) {
  auto server = Start(files_);
  ASSERT_TRUE(server);
  TlsClient idle((*server)->port());
  EXPECT_EQ(idle.Ask(kGet).status, 200);
  TestClient silent((*server)->port());
  ASSERT_TRUE(silent.connected());
  const auto begin = std::chrono::steady_clock::now();
  (*server)->Stop(std::chrono::seconds(60));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

}  // namespace
}  // namespace namesake::http
