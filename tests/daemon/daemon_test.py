# SPDX-License-Identifier: Apache-2.0
"""namesaked as a process: command line, start, signals, reload, TLS, an orderly end."""

import http.client
import json
import re
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from namesake import PATIENCE, Client, Daemon, entry, program, run, wait_for


def make_certificate(folder, name):
    """A self-signed certificate and its key, as two files."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
        + ["-subj", f"/CN={name}", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    return certificate, key


def served_certificate(port):
    """What a new TLS connection gets, as DER."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as plain:
        with context.wrap_socket(plain) as encrypted:
            return encrypted.getpeercert(binary_form=True)


def as_der(certificate):
    return ssl.PEM_cert_to_DER_cert(certificate.read_text())


class ServedTest(unittest.TestCase):
    def serve(self, **options):
        """A running daemon, and an account that it has known from its start."""
        daemon = Daemon(**options)
        self.addCleanup(daemon.remove)
        account = daemon.account()
        return daemon.start(), account

    def client(self, daemon, *arguments):
        client = daemon.client(*arguments)
        self.addCleanup(client.close)
        return client


class CommandLineTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def config(self, text):
        path = self.folder / "namesaked.toml"
        path.write_text(text)
        return str(path)

    def test_help_names_every_option(self):
        text = run("namesaked", "--help").stdout
        for option in ("--listen", "--store", "--config", "--check-config", "--print-defaults", "--version"):
            self.assertIn(option, text)
        self.assertRegex(run("namesaked", "--version").stdout, r"^namesaked \d+\.\d+\.\d+\n$")

    def test_defaults_are_a_valid_file(self):
        defaults = run("namesaked", "--print-defaults").stdout
        self.assertIn("stop_grace_seconds", defaults)
        self.assertNotIn("milter", defaults)
        checked = run("namesaked", "--check-config", "--config", self.config(defaults))
        self.assertEqual(checked.stdout, "The settings are valid.\n")

    def test_every_fault_is_named(self):
        path = self.config("listen = 'nowhere'\n[http]\nthreads = -1\n")
        checked = run("namesaked", "--check-config", "--config", path, check=False)
        self.assertEqual(checked.returncode, 2)
        self.assertIn("listen", checked.stderr)
        self.assertIn("http.threads", checked.stderr)

    def test_a_certificate_needs_its_key(self):
        path = self.config("tls.certificate = 'a.pem'\n")
        checked = run("namesaked", "--check-config", "--config", path, check=False)
        self.assertEqual(checked.returncode, 2)
        self.assertIn("tls.certificate and tls.key belong together", checked.stderr)

    def test_what_cannot_be_served_ends_with_2(self):
        store = f"sqlite:{self.folder}/namesake.db"
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            busy = f"127.0.0.1:{taken.getsockname()[1]}"
            for arguments, reason in {
                ("--frobnicate",): "--frobnicate",
                ("--config", f"{self.folder}/missing.toml"): "missing.toml",
                ("--listen", "8787", "--store", store): "listen",
                ("--listen", busy, "--store", store): busy,
                ("--listen", "127.0.0.1:0", "--store", "oracle:x"): "a store is named like sqlite:",
                ("--listen", "127.0.0.1:0", "--store", f"sqlite:{self.folder}/no/such/folder.db"): "folder.db",
            }.items():
                result = run("namesaked", *arguments, check=False)
                self.assertEqual(result.returncode, 2, (arguments, result.stderr))
                self.assertIn(reason, result.stderr)
                self.assertEqual(result.stdout, "")


class SignalTest(ServedTest):
    def test_term_and_int_end_it_in_good_order(self):
        for sent in (signal.SIGTERM, signal.SIGINT):
            with Daemon() as daemon:
                self.assertEqual(daemon.stop(sent), 0)
                self.assertRegex(daemon.log, r"info started version=\S+ listen=127\.0\.0\.1:\d+ tls=false\n")
                self.assertRegex(daemon.log, r"info stopped\n$")

    def test_port_zero_is_told_in_the_log(self):
        with tempfile.TemporaryDirectory() as folder:
            process = subprocess.Popen(
                [program("namesaked"), "--listen", "127.0.0.1:0", "--store", f"sqlite:{folder}/namesake.db"],
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
            try:
                lines = iter(process.stderr.readline, "")
                started = next(line for line in lines if " started " in line)
                port = int(re.search(r"listen=127\.0\.0\.1:(\d+)", started)[1])
                self.assertGreater(port, 0)
                client = Client(port)
                self.assertEqual(client.request("GET", "/healthz").status, 200)
                client.close()
                process.terminate()
                process.stderr.read()
                self.assertEqual(process.wait(PATIENCE), 0)
            finally:
                process.kill()
                process.wait()
                process.stderr.close()

    def test_running_requests_are_answered_and_idle_connections_closed(self):
        daemon, account = self.serve()
        idle = self.client(daemon, account.write)
        self.assertEqual(idle.request("GET", account.registry).status, 200)

        body = json.dumps(entry()).encode()
        head = (
            f"POST {account.registry} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {account.write}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", daemon.port), timeout=PATIENCE) as running:
            running.sendall(head.encode())
            self.assertIn(b" 100 ", running.recv(1000))
            daemon.process.send_signal(signal.SIGTERM)
            self.assertEqual(idle.connection.sock.recv(1), b"")  # closed at once
            running.sendall(body)
            answer = b""
            while piece := running.recv(10_000):
                answer += piece
                if b'"success":true' in answer:
                    break
            self.assertIn(b" 201 ", answer)
            self.assertIn(b"\r\nConnection: close\r\n", answer)
        self.assertEqual(daemon.process.wait(PATIENCE), 0)

    def test_no_acknowledged_entry_is_lost_by_stopping(self):
        daemon, account = self.serve()
        created = []

        def create():
            client = daemon.client(account.write)
            try:
                while (answer := client.request("POST", account.registry, entry())).status == 201:
                    created.append(answer.result["id"])
            except (OSError, http.client.HTTPException):
                pass  # the connection has ended
            finally:
                client.close()

        threads = [threading.Thread(target=create) for _ in range(4)]
        for thread in threads:
            thread.start()
        wait_for(lambda: len(created) > 50, "entries are created")
        self.assertEqual(daemon.stop(), 0)
        for thread in threads:
            thread.join()
        daemon.start()
        client = self.client(daemon, account.read)
        for each in created:
            self.assertEqual(client.request("GET", f"{account.registry}/{each}").status, 200)


class ReloadTest(ServedTest):
    def reload(self, daemon, config, outcome):
        """Sends SIGHUP with another file and waits for the event `outcome`."""
        before = daemon.log.count(f" {outcome}")
        (daemon.folder / "namesaked.toml").write_text(config)
        daemon.process.send_signal(signal.SIGHUP)
        wait_for(lambda: daemon.log.count(f" {outcome}") > before, outcome)

    def test_settings_are_read_again(self):
        daemon, account = self.serve(config="[rate_limit]\nrequests = 1000\n")
        client = self.client(daemon, account.read)
        self.assertIn(";q=1000;", client.request("GET", account.registry).headers["Ratelimit-Policy"])
        self.reload(daemon, "[rate_limit]\nrequests = 1\n", "reloaded")
        answer = client.request("GET", account.registry)
        self.assertIn(";q=1;", answer.headers["Ratelimit-Policy"])
        self.assertEqual(answer.status, 429)

    def test_a_faulty_file_changes_nothing(self):
        with Daemon(config="[rate_limit]\nrequests = 1000\n") as daemon:
            self.reload(daemon, "[rate_limit]\nrequests = 1\nwindow_seconds = 0\n", "reload_refused")
            self.assertIn("rate_limit.window_seconds", daemon.log)
            answer = self.client(daemon).request("GET", "/client/v4/user")
            self.assertIn(";q=1000;", answer.headers["Ratelimit-Policy"])
            self.assertEqual(daemon.stop(), 0)

    def test_what_needs_a_restart_is_named(self):
        with Daemon(config="") as daemon:
            self.reload(daemon, "node = 'LIS'\n[http]\nthreads = 3\n", "reloaded")
            self.assertRegex(daemon.log, r'warning restart_needed settings="node, http\.threads"')

    def test_the_command_line_still_wins(self):
        with Daemon(config="") as daemon:
            self.reload(daemon, "listen = '127.0.0.1:1'\n", "reloaded")
            self.assertNotIn("restart_needed", daemon.log)


class TlsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.certificate, self.key = make_certificate(self.folder, "first")
        self.config = f"[tls]\ncertificate = '{self.certificate}'\nkey = '{self.key}'\n"

    def test_a_renewed_certificate_comes_into_use_by_reload(self):
        with Daemon(config=self.config, scheme_is_tls=True) as daemon:
            self.assertEqual(served_certificate(daemon.port), as_der(self.certificate))
            renewed, key = make_certificate(self.folder, "second")
            renewed.replace(self.certificate)
            key.replace(self.key)
            daemon.process.send_signal(signal.SIGHUP)
            wait_for(lambda: " reloaded" in daemon.log, "reloaded")
            self.assertEqual(served_certificate(daemon.port), as_der(self.certificate))

    def test_a_faulty_certificate_leaves_the_old_one_in_use(self):
        with Daemon(config=self.config, scheme_is_tls=True) as daemon:
            old = as_der(self.certificate)
            self.certificate.write_text("nonsense\n")
            daemon.process.send_signal(signal.SIGHUP)
            wait_for(lambda: " reload_refused" in daemon.log, "reload_refused")
            self.assertEqual(served_certificate(daemon.port), old)

    def test_the_api_answers_over_tls(self):
        with Daemon(config=self.config, scheme_is_tls=True) as daemon:
            context = ssl.create_default_context(cafile=str(self.certificate))
            context.check_hostname = False
            client = Client(daemon.port, tls=context)
            self.assertEqual(client.request("GET", "/readyz").status, 200)
            client.close()

    def test_a_missing_certificate_ends_with_2(self):
        config = self.folder / "missing.toml"
        config.write_text(f"[tls]\ncertificate = '{self.folder}/missing.pem'\nkey = '{self.key}'\n")
        result = run(
            *("namesaked", "--listen", "127.0.0.1:0", "--store", f"sqlite:{self.folder}/n.db", "--config", str(config)),
            check=False,
        )
        self.assertEqual(result.returncode, 2)
        self.assertIn("missing.pem", result.stderr)


if __name__ == "__main__":
    unittest.main()
