"""An S3 server that fails by plan: a proxy before a real one, which refuses, hangs, or loses requests and answers."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

FAULTS = ("500", "503", "cut", "lost", "hang")
"""An error of the server; a connection that ends before the request is done, or after it and before the answer; no answer at all."""


@dataclass
class FaultyS3:
    """Where the proxy is reached, and the faults that meet the next requests, one each; none is left out."""

    address: str
    plan: deque[str] = field(default_factory=deque)
    met: list[str] = field(default_factory=list)


class _Server(ThreadingHTTPServer):
    faulty: FaultyS3
    upstream: str
    over: Event
    daemon_threads = True


class _Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        faulty = self.server.faulty
        fault = faulty.plan.popleft() if faulty.plan else ""
        if fault:
            faulty.met.append(fault)
        if fault in ("500", "503"):
            self._send(int(fault), {}, b"")
            return
        if fault == "hang":
            self.server.over.wait()
        if fault in ("cut", "hang"):
            self.close_connection = True
            return
        status, headers, data = self._forwarded(body)
        if fault == "lost":
            self.close_connection = True
            return
        self._send(status, headers, data)

    do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = answer  # noqa: N815

    def _forwarded(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection(self.server.upstream, timeout=60)
        try:
            connection.request(self.command, self.path, body, dict(self.headers))
            found = connection.getresponse()
            return found.status, dict(found.getheaders()), found.read()
        finally:
            connection.close()

    def _send(self, status: int, headers: dict[str, str], data: bytes) -> None:
        self.send_response_only(status)
        length = headers.get("Content-Length", "0") if self.command == "HEAD" else str(len(data))
        for name, value in {**headers, "Content-Length": length}.items():
            if name.lower() not in ("connection", "transfer-encoding") and (name == "Content-Length" or name.lower() != "content-length"):
                self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Keeps silent."""


@contextmanager
def faulty_s3(upstream: str) -> Iterator[FaultyS3]:
    """The proxy before the S3 server at *upstream*, an address such as ``http://127.0.0.1:5000``."""
    with _Server(("127.0.0.1", 0), _Proxy) as server:
        server.faulty = FaultyS3(f"http://127.0.0.1:{server.server_port}")
        server.upstream, server.over = urlsplit(upstream).netloc, Event()
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.faulty
        finally:
            server.over.set()
            server.shutdown()
