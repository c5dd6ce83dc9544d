"""A gazette issue of a thousand pages as it is measured: composed whole, and its preview after one document was changed."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from benchmarks import word_documents

if TYPE_CHECKING:
    from gazette.typeset import IssueSheet

Work = Callable[[], "dict[str, float] | None"]


def issue_whole(documents: str) -> Work:
    """The issue as it is published: PDF/A-3a, tagged, every XML attached; `typst_ms` is what typst itself took to set and write it."""
    from gazette import typeset

    inside = clocked_compiler("compile_with_warnings")
    sheet = _sheet(int(documents))

    def work() -> dict[str, float]:
        made = typeset.issue(sheet).require()
        return {"documents": 1, "pages": made.count, "typst_ms": inside() * 1000}

    return work


def issue_preview(documents: str) -> Work:
    """The preview after one document was changed, the others having been set for an earlier one; `seconds` is the time on the clock."""
    from gazette import typeset

    sheet, sections = _sheet(int(documents)), typeset.Sections()
    typeset.preview(sheet, sections).require()
    middle = len(sheet.items) // 2
    other = replace(sheet.items[middle], xml=_text(len(sheet.items)))
    changed = replace(sheet, items=(*sheet.items[:middle], other, *sheet.items[middle + 1 :]))

    def work() -> dict[str, float]:
        started = time.monotonic()
        made = typeset.preview(changed, sections).require()
        return {"documents": 1, "pages": made.count, "seconds": time.monotonic() - started}

    return work


TASKS: dict[str, Callable[..., Work]] = {task.__name__: task for task in (issue_whole, issue_preview)}


def _sheet(documents: int) -> "IssueSheet":
    from gazette.model.issue import IssueNumber
    from gazette.typeset import CheckMark, IssueItem, IssueSheet

    items = tuple(
        IssueItem(f"van-ban-{seed}", _text(seed), "quy-pham-phap-luat", "Ủy ban nhân dân tỉnh", signed=True) for seed in range(documents)
    )
    check = CheckMark("CB-2026-12", "https://congbao.anphuoc.example/kiem-tra/CB-2026-12")
    return IssueSheet(IssueNumber(2026, 12, 13), date(2026, 7, 24), "tỉnh An Phước", "Văn phòng Ủy ban nhân dân tỉnh", items, check=check)


def _text(seed: int) -> bytes:
    """About 22 gazette pages as Akoma Ntoso."""
    from gazette.akn import write
    from gazette.structure import recognise
    from gazette.word import read

    return write(recognise(read(word_documents.twenty_pages(seed)).require()).require()).require()


def clocked_compiler(*methods: str) -> Callable[[], float]:
    """Puts a clock round typst's compiler; the answer tells the processor seconds spent inside so far, in *methods* or in all of it."""
    import typst

    inner, spent = typst.Compiler, [0.0]

    def clocked(call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **options: Any) -> Any:
            before = time.process_time()
            try:
                return call(*arguments, **options)
            finally:
                spent[0] += time.process_time() - before

        return timed

    class Clocked:
        def __init__(self, *arguments: Any, **options: Any) -> None:
            self._compiler = inner(*arguments, **options) if methods else clocked(inner)(*arguments, **options)

        def __getattr__(self, name: str) -> Any:
            found = getattr(self._compiler, name)
            return clocked(found) if name in methods or not methods else found

    typst.Compiler = Clocked  # type: ignore[misc, assignment]
    return lambda: spent[0]
