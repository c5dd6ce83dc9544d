"""Bad input, through the real command and a real ``gazette serve``: one clear sentence, the right status, nothing half-written."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo import ROOT, SAMPLES, Demo, alone, call, clean_environment, command, in_common, run
from tests.serving import Served, serving
from tests.words import docx, package, xml_document

PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
MACRO_TYPE = '<Override PartName="/a" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
WORD = {
    "an-empty-file": (b"", "W001"),
    "text-renamed": ("Điều 1. Chỉ là chữ.\n".encode(), "W002"),
    "encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600, "W003"),
    "a-zip-bomb": (package({"word/document.xml": b" " * 60_000_000}), "W005"),
    "a-million-empty-paragraphs": (package({"word/document.xml": xml_document("<w:p/>" * 1_000_000)}), "W005"),
    "no-main-part": (package({"word/other.bin": b"x"}, main="word/missing.xml"), "W006"),
    "an-external-entity": (
        package(
            {
                "word/document.xml": '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                + xml_document(PARAGRAPH.format("&x;")).partition("?>")[2]
            }
        ),
        "W008",
    ),
    "a-macro-document": (package({"word/document.xml": xml_document(PARAGRAPH.format("x"))}, types=MACRO_TYPE), "W009"),
    "a-pdf": (b"%PDF-1.7\n%...", "W002"),
}


@pytest.mark.parametrize("name", WORD)
def test_a_bad_word_file_is_refused_by_convert(tmp_path: Path, name: str) -> None:
    data, code = WORD[name]
    (tmp_path / f"{name}.docx").write_bytes(data)
    answer = call("--json", "convert", tmp_path / f"{name}.docx", "-o", tmp_path / "out")
    report = answer.row
    assert (answer.status, report["status"], report["output"], answer.err) == (1, "refused", None, "")
    (error,) = [finding for finding in report["findings"] if finding["level"] == "error"]
    assert error["code"] == code
    assert error["message"].endswith(".")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{name}.json"]


@pytest.fixture(scope="module")
def site(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demonstration served for this file, with the clerk logged in."""
    with alone(in_common(tmp_path_factory) / "authority.lock"):
        own = demo.copied(tmp_path_factory.mktemp("served") / "home")
        with serving(own, tmp_path_factory.mktemp("log")) as running:
            running.log_in(demo, "van-thu")
            yield running


def test_a_good_word_file_is_received_by_the_desk(site: Served) -> None:
    page = site.post("/ban-lam-viec/tiep-nhan", {"book": "incoming", "level": "cong-khai"}, {"word": ("a.docx", docx("p:Thông báo"))})
    assert page.status == 200
    assert "/van-ban/" in page.url


@pytest.mark.parametrize("name", WORD)
def test_a_bad_word_file_is_refused_by_the_desk(site: Served, name: str) -> None:
    before = site.get("/ban-lam-viec").text.count("/ban-lam-viec/van-ban/")
    page = site.post("/ban-lam-viec/tiep-nhan", {"book": "incoming", "level": "cong-khai"}, {"word": ("a.docx", WORD[name][0])})
    assert page.status in (400, 413, 422), page.text[:500]
    assert "Traceback" not in page.text
    assert "Không tiếp nhận" in page.text
    assert site.get("/ban-lam-viec").text.count("/ban-lam-viec/van-ban/") == before


SIGNED = "17-qd-dinh-chinh.docx"


@pytest.fixture(scope="module")
def unsigned(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A PDF without a signature."""
    folder = tmp_path_factory.mktemp("unsigned")
    call("convert", SAMPLES / SIGNED, "-o", folder)
    assert call("typeset", folder / "17-qd-dinh-chinh.xml", "-o", folder / "a.pdf").status == 0
    return (folder / "a.pdf").read_bytes()


def test_a_pdf_without_signature_is_undetermined_and_says_so(tmp_path: Path, site: Served, unsigned: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(unsigned)
    answer = call("verify", tmp_path / "a.pdf", "--offline", "--json")
    assert (answer.status, answer.row["verdict"]) == (1, "undetermined")
    assert "V001" in {finding["code"] for finding in answer.row["findings"]}
    page = site.post("/xac-thuc", {}, {"file": ("a.pdf", unsigned)})
    assert page.status == 200
    assert "chữ ký" in page.text


def test_a_truncated_pdf_is_never_valid(tmp_path: Path, site: Served, unsigned: bytes) -> None:
    for share in (3, 2):
        cut = unsigned[: len(unsigned) // share]
        (tmp_path / "a.pdf").write_bytes(cut)
        answer = call("verify", tmp_path / "a.pdf", "--offline", "--json")
        assert answer.status == 1
        assert answer.row["verdict"] != "valid"
        assert answer.row["reason"]
        page = site.post("/xac-thuc", {}, {"file": ("a.pdf", cut)})
        assert page.status in (200, 400, 422)
        assert "Traceback" not in page.text


def test_a_pdf_instead_of_word_cannot_be_signed_when_it_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"")
    (tmp_path / "secret").write_text("x")
    answer = call(
        "sign", tmp_path / "a.pdf", "-o", tmp_path / "b.pdf", "--role", "leader", "--key", "k.p12", "--passphrase-file", tmp_path / "secret"
    )
    assert answer.status == 2
    assert answer.sentence
    assert not (tmp_path / "b.pdf").exists()


def test_an_unknown_setting_in_the_file_is_named(own: Demo) -> None:
    with (own.home / "gazette.toml").open("a") as file:
        file.write("\ncong = 8000\n")
    for verb in (["serve"], ["stats"], ["search", "a"]):
        answer = own.call(*verb)
        assert answer.status == 2
        assert "cong" in answer.sentence


def test_an_unknown_setting_in_the_environment_is_named(demo: Demo) -> None:
    answer = run("--home", demo.home, "serve", GAZETTE_CONG="8000")
    assert answer.status == 2
    assert "GAZETTE_CONG" in answer.sentence


def test_a_port_in_use_is_named_before_the_demonstration_runs(tmp_path: Path) -> None:
    from gazette.cli.processes import listen

    with listen("127.0.0.1", 0) as held:
        port = held.getsockname()[1]
        answer = run("--home", tmp_path / "home", "demo", "--port", port)
    assert answer.status == 3
    assert str(port) in answer.sentence


def test_a_home_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x")
    for verb in (["init"], ["serve"], ["demo", "--no-serve"], ["stats"], ["trust", "list"]):
        answer = call("--home", tmp_path / "home", *verb)
        assert answer.status in (0, 3)
        assert (answer.status == 0) == (verb[0] == "trust")
        if answer.status:
            assert answer.sentence
    assert (tmp_path / "home").read_text() == "x"


def test_a_home_that_may_not_be_read_is_said(tmp_path: Path, demo: Demo) -> None:
    if os.geteuid():
        pytest.skip("only root can become somebody who may not read a folder")
    own = demo.copied(tmp_path / "home")
    own.home.chmod(0o700)
    done = subprocess.run(
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command("--home", own.home, "stats")],
        capture_output=True, text=True, cwd=ROOT, env=clean_environment(PYTHONDONTWRITEBYTECODE="1"), check=False, timeout=60,
    )  # fmt: skip
    if "Permission denied" in done.stderr and "gazette:" not in done.stderr:
        pytest.skip("another account may not start this Python")
    assert done.returncode in (2, 3)
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("gazette: ")


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of *size*."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path) -> None:
    """Leaves no space on a disk."""
    with contextlib.suppress(OSError), (folder / "filler").open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)


def test_a_full_disk_stops_init_and_leaves_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "200k") as disk:
        answer = call("--home", disk / "home", "init")
        assert answer.status == 3
        assert answer.sentence
        assert not list(disk.iterdir())


def test_a_full_disk_stops_convert_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64k") as disk:
        (disk / "out").mkdir()
        fill(disk)
        answer = call("convert", SAMPLES / SIGNED, "-o", disk / "out")
        assert answer.status == 3
        assert "hết chỗ" in answer.sentence
        assert not list((disk / "out").iterdir())


def test_a_full_disk_stops_an_import_and_the_home_stays_whole(tmp_path: Path, demo: Demo) -> None:
    (tmp_path / "a.docx").write_bytes(docx("p:Thông báo", "p:Điều 1. Một việc."))
    with small_disk(tmp_path / "disk", "40m") as disk:
        own = demo.copied(disk / "home")
        before = own.json("stats").row
        fill(disk)
        answer = own.call("import", tmp_path / "a.docx")
        assert answer.status == 3, answer.err
        assert "Traceback" not in answer.err
        (disk / "filler").unlink()
        assert own.json("stats").row == before
        assert own.call("import", tmp_path / "a.docx", "--resume").status == 0
