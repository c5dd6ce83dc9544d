"""``gazette convert``, ``check``, ``typeset``, ``html``, ``text``, ``compare``: files in, files out, no installation."""

import dataclasses
import gc
import hashlib
import json
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

import click
import structlog

from gazette import akn, typeset, word
from gazette.cli.batch import Batch
from gazette.cli.session import Session, pass_session, read_bytes, write_bytes
from gazette.cli.system import reason, unreadable
from gazette.conversion import Conversion, convert
from gazette.model.errors import BadCall, Refused
from gazette.model.outcome import Catalogue, Finding, FindingKind, Lang

FILE = click.Path(path_type=Path)
_MAGIC_PDF = b"%PDF-"
CATALOGUE = Catalogue(
    [
        FindingKind("C001", "error", "Không mở được tệp: {vi}.", "The file cannot be opened: {en}."),
        FindingKind(
            "C002", "error", "Gặp lỗi không lường trước khi chuyển đổi ({kind}).", "An unexpected error while converting ({kind})."
        ),
    ]
)


class _NotWord(BadCall):
    vi = "{path}: {vi}"
    en = "{path}: {en}"


class _NotUnicode(BadCall):
    vi = "{path}: không phải văn bản UTF-8"
    en = "{path}: not UTF-8 text"


class _NotValid(Refused):
    vi = "{path}: {code} {vi}"
    en = "{path}: {code} {en}"


@dataclass(frozen=True)
class _Task:
    source: Path
    folder: Path
    stem: str
    lang: Lang


@click.command("convert")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE…")
@click.option("-o", "--output", type=FILE, required=True, metavar="DIR")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, metavar="N", help="Số tiến trình / processes.")
@pass_session
def convert_files(session: Session, files: tuple[Path, ...], output: Path, jobs: int) -> int:
    """Chuyển Word thành Akoma Ntoso / Word to Akoma Ntoso, with a report for every file."""
    _make_folder(output)
    tasks = list(_tasks(files, output, session.lang))
    batch = Batch(files)
    with _reports(tasks, jobs) as reports, session.progress("Chuyển đổi", "Converting", len(tasks)) as bar:
        for report in reports:
            bar.step()
            session.emit(report, _line(report))
            if any(finding["code"] == "C001" for finding in report["findings"]):
                batch.unreadable += 1
            else:
                batch.count(report["status"] == "converted")
    return batch.status


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unreadable(folder, error) from None


def _tasks(files: Iterable[Path], folder: Path, lang: Lang) -> Iterator[_Task]:
    """One task a file; a stem that is taken becomes ``stem-2``."""
    taken: set[str] = set()
    for source in dict.fromkeys(files):
        stem, count = source.stem, 1
        while stem.casefold() in taken:
            count += 1
            stem = f"{source.stem}-{count}"
        taken.add(stem.casefold())
        yield _Task(source, folder, stem, lang)


@contextmanager
def _reports(tasks: list[_Task], jobs: int) -> Iterator[Iterator[dict[str, Any]]]:
    """The reports in the order of *tasks*. The files of one call are one level: in each process the old ones share a LibreOffice."""
    # What was imported stays: no later collection need walk through it, nor copy its pages into every fork.
    gc.freeze()
    if jobs == 1 or len(tasks) < 2:
        with word.WarmLibreOffice() as office:
            yield (_convert_one(task, office) for task in tasks)
        return
    # A fork has everything imported already; it is made before the progress bar, or anything else, starts a thread.
    with ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=multiprocessing.get_context("fork")) as pool:
        yield pool.map(_convert_beside_others, tasks)


def _convert_beside_others(task: _Task) -> dict[str, Any]:
    return _convert_one(task, _own_office())


@cache
def _own_office() -> word.WarmLibreOffice:
    """The LibreOffice of this process of the pool, which ends it on its way out (a fork runs no ``atexit``)."""
    office = word.WarmLibreOffice()
    Finalize(None, office.close, exitpriority=1)
    return office


def _convert_one(task: _Task, office: word.WarmLibreOffice) -> dict[str, Any]:
    """Converts one file and writes its XML, pictures and report; whatever happens ends in a report."""
    try:
        data = task.source.read_bytes()
    except OSError as error:
        unread = CATALOGUE.finding("C001", vi=reason(error, "vi"), en=reason(error, "en"))
        return _write_report(task, Conversion(str(task.source), "", findings=(unread,), broke=True), None)
    try:
        conversion = convert(data, str(task.source), legacy=office, image_folder=f"{task.stem}_files/")
    except Exception as error:  # one bad file never stops the others; the log names the kind of error, never the text
        structlog.get_logger("gazette.convert").error("conversion failed", kind=type(error).__name__, exc_info=error)
        broken = CATALOGUE.finding("C002", kind=type(error).__name__)
        conversion = Conversion(str(task.source), hashlib.sha256(data).hexdigest(), findings=(broken,), broke=True)
    return _write_report(task, conversion, _write_text(task, conversion))


def _write_text(task: _Task, conversion: Conversion) -> str | None:
    if conversion.xml is None:
        return None
    for name, image in conversion.images.items():
        write_bytes(task.folder / f"{task.stem}_files" / name, image.data)
    target = task.folder / f"{task.stem}.xml"
    write_bytes(target, conversion.xml)
    return str(target)


def _write_report(task: _Task, conversion: Conversion, output: str | None) -> dict[str, Any]:
    report = conversion.report(task.lang, output)
    write_bytes(task.folder / f"{task.stem}.json", json.dumps(report, ensure_ascii=False, indent=1).encode())
    return report


def _line(report: dict[str, Any]) -> str:
    worst = next((finding for finding in report["findings"] if finding["level"] == "error"), None)
    what = worst["message"] if worst and report["status"] != "converted" else report["number"] or report["kind"] or ""
    return f"{report['status']:<9}  {report['source']}  {what}".rstrip()


@click.command()
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE.xml…")
@pass_session
def check(session: Session, files: tuple[Path, ...]) -> int:
    """Kiểm tra Akoma Ntoso / validates Akoma Ntoso: the schema and the house's rules."""
    batch = Batch(files)
    for path, data in batch.readable(session):
        findings = akn.validate(data)
        wrong = any(finding.level == "error" for finding in findings)
        row = {"file": str(path), "valid": not wrong, "findings": [finding.to_json(session.lang) for finding in findings]}
        session.emit(row, "\n".join([f"{path}: {'✗' if wrong else '✓'}", *(_said(finding, session.lang) for finding in findings)]))
        batch.count(not wrong)
    return batch.status


def _said(finding: Finding, lang: Lang) -> str:
    return f"  {finding.code} {finding.message(lang)}" + (f" ({finding.place(lang)})" if finding.where else "")


@click.command("typeset")
@click.argument("file", type=FILE, metavar="FILE.xml")
@click.option("-o", "--output", type=FILE, required=True, metavar="FILE.pdf")
@pass_session
def typeset_file(session: Session, file: Path, output: Path) -> int:
    """Dàn trang Akoma Ntoso thành PDF/A-3a / Akoma Ntoso to tagged PDF/A-3a, the XML attached."""
    xml = read_bytes(file)
    _require_valid(xml, file)
    outcome = typeset.document(xml, images=_images_beside(file, xml))
    for finding in outcome.findings:
        session.say(_said(finding, "vi"), _said(finding, "en"))
    if outcome.value is None:
        return 1
    write_bytes(output, outcome.value.pdf)
    session.emit({"file": str(output), "pages": outcome.value.pages}, f"{output}")
    return 0


def _require_valid(xml: bytes, file: Path) -> None:
    wrong = next((finding for finding in akn.validate(xml) if finding.level == "error"), None)
    if wrong is not None:
        raise _NotValid(path=file, code=wrong.code, vi=wrong.message("vi"), en=wrong.message("en"))


def _images_beside(file: Path, xml: bytes) -> dict[str, bytes]:
    """The pictures the text names, from the XML's own folder and nowhere else."""
    folder = file.resolve().parent
    found = {}
    for name in akn.image_names(xml):
        picture = (folder / name).resolve()
        if picture.is_relative_to(folder) and picture.is_file():
            found[name] = picture.read_bytes()
    return found


@click.command()
@click.argument("file", type=FILE, metavar="FILE.xml")
@click.option("-o", "--output", type=FILE, required=True, metavar="FILE.html")
@pass_session
def html(session: Session, file: Path, output: Path) -> None:
    """Bản đọc HTML / the reading view, standalone."""
    xml = read_bytes(file)
    _require_valid(xml, file)
    write_bytes(output, akn.to_html(xml, lang=session.lang, standalone=True).encode())
    session.emit({"file": str(output)}, f"{output}")


@click.command()
@click.argument("file", type=FILE, metavar="FILE.xml|FILE.txt")
@click.option("-o", "--output", type=FILE, required=True, metavar="FILE.txt|FILE.xml")
@pass_session
def text(session: Session, file: Path, output: Path) -> int:
    """Bản văn bản sửa được của Akoma Ntoso, và ngược lại / Akoma Ntoso as editable text, and back."""
    data = read_bytes(file)
    if data.lstrip().startswith(b"<"):
        _require_valid(data, file)
        outcome = akn.read(data)
        made = akn.to_editable(outcome.value).encode() if outcome.value is not None else None
        findings = outcome.findings
    else:
        read = akn.from_editable(_decoded(data, file))
        made = akn.write(read.value).value if read.value is not None else None
        findings = read.findings + (akn.validate(made) if made is not None else ())
    row = {"file": str(output), "written": made is not None, "findings": [finding.to_json(session.lang) for finding in findings]}
    session.emit(row, "\n".join([str(output) if made is not None else f"{file}: ✗", *(_said(one, session.lang) for one in findings)]))
    if made is None:
        return 1
    write_bytes(output, made)
    return 0


def _decoded(data: bytes, file: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _NotUnicode(path=file) from None


@click.command()
@click.argument("first", type=FILE, metavar="A")
@click.argument("second", type=FILE, metavar="B")
@click.option("--html", "page", type=FILE, metavar="FILE")
@pass_session
def compare(session: Session, first: Path, second: Path, page: Path | None) -> int:
    """So sánh hai văn bản (.docx, .xml, .pdf) / differences between two texts; exit 1 when they differ."""
    comparison = akn.compare(_text(first), _text(second))
    if page is not None:
        write_bytes(page, akn.comparison_html(comparison, session.lang, standalone=True).encode())
    if session.json:
        session.emit(_comparison_row(comparison))
    for line in _comparison_lines(comparison, session.lang) if not session.json else ():
        click.echo(line)
    return 0 if comparison.identical else 1


def _comparison_row(comparison: akn.Comparison) -> dict[str, Any]:
    differences = [dataclasses.asdict(one) for one in comparison.differences]
    return {"identical": comparison.identical, "differences": differences}


def _comparison_lines(comparison: akn.Comparison, lang: Lang) -> Iterator[str]:
    """One difference a line: where it stands, what the first text says there, what the second."""
    if comparison.identical:
        yield "Hai văn bản trùng khớp từng chữ." if lang == "vi" else "The two texts agree letter for letter."
    for one in comparison.differences:
        place = f"{one.provision}: " if one.provision else ""
        yield f"{place}…{one.lead} [-{one.before}-] {{+{one.after}+}} {one.follow}…"


def _text(path: Path) -> str:
    data = read_bytes(path)
    if data.startswith(_MAGIC_PDF):
        return akn.pdf_text(data)
    if data.lstrip().startswith(b"<"):
        return akn.to_text(data)
    blocks = word.read(data, name=path.name, painter=word.TextOnly())
    if blocks.value is None:
        raise _NotWord(path=path, vi=blocks.findings[0].message("vi"), en=blocks.findings[0].message("en"))
    return blocks.value.visible_text()


COMMANDS = {"convert": convert_files, "check": check, "typeset": typeset_file, "html": html, "text": text, "compare": compare}
