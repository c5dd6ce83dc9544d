"""The safe fetcher: which addresses may be asked, and that hostile servers gain nothing."""

import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signing.errors import FetchRefused
from signing.fetch import SafeFetcher, is_public


class Hostile(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        match self.path:
            case "/loop":
                self.send_response(302)
                self.send_header("Location", "/loop")
                self.end_headers()
            case "/away":
                self.send_response(302)
                self.send_header("Location", "http://169.254.169.254/latest/meta-data")
                self.end_headers()
            case "/file":
                self.send_response(302)
                self.send_header("Location", "file:///etc/passwd")
                self.end_headers()
            case "/endless":
                self.send_response(200)
                self.end_headers()
                self._pour(b"x" * 65536, 0)
            case "/gigabyte":
                self.send_response(200)
                self.send_header("Content-Length", str(1 << 30))
                self.end_headers()
                self._pour(b"x" * (1 << 20), 0, times=1024)
            case "/promised":
                self.send_response(200)
                self.send_header("Content-Length", str(1 << 40))
                self.end_headers()
            case "/elsewhere":
                self.send_response(302)
                self.send_header("Location", f"http://localhost:{self.server.server_address[1]}/")
                self.end_headers()
            case "/slow-head":
                self._pour(b"HTTP/1.1 200 OK\r\nX: ", 0, times=1)
                self._pour(b"x", 0.1)
            case "/many-heads":
                self._pour(b"HTTP/1.1 200 OK\r\n", 0, times=1)
                self._pour(b"X: y\r\n" * 100, 0)
            case "/garbage":
                self._pour(b"\x00\xff\xfe no protocol at all\r\n\r\n", 0, times=1)
            case "/silence":
                return
            case "/drip":
                self.send_response(200)
                self.end_headers()
                self._pour(b"x", 0.1)
            case _:
                self.send_response(200)
                self.send_header("Content-Type", "text/plain")
                self.end_headers()
                self.wfile.write(b"ok")

    def do_POST(self) -> None:
        self.do_GET()

    def _pour(self, piece: bytes, pause: float, times: int = 200) -> None:
        try:
            for _ in range(times):
                self.wfile.write(piece)
                time.sleep(pause)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Hostile) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield f"127.0.0.1:{running.server_address[1]}"
        running.shutdown()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:80/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://017700000001/",
        "http://0177.0.0.1/",
        "http://0x7f000001/",
        "http://0xA9FEA9FE/latest/meta-data",
        "http://2852039166/latest/meta-data",
        "http://[::ffff:169.254.169.254]/",
        "http://[::ffff:0a00:0001]/",
        "http://[::]/",
        "http://[::1%25lo]/",
        "http://100.64.0.1/",
        "http://192.0.0.192/",
        "http://255.255.255.255/",
        "http://public.example@127.0.0.1/",
        "http://user:secret@192.0.2.1:80/",
        "http://127.0.0.1:22/",
        "http://127.0.0.1:-1/",
        "http://127.0.0.1:x/",
        "http://127.0.0.1\\@public.example/",
        "http://[fe80::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://224.0.0.1/",
        "file:///etc/passwd",
        "ftp://example.invalid/",
        "ldap://example.invalid/",
        "gopher://127.0.0.1/",
        "http://user@127.0.0.1/",
        "http://",
        "http://a b/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1/\r\nX: y",
    ],
)
def test_no_inner_or_odd_address_is_asked(url: str) -> None:
    with pytest.raises(FetchRefused):
        SafeFetcher(seconds=1).get(url)


def test_a_named_host_may_be_inner(server: str) -> None:
    assert SafeFetcher(frozenset({server})).get(f"http://{server}/").content == b"ok"


def test_a_named_host_on_another_port_is_refused(server: str) -> None:
    with pytest.raises(FetchRefused):
        SafeFetcher(frozenset({"127.0.0.1:1"})).get(f"http://{server}/")


@pytest.mark.parametrize("path", ["/loop", "/away", "/file", "/elsewhere"])
def test_redirects_are_checked_again(server: str, path: str) -> None:
    with pytest.raises(FetchRefused):
        SafeFetcher(frozenset({server}), seconds=2).get(f"http://{server}{path}")


def test_a_long_answer_is_cut_off(server: str) -> None:
    with pytest.raises(FetchRefused):
        SafeFetcher(frozenset({server}), max_bytes=100_000).get(f"http://{server}/endless")


def test_a_dripping_answer_is_cut_off(server: str) -> None:
    begun = time.monotonic()
    with pytest.raises(FetchRefused):
        SafeFetcher(frozenset({server}), seconds=0.5).get(f"http://{server}/drip")
    assert time.monotonic() - begun < 2


def test_a_gigabyte_is_never_held(server: str) -> None:
    tracemalloc.start()
    with pytest.raises(FetchRefused):
        SafeFetcher(frozenset({server})).get(f"http://{server}/gigabyte")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 * 1024 * 1024


@pytest.mark.parametrize("path", ["/slow-head", "/many-heads", "/garbage", "/silence"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_no_answer_is_refused_in_time(server: str, path: str, method: str) -> None:
    begun = time.monotonic()
    fetcher = SafeFetcher(frozenset({server}), seconds=0.5)
    with pytest.raises(FetchRefused):
        fetcher.get(f"http://{server}{path}") if method == "get" else fetcher.post(f"http://{server}{path}", b"?", {})
    assert time.monotonic() - begun < 2


def test_a_promised_length_that_does_not_come_costs_nothing(server: str) -> None:
    assert SafeFetcher(frozenset({server}), seconds=0.5).get(f"http://{server}/promised").content == b""


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    reached: list[str] = []

    def rebinding(host: str, port: int) -> list[Any]:
        asked.append(host)
        address = "93.184.215.14" if asked.count("doi.example") == 1 and not reached else "127.0.0.1"
        address = host if host[-1].isdigit() else address
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connecting(self: socket.socket, address: tuple[str, int]) -> None:
        reached.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, *_, **__: rebinding(host, port))
    monkeypatch.setattr(socket.socket, "connect", connecting)
    with pytest.raises(FetchRefused):
        SafeFetcher().get("http://doi.example/")
    assert asked.count("doi.example") == 1
    assert reached == ["93.184.215.14"]


def test_one_inner_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.215.14", "10.0.0.7")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(FetchRefused, match="nội bộ"):
        SafeFetcher().get("http://hai.example/")


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="127.0.0.0/8") | st.ip_addresses(network="fc00::/7"))
def test_no_private_address_is_public(address: object) -> None:
    assert not is_public(str(address))


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_judged_by_what_it_carries(address: object) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address))
