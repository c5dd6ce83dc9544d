"""sign, verify, trust: PDFs and their signatures."""

import json
import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import signing
from gazette import bootstrap, config
from gazette.home import Home
from tests.demo import SAMPLES, Demo, call

SIGNATURE = [
    "field", "role", "verdict", "indication", "sub_indication", "signer", "level", "claimed_time", "proven_time", "intact",
    "covers_whole_file", "changes_after", "revocation", "trust_anchor",
]  # fmt: skip
REPORT = ["file", "sha256", "verdict", "reason", "published", "signatures", "findings"]


class Desk:
    """A page to sign, and a sample authority's keys on the disk."""

    def __init__(self, folder: Path, authority: signing.SampleAuthority) -> None:
        self.authority = authority
        self.folder = folder
        self.passphrase = authority.passphrase_file
        call("convert", SAMPLES / "12-qd-danh-muc-tai-lieu-nfd.docx", "-o", folder)
        self.page = folder / "page.pdf"
        assert call("typeset", folder / "12-qd-danh-muc-tai-lieu-nfd.xml", "-o", self.page).status == 0

    def key(self, role: signing.Role) -> list[object]:
        """The options that name a role's key."""
        account = "lanh-dao" if role is signing.Role.LEADER else ""
        return ["--key", self.authority.key_file(role, account), "--passphrase-file", self.passphrase]

    def sign(self, source: Path, role: signing.Role, output: Path, *more: object) -> int:
        """The exit status of one signature."""
        return call("sign", source, "-o", output, "--role", role.value, *self.key(role), *more).status


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    authority = signing.create_sample_authority(
        tmp_path_factory.mktemp("authority"), people={"lanh-dao": "Nguyễn Văn Mẫu"}, base_url=f"http://127.0.0.1:{port}"
    )
    with signing.serving(authority):
        yield Desk(tmp_path_factory.mktemp("desk"), authority)


@pytest.fixture(scope="module")
def sealed(desk: Desk) -> Path:
    """A page with the leader's signature and the seal, both with long-term evidence."""
    signed, sealed = desk.folder / "signed.pdf", desk.folder / "sealed.pdf"
    evidence = ["--level", "B-LTA", "--tsa", f"{desk.authority.base_url}/tsa", "--trust", desk.authority.trust_folder]
    assert desk.sign(desk.page, signing.Role.LEADER, signed, *evidence) == 0
    assert desk.sign(signed, signing.Role.SEAL, sealed, *evidence) == 0
    return sealed


def test_two_signatures_by_role_are_valid_offline(desk: Desk, sealed: Path) -> None:
    answer = call("verify", sealed, "--trust", desk.authority.trust_folder, "--offline", "--json")
    report = answer.row
    assert (answer.status, report["verdict"], report["file"]) == (0, "valid", str(sealed))
    people = [(one["role"], one["level"]) for one in report["signatures"] if one["role"]]
    assert people == [("leader", "B-LTA"), ("seal", "B-LTA")]


def test_the_report_has_the_keys_of_the_contract(desk: Desk, sealed: Path) -> None:
    report = call("--json", "verify", sealed, "--trust", desk.authority.trust_folder, "--offline").row
    assert list(report) == REPORT
    for signature in report["signatures"]:
        assert list(signature) == SIGNATURE
        assert list(signature["signer"]) == ["name", "organisation", "issuer", "serial"]
        assert (signature["indication"], signature["sub_indication"], signature["revocation"]) == ("TOTAL-PASSED", None, "good")
        assert signature["intact"] is True
        for moment in ("claimed_time", "proven_time"):
            assert datetime.fromisoformat(signature[moment]).utcoffset() == timedelta(hours=7)
    assert report["published"] is None


def test_a_plain_folder_of_roots_in_pem_is_trust_enough(desk: Desk, sealed: Path, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    (tmp_path / "root.pem").write_bytes(desk.authority.certificate("root").public_bytes(Encoding.PEM))
    assert call("verify", sealed, "--trust", tmp_path, "--offline").status == 0


def test_without_trust_nothing_is_valid(sealed: Path, tmp_path: Path) -> None:
    answer = call("--home", tmp_path, "verify", sealed, "--offline", "--json")
    assert (answer.status, answer.row["verdict"]) == (1, "undetermined")


def test_one_byte_changed_is_not_valid(desk: Desk, sealed: Path, tmp_path: Path) -> None:
    data = bytearray(sealed.read_bytes())
    data[1200] ^= 1
    (tmp_path / "a.pdf").write_bytes(data)
    answer = call("verify", tmp_path / "a.pdf", "--trust", desk.authority.trust_folder, "--offline", "--json")
    assert (answer.status, answer.row["verdict"]) == (1, "invalid")


def test_a_batch_is_valid_only_when_every_file_is(desk: Desk, sealed: Path) -> None:
    answer = call("verify", sealed, desk.page, "--trust", desk.authority.trust_folder, "--offline", "--json")
    assert [row["verdict"] for row in answer.rows] == ["valid", "undetermined"]
    assert [row["file"] for row in answer.rows] == [str(sealed), str(desk.page)]
    assert answer.status == 1
    assert "V001" in {finding["code"] for finding in answer.rows[1]["findings"]}


def test_a_missing_file_is_status_two_and_the_others_are_verified(desk: Desk, sealed: Path, tmp_path: Path) -> None:
    answer = call("verify", tmp_path / "x.pdf", sealed, "--trust", desk.authority.trust_folder, "--offline", "--json")
    assert (answer.status, [row["verdict"] for row in answer.rows]) == (2, ["valid"])


def test_the_report_as_a_page_and_as_etsi_xml(desk: Desk, sealed: Path, tmp_path: Path) -> None:
    page, xml = tmp_path / "a.html", tmp_path / "a.xml"
    assert call("verify", sealed, "--trust", desk.authority.trust_folder, "--offline", "--html", page, "--etsi", xml).status == 0
    assert "Nguyễn Văn Mẫu" in page.read_text()
    root = etree.fromstring(xml.read_bytes())
    assert root.tag == "{http://uri.etsi.org/19102/v1.2.1#}ValidationReport"


def test_several_files_have_a_page_each(desk: Desk, sealed: Path, tmp_path: Path) -> None:
    call("verify", sealed, desk.page, "--offline", "--html", tmp_path / "a.html")
    assert {path.name for path in tmp_path.iterdir()} == {"a-sealed.html", "a-page.html"}


def test_two_files_of_one_name_do_not_share_a_page(desk: Desk, sealed: Path, tmp_path: Path) -> None:
    for folder in ("mot", "hai"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.pdf").write_bytes(sealed.read_bytes())
    call("verify", tmp_path / "mot" / "x.pdf", tmp_path / "hai" / "x.pdf", "--offline", "--html", tmp_path / "a.html")
    assert {path.name for path in tmp_path.glob("*.html")} == {"a-x.html", "a-x-2.html"}


def test_a_file_name_can_neither_speak_for_the_report_nor_break_it(desk: Desk, tmp_path: Path) -> None:
    for name in (b"a\n x.pdf", b"b\x1b[31m.pdf", b"\xff.pdf"):
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
        path.write_bytes(b"%PDF-1.7")
        assert call("verify", path, "--offline", "--json").row["file"].count("\ufffd") == 1
        assert call("verify", path, "--offline").out.count("\n") == 1


@pytest.mark.parametrize("at", ["hôm qua", "2026-13-01"])
def test_a_time_that_is_none_is_status_two(sealed: Path, at: str) -> None:
    answer = call("verify", sealed, "--at", at)
    assert answer.status == 2
    assert at in answer.sentence


def test_a_time_before_the_signature_proves_nothing(desk: Desk, sealed: Path) -> None:
    answer = call("verify", sealed, "--trust", desk.authority.trust_folder, "--offline", "--at", "2020-01-01", "--json")
    assert answer.status == 1
    assert answer.row["verdict"] != "valid"


def test_the_seal_never_comes_before_the_leader(desk: Desk, tmp_path: Path) -> None:
    answer = call("sign", desk.page, "-o", tmp_path / "a.pdf", "--role", "seal", *desk.key(signing.Role.SEAL))
    assert answer.status == 1
    assert answer.sentence
    assert not list(tmp_path.iterdir())


def wrong_calls(desk: Desk, folder: Path) -> list[list[object]]:
    (folder / "wrong").write_text("không phải mật khẩu này")
    (folder / "latin").write_bytes(b"\xff\xfe")
    leader = desk.authority.key_file(signing.Role.LEADER, "lanh-dao")
    return [
        ["--key", leader, "--passphrase-file", folder / "wrong"],
        ["--key", leader, "--passphrase-file", folder / "latin"],
        ["--key", leader, "--passphrase-file", folder / "none"],
        ["--key", leader],
        ["--key", folder / "none.p12", "--passphrase-file", desk.passphrase],
        ["--key", desk.page, "--passphrase-file", desk.passphrase],
        [*desk.key(signing.Role.LEADER), "--appearance", desk.page],
        [*desk.key(signing.Role.LEADER), "--trust", folder / "none", "--level", "B-LT", "--tsa", "http://127.0.0.1:9/tsa"],
    ]


@pytest.mark.parametrize("number", range(8))
def test_what_cannot_be_read_is_status_two_and_nothing_is_signed(desk: Desk, tmp_path: Path, number: int) -> None:
    arguments = wrong_calls(desk, tmp_path)[number]
    answer = call("sign", desk.page, "-o", tmp_path / "a.pdf", "--role", "leader", *arguments)
    assert answer.status == 2, answer.err
    assert answer.sentence
    assert not (tmp_path / "a.pdf").exists()


def test_an_authority_that_does_not_answer_is_status_three(desk: Desk, tmp_path: Path) -> None:
    more = ["--level", "B-T", "--tsa", "http://127.0.0.1:9/tsa"]
    answer = call("sign", desk.page, "-o", tmp_path / "a.pdf", "--role", "leader", *desk.key(signing.Role.LEADER), *more)
    assert answer.status == 3
    assert answer.sentence
    assert not (tmp_path / "a.pdf").exists()


def test_anchors_are_added_listed_and_distrusted(desk: Desk, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    home, root = tmp_path / "home", tmp_path / "root.pem"
    root.write_bytes(desk.authority.certificate("root").public_bytes(Encoding.PEM))
    assert call("--home", home, "init").status == 0
    added = call("--home", home, "--json", "trust", "add", root, "--purpose", "signer", "--purpose", "tsa", "--source", "thử")
    assert added.row["anchors"] == 1
    listed = call("--home", home, "--json", "trust", "list").row
    assert (listed["purposes"], listed["distrusted_from"]) == (["signer", "tsa"], None)
    since = "2026-01-01T00:00:00+07:00"
    assert call("--home", home, "trust", "distrust", listed["fingerprint"], "--since", since).status == 0
    after: dict[str, Any] = json.loads(call("--home", home, "--json", "trust", "list").out)
    assert datetime.fromisoformat(after["distrusted_from"]) == datetime.fromisoformat(since)


def test_the_next_verification_follows_the_installations_trust_store(desk: Desk, sealed: Path, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    home, root = tmp_path / "home", tmp_path / "root.pem"
    root.write_bytes(desk.authority.certificate("root").public_bytes(Encoding.PEM))

    def verdict() -> str:
        told: str = call("--home", home, "verify", sealed, "--offline", "--json").row["verdict"]
        return told

    assert call("--home", home, "init").status == 0
    assert verdict() == "undetermined"
    call("--home", home, "trust", "add", root)
    assert verdict() == "valid"
    fingerprint = call("--home", home, "--json", "trust", "list").row["fingerprint"]
    call("--home", home, "trust", "distrust", fingerprint, "--since", "2026-01-01")
    assert verdict() == "undetermined"
    call("--home", home, "trust", "add", root)
    assert verdict() == "undetermined", "adding it again takes no distrust back"


def test_a_certificate_that_is_none_is_not_trusted(own: Demo, tmp_path: Path) -> None:
    (tmp_path / "a.pem").write_text("không phải chứng thư")
    answer = own.call("trust", "add", tmp_path / "a.pem")
    assert answer.status == 2
    assert answer.sentence
    assert own.call("trust", "distrust", "00").status == 2


def test_trust_needs_an_installation(tmp_path: Path) -> None:
    answer = call("--home", tmp_path / "none", "trust", "add", tmp_path / "a.pem")
    assert "chưa có cài đặt" in answer.sentence
    assert not (tmp_path / "none").exists()


def test_in_an_installation_the_answer_is_its_own_page_s(own: Demo, tmp_path: Path) -> None:
    installation = bootstrap.open_installation(config.load(own.home))
    document = next(one for one in installation.services.read.latest() if one.provenance == "office")
    paper = tmp_path / "ban-hanh.pdf"
    paper.write_bytes(installation.services.read.file(document.slug or "", "pdf").read())
    installation.close()
    told = own.call("verify", paper, "--offline", "--json")
    assert (told.status, told.row["verdict"], told.row["published"]["match"]) == (0, "valid", True)
    assert told.row["published"]["document"].startswith("/akn/")
    alone = own.call("verify", paper, "--offline", "--json", "--trust", own.home / "trust").row
    assert alone["published"] is None
    listed = Home(own.home).signers
    listed.write_text(re.sub(r"[0-9a-f]{64}", "0" * 64, listed.read_text()))
    told = own.call("verify", paper, "--offline", "--json")
    assert (told.status, told.row["verdict"]) == (1, "undetermined")
    assert "V049" in {finding["code"] for finding in told.row["findings"]}
