"""The room on the command line, run as a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

from tests.signing.office import Office


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "signing", *(str(a) for a in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_help_names_every_command() -> None:
    told = run("--help").stdout
    assert all(command in told for command in ("sign", "verify", "sample-serve", "trust"))


def test_sign_then_verify(office: Office, tmp_path: Path) -> None:
    source, target = tmp_path / "in.pdf", tmp_path / "out.pdf"
    source.write_bytes(office.page)
    authority = office.authority
    secret = ["--passphrase-file", authority.passphrase_file]
    signed = run("sign", source, "-o", target, "--role", "publication", "--key", authority.folder / "keys" / "publication.p12", *secret)
    assert signed.returncode == 0, signed.stderr
    page = tmp_path / "report.html"
    told = run("--lang", "en", "verify", target, "--trust", authority.trust_folder, "--json", "--html", page)
    assert (told.returncode, json.loads(told.stdout)["verdict"]) == (0, "valid")
    assert "Valid" in page.read_text("utf-8")
    assert run("verify", source, "--trust", authority.trust_folder).returncode == 1


def test_what_cannot_be_read_is_status_two_and_one_line(tmp_path: Path) -> None:
    wrong = tmp_path / "khoa.p12"
    wrong.write_bytes(b"x")
    (tmp_path / "in.pdf").write_bytes(b"x")
    secret = ["--passphrase-file", wrong]
    for done in (
        run("verify", tmp_path / "khong-co.pdf"),
        run("sign", tmp_path / "in.pdf", "-o", tmp_path / "out.pdf", "--role", "seal", "--key", wrong, *secret),
    ):
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.pdf").exists()


def test_an_anchor_is_added_listed_and_distrusted(office: Office, tmp_path: Path) -> None:
    store = tmp_path / "trust"
    assert run("trust", "add", store, office.authority.folder / "ca" / "root.crt.pem", "--purpose", "signer").returncode == 0
    (anchor,) = [json.loads(line) for line in run("trust", "list", store, "--json").stdout.splitlines()]
    assert anchor["purposes"] == ["signer"]
    assert run("trust", "distrust", store, anchor["fingerprint"], "--since", "2026-01-01").returncode == 0
    assert json.loads(run("trust", "list", store, "--json").stdout)["distrusted_from"].startswith("2026-01-01")
