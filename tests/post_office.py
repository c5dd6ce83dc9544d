"""A real mail server on this machine for the tests: it keeps every mail as it was sent."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Session(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as one client needs to hand over one mail."""

    def handle(self) -> None:
        self._say("220 an-phuoc.invalid")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 .")
                self.server.mails.append(b"".join(iter(self.rfile.readline, b".\r\n")))  # type: ignore[attr-defined]
            self._say("250 ok" if verb != b"QUIT" else "221 bye")
            if verb == b"QUIT":
                return

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def post_office() -> Iterator[tuple[str, list[bytes]]]:
    """A mail server on loopback: its address, and the mails it was handed."""
    mails: list[bytes] = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.daemon_threads = True
        server.mails = mails  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"smtp://127.0.0.1:{server.server_address[1]}", mails
        finally:
            server.shutdown()
            thread.join()
