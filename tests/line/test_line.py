"""The whole line on the demonstration's home: from Word files to a published, signed, searchable double issue."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

import signing
from gazette import akn, bootstrap, config
from gazette.bootstrap import Installation
from gazette.model.issue import Issue
from gazette.model.people import ROLES
from tests.demo import ROOT, Demo, clean_environment, run

DESK_STEPS = ("converted", "reviewed", "approved", "numbered", "signed", "sealed", "composed")
ROLES_OF = {"issue": ["publication"], "office": ["leader", "seal", "publication"], "issuer": ["leader", "seal"]}
LEVELS = ("cong-khai", "noi-bo", "han-che", "bi-mat")


@pytest.fixture(scope="module")
def office(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A copy of the demonstration, opened in this process: reading is written in the log, too."""
    own = demo.copied(tmp_path_factory.mktemp("line") / "home")
    with bootstrap.opened(config.load(own.home)) as installation:
        yield installation


@pytest.fixture(scope="module")
def issue(office: Installation) -> Issue:
    """The published double issue."""
    found = office.services.compose.list(office.sample_actor("editor"))
    return next(one for one in found if one.state == "published")


@pytest.fixture(scope="module")
def files(office: Installation, issue: Issue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each published document's PDF with its text beside it, and the issue's PDF."""
    folder = tmp_path_factory.mktemp("files")
    found = {}
    for slug in (item.document.slug or "" for item in issue.items):
        for format in ("pdf", "xml"):
            (folder / f"{slug}.{format}").write_bytes(b"".join(office.services.read.file(slug, format).chunks))
        found[slug] = folder / f"{slug}.pdf"
    (folder / "issue.pdf").write_bytes(b"".join(office.services.read.issue_file(issue.number.year, issue.number.part).chunks))
    return found | {"issue": folder / "issue.pdf"}


def test_a_double_issue_of_at_least_eight_numbered_documents_is_published(issue: Issue) -> None:
    assert issue.number.last == issue.number.first + 1
    assert len(issue.items) >= 8
    assert all(item.document.number and item.document.state == "published" for item in issue.items)
    assert len({item.document.number for item in issue.items}) == len(issue.items)


def test_a_document_waits_at_every_step_of_the_desk(office: Installation) -> None:
    editor = office.sample_actor("editor")
    waiting = {state: office.services.desk.board(editor, state) for state in DESK_STEPS}
    assert all(board.rows for board in waiting.values())


def test_a_record_of_each_level_is_seen_by_exactly_those_cleared_for_it(office: Installation) -> None:
    for height, level in enumerate(LEVELS):
        reader = office.sample_reader(level)
        seen = {record.label.level for record in office.services.keep.list(reader, size=200).records}
        assert seen <= set(range(height + 1))  # nothing above
        assert seen >= {height, *range(min(height + 1, 2))}  # the own level, and below what needs no need to know (from Hạn chế on)


def test_there_is_one_account_per_role(office: Installation) -> None:
    accounts = office.services.accounts.list(office.sample_actor("administrator"))
    assert {role for account in accounts for role in account.roles} == set(ROLES)
    assert all(len(account.roles) == 1 for account in accounts)


def test_every_published_pdf_is_valid_offline(office: Installation, issue: Issue, files: dict[str, Path]) -> None:
    provenance = {item.document.slug or "": item.document.provenance for item in issue.items}
    trust = signing.TrustStore.load(office.home.trust)
    verdicts = {name: signing.verify(path, trust, offline=True) for name, path in files.items()}
    assert {name: report.reason("en") for name, report in verdicts.items() if report.verdict is not signing.Verdict.VALID} == {}
    for name, report in verdicts.items():
        roles = [signature.role.value for signature in report.signatures if signature.role]
        assert roles == ROLES_OF["issue" if name == "issue" else provenance[name]], name


def test_poppler_accepts_each_signature(files: dict[str, Path], tmp_path: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig is not installed (Debian package poppler-utils)")
    for name, path in files.items():
        said = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
        assert "Signature is Valid." in said, name
        assert "invalid" not in said.casefold(), name
        assert "mismatch" not in said.casefold(), name


def test_every_published_pdf_is_pdf_a_3_with_the_published_text_attached(files: dict[str, Path]) -> None:
    for name, path in files.items():
        with pikepdf.open(path) as pdf:
            with pdf.open_metadata() as metadata:
                assert metadata["pdfaid:part"] == "3", name
            attached = [one.get_file().read_bytes() for one in pdf.attachments.values()]
        if name != "issue":
            assert attached == [path.with_suffix(".xml").read_bytes()], name


def test_every_page_says_what_its_text_says(files: dict[str, Path]) -> None:
    for name, path in files.items():
        if name != "issue":
            assert akn.printed_mismatch(path.with_suffix(".xml").read_bytes(), akn.pdf_text(path.read_bytes())) is None, name


def test_the_number_stands_in_page_text_and_register_alike(office: Installation, issue: Issue, files: dict[str, Path]) -> None:
    clerk, desk = office.sample_actor("clerk"), office.services.desk
    for document in (item.document for item in issue.items):
        path = files[document.slug or ""]
        number = document.number or ""
        assert akn.metadata(path.with_suffix(".xml").read_bytes()).number == number
        assert number.replace(" ", "") in akn.pdf_text(path.read_bytes()).replace(" ", "").replace("\n", "")
    for book in ("incoming", "issued"):
        for series in desk.registers(clerk, book, issue.number.year).series_names:
            numbers = [row.number for row in desk.registers(clerk, book, issue.number.year, series).rows]
            assert numbers
            assert sorted(numbers) == list(range(1, len(numbers) + 1)), (book, series)


def test_the_index_holds_exactly_the_published(office: Installation, issue: Issue) -> None:
    assert not office.services.index.check()
    assert office.services.index.stats()["documents"] == len(issue.items)


def test_a_demonstration_broken_off_before_its_end_goes_on_and_repeats_nothing(served: Demo) -> None:
    before = (served.json("stats").row, served.json("issue", "list").out)
    again = "import sys; from gazette.cli import app, demonstration; demonstration.done = lambda _: False; app.main(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", again, "--home", str(served.home), "demo", "--no-serve"],
        capture_output=True, text=True, check=False, cwd=ROOT, env=clean_environment(), timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (served.json("stats").row, served.json("issue", "list").out) == before


def test_running_the_demonstration_again_changes_nothing(served: Demo) -> None:
    def figures() -> dict[str, object]:
        return served.json("stats").row

    before = figures()
    answer = run("--home", served.home, "demo", "--no-serve")
    assert answer.status == 0
    assert answer.out == served.said.out
    assert "đã có sẵn" in answer.err
    assert figures() == before
