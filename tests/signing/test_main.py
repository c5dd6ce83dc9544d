"""The room on the command line."""

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from signing.__main__ import main
from tests.signing.office import Office


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def test_the_room_starts_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "signing", "--help"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_names_every_command() -> None:
    told = run("--help").stdout
    assert all(command in told for command in ("sign", "verify", "sample-serve", "trust"))


def test_sign_then_verify(office: Office, tmp_path: Path) -> None:
    source, target = tmp_path / "in.pdf", tmp_path / "out.pdf"
    source.write_bytes(office.page)
    authority = office.authority
    secret = ["--passphrase-file", authority.passphrase_file]
    signed = run("sign", source, "-o", target, "--role", "publication", "--key", authority.folder / "keys" / "publication.p12", *secret)
    assert signed.exit_code == 0, signed.stderr
    page = tmp_path / "report.html"
    told = run("--lang", "en", "verify", target, "--trust", authority.trust_folder, "--json", "--html", page)
    assert (told.exit_code, json.loads(told.stdout)["verdict"]) == (0, "valid")
    assert "Valid" in page.read_text("utf-8")
    assert run("verify", source, "--trust", authority.trust_folder).exit_code == 1


def test_what_cannot_be_read_is_status_two_and_one_line(tmp_path: Path) -> None:
    wrong = tmp_path / "khoa.p12"
    wrong.write_bytes(b"x")
    (tmp_path / "in.pdf").write_bytes(b"x")
    secret = ["--passphrase-file", wrong]
    for done in (
        run("verify", tmp_path / "khong-co.pdf"),
        run("sign", tmp_path / "in.pdf", "-o", tmp_path / "out.pdf", "--role", "seal", "--key", wrong, *secret),
    ):
        assert done.exit_code == 2
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.pdf").exists()


def test_an_anchor_is_added_listed_and_distrusted(office: Office, tmp_path: Path) -> None:
    store = tmp_path / "trust"
    assert run("trust", "add", store, office.authority.folder / "ca" / "root.crt.pem", "--purpose", "signer").exit_code == 0
    (anchor,) = [json.loads(line) for line in run("trust", "list", store, "--json").stdout.splitlines()]
    assert anchor["purposes"] == ["signer"]
    assert run("trust", "distrust", store, anchor["fingerprint"], "--since", "2026-01-01").exit_code == 0
    assert json.loads(run("trust", "list", store, "--json").stdout)["distrusted_from"].startswith("2026-01-01")
