"""Running typst: templates and data in memory, PDF/A-3a with PDF/UA-1 out, and no warning let pass."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from gazette.model.outcome import Finding
from gazette.typeset.findings import CATALOGUE
from gazette.typeset.fonts import family
from templates import ROOT

STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
"""PDF/A-3a (ISO 19005-3, level A) together with PDF/UA-1 (ISO 14289-1); typst refuses what breaks either."""

UNDATED = date(2000, 1, 1)
"""The date a PDF bears while its text has none: PDF/A asks for one, and today's would make each run differ."""


@dataclass(frozen=True, slots=True)
class Job:
    """What typst is given: the name of the template, its data, and the files it reads beside them."""

    template: str
    data: Mapping[str, object]
    files: Mapping[str, bytes]
    day: date | None
    fonts: Path = ROOT / "fonts"

    def sources(self) -> Any:
        """Every file of the run by name; nothing is written to disk. (typst takes a dict, its stubs do not say so.)"""
        shared = {name: _template(name) for name in ("blocks.typ", "formulas.typ", "issue-pieces.typ")}
        return {"main.typ": _template(self.template), **shared, "data.json": _json(self.data), **self.files}


def press(job: Job) -> tuple[bytes | None, tuple[Finding, ...]]:
    """The PDF of *job*, or none with the reasons; the same job gives the same bytes."""
    return _compiled(job, pdf_standards=[*STANDARDS])


def sketch(job: Job) -> tuple[bytes | None, tuple[Finding, ...]]:
    """The same pages as a plain PDF, without tags and of no standard: for looking at, in less time."""
    return _compiled(job, pdf_tags=False)


def _compiled(job: Job, **how: Any) -> tuple[bytes | None, tuple[Finding, ...]]:
    compiler = typst.Compiler(job.sources(), font_paths=family(job.fonts))
    moment = datetime.combine(job.day or UNDATED, datetime.min.time(), UTC)
    try:
        made, warnings = compiler.compile_with_warnings(format="pdf", timestamp=int(moment.timestamp()), **how)
    except typst.TypstError as error:
        return None, (CATALOGUE.finding("T007", reason=_reason(error.message, error.hints)),)
    if warnings:
        return None, tuple(CATALOGUE.finding("T007", reason=_reason(warning.message, warning.hints)) for warning in warnings)
    assert isinstance(made, bytes)
    return made, ()


def marks(job: Job, label: str) -> list[dict[str, object]]:
    """The values the templates left under *label*, after ``press``: the layout is remembered, so this costs next to nothing."""
    compiler = typst.Compiler(job.sources(), font_paths=family(job.fonts))
    found: list[dict[str, object]] = json.loads(compiler.query(f"<{label}>", field="value"))
    return found


def points(length: object) -> float:
    """A length as typst prints it (``70.87pt``) in points."""
    return float(str(length).removesuffix("pt"))


def _reason(message: str, hints: list[str]) -> str:
    return " ".join([message.rstrip("."), *hints]) + "."


def _json(data: Mapping[str, object]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


@lru_cache(maxsize=8)
def _template(name: str) -> bytes:
    return (ROOT / "print" / name).read_bytes()
