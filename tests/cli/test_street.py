"""The public site as a process of its own: it opens what a public reader needs, and nothing else is there for it (N31)."""

import hashlib
import re
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.demo import ROOT, Demo, clean_environment, command
from tests.serving import free_port

STAFF = (
    "/dang-nhap",
    "/ban-lam-viec",
    "/ban-lam-viec/tiep-nhan",
    "/luu-tru",
    "/luu-tru/nop",
    "/luu-tru/nhat-ky",
    "/ban-lam-viec/tai-khoan",
)
SECRETS = ("secrets", "keystore", "keys")
NEEDED = re.compile(r"/(gazette\.db(-wal|-shm)?|index/public/.*|trust/.*|vault/.*)$")


@contextmanager
def street(home: Path, log: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """``gazette serve --public`` on a home; a port that somebody else was quicker to take is exchanged for another."""
    for _ in range(5):
        port = free_port()
        with log.open("w") as sink:
            words = command("--home", home, "serve", "--public", "--port", port)
            process = subprocess.Popen(words, stdout=sink, stderr=sink, text=True, cwd=ROOT, env=clean_environment())
        deadline = time.monotonic() + 90
        while process.poll() is None and "/xac-thuc" not in log.read_text() and time.monotonic() < deadline:
            time.sleep(0.05)
        if process.poll() is None:
            break
    assert process.poll() is None, log.read_text()
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def ask(address: str, data: bytes | None = None) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data=data), timeout=60) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(errors="replace")


@pytest.fixture
def shut(own: Demo) -> Demo:
    """A home out of which every key was taken."""
    for part in SECRETS:
        shutil.rmtree(own.home / part)
    shutil.rmtree(own.home / "authority")
    return own


def test_it_serves_what_is_published_without_any_key_and_writes_nothing(shut: Demo, tmp_path: Path) -> None:
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in shut.home.rglob("*") if path.is_file()}
    with street(shut.home, tmp_path / "log") as (process, base):
        status, front = ask(base + "/")
        assert status == 200
        document = re.findall(r'href="(/van-ban/[a-z0-9-]+)"', front)[0]
        for address in (
            document,
            f"{document}.pdf",
            f"{document}.json",
            "/cong-bao",
            "/tim-kiem?q=quy%E1%BA%BFt",
            "/nhat-ky",
            "/readyz",
            "/sitemap.xml",
        ):
            assert ask(base + address)[0] == 200, address
        opened = {str(path.readlink()) for path in Path(f"/proc/{process.pid}/fd").iterdir() if path.is_symlink()}
    inside = {name for name in opened if name.startswith(str(shut.home))}
    assert [name for name in inside if not NEEDED.search(name)] == []
    after = {path: hashlib.sha256(path.read_bytes()).digest() for path in before}
    assert [str(path) for path in before if before[path] != after[path] and not path.name.endswith(("-wal", "-shm"))] == []


def test_no_address_of_the_staff_exists_there_and_no_page_names_one(shut: Demo, tmp_path: Path) -> None:
    with street(shut.home, tmp_path / "log") as (_, base):
        absent = ask(base + "/khong-co-trang-nay")
        assert absent[0] == 404
        for address in STAFF:
            assert ask(base + address) == absent, address
            assert ask(base + address, b"user=bien-tap&password=x")[0] == 404, address
        front = ask(base + "/")[1] + ask(base + "/robots.txt")[1]
    assert not [name for name in ("dang-nhap", "ban-lam-viec", "luu-tru") if name in front]


def test_without_an_installation_it_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        command("--home", tmp_path / "trong", "serve", "--public"),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=clean_environment(),
    )
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    assert not (tmp_path / "trong").exists()
