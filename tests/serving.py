"""A running ``gazette serve`` as a process of its own, for tests that ask it over HTTP."""

import http.cookiejar
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.demo import ROOT, Demo, clean_environment, command

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_BOUNDARY = "ranh-gioi-cua-phan"


@dataclass(frozen=True)
class Page:
    """An answer: its HTTP status and text."""

    status: int
    text: str
    url: str = ""


@dataclass
class Served:
    """One running site and a visitor with cookies."""

    process: "subprocess.Popen[str]"
    base: str
    log: Path
    _opener: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    )

    def get(self, path: str) -> Page:
        """One page."""
        return self._ask(urllib.request.Request(self.base + path))

    def post(self, path: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]] | None = None, form: str = "") -> Page:
        """A form sent to *path*, with the token of the page *form* (default the same address)."""
        token = _TOKEN.search(self.get(form or path).text)
        body = _multipart({**fields, **({"csrf_token": token[1]} if token else {})}, files or {})
        headers = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}", "Referer": self.base + path}
        return self._ask(urllib.request.Request(self.base + path, data=body, headers=headers))

    def log_in(self, demo: Demo, user: str) -> None:
        """Logs in with the password the demonstration printed."""
        words = next(line.split() for line in demo.said.out.splitlines() if line.startswith(f"login {user} "))
        page = self.post("/dang-nhap", {"user": user, "password": words[2]})
        assert page.status == 200
        assert "dang-nhap" not in page.url, page.text[:2000]

    def children(self) -> set[int]:
        """The processes directly under the command."""
        found = set()
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                state, parent = path.read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if int(parent) == self.process.pid and state != "Z":
                found.add(int(path.parent.name))
        return found

    def _ask(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Page(answer.status, answer.read().decode(errors="replace"), answer.url)
        except urllib.error.HTTPError as error:
            with error:
                return Page(error.code, error.read().decode(errors="replace"), error.url or "")


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(demo: Demo, folder: Path) -> Iterator[Served]:
    """``gazette serve`` on *demo*'s home; told to end, and waited for, at the end of the block."""
    port = free_port()
    log = folder / "serve.log"
    with log.open("w") as sink:
        process = subprocess.Popen(
            command("--home", demo.home, "serve", "--port", port), stdout=sink, stderr=sink, text=True, cwd=ROOT, env=clean_environment()
        )
    site = Served(process, f"http://127.0.0.1:{port}", log)
    try:
        _wait_until_ready(site)
        yield site
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def _wait_until_ready(site: Served) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and site.process.poll() is None:
        if "/dang-nhap" in site.log.read_text():
            return
        time.sleep(0.1)
    raise AssertionError(f"gazette serve did not start: {site.log.read_text()}")


def _multipart(fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> bytes:
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()
    ]
    for name, (filename, data) in files.items():
        head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + data + b"\r\n")
    return b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()
