# SPDX-License-Identifier: Apache-2.0
"""A receiver of webhooks: a real HTTP(S) server that checks what it gets as docs/events-out.md says."""

import http.server
import json
import re
import socket
import ssl
import threading
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "events-out.md"


def documented_check():
    """The function that the page tells receivers to ask."""
    [code] = re.findall(r"(?ms)^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"))
    names = {}
    exec(code, names)  # pylint: disable=exec-used
    return names["is_genuine"]


is_genuine = documented_check()


class Receiver:
    """Keeps what it has accepted. `answers` are the statuses of the next requests, 200 when there are no more."""

    def __init__(self, secret, certificate=None, key=None, port=0):
        self.secret = secret
        self.answers = []
        self.requests = []  # (headers, body) of all, refused ones too
        self.events = []  # of those that were accepted
        self.faults = []
        self.hang = threading.Event()  # set: nobody is answered
        self.lock = threading.Lock()
        self.connections = set()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                receiver.connections.add(self.connection)

            def finish(self):
                receiver.connections.discard(self.connection)
                super().finish()

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                while receiver.hang.is_set() and not receiver.stopping.wait(0.05):
                    pass
                status = receiver.take(self.headers, body)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.stopping = threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.scheme = "https"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.port}/hook"

    def take(self, headers, body):
        with self.lock:
            self.requests.append((headers, body))
            if not is_genuine(self.secret, headers, body):
                self.faults.append("a signature is wrong")
                return 401
            status = self.answers.pop(0) if self.answers else 200
            if status == 200:
                self.events += json.loads(body)["events"]
            return status

    def of_type(self, *types):
        with self.lock:
            return [event for event in self.events if event["type"] in types]

    def stop(self):
        self.stopping.set()
        self.server.shutdown()
        for connection in list(self.connections):  # those that are kept alive, too
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # closed by the other side
        self.server.server_close()
        self.thread.join()
