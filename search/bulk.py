"""Building whole segments of a Whoosh index at once, from inverted entries instead of posting by posting.

Whoosh's writer takes every posting as a Python tuple and sorts those. Files, term table and columns are written by Whoosh's own
writers.
"""

from collections.abc import Iterable
from typing import Any

from whoosh.index import TOC

from search.codec import ArrayCodec
from search.inversion import Inversion, Row, Source


def build(storage: Any, schema: Any, rows: Iterable[Row]) -> int:
    """Writes the rows (`schema.row`) as the segments of a fresh index; how many there were. Memory is bounded by `Inversion.full`."""
    segments, count, source = [], 0, Source(rows)
    while not source.empty:
        segments.append(_build_segment(storage, schema, source))
        count += segments[-1].doc_count_all()
    TOC(schema, segments, TOC._latest_generation(storage, "MAIN") + 1).write(storage, "MAIN")
    return count


def _build_segment(storage: Any, schema: Any, source: Source) -> Any:
    segment = ArrayCodec().new_segment(storage, "MAIN")
    fields = dict(schema.items())
    inversion = Inversion(fields)
    writer = segment.codec().per_document_writer(storage, segment)
    try:
        for number, (row, lengths) in enumerate(source.pour(inversion)):
            writer.start_doc(number)
            _write_row(writer, fields, row, lengths)
            writer.finish_doc()
    finally:
        writer.close()
    segment.set_doc_count(inversion.count)
    _write_fields(segment.codec().field_writer(storage, segment), schema, inversion)
    storage.temp_storage(f"{segment.indexname}.tmp").destroy()
    segment.create_compound_file(storage)
    return segment


def _write_row(writer: Any, fields: dict[str, Any], row: Row, lengths: dict[str, int]) -> None:
    for name, value in row.items():
        field = fields[name]
        if field.column_type:
            writer.add_column_value(name, field.column_type, lengths.get(name, value))
        writer.add_field(name, field, value if field.stored else None, lengths.get(name, 0))


def _write_fields(writer: Any, schema: Any, inversion: Inversion) -> None:
    for name in inversion.fields():
        writer.start_field(name, schema[name])
        for term, postings in inversion.postings(name):
            writer.start_term(term)
            writer._postwriter.add_all(postings)
            writer.finish_term()
        writer.finish_field()
    writer.close()
