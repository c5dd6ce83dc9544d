"""Existing documents come in from folders and lists: tried first, refused row by row with reasons, and never taken in twice."""

import json
import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest

import archive
from gazette.model.accession import Row
from gazette.model.document import today
from gazette.model.errors import NotAllowed
from gazette.services import Accessed, NewDossier, Order
from tests.town import Town
from tests.words import docx

LITE = pytest.mark.parametrize("address", ["sqlite"], indirect=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "tai-lieu"
    (place / "2019").mkdir(parents=True)
    (place / "2019" / "a.pdf").write_bytes(b"%PDF a")
    (place / "b.pdf").write_bytes(b"%PDF b")
    return place


def _run(town: Town, rows: Iterable[Row], folder: Path, who: str = "archivist", **more: object) -> list[Accessed]:
    order = Order(tuple(rows), folder, **more)  # type: ignore[arg-type]
    return list(town.services.accession.take_in(town.who(who), order))


def _said(done: Iterable[Accessed]) -> list[tuple[str, list[str]]]:
    return [(one.status, [finding.code for finding in one.findings]) for one in done]


def _rows_of_log(town: Town) -> int:
    with town.database.read() as work:
        return town.parts.vault.audit.head(work.connection).size


ROWS = (
    Row(2, "2019/a.pdf", "Về việc mẫu", "12/2019/QĐ-UBND", "03/4/2019", "UBND tỉnh An Phước", "Hạn chế"),
    Row(3, "b.pdf", "Kế hoạch", level="noi-bo"),
)


@LITE
def test_a_dry_run_reports_every_row_and_changes_nothing(town: Town, folder: Path) -> None:
    before = _rows_of_log(town)
    assert _said(_run(town, (*ROWS, Row(4, "c.pdf", "x")), folder, dry_run=True)) == [("ready", []), ("ready", []), ("refused", ["K020"])]
    assert _rows_of_log(town) == before
    with town.database.read() as work:
        assert list(archive.blobs_kept(work.connection)) == []


def test_each_row_becomes_a_record_with_its_label_and_description_and_a_second_run_takes_in_nothing(town: Town, folder: Path) -> None:
    taken = _run(town, ROWS, folder)
    archivist = town.who("archivist")
    record = town.services.keep.show(archivist, taken[0].record)
    assert (record.title, record.label.level) == ("12/2019/QĐ-UBND: Về việc mẫu", 2)
    told = json.loads(town.services.keep.get(archivist, record.id, "accession").data)
    assert (told["number"], told["day"], told["issuer"]) == ("12/2019/QĐ-UBND", "03/4/2019", "UBND tỉnh An Phước")
    assert town.services.keep.get(archivist, taken[0].record).data == b"%PDF a"
    acts = [row.action for row in town.services.keep.history(archivist, record.id)]
    assert {"deposit", "add-rendition"} <= set(acts)
    (folder / "c.pdf").write_bytes(b"%PDF c")
    again = _run(town, (*ROWS, Row(4, "c.pdf", "x")), folder)
    assert _said(again) == [("known", ["K032"]), ("known", ["K032"]), ("taken", [])]
    assert [one.record for one in again[:2]] == [one.record for one in taken]


@LITE
def test_a_run_that_was_broken_off_is_begun_anew_and_takes_in_the_rest(town: Town, folder: Path) -> None:
    running = town.services.accession.take_in(town.who("archivist"), Order(ROWS, folder))
    assert next(running).status == "taken"
    running.close()  # type: ignore[attr-defined]
    assert [one.status for one in _run(town, ROWS, folder)] == ["known", "taken"]


@LITE
def test_two_runs_at_once_take_a_file_in_once(town: Town, folder: Path) -> None:
    rows = (Row(2, "2019/a.pdf", "Việc mẫu"), Row(3, "b.pdf", "Kế hoạch"))
    slow, fast = (town.services.accession.take_in(town.who(who), Order(rows, folder, "noi-bo")) for who in ("archivist", "clerk"))
    assert next(slow).status == "taken"
    first, taken = fast
    behind = next(slow)
    assert (first.status, taken.status) == ("known", "taken")
    assert (behind.status, behind.record, [one.code for one in behind.findings]) == ("known", taken.record, ["K032"])
    with town.database.read() as work:
        assert len(archive.originals_with(work.connection, town.who("archivist").clearance, "accession")) == 2


def test_a_folder_is_a_list_of_its_files(town: Town, folder: Path) -> None:
    (folder / "lien-ket").symlink_to("b.pdf")
    (folder / ".an").write_bytes(b"")
    done = list(town.services.accession.take_in(town.who("archivist"), Order.of_folder(folder, "noi-bo")))
    assert [(one.row.file, one.status) for one in done] == [("2019/a.pdf", "taken"), ("b.pdf", "taken"), ("lien-ket", "refused")]


PATHS = {
    "": "K010",
    "../ngoai.pdf": "K021",
    "/etc/hostname": "K021",
    "2019\\..\\..\\ngoai.pdf": "K021",
    "C:\\a.pdf": "K021",
    "a\x00b": "K021",
    "khong-co.pdf": "K020",
    "b.pdf/c": "K020",
    "2019": "K023",
    "ong": "K023",
    "lien-ket": "K022",
    "thu-muc/ngoai.pdf": "K022",
    "x" * 5000: "K024",
}


@LITE
def test_a_path_that_is_no_file_of_the_folder_is_a_finding(town: Town, folder: Path) -> None:
    (folder.parent / "ngoai.pdf").write_bytes(b"ngoai")
    (folder / "lien-ket").symlink_to(folder.parent / "ngoai.pdf")
    (folder / "thu-muc").symlink_to(folder.parent)
    os.mkfifo(folder / "ong")
    done = _run(town, [Row(place, name, "x") for place, name in enumerate(PATHS)], folder)
    assert {one.row.file: [finding.code for finding in one.findings] for one in done} == {name: [code] for name, code in PATHS.items()}
    assert {one.status for one in done} == {"refused"}


@LITE
def test_a_name_is_found_however_its_letters_are_composed(town: Town, folder: Path) -> None:
    name = "Quyết định.pdf"
    (folder / unicodedata.normalize("NFD", name)).write_bytes(b"%PDF q")
    assert _said(_run(town, [Row(2, unicodedata.normalize("NFC", name), "x")], folder)) == [("taken", [])]


@LITE
def test_bad_words_of_a_row_are_findings(town: Town, folder: Path) -> None:
    rows = [
        Row(2, "b.pdf", "x", day="31/02/2019"),
        Row(3, "b.pdf", "x", day="01/01/2999"),
        Row(4, "b.pdf", "x", level="Rất mật"),
        Row(5, "b.pdf", "x", level="Tối mật"),
        Row(6, "b.pdf", "x", dossier="khong-co"),
        Row(7, "2019/a.pdf", "x", number="?"),
    ]
    codes = [[code for code in found if code != "K030"] for _, found in _said(_run(town, rows, folder, dry_run=True))]
    assert codes == [["K013"], ["K014"], ["K040"], ["K042"], ["K044"], ["K015"]]


@LITE
def test_rows_that_say_the_same_twice_are_found(town: Town, folder: Path) -> None:
    rows = [ROWS[0], Row(3, "b.pdf", "y", "12/2019/QĐ-UBND", "2019-04-03", "UBND Tỉnh An Phước"), Row(4, "2019/a.pdf", "z")]
    assert _said(_run(town, rows, folder)) == [("taken", []), ("taken", ["K031"]), ("refused", ["K030"])]


@LITE
def test_a_level_above_the_persons_clearance_is_a_finding_and_what_lies_there_is_not_told(town: Town, folder: Path) -> None:
    _run(town, [Row(2, "b.pdf", "x", level="bi-mat")], folder)
    with town.database.write() as work:
        work.accounts.change("luu-tru", level="noi-bo")
    low = town.services.accounts.actor("luu-tru")
    assert low is not None
    rows = (Row(2, "2019/a.pdf", "x", level="bi-mat"), Row(3, "b.pdf", "x", level="noi-bo"))
    assert _said(town.services.accession.take_in(low, Order(rows, folder))) == [("refused", ["K041"]), ("taken", [])]


@LITE
def test_a_file_with_a_state_secret_mark_is_a_finding_and_nothing_of_it_is_kept(town: Town, folder: Path) -> None:
    (folder / "kin.docx").write_bytes(docx("p[b]:TỐI MẬT", "p[center,b]:SỞ MẪU", "p:Số:     /TB-SM", "p[center,b]:THÔNG BÁO"))
    before = _rows_of_log(town)
    assert _said(_run(town, [Row(2, "kin.docx", "x")], folder, dry_run=True)) == [("refused", ["K043"])]
    assert _rows_of_log(town) == before
    assert _said(_run(town, [Row(2, "kin.docx", "x")], folder)) == [("refused", ["K043"])]


@LITE
def test_rows_go_into_open_dossiers_only(town: Town, folder: Path) -> None:
    town.services.dossiers.open(town.who("archivist"), NewDossier("01.TH", "Tổng hợp"))
    done = _run(town, [Row(2, "b.pdf", "x", dossier="01.TH")], folder)
    assert [one.status for one in done] == ["taken"]
    record = town.services.keep.show(town.who("archivist"), done[0].record)
    town.services.appraisal.close(town.who("archivist"), "01.TH", "trao-doi", today(town.clock))
    assert record.dossier
    assert _said(_run(town, [Row(2, "2019/a.pdf", "x", dossier="01.TH")], folder)) == [("refused", ["K045"])]


@LITE
def test_only_who_may_deposit_takes_in(town: Town, folder: Path) -> None:
    with pytest.raises(NotAllowed):
        _run(town, ROWS, folder, who="auditor")
