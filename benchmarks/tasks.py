"""The work that is measured, one task a process: `python -m benchmarks.tasks TASK ARGUMENTS…` prints its figures as JSON."""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import issue_tasks, signing_tasks, verification_tasks
from benchmarks.issue_tasks import clocked_compiler

Work = Callable[[], "dict[str, float] | None"]


def files_of(place: str) -> list[Path]:
    """A file by itself, or the Word files of a folder."""
    path = Path(place)
    return sorted(path.glob("*.docx")) if path.is_dir() else [path]


def _inputs(place: str) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in files_of(place)]


def _value(outcome: Any) -> Any:
    if outcome.value is None:
        raise SystemExit("; ".join(finding.code for finding in outcome.findings))
    return outcome.value


def word(place: str) -> Work:
    """Station 1 alone."""
    from gazette.word import read

    inputs = _inputs(place)
    return lambda: _each(inputs, lambda name, data: _value(read(data, name=name)))


def structure(place: str) -> Work:
    """Station 2 alone, on blocks read before."""
    from gazette.structure import recognise
    from gazette.word import read

    blocks = [(name, _value(read(data, name=name))) for name, data in _inputs(place)]
    return lambda: _each(blocks, lambda _, one: _value(recognise(one)))


def akn(place: str) -> Work:
    """Station 3 alone, on drafts recognised before."""
    from gazette.akn import write
    from gazette.structure import recognise
    from gazette.word import read

    drafts = [(name, _value(recognise(_value(read(data, name=name))))) for name, data in _inputs(place)]
    return lambda: _each(drafts, lambda _, one: _value(write(one)))


def line(place: str) -> Work:
    """Word to Akoma Ntoso, stations 1 to 3."""
    from gazette.akn import write
    from gazette.structure import recognise
    from gazette.word import read

    inputs = _inputs(place)
    return lambda: _each(inputs, lambda name, data: _value(write(_value(recognise(_value(read(data, name=name)))))))


def validated(place: str) -> Work:
    """Word to Akoma Ntoso that is held to the schemas and the house rules; the schemas are compiled before.

    The collector looks as seldom from one station to the next as within `gazette.conversion.convert`.
    """
    from gazette.akn import validate, write
    from gazette.model.collector import collecting_seldom
    from gazette.structure import recognise
    from gazette.word import read

    @collecting_seldom()
    def way(name: str, data: bytes) -> None:
        found = validate(_value(write(_value(recognise(_value(read(data, name=name)))))))
        if found:
            raise SystemExit(found[0].code)

    inputs = _inputs(place)
    schemas()()
    return lambda: _each(inputs, way)


def schemas() -> Work:
    """What happens once in a process that validates: the schemas are compiled."""
    from gazette.akn.schema import own_schema, schema

    def work() -> None:
        schema()
        own_schema()

    return work


def convert(place: str) -> Work:
    """The whole conversion as `gazette convert` does it: also XSD validation and the comparison of texts."""
    from gazette.conversion import convert as whole

    inputs = _inputs(place)
    schemas()()
    return lambda: _each(inputs, lambda name, data: whole(data, name))


def html(place: str) -> Work:
    """Akoma Ntoso to the reading view, written before."""
    from gazette.akn import to_html, write
    from gazette.structure import recognise
    from gazette.word import read

    xml = [(name, _value(write(_value(recognise(_value(read(data, name=name))))))) for name, data in _inputs(place)]
    return lambda: _each(xml, lambda _, one: to_html(one))


def pandoc(place: str) -> Work:
    """pandoc (pypandoc_binary): docx to HTML."""
    import pypandoc  # type: ignore[import-untyped]

    return lambda: _each(
        [(path.name, path) for path in files_of(place)], lambda _, path: pypandoc.convert_file(str(path), "html", format="docx")
    )


def mammoth(place: str) -> Work:
    """mammoth: docx to HTML."""
    import io

    import mammoth as peer  # type: ignore[import-untyped]

    inputs = _inputs(place)
    return lambda: _each(inputs, lambda _, data: peer.convert_to_html(io.BytesIO(data)))


def python_docx(place: str) -> Work:
    """python-docx, as its tutorial walks: every paragraph, also in the cells, with its text and style, its runs with their look."""
    import io

    import docx

    def walk(_: str, data: bytes) -> None:
        document = docx.Document(io.BytesIO(data))
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        for paragraph in (*document.paragraphs, *(one for cell in cells for one in cell.paragraphs)):
            _ = (paragraph.text, paragraph.style.name, [(run.text, run.bold, run.italic) for run in paragraph.runs])

    inputs = _inputs(place)
    return lambda: _each(inputs, walk)


def python_docx_full(place: str) -> Work:
    """python-docx, all that a reader must look at: blocks in order; style, alignment, indents; each run's text, style and look."""
    import io

    import docx
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    def blocks(container: Any) -> None:
        for one in container.iter_inner_content():
            if isinstance(one, Table):
                for row in one.rows:
                    for cell in row.cells:
                        blocks(cell)
            else:
                paragraph(one)

    def paragraph(one: Paragraph) -> None:
        form = one.paragraph_format
        _: object = (one.style and one.style.name, one.alignment, form.left_indent, form.right_indent, form.first_line_indent)
        for run in one.runs:
            _ = (run.text, run.style.name, run.bold, run.italic, run.underline, run.font.name, run.font.size)

    inputs = _inputs(place)
    return lambda: _each(inputs, lambda _, data: blocks(docx.Document(io.BytesIO(data))))


def lxml_tree(place: str) -> Work:
    """lxml: document.xml parsed into a tree and written out again, which is the least that any reader of trees does."""
    import io
    import zipfile

    from lxml import etree

    inputs = [(name, zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")) for name, data in _inputs(place)]
    return lambda: _each(inputs, lambda _, xml: etree.tostring(etree.fromstring(xml)))


def convert_in(processes: str, place: str) -> Work:
    """`gazette convert --jobs N` on a folder, its start included; `seconds` is the time on the clock."""
    import subprocess

    files = [str(path) for path in files_of(place)]

    def work() -> dict[str, float]:
        with tempfile.TemporaryDirectory() as folder:
            started = time.monotonic()
            command = [sys.executable, "-m", "gazette", "convert", *files, "-o", folder, "--jobs", processes]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            return {"documents": len(files), "seconds": time.monotonic() - started}

    return work


def old_files(warmth: str, place: str) -> Work:
    """.doc files through one `warm` LibreOffice, or through a `cold` one for each; `seconds` is the time on the clock."""
    from contextlib import nullcontext

    from gazette.word import LibreOffice, WarmLibreOffice, read

    inputs = [(path.name, path.read_bytes()) for path in sorted(Path(place).glob("*.doc"))]

    def work() -> dict[str, float]:
        started = time.monotonic()
        with WarmLibreOffice() if warmth == "warm" else nullcontext(LibreOffice()) as office:
            _each(inputs, lambda name, data: _value(read(data, name=name, legacy=office)))
        return {"documents": len(inputs), "seconds": time.monotonic() - started}

    return work


def typeset(place: str) -> Work:
    """Station 4; `typst_ms` is the part that typst itself took, `pages` what came out."""
    from gazette.akn import write
    from gazette.structure import recognise
    from gazette.typeset import document
    from gazette.word import read

    inside = clocked_compiler()
    xml = [(name, _value(write(_value(recognise(_value(read(data, name=name))))))) for name, data in _inputs(place)]

    def work() -> dict[str, float]:
        made = [_value(document(one)) for _, one in xml]
        return {"documents": len(made), "pages": sum(_pages(one.pdf) for one in made), "typst_ms": inside() * 1000}

    return work


def typst_plain(place: str) -> Work:
    """typst by itself on the same words: paragraphs of plain text, no tags, no attachment."""
    import typst

    from gazette.akn import to_text, write
    from gazette.structure import recognise
    from gazette.word import read

    texts = [to_text(_value(write(_value(recognise(_value(read(data, name=name))))))) for name, data in _inputs(place)]
    head = '#set page("a4", numbering: "1")\n#set par(justify: true)\n#set text(size: 14pt, lang: "vi")\n'
    sources = [
        (head + "\n\n".join(f"#text({json.dumps(row, ensure_ascii=False)})" for row in text.split("\n") if row)).encode() for text in texts
    ]

    def work() -> dict[str, float]:
        made = [typst.compile(source) for source in sources]
        return {"documents": len(made), "pages": sum(map(_pages, made))}

    return work


def sign(folder: str, pdf: str) -> Work:
    """Leader, seal and publication on one PDF, B-LTA, against the sample authority in `folder`, whose own time is not counted."""
    from signing import Level, Role, SampleAuthority
    from signing import sign as add

    authority, data = SampleAuthority.open(Path(folder)), Path(pdf).read_bytes()
    roles = [(Role.LEADER, "leader"), (Role.SEAL, ""), (Role.PUBLICATION, "")]
    account = next((authority.folder / "keys" / "leader").glob("*.p12")).stem
    keys = [(role, authority.key(role, account if name else "")) for role, name in roles]

    def work() -> dict[str, float]:
        signed = data
        for role, key in keys:
            level = Level.LTA if role is Role.PUBLICATION else Level.LT
            signed = add(signed, role=role, key=key, level=level, authority=authority.timestamps, trust=authority.trust)
        return {"documents": 1, "bytes": len(signed)}

    return work


def demo() -> Work:
    """`gazette demo --no-serve` on an empty home: the samples from Word file to published issue and index; the sample CA included."""
    import subprocess

    def work() -> dict[str, float]:
        with tempfile.TemporaryDirectory() as home:
            command = [sys.executable, "-m", "gazette", "--home", str(Path(home) / "home"), "demo", "--no-serve"]
            done = subprocess.run(command, capture_output=True, check=False, text=True)
        if done.returncode:
            raise SystemExit(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit status {done.returncode}")
        return {"documents": len(files_of("samples/documents"))}

    return work


TASKS: dict[str, Callable[..., Work]] = {
    task.__name__: task
    for task in (
        word, structure, akn, line, validated, schemas, convert, html, pandoc, mammoth, python_docx, python_docx_full, lxml_tree,
        convert_in, old_files, typeset, typst_plain, sign, demo,
    )
} | issue_tasks.TASKS | signing_tasks.TASKS | verification_tasks.TASKS  # fmt: skip


def _each(inputs: list[tuple[str, Any]], act: Callable[[str, Any], object]) -> dict[str, float]:
    for name, one in inputs:
        act(name, one)
    return {"documents": len(inputs)}


def _pages(pdf: bytes) -> int:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _used() -> float:
    every = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in every) * 1000


def _own_peak() -> int:
    """The most kilobytes this process had; its ru_maxrss would start from what its parent had."""
    lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def main(arguments: list[str]) -> None:
    """Prepares the task, then measures it."""
    work = TASKS[arguments[0]](*arguments[1:])
    before = _used()
    figures = work() or {}
    after = _used()
    peak = max(_own_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
    os.write(1, (json.dumps({"work_ms": after - before, "process_ms": after, "peak_mb": peak, **figures}) + "\n").encode())


if __name__ == "__main__":
    main(sys.argv[1:])
