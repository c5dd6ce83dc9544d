"""``gazette search`` and ``gazette index``."""

from pathlib import Path
from typing import Any

import click

import search
from gazette.cli.acting import opened
from gazette.cli.session import Session, pass_session
from gazette.model.errors import BadCall

FILE = click.Path(path_type=Path)


class _Refused(BadCall):
    vi = "{vi}"
    en = "{en}"


@click.command("search")
@click.argument("query", nargs=-1)
@click.option("--type", "kind", default="", metavar="T")
@click.option("--year", type=int, metavar="Y")
@click.option("--issuer", default="", metavar="A")
@click.option("--field", default="", metavar="F")
@click.option("--status", default="", metavar="S")
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest", "number"]), default="relevance")
@click.option("--page", type=click.IntRange(1), default=1, metavar="N")
@click.option("--size", type=click.IntRange(1, search.query.MAX_SIZE), default=20, metavar="N")
@pass_session
def search_published(session: Session, /, query: tuple[str, ...], **options: Any) -> int:
    """Tìm văn bản đã đăng / what the public search finds; exit 1 when there is nothing."""
    with opened(session) as installation:
        results = installation.services.find.find(search.Query(" ".join(query), **options))
    answer = results.to_json()
    lines = [f"{hit['number'] or ''}  {hit['title']}\n    {hit['url']}" for hit in answer["hits"]]
    session.emit(answer, "\n".join([f"{answer['in_words']}: {answer['total']}", *lines]))
    return 0 if answer["total"] else 1


@click.group()
def index() -> None:
    """Chỉ mục tìm kiếm / the search index, a copy that can be rebuilt at any time."""


@index.command("rebuild")
@pass_session
def rebuild(session: Session) -> None:
    """Dựng lại chỉ mục / rebuilds beside the live index and swaps."""
    with opened(session) as installation:
        entries = installation.services.index.rebuild()
        figures = {"documents": installation.services.index.stats()["documents"], "entries": entries}
    session.emit(figures, f"{figures['documents']}")


@index.command("check")
@pass_session
def check(session: Session) -> int:
    """Đối chiếu chỉ mục với cơ sở dữ liệu / the index holds exactly what is published."""
    with opened(session) as installation:
        findings = installation.services.index.check()
    for finding in findings:
        session.emit(finding.to_json(session.lang), f"{finding.code} {finding.message(session.lang)} ({finding.where})")
    if not findings:
        session.emit({"findings": 0}, "✓")
    return 1 if findings else 0


@index.command("stats")
@pass_session
def stats(session: Session) -> None:
    """Số liệu chỉ mục / figures of the index."""
    with opened(session) as installation:
        figures = installation.services.index.stats()
    session.emit(figures, "\n".join(f"{name}: {value}" for name, value in figures.items()))


@index.command("load")
@click.argument("file", type=FILE, metavar="FILE.jsonl")
@click.option("--into", type=FILE, metavar="DIR", help="Thư mục chỉ mục riêng / the folder of the index of its own (HOME/trial-index).")
@pass_session
def load(session: Session, file: Path, into: Path | None) -> None:
    """Nạp một chỉ mục riêng từ JSON / fills a search index of its own, for trials and benchmarks."""
    folder = into or session.home / "trial-index"
    try:
        figures = search.rebuild_index(folder, list(search.read_entries(file))).stats()
    except (search.FileRefused, search.NotAnIndex) as error:
        raise _Refused(vi=error.vi, en=error.en) from None
    except search.EntryRefused as error:
        raise _Refused(vi=f"{file}: {error.vi}", en=f"{file}: {error.en}") from None
    session.emit(figures, f"{folder}: {figures}")


COMMANDS = {"search": search_published, "index": index}
