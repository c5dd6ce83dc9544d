"""The race of the search engines; every step in a process of its own that prints JSON.

`python -m benchmarks.search_race corpus|ENGINE|race FOLDER ENTRIES`: writes the corpus, builds one engine's index, asks all engines.
"""

import json
import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.search_corpus import entries, questions
from search import Entry, PostgresIndex, Query, WhooshIndex, open_index, rebuild_index
from search.schema import make_schema
from search.vietnamese import exact, fold_text, words

FACETS = ("kind", "year", "issuer")
STOCK_MEGABYTES = 512
STOCK_SEGMENT = 10_000


def main(step: str, folder: Path, count: int) -> None:
    """Takes one step and prints its figures."""
    folder.mkdir(parents=True, exist_ok=True)
    corpus = folder / "corpus.jsonl"
    if step == "corpus":
        with corpus.open("w", encoding="utf-8") as lines:
            for entry in entries(count):
                lines.write(json.dumps(vars(entry), ensure_ascii=False) + "\n")
        print(json.dumps({"bytes": corpus.stat().st_size}))
    elif step == "race":
        print(json.dumps(_raced(folder, count)))
    else:
        print(json.dumps(_built(MAKERS[step], folder / step, corpus)))


def _raced(folder: Path, count: int) -> dict[str, Any]:
    before = time.process_time()
    index = open_index(folder / "ours")
    opening = (time.process_time() - before) * 1000
    index.search(Query("quy định"))
    first = (time.process_time() - before) * 1000
    latency, unequal = _race(index, folder, questions(count))
    return {
        "latency": latency,
        "open ms": opening,
        "open and answer ms": first,
        "unequal totals": unequal,
        "cache MB": index.stats()["cached"] / 1e6,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def read_corpus(corpus: Path) -> Iterator[Entry]:
    """The entries that the first step wrote."""
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            yield Entry.from_json(json.loads(line))


def _built(make: Callable[[Path, Iterable[Entry]], object], path: Path, corpus: Path) -> dict[str, float]:
    before = time.process_time()
    for _ in read_corpus(corpus):
        pass
    reading = time.process_time() - before
    before = time.process_time()
    make(path, read_corpus(corpus))
    spent = time.process_time() - before - reading
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return {"cpu": spent, "bytes": size, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def whole(entry: Entry) -> str:
    """All that our text field holds of an entry, folded: what the others are given, so that the totals can be compared."""
    return fold_text("\n".join((entry.number, entry.title, entry.kind_label, entry.issuer_label, entry.signer, entry.text)))


def _stock(path: Path, corpus: Iterable[Entry]) -> None:
    """The same schema and analysis with Whoosh's own writer and codec, in segments of 10,000: merging them takes longer than the rest."""
    from whoosh.index import create_in

    from search.schema import row

    path.mkdir()
    index, left = create_in(str(path), make_schema()), iter(corpus)
    while batch := list(islice(left, STOCK_SEGMENT)):
        writer = index.writer(limitmb=STOCK_MEGABYTES)
        for entry in batch:
            writer.add_document(**row(entry, 0, {name: value for name, value in vars(entry).items() if value not in ("", None)}))
        writer.commit(merge=False)


def _fts5(path: Path, corpus: Iterable[Entry]) -> None:
    path.mkdir()
    database = sqlite3.connect(path / "fts5.db")
    database.execute("CREATE VIRTUAL TABLE entry USING fts5(number, title, body, tokenize='unicode61')")
    database.execute("CREATE TABLE meta (id INTEGER PRIMARY KEY, kind, year INTEGER, issuer, date, text)")
    for number, entry in enumerate(corpus, 1):
        database.execute(
            "INSERT INTO entry (rowid, number, title, body) VALUES (?, ?, ?, ?)",
            (number, fold_text(entry.number), fold_text(entry.title), whole(entry)),
        )
        database.execute(
            "INSERT INTO meta VALUES (?, ?, ?, ?, ?, ?)", (number, entry.kind, entry.year, entry.issuer, entry.date, entry.text)
        )
    database.commit()
    database.close()


def _tantivy(path: Path, corpus: Iterable[Entry]) -> None:
    import tantivy

    path.mkdir()
    schema = tantivy.SchemaBuilder()
    for name in ("number", "title", "body"):
        schema.add_text_field(name, stored=False)
    schema.add_text_field("text", stored=True, index_option="basic", tokenizer_name="raw")
    for name in FACETS:
        schema.add_text_field(name, fast=True, tokenizer_name="raw")
    schema.add_unsigned_field("date", fast=True)
    index = tantivy.Index(schema.build(), path=str(path))
    writer = index.writer(256_000_000, num_threads=2)
    for entry in corpus:
        document = tantivy.Document(kind=entry.kind, year=str(entry.year), issuer=entry.issuer)
        document.add_unsigned("date", int(entry.date.replace("-", "")))
        for name, value in (("number", fold_text(entry.number)), ("title", fold_text(entry.title)), ("body", whole(entry))):
            document.add_text(name, value)
        document.add_text("text", entry.text[:30_000])
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _race(index: WhooshIndex, folder: Path, asked: dict[str, list[str]]) -> tuple[dict[str, dict[str, list[float | None]]], int]:
    """Milliseconds of processor time by engine and kind of query, the engines taking turns; and how often two exact totals differed."""
    latency: dict[str, dict[str, list[float | None]]] = {}
    unequal = 0
    with ExitStack() as opened:
        lanes = _lanes(index, folder, opened)
        for row, text in ((row, text) for kind, texts in asked.items() for row in _rows(kind) for text in texts):
            totals: dict[str, object] = {}
            for name, ask in lanes.items():
                if name == "ours, cold":
                    index.forget()
                elif name == "ours":
                    ask(row, text)
                before = time.process_time()
                totals[name] = ask(row, text)
                spent = (time.process_time() - before) * 1000
                latency.setdefault(name, {}).setdefault(row, []).append(None if totals[name] is None else spent)
            unequal += row in {"single", "AND", "phrase"} and fold_text(text) == text.lower() and totals["ours"] != totals.get("tantivy")
    return latency, unequal


def _lanes(index: WhooshIndex, folder: Path, opened: ExitStack) -> dict[str, Callable[[str, str], object]]:
    from whoosh.index import open_dir

    lanes: dict[str, Callable[[str, str], object]] = {"ours": partial(ask_ours, index), "ours, cold": partial(ask_ours, index)}
    if (folder / "tantivy").exists():
        lanes["tantivy"] = _Tantivy(folder / "tantivy")
    if (folder / "SQLite FTS5").exists():
        database = sqlite3.connect(folder / "SQLite FTS5" / "fts5.db")
        opened.callback(database.close)
        lanes["SQLite FTS5"] = partial(_ask_fts5, database)
    if (folder / "Whoosh").exists():
        lanes["Whoosh"] = partial(_ask_whoosh, opened.enter_context(open_dir(str(folder / "Whoosh")).searcher()))
    return lanes


def _rows(kind: str) -> list[str]:
    return [kind, *(["AND + facets", "AND by date", "page AND"] if kind == "AND" else ["page phrase"] if kind == "phrase" else [])]


def ask_ours(index: WhooshIndex | PostgresIndex, row: str, text: str) -> object:
    """Our answer to one query of a row: the exact total, with places, facets or a page as the row asks."""
    query = Query(f'"{text}"' if "phrase" in row else text, size=10, sort="newest" if row == "AND by date" else "relevance")
    if row.startswith("page"):
        return index.search(query).total
    if row == "AND + facets":
        return index.executor.counted(query)
    return index.executor.best(query)[0]


class _Tantivy:
    """tantivy on the folded texts."""

    def __init__(self, path: Path) -> None:
        import tantivy

        self._tantivy = tantivy
        self._index = tantivy.Index.open(str(path))
        self._index.reload()
        self._searcher = self._index.searcher()

    def __call__(self, row: str, text: str) -> object:
        query = self._query(row, text)
        by_date = {"order_by_field": "date"} if row == "AND by date" else {}
        found = self._searcher.search(query, 10, count=True, **by_date)
        if row == "AND + facets" or row.startswith("page"):
            self._searcher.aggregate(query, {name: {"terms": {"field": name, "size": 100}} for name in FACETS})
        if row.startswith("page"):
            maker = self._tantivy.SnippetGenerator.create(self._searcher, query, self._index.schema, "body")
            for _, address in found.hits:
                document = self._searcher.doc(address)
                document.add_text("body", document.get_first("text"))
                maker.snippet_from_doc(document).to_html()
        return found.count

    def _query(self, row: str, text: str) -> Any:
        make, schema = self._tantivy.Query, self._index.schema
        terms = fold_text(text).split()
        if row == "symbol":
            return make.phrase_query(schema, "number", terms)
        if "phrase" in row:
            return make.phrase_query(schema, "body", terms)
        return make.boolean_query([(self._tantivy.Occur.Must, make.term_query(schema, "body", term)) for term in terms])


def _ask_whoosh(searcher: Any, row: str, text: str) -> object:
    from whoosh.query import And, Phrase, Term

    from search.numbers import find_numbers
    from search.vietnamese import syllables

    if row.startswith("page"):
        return None
    terms = [exact(word) for word in words(text)]
    if row == "symbol":
        return len(searcher.search(Term("number", find_numbers(text, list(syllables(text)))[0].full), limit=10))
    query = Phrase("text", terms) if row == "phrase" else And([Term("text", term) for term in terms])
    if row == "AND + facets":
        return len(searcher.search(query, limit=10, groupedby=list(FACETS)))
    return len(searcher.search(query, limit=10, sortedby="date" if row == "AND by date" else None, reverse=row == "AND by date"))


def _ask_fts5(database: sqlite3.Connection, row: str, text: str) -> object:
    folded = fold_text(text)
    match = f'number : "{folded}"' if row == "symbol" else f'body : "{folded}"' if "phrase" in row else f"body : ({folded})"
    if row == "AND by date":
        order = "SELECT entry.rowid FROM entry JOIN meta ON meta.id = entry.rowid WHERE entry MATCH ? ORDER BY meta.date DESC LIMIT 10"
        return database.execute(order, (match,)).fetchall()
    found = database.execute("SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY rank LIMIT 10", (match,)).fetchall()
    if row == "AND + facets" or row.startswith("page"):
        for name in FACETS:
            counts = f"SELECT {name}, count(*) FROM entry JOIN meta ON meta.id = entry.rowid WHERE entry MATCH ? GROUP BY {name}"
            database.execute(counts, (match,)).fetchall()
    if row.startswith("page"):
        for (number,) in found:
            database.execute(
                "SELECT snippet(entry, 2, '<b>', '</b>', '…', 40) FROM entry WHERE entry MATCH ? AND rowid = ?", (match, number)
            ).fetchall()
    return len(found)


MAKERS: dict[str, Callable[[Path, Iterable[Entry]], object]] = {
    "ours": rebuild_index,
    "tantivy": _tantivy,
    "SQLite FTS5": _fts5,
    "Whoosh": _stock,
}

if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
