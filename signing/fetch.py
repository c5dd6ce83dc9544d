"""The safe fetcher: OCSP and CRL over http(s) from public addresses only, capped in size and time, redirects checked again."""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import cast
from urllib.parse import SplitResult, urljoin, urlsplit

from signing.errors import FetchRefused

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Answer:
    """What a server said: its status, the body within the cap, and the content type."""

    status: int
    content: bytes
    content_type: str


@dataclass(frozen=True)
class SafeFetcher:
    """Fetches small answers from hosts that certificates name, which is to say from hosts an attacker may choose.

    hosts    "host" or "host:port" that may resolve to a private or loopback address
    seconds  for one request, redirects included; max_bytes bounds the body
    """

    hosts: frozenset[str] = frozenset()
    seconds: float = 5.0
    max_bytes: int = 4 * 1024 * 1024
    max_redirects: int = 3

    def get(self, url: str, accept: str = "*/*") -> Answer:
        """GET one address; raises FetchRefused when it may not be asked or does not answer within the bounds."""
        deadline = time.monotonic() + self.seconds
        for _ in range(self.max_redirects + 1):
            answer, location = self._once("GET", url, None, {"Accept": accept}, deadline)
            if location is None:
                return answer
            url = urljoin(url, location)
        raise FetchRefused(f"Quá nhiều lần chuyển hướng từ {url}.", f"Too many redirects from {url}.")

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        """POST to one address; redirects are not followed."""
        deadline = time.monotonic() + self.seconds
        answer, location = self._once("POST", url, body, headers, deadline)
        if location is not None:
            raise FetchRefused(f"{url} chuyển hướng một yêu cầu POST.", f"{url} redirects a POST request.")
        return answer

    def _once(self, method: str, url: str, body: bytes | None, headers: dict[str, str], deadline: float) -> tuple[Answer, str | None]:
        parts, port = _checked(url)
        address = self._address(parts, port)
        connection = _connection(parts, port, address, deadline)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            with _until(deadline, connection.sock):
                _encrypt(connection.sock)
                connection.request(method, target, body, headers)
                response = connection.getresponse()
                location = response.getheader("Location") if response.status in (301, 302, 303, 307, 308) else None
                content = b"" if location else self._read(response, deadline)
            return Answer(response.status, content, response.getheader("Content-Type", "")), location
        except (OSError, http.client.HTTPException) as cause:
            raise FetchRefused(f"Không lấy được {url}.", f"{url} cannot be fetched.") from cause
        finally:
            connection.close()

    def _read(self, response: http.client.HTTPResponse, deadline: float) -> bytes:
        chunks: list[bytes] = []
        size = 0
        while True:
            chunk = response.read1(65536)
            if time.monotonic() >= deadline:
                raise TimeoutError
            if not chunk:
                return b"".join(chunks)
            size += len(chunk)
            if size > self.max_bytes:
                raise FetchRefused("Câu trả lời dài quá mức cho phép.", "The answer is longer than allowed.")
            chunks.append(chunk)

    def _address(self, parts: SplitResult, port: int) -> str:
        host = cast(str, parts.hostname)
        named = host in self.hosts or f"{host}:{port}" in self.hosts
        try:
            found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as cause:
            raise FetchRefused(f"Không tìm thấy máy chủ {host}.", f"The host {host} cannot be resolved.") from cause
        if not found or (not named and not all(is_public(address) for address in found)):
            raise FetchRefused(
                f"Máy chủ {host} có địa chỉ nội bộ và không được kho tin cậy cho phép.",
                f"The host {host} has a private address and the trust store does not name it.",
            )
        return found[0]


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet; mapped and tunnelled IPv4 addresses are judged by what they carry."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def _checked(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as cause:
        raise FetchRefused(f"Địa chỉ không hợp lệ: {url!r}.", f"Not an address: {url!r}.") from cause
    plain = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None or not plain:
        raise FetchRefused(f"Không được lấy địa chỉ {url!r}.", f"The address {url!r} may not be fetched.")
    return parts, port or _PORTS[parts.scheme]


def _connection(parts: SplitResult, port: int, address: str, deadline: float) -> http.client.HTTPConnection:
    host = cast(str, parts.hostname)
    seconds = max(0.05, deadline - time.monotonic())
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    try:
        sock = socket.create_connection((address, port), timeout=seconds)
        if parts.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
    except OSError as cause:
        raise FetchRefused(f"Không kết nối được tới {host}.", f"{host} cannot be reached.") from cause
    connection.sock = sock
    return connection


def _encrypt(sock: socket.socket) -> None:
    if isinstance(sock, ssl.SSLSocket):
        sock.do_handshake()


@contextmanager
def _until(deadline: float, sock: socket.socket) -> Iterator[None]:
    """Cut the connection at the deadline: a timeout of the socket begins anew with every byte, also in the head and the handshake."""
    timer = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, (sock,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _cut(sock: socket.socket) -> None:
    # The plain socket's own shutdown: that of an encrypted one would take its state away from under the reader.
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
