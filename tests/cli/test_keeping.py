"""archive, audit and release: every call within the acting person's clearance, and nothing to be learnt beyond it."""

import contextlib
import json
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from archive import included
from gazette import bootstrap, config
from gazette.model.document import HANOI, Upload
from gazette.services import About, NewDossier
from tests.demo import Answer, Demo
from tests.words import docx

TITLE = "Báo cáo kiểm kê kho số 7"
CONSTANT = "gazette: Không tìm thấy nội dung được yêu cầu."


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A file to be kept."""
    path = tmp_path / "bao-cao.txt"
    path.write_text("Kho số 7 còn 12 thùng.\n", encoding="utf-8")
    return path


@pytest.fixture
def secret(own: Demo, paper: Path) -> str:
    """A record at Bí mật."""
    return str(put(own, paper).row["record"])


def put(own: Demo, paper: Path, level: str = "bi-mat", user: str = "doc-bi-mat") -> Answer:
    return own.call("archive", "put", paper, "--title", TITLE, "--level", level, "--as", user, "--json")


def last(answer: Answer) -> str:
    return answer.err.splitlines()[-1]


def test_what_is_put_is_got_back_and_listed(own: Demo, paper: Path, tmp_path: Path) -> None:
    answer = put(own, paper)
    assert (answer.status, list(answer.row)) == (0, ["record", "level", "sha256"])
    record = answer.row["record"]
    assert own.call("archive", "get", record, "-o", tmp_path / "lai.txt", "--as", "doc-bi-mat").status == 0
    assert (tmp_path / "lai.txt").read_bytes() == paper.read_bytes()
    first = own.json("archive", "list", "--as", "doc-bi-mat").rows[0]
    assert first == {**answer.row, "title": TITLE}
    shown = own.call("archive", "show", record, "--as", "doc-bi-mat", "--json").row
    assert (shown["title"], shown["state"], len(shown["renditions"])) == (TITLE, "kept", 1)


def test_below_the_clearance_a_record_is_as_if_absent(own: Demo, secret: str, paper: Path, tmp_path: Path) -> None:
    nobody = "0" * 32
    calls: list[list[object]] = [
        ["show"],
        ["get", "-o", tmp_path / "x"],
        ["export", "-o", tmp_path / "goi"],
        ["hold", "--reason", "x"],
        ["dispose", "--reason", "x", "--decision", "1", "--second", "doc-bi-mat"],
    ]
    for name, *rest in calls:
        hidden, absent = (own.call("archive", name, record, *rest, "--as", "doc-cong-khai") for record in (secret, nobody))
        assert (hidden.status, hidden.out, last(hidden)) == (absent.status, absent.out, last(absent)) == (1, "", CONSTANT)
    hidden, absent = (own.call("audit", "proof", record, "--as", "doc-cong-khai") for record in (secret, nobody))
    assert (hidden.status, last(hidden)) == (absent.status, last(absent)) == (1, CONSTANT)
    assert not (tmp_path / "x").exists()
    assert not (tmp_path / "goi").exists()
    said = [own.call("archive", name, "--as", "doc-cong-khai") for name in ("list", "check", "fixity")]
    assert not any(word in answer.out + answer.err for word in (secret, TITLE) for answer in said)
    assert put(own, paper, "bi-mat", "doc-cong-khai").status == 1


def test_a_fault_above_the_clearance_is_not_seen_below_it_and_not_placed_for_an_auditor(own: Demo, paper: Path) -> None:
    before = set((own.home / "vault").rglob("*"))
    assert put(own, paper).status == 0
    (kept,) = (path for path in (own.home / "vault").rglob("*") if path.is_file() and path not in before)
    kept.write_bytes(b"khac")
    digest = kept.name
    owner, reader, auditor = (own.call("archive", "fixity", "--as", user) for user in ("doc-bi-mat", "doc-cong-khai", "kiem-soat"))
    assert (owner.status, f"F002 {digest}" in owner.out) == (1, True)
    assert (reader.status, reader.out) == (0, "✓\n")
    assert (auditor.status, digest in auditor.out, "F002 …" in auditor.out) == (1, False, True)
    assert own.call("archive", "get", "0", "-o", "/nonexistent/x", "--as", "doc-bi-mat").status == 1


def test_the_register_and_the_documents_agree_after_the_demonstration(own: Demo) -> None:
    for user in ("luu-tru", "bao-mat", "kiem-soat"):
        answer = own.call("archive", "check", "--as", user)
        assert (answer.status, answer.out) == (0, "✓\n")
    assert own.call("archive", "check", "--as", "soan-thao").status == 1


def _clear(own: Demo, user: str) -> None:
    wanted = ["user", "clearance", user, "bi-mat", "--compartment", "to-7", "--until", "2099-12-31", "--reason", "tổ công tác"]
    assert own.call(*wanted, "--as", "bao-mat", "--second", "quan-tri").status == 0


def test_a_level_changes_by_two_people_and_the_rest_of_the_label_stays(own: Demo, paper: Path) -> None:
    _clear(own, "doc-noi-bo")
    made = own.json("archive", "put", paper, "--title", TITLE, "--level", "noi-bo", "--compartment", "to-7", "--as", "doc-noi-bo")
    record = made.row["record"]
    assert own.call("archive", "show", record, "--as", "bao-mat").status == 1
    own.call("user", "officer", "doc-noi-bo", "--reason", "thay người", "--as", "quan-tri", "--second", "bao-mat")
    change = ["archive", "reclassify", record, "han-che", "--reason", "rà soát", "--decision", "01/QĐ-VP", "--as", "doc-noi-bo", "--second"]
    assert own.call(*change, "doc-noi-bo").status == 1
    assert own.call(*change, "doc-bi-mat").status == 1
    _clear(own, "doc-bi-mat")
    answer = own.json(*change, "doc-bi-mat")
    assert (answer.status, answer.row["level"]) == (0, "han-che")
    assert own.json("archive", "show", record, "--as", "doc-noi-bo").row["compartments"] == ["to-7"]


def test_a_held_record_is_not_destroyed_and_destruction_takes_two(own: Demo, paper: Path, tmp_path: Path) -> None:
    held, free = (put(own, paper, "noi-bo", "doc-noi-bo").row["record"] for _ in range(2))
    assert own.call("archive", "hold", held, "--reason", "thanh tra", "--as", "luu-tru").status == 0
    for record, second in ((held, "doc-noi-bo"), (free, "luu-tru"), (free, "doc-cong-khai")):
        answer = own.call(
            "archive", "dispose", record, "--reason", "hết hạn", "--decision", "01/QĐ-VP", "--second", second, "--as", "luu-tru"
        )
        assert answer.status == 1
    answer = own.json(
        "archive", "shred", free, "--reason", "hết hạn", "--decision", "01/QĐ-VP", "--second", "doc-noi-bo", "--as", "luu-tru"
    )
    assert (answer.status, answer.row["state"]) == (0, "disposed")
    listed = own.json("archive", "certificates").row
    assert (listed["record"], listed["holds"], listed["certificate"]) == (free, True, answer.row["certificate"])
    assert own.call("archive", "certificate", free, "-o", tmp_path / "chung-nhan.json").status == 0
    assert json.loads((tmp_path / "chung-nhan.json").read_text())["row"] == listed["row"]
    assert own.call("archive", "certificate", held, "-o", tmp_path / "khong.json").status == 1
    assert (own.call("archive", "certificates", "--as", "doc-cong-khai").out, (tmp_path / "khong.json").exists()) == ("", False)
    assert own.call("archive", "get", free, "-o", tmp_path / "x", "--as", "luu-tru").status == 1
    assert own.call("archive", "get", held, "-o", tmp_path / "x", "--as", "luu-tru").status == 0


def test_a_word_file_with_a_state_secret_mark_is_refused_and_nothing_of_it_is_kept(own: Demo, tmp_path: Path) -> None:
    path = tmp_path / "kim-cuong.docx"
    path.write_bytes(docx("p[b]:TỐI MẬT", "p[center,b]:SỞ MẪU", "p:Số:     /TB-SM", "p[center,b]:THÔNG BÁO"))
    before = sorted((own.home / "vault").rglob("*"))
    answer = put(own, path)
    assert (answer.status, answer.out) == (1, "")
    assert sorted((own.home / "vault").rglob("*")) == before


def test_a_record_goes_out_as_a_package_and_comes_back_under_its_label(own: Demo, secret: str, tmp_path: Path) -> None:
    goi = tmp_path / "goi"
    gone = own.json("archive", "export", secret, "-o", goi, "--as", "doc-bi-mat")
    assert (gone.status, gone.row["stamped"]) == (0, False)  # (nobody serves the sample authority here)
    assert (Path(gone.row["package"]) / "METS.xml").is_file()
    back = own.json("archive", "import", goi, "--as", "doc-bi-mat")
    assert (back.status, back.row["level"], back.row["record"] != secret) == (0, "bi-mat", True)
    assert own.call("archive", "import", goi, "--as", "doc-noi-bo").status == 1
    assert own.call("archive", "export", secret, "-o", goi, "--as", "doc-bi-mat").status == 1
    (goi / "data" / "la.txt").write_text("lạ")
    assert own.call("archive", "import", goi, "--as", "doc-bi-mat").status == 1
    assert own.call("archive", "import", tmp_path / "khong-co", "--as", "doc-bi-mat").status == 2


def test_the_log_verifies_against_what_was_kept_outside_and_tells_what_was_cut(own: Demo, paper: Path, tmp_path: Path) -> None:
    head, rows, older = tmp_path / "head", tmp_path / "log.jsonl", own.copied(tmp_path / "older")
    put(own, paper)
    assert own.call("audit", "head", "-o", head).status == 0
    assert own.call("audit", "head").out.splitlines()[0].endswith("/nhat-ky")
    assert own.call("audit", "export", "-o", rows).status == 0
    assert own.call("audit", "export", "-o", rows, "--as", "luu-tru").status == 1
    for kept in (head, rows):
        assert own.call("audit", "verify", "--against", kept).status == 0
        cut = older.json("audit", "verify", "--against", kept)
        assert (cut.status, [row["code"] for row in cut.rows]) == (1, ["L006"])
    rows.write_text(rows.read_text().replace("doc-bi-mat", "doc-noi-bo"))
    assert own.call("audit", "verify", "--against", rows).status == 1
    for wrong in ("không phải", "{}", '{"seq": 1}'):
        rows.write_text(wrong)
        assert own.call("audit", "verify", "--against", rows).status == 2
    assert own.call("audit", "verify", "--against", tmp_path / "khong-co").status == 2


def test_a_proof_leads_from_the_act_to_the_signed_head(own: Demo, secret: str) -> None:
    (placed,) = own.call("audit", "proof", secret, "--as", "doc-bi-mat", "--json").rows
    path = [bytes.fromhex(step) for step in placed["path"]]
    leaf, root = bytes.fromhex(placed["leaf"]), bytes.fromhex(placed["root"])
    assert placed["action"] == "deposit"
    assert included(leaf, placed["row"] - 1, placed["size"], path, root)
    assert placed["head"].splitlines()[1] == str(placed["size"])


def test_a_release_holds_what_is_published_and_nothing_else(own: Demo, tmp_path: Path) -> None:
    goi = tmp_path / "goi"
    made = own.json("release", "export", "-o", goi)
    names = {path.name for path in (goi / "data/documents").iterdir()}
    assert made.status == 0, made.err
    assert made.row["documents"] == len([name for name in names if name.endswith(".json")]) >= 8
    for path in (goi / "data/documents").glob("*.json"):
        row = json.loads(path.read_text())
        assert row["level"] == "cong-khai"
        assert {f"{row['slug']}.{file['format']}" for file in row["files"]} <= names
    assert own.call("release", "export", "-o", tmp_path / "khac", "--as", "soan-thao").status == 1


def test_a_release_is_taken_in_once_and_only_with_the_sender_s_signature(own: Demo, tmp_path: Path) -> None:
    goi, other = tmp_path / "goi", own.copied(tmp_path / "other")
    assert own.call("release", "export", "-o", goi).status == 0
    key = tmp_path / "sender.pub"
    key.write_text(own.json("keys", "list").rows[0]["public"])
    other.call("keys", "rotate")
    wrong = tmp_path / "wrong.pub"
    wrong.write_text(other.json("keys", "list").rows[0]["public"])
    assert other.call("release", "import", goi, "--key", wrong).status == 1
    taken = other.json("release", "import", goi, "--key", key)
    assert taken.status == 0, taken.err
    titles = {row["title"] for row in other.json("archive", "list", "--as", "doc-cong-khai").rows}
    assert {json.loads(path.read_text())["title"] for path in goi.rglob("*.json")} - {"record"} <= titles
    assert other.call("release", "import", goi, "--key", key).status == 1
    (goi / "release.note").unlink()
    assert own.call("release", "import", goi).status == 1
    key.write_text("không phải khóa")
    assert other.call("release", "import", goi, "--key", key).status == 2


def test_a_list_is_tried_and_then_taken_in_once_with_a_reason_for_each_row_that_is_not(own: Demo, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF a")
    listed = tmp_path / "danh-muc.csv"
    listed.write_bytes("\ufeffTên tệp;Trích yếu;Mức\r\na.pdf;Kế hoạch;Nội bộ\r\nb.pdf;Mất;Nội bộ\r\n".encode())
    call = ("archive", "accession", listed, "--as", "doc-bi-mat")
    for options, first in ((["--dry-run"], "ready"), ([], "taken"), ([], "known")):
        done = own.json(*call, *options)
        assert (done.status, [row["status"] for row in done.rows]) == (1, [first, "refused"])
    assert done.rows[1]["findings"][0]["code"] == "K020"
    listed.write_bytes("Trích yếu\nx\n".encode())
    assert own.json(*call).status == 2
    (tmp_path / "chi-tep").mkdir()
    (tmp_path / "chi-tep" / "a.pdf").write_bytes(b"%PDF a")
    assert own.json("archive", "accession", tmp_path / "chi-tep", "--as", "doc-bi-mat").row["status"] == "known"
    assert own.json("archive", "accession", tmp_path / "khong-co.csv", "--as", "doc-bi-mat").status == 2


def test_a_dossier_goes_from_the_yearly_list_to_its_protocol_on_the_command_line(own: Demo, paper: Path, tmp_path: Path) -> None:
    keep = ("archive", "retention")
    year = datetime.now(HANOI).year
    line = own.json(*keep, "plan", "add", year, "01.TH", "Hồ sơ trao đổi (mẫu)", "--kind", "trao-doi")
    assert (line.row["state"], line.row["years"]) == ("draft", 10)
    assert own.call(*keep, "plan", "propose", year).status == 0
    assert own.call(*keep, "plan", "decide", year, "--decision", "05/QĐ-VP", "--as", "luu-tru").status == 1
    assert own.json(*keep, "plan", "decide", year, "--decision", "05/QĐ-VP").row["state"] == "approved"
    dossier = own.json(*keep, "plan", "open", line.row["entry"]).row["dossier"]
    assert own.json(*keep, "plan", "show", year).row["dossiers"] == [dossier]
    assert own.call(*keep, "plan", "print", year, "-o", tmp_path / "danh-muc.pdf").status == 0
    assert own.call(*keep, "close", dossier, "--as", "lanh-dao").status == 1
    assert own.json(*keep, "close", dossier).row["ground"]
    assert own.call(*keep, "close", dossier).status == 1
    assert own.json(*keep, "due").rows == []
    assert own.call(*keep, "propose", dossier, "--reason", "Hết thời hạn").status == 2
    assert own.call(*keep, "schedule").out.count("\n") == 20


def closed_long_ago(own: Demo, paper: Path) -> tuple[str, str]:
    """A dossier with a record in it whose years went by, and the record."""
    person = bootstrap.open_installation(config.load(own.home, sample=True))
    with contextlib.closing(person):
        archivist = person.services.accounts.actor("luu-tru")
        assert archivist is not None
        dossier = person.services.dossiers.open(archivist, NewDossier("09.TH-2010", "Hồ sơ cũ (mẫu)")).id
        upload = Upload(paper.name, paper.read_bytes())
        record = person.services.keep.put(archivist, upload, title=TITLE, level="noi-bo", about=About(dossier=dossier))
    assert own.call("archive", "retention", "close", dossier, "--kind", "trao-doi").status == 0
    with contextlib.closing(sqlite3.connect(own.home / "gazette.db")) as rows, rows:
        rows.execute("UPDATE dossier_retention SET closed_on = '2010-05-04'")
    return dossier, record.id


def test_what_is_due_is_destroyed_on_the_command_line_by_several_people(own: Demo, paper: Path, tmp_path: Path) -> None:
    keep, pdf = ("archive", "retention"), tmp_path / "bien-ban.pdf"
    dossier, record = closed_long_ago(own, paper)
    due = own.json(*keep, "due").row
    assert (due["dossier"], due["last_year"], due["records"], due["proposed"]) == (dossier, 2020, 1, False)
    made = own.json(*keep, "propose", dossier, "--reason", "Hết thời hạn bảo quản").row["proposal"]
    assert own.json(*keep, "proposals").row["dossiers"] == [dossier]
    assert own.call(*keep, "carry-out", made).status == 1
    decided = ("decide", made, "--reason", "Đồng ý", "--decision", "77/QĐ-VP")
    assert own.call(*keep, *decided, "--as", "luu-tru").status == 1
    assert own.json(*keep, *decided).row["state"] == "approved"
    assert own.call(*keep, "protocol", made, "-o", pdf).status == 1
    assert own.json(*keep, "carry-out", made).row["state"] == "carried-out"
    shown = own.json(*keep, "show", made).row["dossiers"][0]
    assert (shown["state"], shown["records"], shown["kept_because"]) == ("destroyed", 1, None)
    assert own.json("archive", "show", record).row["state"] == "disposed"
    assert own.call(*keep, "protocol", made, "-o", pdf).status == 0
    assert pdf.read_bytes().startswith(b"%PDF")
