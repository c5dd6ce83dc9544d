"""The head of the editable text: what is known of the document, one ``Khóa: giá trị`` a line, and records with lines of their own."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any

from gazette.akn.editable import names
from gazette.akn.editable.findings import Notebook
from gazette.akn.editable.letters import argument, head_value, value_of
from gazette.akn.editable.outline import Node
from gazette.model.draft import Draft, Relation, Signer
from gazette.model.effect import EffectiveDate, PartialEffect
from gazette.model.modifications import Act, Modification, Target

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NO_VALUE = re.compile('["“”]{2}')


class WrongValue(ValueError):
    """A value that the entry cannot hold; the words say what is wanted, in Vietnamese and English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en = vi, en


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the field it fills (``target.path`` is a field of a field), its word in the text, how its value is written and read.

    ``absent`` is the value when the entry is left out; a ``needed`` entry may not be.
    """

    field: str
    word: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    absent: Any = None
    needed: bool = False

    def line(self, value: Any) -> str | None:
        """The line of this entry; None when there is nothing to say."""
        if value is None or (value == "" and self.absent == ""):
            return None
        return f"{self.word}: {self.write(value)}"


@dataclass(frozen=True, slots=True)
class Record:
    """Something of several entries: the first stands on its line, the others indented below it; ``many`` may occur again and again.

    ``make`` turns the values of the entries, by field, into what the Draft holds.
    """

    field: str
    make: Callable[[Mapping[str, Any]], Any]
    first: Entry
    others: tuple[Entry, ...] = ()
    many: bool = True


def _choice(table: Mapping[str, str], *, closed: bool = False) -> tuple[Callable[[str], str], Callable[[str], str]]:
    words, folded = names.turned(table), {word.casefold(): value for word, value in table.items()}

    def write(value: str) -> str:
        if value in words:
            return words[value]
        return value if _SLUG.fullmatch(value) and value not in folded else f'"{argument(value)}"'

    def read(text: str) -> str:
        if text.casefold() in folded:
            return folded[text.casefold()]
        if not closed and len(text) > 1 and text[0] in '"“' and text[-1] in '"”':
            return value_of(text[1:-1])
        if closed or not _SLUG.fullmatch(text):
            some = ", ".join(list(table)[:4])
            raise WrongValue(f"một trong các tên như {some}", f"one of the names such as {some}")
        return text

    return write, read


def _write_day(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def _write_days(days: int) -> str:
    return str(days)


def _read_days(text: str) -> int:
    if re.fullmatch(r"\d{1,4}", text, re.ASCII) is None:
        raise WrongValue("một số ngày như 10", "a number of days such as 10")
    return int(text)


def _read_day(text: str) -> date:
    match = _DAY.fullmatch(text)
    try:
        if match:
            return date(int(match.group(3)), int(match.group(2)), int(match.group(1)))
        return date.fromisoformat(text)
    except ValueError:
        raise WrongValue("một ngày như 09/03/2026", "a date such as 09/03/2026") from None


def _text(field: str, word: str, absent: str | None = None) -> Entry:
    return Entry(field, word, head_value, value_of, absent)


def _day(field: str, word: str, *, needed: bool = False) -> Entry:
    return Entry(field, word, _write_day, _read_day, needed=needed)


def _chosen(field: str, word: str, table: Mapping[str, str], absent: str | None = None) -> Entry:
    """An entry whose value has a name; a slug without a name is taken too."""
    return Entry(field, word, *_choice(table), absent)


def _one_of(field: str, word: str, table: Mapping[str, str], absent: str | None = None) -> Entry:
    """An entry that holds one of the values of *table* and nothing else; needed unless *absent* is given."""
    return Entry(field, word, *_choice(table, closed=True), absent, needed=absent is None)


def _modification(values: Mapping[str, Any]) -> Modification:
    inner = {name.rpartition(".")[2]: value for name, value in values.items() if name.startswith("target.act.")}
    fields = {name: values[f"target.{name}"] for name in ("path", "up_to", "place", "extent")}
    target = Target(Act(**inner), **fields)
    return Modification(target=target, **{name: value for name, value in values.items() if "." not in name})


def _effect(of: str) -> tuple[Entry, ...]:
    """The entries of how a day of effect was found."""
    return (
        _one_of(f"{of}rule", "Cách xác định", names.EFFECT_RULES),
        Entry(f"{of}days", "Số ngày", _write_days, _read_days, 0),
        _text(f"{of}evidence", "Theo câu", ""),
    )


def _partial(values: Mapping[str, Any]) -> PartialEffect:
    effect = {name.partition(".")[2]: value for name, value in values.items() if "." in name}
    return PartialEffect(values["at"], EffectiveDate(**effect), values["topic"])


ENTRIES = (
    _chosen("kind", "Loại văn bản", names.KIND_NAMES),
    _text("number", "Số, ký hiệu"),
    _text("symbol", "Ký hiệu"),
    _text("issuer", "Cơ quan ban hành"),
    _text("issuer_slug", "Mã cơ quan"),
    _text("place", "Địa danh"),
    _day("date", "Ngày ban hành"),
    _day("adopted", "Ngày thông qua"),
    _text("subject", "Trích yếu"),
    _text("urgency", "Độ khẩn"),
    _text("circulation", "Phạm vi lưu hành"),
)
RECORDS = (
    Record(
        "effective",
        lambda values: EffectiveDate(**values),
        _day("day", "Có hiệu lực từ"),
        _effect(""),
        many=False,
    ),
    Record(
        "partial",
        _partial,
        _text("at", "Hiệu lực riêng của", ""),
        (_text("topic", "Các quy định", ""), _day("effect.day", "Từ ngày"), *_effect("effect.")),
    ),
    Record(
        "signers",
        lambda values: Signer(**values),
        _text("name", "Người ký"),
        (_text("capacity", "Thẩm quyền ký"), _text("title", "Chức vụ")),
    ),
    Record("recipients", itemgetter("name"), _text("name", "Nơi nhận", "")),
    Record(
        "relations",
        lambda values: Relation(**values),
        _chosen("type", "Quan hệ", names.RELATION_NAMES, ""),
        (
            _text("number", "Số văn bản", ""),
            _chosen("kind", "Loại", names.KIND_NAMES, ""),
            _text("day", "Ngày", ""),
            _text("title", "Tên", ""),
            _text("href", "Địa chỉ", ""),
            _text("provisions", "Điều khoản", ""),
            _text("at", "Tại", ""),
            _text("starts", "Từ ngày", ""),
            _text("evidence", "Theo câu", ""),
        ),
    ),
    Record(
        "modifications",
        _modification,
        _one_of("action", "Nội dung sửa đổi", names.ACTIONS),
        (
            _text("mod", "Lệnh", ""),
            _text("target.path", "Mục được sửa", ""),
            _text("target.up_to", "Đến mục", ""),
            _one_of("target.place", "Vị trí", names.PLACES, ""),
            _one_of("target.extent", "Phạm vi", names.EXTENTS, ""),
            _text("becomes", "Thành mục", ""),
            _text("old", "Cụm từ cũ", ""),
            _text("new", "Cụm từ mới", ""),
            _chosen("target.act.kind", "Loại", names.KIND_NAMES, ""),
            _text("target.act.number", "Số văn bản", ""),
            _text("target.act.day", "Ngày", ""),
            _text("target.act.title", "Tên", ""),
            _text("target.act.href", "Địa chỉ", ""),
        ),
    ),
)


def head_lines(draft: Draft) -> Iterator[str]:
    """The head of *draft*, line by line."""
    for entry in ENTRIES:
        line = entry.line(getattr(draft, entry.field))
        if line is not None:
            yield line
    for record in RECORDS:
        held = getattr(draft, record.field)
        for value in held if record.many else [held] if held is not None else []:
            yield from _record_lines(record, value)


def _record_lines(record: Record, value: Any) -> Iterator[str]:
    first = value if isinstance(value, str) else getattr(value, record.first.field)
    written = record.first.write(first) if first is not None else ""
    yield f"{record.first.word}: {written}".rstrip(" ")
    for entry in record.others:
        line = entry.line(attrgetter(entry.field)(value))
        if line is not None:
            yield "  " + line


def read_head(nodes: Iterable[Node], book: Notebook) -> dict[str, Any]:
    """The facts that *nodes* state, by field of Draft."""
    known: dict[str, Any] = {}
    singles = {entry.word.casefold(): entry for entry in ENTRIES}
    records = {record.first.word.casefold(): record for record in RECORDS}
    lists: dict[str, list[Any]] = {record.field: [] for record in RECORDS}
    for node in nodes:
        key, value = _parted(node, book)
        if key in singles:
            _set(known, singles[key], node, value, book)
            for child in node.children:
                book.add("E001", child.line, text=child.text[:60])
        elif key in records:
            lists[records[key].field] += _record(records[key], node, value, book)
        elif key:
            book.add("E002", node.line, key=node.text.partition(":")[0][:60])
    return {**{name: value for name, value in known.items() if name}, **_gathered(lists, book)}


def _gathered(lists: dict[str, list[Any]], book: Notebook) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for record in RECORDS:
        values = lists[record.field]
        if record.many:
            found[record.field] = tuple(value for value, _ in values)
        elif values:
            found[record.field] = values[0][0]
            for _, line in values[1:]:
                book.add("E004", line, key=record.first.word)
    return found


def _parted(node: Node, book: Notebook) -> tuple[str, str]:
    key, colon, value = node.text.partition(":")
    if not colon:
        book.add("E001", node.line, text=node.text[:60])
        return "", ""
    return " ".join(key.split()).casefold(), value.strip(" ")


def _set(known: dict[str, Any], entry: Entry, node: Node, value: str, book: Notebook) -> None:
    if entry.field in known:
        book.add("E004", node.line, key=entry.word)
        return
    known[entry.field] = _value(entry, node, value, book)


def _value(entry: Entry, node: Node, value: str, book: Notebook) -> Any:
    if not value:
        return entry.absent
    if _NO_VALUE.fullmatch(value) and entry.read is value_of:
        return ""
    try:
        return entry.read(value)
    except WrongValue as wrong:
        book.add("E003", node.line, key=entry.word, value=value[:60], wanted=wrong.vi, wanted_en=wrong.en)
        return entry.absent


def _record(record: Record, node: Node, value: str, book: Notebook) -> list[tuple[Any, int]]:
    values: dict[str, Any] = {}
    _set(values, record.first, node, value, book)
    others = {entry.word.casefold(): entry for entry in record.others}
    for child in node.children:
        key, text = _parted(child, book)
        if key in others:
            _set(values, others[key], child, text, book)
        elif key:
            book.add("E002", child.line, key=child.text.partition(":")[0][:60])
    told = set(values)
    for entry in record.others:
        values.setdefault(entry.field, entry.absent)
    missing = next((entry for entry in (record.first, *record.others) if entry.needed and values[entry.field] is None), None)
    if missing is None:
        return [(record.make(values), node.line)]
    if missing.field not in told:
        book.add("E003", node.line, key=missing.word, value="", wanted="một giá trị", wanted_en="a value")
    return []
