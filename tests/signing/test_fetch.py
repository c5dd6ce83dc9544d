"""The safe fetcher: which addresses may be asked, and that hostile servers gain nothing."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

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
            case "/drip":
                self.send_response(200)
                self.end_headers()
                self._pour(b"x", 0.1)
            case _:
                self.send_response(200)
                self.send_header("Content-Type", "text/plain")
                self.end_headers()
                self.wfile.write(b"ok")

    def _pour(self, piece: bytes, pause: float) -> None:
        try:
            for _ in range(200):
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


@pytest.mark.parametrize("path", ["/loop", "/away", "/file"])
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


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="127.0.0.0/8") | st.ip_addresses(network="fc00::/7"))
def test_no_private_address_is_public(address: object) -> None:
    assert not is_public(str(address))


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_judged_by_what_it_carries(address: object) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address))
