"""Number and date given after the leader's signature: text fields made before it, filled once before the seal, in a signed font."""
# mypy: disable-error-code="no-untyped-call"

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, StreamObject, TextStringObject

from signing.appearance import font_engine, missing_letters
from signing.errors import AppearanceRefused, DocumentRefused
from signing.profiles import DATE_FIELD, NUMBER_FIELD, Box, text_of_field

LETTERS = "".join(map(chr, range(0x21, 0x7F))) + (
    "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư–" + "".join(map(chr, range(0x1EA0, 0x1EFA)))
)
"""What the fields can hold besides spaces: ASCII and Vietnamese letters; these glyphs are embedded before the first signature."""

_FONT = "/GzVB"
_LABELS = {NUMBER_FIELD: "Số, ký hiệu văn bản", DATE_FIELD: "Ngày tháng năm ban hành"}
_READ_ONLY, _PRINTED = 1, 4
_BASELINE = 0.25
_DRAWN = re.compile(rb"/Tx BMC q BT (/GzVB\d{1,2}) (\d{1,3}) Tf 0 g 0 (\d{1,3}) Td <((?:[0-9A-F]{4})+)> Tj ET Q EMC")
_MAPPED = re.compile(r"<([0-9a-fA-F]{4})>\s*<[0-9a-fA-F]{4}>\s*\[([^\]]*)\]|<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4,8})>")


@dataclass(frozen=True)
class Blank:
    """Where one text field stands, and in which font file and size (points) it will be filled."""

    box: Box
    font: Path
    size: int = 13

    @classmethod
    def on_line(cls, start: Box, font: Path, size: int) -> "Blank":
        """A field whose words will stand on a line of text: *start* begins on its baseline and is as wide as there is room."""
        return cls(Box(start.page, start.x, start.y - round(size * _BASELINE), start.width, size), font, size)


def make(writer: Any, names: Collection[str], blanks: Mapping[str, Blank]) -> None:
    """Adds empty text fields and the fonts they will be filled in; the form itself must stand already.

    Beside a field of *names* there may be more that will say the same: ``SoVanBan2`` … Raises AppearanceRefused for a field of *names*
    without a place, and for a font that lacks a letter.
    """
    _require_places(names, blanks)
    form = writer.root["/AcroForm"]
    fonts = {font: f"{_FONT}{place}" for place, font in enumerate(dict.fromkeys(blank.font for blank in blanks.values()))}
    drawn_in = {NameObject(name): _embedded(writer, font) for font, name in fonts.items()}
    form["/DR"] = DictionaryObject({NameObject("/Font"): DictionaryObject(drawn_in)})
    for name, blank in blanks.items():
        page, _ = writer.find_page_for_modification(blank.box.page)
        field = writer.add_object(_field(name, blank, fonts[blank.font], page))
        form["/Fields"].append(field)
        writer.register_annotation(page, field)
        appearance = _appearance(writer, (blank.box.width, blank.box.height), b"")
        field.get_object()[NameObject("/AP")] = DictionaryObject({NameObject("/N"): appearance})
    writer.update_container(form["/Fields"])
    writer.update_container(form)


def _require_places(names: Collection[str], blanks: Mapping[str, Blank]) -> None:
    if set(names) - set(blanks) or any(text_of_field(name) not in names for name in blanks):
        raise AppearanceRefused("Thiếu vị trí của ô số hoặc ô ngày.", "A text field has no place.")
    for font in {blank.font for blank in blanks.values()}:
        lacking = missing_letters(LETTERS, font)
        if lacking:
            raise AppearanceRefused(
                f"Phông {font.name} thiếu chữ cho ô số, ngày: {lacking}",
                f"The font {font.name} lacks letters for number and date: {lacking}",
            )


def _embedded(writer: Any, font: Path) -> Any:
    engine = font_engine(writer, font, 1)
    for letter in (" ", *LETTERS):
        engine.shape(letter)
    engine.prepare_write()
    return engine.as_resource()


def _field(name: str, blank: Blank, font: str, page: Any) -> DictionaryObject:
    box = blank.box
    corners = (box.x, box.y, box.x + box.width, box.y + box.height)
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject(name),
            NameObject("/TU"): TextStringObject(_LABELS[text_of_field(name) or name]),
            NameObject("/Ff"): NumberObject(_READ_ONLY),
            NameObject("/F"): NumberObject(_PRINTED),
            NameObject("/DA"): TextStringObject(f"{font} {blank.size} Tf 0 g"),
            NameObject("/Rect"): ArrayObject(FloatObject(round(corner, 2)) for corner in corners),
            NameObject("/P"): page,
        }
    )


def _appearance(writer: Any, room: tuple[float, float], drawing: bytes, resources: DictionaryObject | None = None) -> Any:
    told = {
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject(FloatObject(round(n, 2)) for n in (0, 0, *room)),
        NameObject("/Resources"): resources if resources is not None else DictionaryObject(),
    }
    return writer.add_object(StreamObject(DictionaryObject(told), stream_data=drawing))


def put(writer: Any, values: Mapping[str, str]) -> None:
    """Writes the values into their empty fields and those that say the same, and draws them in the font made with the fields.

    Raises DocumentRefused when a field is missing or filled, AppearanceRefused when a value cannot be drawn or is too long for its box.
    """
    known = dict(text_fields(writer.root))
    for name in values:
        if name not in known:
            raise DocumentRefused(f"Văn bản không có ô {name} còn trống.", f"The document has no empty field {name}.")
    for name, reference in known.items():
        value = values.get(text_of_field(name) or name)
        if value is not None:
            _write(writer, name, reference, value)


def _write(writer: Any, name: str, reference: Any, value: str) -> None:
    field = reference.get_object()
    if "/V" in field:
        raise DocumentRefused(f"Văn bản không có ô {name} còn trống.", f"The document has no empty field {name}.")
    left, low, right, high = (float(n) for n in field["/Rect"])
    font, size = _hand(field)
    letters = _Letters(writer.root, font)
    if not value.strip() or letters.width(value) * size / 1000 > right - left:
        raise AppearanceRefused(f"{value!r} không đặt vừa ô {name}.", f"{value!r} does not fit the field {name}.")
    rise = round((high - low) * _BASELINE)
    drawing = b"/Tx BMC q BT %s %d Tf 0 g 0 %d Td <%s> Tj ET Q EMC" % (font.encode(), size, rise, letters.coded(value))
    resources = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject(font): letters.reference})})
    drawn = _appearance(writer, (right - left, high - low), drawing, resources)
    field[NameObject("/V")] = TextStringObject(value)
    field[NameObject("/AP")] = DictionaryObject({NameObject("/N"): drawn})
    writer.mark_update(reference)


def _hand(field: Any) -> tuple[str, int]:
    """The font's name and the size that a field is written in."""
    font, size, *_ = str(field["/DA"]).split()
    return font, int(size)


def text_fields(root: Any) -> Iterable[tuple[str, Any]]:
    """Our text fields, by name, as references to their dictionaries; `root` is the document's catalogue."""
    fields = root["/AcroForm"]["/Fields"] if "/AcroForm" in root else ()
    for reference in fields:
        field = reference.get_object()
        if isinstance(field, DictionaryObject) and field.get("/FT") == "/Tx" and text_of_field(str(field.get("/T"))) is not None:
            yield str(field["/T"]), reference.reference


def drawn(field: Any, root: Any) -> str | None:
    """What the field's appearance shows when it is exactly what `put` draws in the font of the catalogue `root`; else None."""
    font, size = _hand(field)
    letters = _Letters(root, font)
    picture: Any = field["/AP"]["/N"]
    if set(field["/AP"]) != {"/N"} or set(picture) - {"/Length", "/Filter"} != {"/Type", "/Subtype", "/BBox", "/Resources"}:
        return None
    left, low, right, high = (float(n) for n in field["/Rect"])
    if [float(n) for n in picture["/BBox"]] != [0.0, 0.0, round(right - left, 2), round(high - low, 2)]:
        return None
    resources = picture["/Resources"]
    if set(resources) != {"/Font"} or set(resources["/Font"]) != {font}:
        return None
    if resources["/Font"].raw_get(font).reference.idnum != letters.reference.reference.idnum:
        return None
    rise = round((high - low) * _BASELINE)
    told = _DRAWN.fullmatch(bytes(picture.data))
    if told is None or (told[1].decode(), int(told[2]), int(told[3])) != (font, size, rise):
        return None
    return letters.read(told[4])


class _Letters:
    """The font of the text fields, as the form names it: letters to glyph codes and back, and how wide they are."""

    def __init__(self, root: Any, font: str) -> None:
        try:
            self.reference = root["/AcroForm"]["/DR"]["/Font"].raw_get(font)
            self._font: Any = self.reference.get_object()
        except KeyError as cause:
            raise DocumentRefused("Văn bản không có ô số và ngày.", "The document has no fields for number and date.") from cause

    @cached_property
    def _codes(self) -> dict[str, int]:
        codes = {}
        for first, row, one, letter in _MAPPED.findall(self._font["/ToUnicode"].data.decode("ascii")):
            letters = [letter] if one else re.findall("<([0-9a-fA-F]+)>", row)
            for place, written in enumerate(letters):
                codes[bytes.fromhex(written).decode("utf-16-be")] = int(one or first, 16) + place
        return codes

    @cached_property
    def _widths(self) -> dict[int, float]:
        widths: dict[int, float] = {}
        row = list(self._font["/DescendantFonts"][0]["/W"])
        for first, told in zip(row[::2], row[1::2], strict=True):
            widths |= {int(first) + place: float(width) for place, width in enumerate(told)}
        return widths

    def coded(self, text: str) -> bytes:
        """The glyph codes in hexadecimal; raises AppearanceRefused for a letter that was not embedded."""
        missing = "".join(letter for letter in dict.fromkeys(text) if letter not in self._codes)
        if missing:
            raise AppearanceRefused(f"Không vẽ được chữ: {missing}", f"These letters cannot be drawn: {missing}")
        return "".join(f"{self._codes[letter]:04X}" for letter in text).encode()

    def read(self, coded: bytes) -> str | None:
        """The letters of glyph codes; None when one is unknown."""
        letters = {code: letter for letter, code in self._codes.items()}
        numbers = [int(coded[place : place + 4], 16) for place in range(0, len(coded), 4)]
        return "".join(letters[number] for number in numbers) if all(number in letters for number in numbers) else None

    def width(self, text: str) -> float:
        """The width in thousandths of the size."""
        coded = self.coded(text)
        return sum(self._widths[int(coded[place : place + 4], 16)] for place in range(0, len(coded), 4))
