"""Shadow attacks: something is laid into the page before the signer sees it, and turned over when he has signed."""
# mypy: disable-error-code="no-untyped-call, attr-defined"

from dataclasses import dataclass

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NumberObject,
    StreamObject,
    pdf_name,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

from tests.signing.attacks_in_bytes import Attack, object_of, update
from tests.signing.attacks_in_revisions import FALSE_TEXT, changed, drawing, font, form_of, page_of, told
from tests.signing.forger import Change, revised

_FAR = 900
_WHITE = b"q 1 1 1 rg 0 0 600 850 re f Q"


@dataclass(frozen=True)
class Shadow:
    """What is done to the unsigned page, and to the signed file."""

    before: Change
    after: Attack


def _with_overlay(writer: Writer) -> None:
    """The page's content in two parts: what is there, and a sheet of paper over it."""
    page = page_of(writer)
    first = writer.add_object(StreamObject(stream_data=FALSE_TEXT))
    sheet = writer.add_object(StreamObject(stream_data=_WHITE))
    changed(writer, page, "/Contents", ArrayObject([first, sheet, page.raw_get("/Contents")]))


def _sheet_emptied(writer: Writer) -> None:
    sheet = page_of(writer)["/Contents"][1]
    sheet._data, sheet._encoded_data = b" ", None
    writer.update_container(sheet)


def _sheet_freed(pdf: bytes) -> bytes:
    """The sheet's number is given back, so that the page no longer finds it."""
    numbers: list[int] = []
    revised(pdf, lambda writer: numbers.append(page_of(writer)["/Contents"].raw_get(1).idnum))
    grown = update(pdf, {}, listed={numbers[0]: 1})
    place = grown.rindex(b"0000000001 00000 n")
    return grown[:place] + b"0000000000 00001 f" + grown[place + 18 :]


def _with_covering_note(writer: Writer) -> None:
    box = ArrayObject(NumberObject(n) for n in (0, 0, 600, 850))
    note = told(Type=pdf_name("/Annot"), Subtype=pdf_name("/Stamp"), Rect=box, F=NumberObject(4), AP=told(N=drawing(writer, _WHITE)))
    page = page_of(writer)
    changed(writer, page, "/Annots", ArrayObject([*page.get("/Annots", ArrayObject()), writer.add_object(note)]))


def _note_hidden(writer: Writer) -> None:
    for reference in page_of(writer)["/Annots"]:
        note = reference.get_object()
        if note.get("/Subtype") == "/Stamp":
            changed(writer, note, "/F", NumberObject(2))


def _note_removed(writer: Writer) -> None:
    page = page_of(writer)
    notes = page["/Annots"]
    kept = [notes.raw_get(n) for n in range(len(notes)) if notes[n].get_object().get("/Subtype") != "/Stamp"]
    changed(writer, page, "/Annots", ArrayObject(kept))


def _with_text_field(writer: Writer) -> None:
    form = form_of(writer)
    box = ArrayObject(NumberObject(n) for n in (60, 600, 540, 720))
    field = told(
        Type=pdf_name("/Annot"),
        Subtype=pdf_name("/Widget"),
        FT=pdf_name("/Tx"),
        T=pdf_string("Gia"),
        V=pdf_string("10"),
        DA=pdf_string("/F1 12 Tf 0 g"),
        Rect=box,
        F=NumberObject(4),
        AP=told(N=drawing(writer, b"BT /F1 12 Tf (10) Tj ET")),
    )
    reference = writer.add_object(field)
    form["/Fields"].append(reference)
    form[pdf_name("/DR")] = told(Font=told(F1=font()))
    form[pdf_name("/DA")] = pdf_string("/F1 12 Tf 0 g")
    writer.update_container(form["/Fields"])
    writer.update_container(form)
    page = page_of(writer)
    changed(writer, page, "/Annots", ArrayObject([*page.get("/Annots", ArrayObject()), reference]))


def _text_field(writer: Writer) -> DictionaryObject:
    fields = [reference.get_object() for reference in form_of(writer)["/Fields"]]
    return next(one for one in fields if one.get("/FT") == "/Tx")


def _field_redrawn(writer: Writer) -> None:
    changed(writer, _text_field(writer), "/AP", told(N=drawing(writer)))


def _field_picture_overridden(writer: Writer) -> None:
    picture = _text_field(writer)["/AP"]["/N"]
    picture._data, picture._encoded_data = FALSE_TEXT, None
    writer.update_container(picture)


def _field_says_another(writer: Writer) -> None:
    changed(writer, _text_field(writer), "/V", pdf_string("99"))


def _field_in_another_font(writer: Writer) -> None:
    """The letters of the form's font become others, and viewers are asked to draw the field anew."""
    other = font()
    other[pdf_name("/Encoding")] = told(Type=pdf_name("/Encoding"), Differences=ArrayObject([NumberObject(49), pdf_name("/nine")]))
    form = form_of(writer)
    form[pdf_name("/DR")] = told(Font=told(F1=writer.add_object(other)))
    changed(writer, form, "/NeedAppearances", BooleanObject(True))


def _font_of_the_form_swapped(writer: Writer) -> None:
    changed(writer, form_of(writer), "/DR", told(Font=told(F1=writer.add_object(font()))))


def _defaults_of_the_form(writer: Writer) -> None:
    changed(writer, form_of(writer), "/DA", pdf_string("/F1 90 Tf 1 g"))


def _with_hidden_objects(writer: Writer) -> None:
    """A stream whose data are a second page content, which nobody reads."""
    inner = object_of(page_of(writer).raw_get("/Contents").idnum)
    changed(writer, writer.root, "/PieceInfo", told(X=told(Private=writer.add_object(StreamObject(stream_data=inner)))))


def _hidden_object_listed(pdf: bytes) -> bytes:
    numbers: list[int] = []
    revised(pdf, lambda writer: numbers.append(page_of(writer).raw_get("/Contents").idnum))
    places = [at for at in range(len(pdf)) if pdf.startswith(b"\n%d 0 obj" % numbers[0], at)]
    return update(pdf, {}, listed={numbers[0]: places[-1] + 1})


def _with_dangling(key: str) -> Change:
    """The page names an object that does not exist yet."""

    def change(writer: Writer) -> None:
        page = page_of(writer)
        far = IndirectObject(_FAR, 0, writer)
        if key == "/Annots":
            changed(writer, page, key, ArrayObject([*page.get(key, ArrayObject()), far]))
        else:
            changed(writer, page, key, ArrayObject([page.raw_get(key), far]))

    return change


def _dangling_defined(pdf: bytes) -> bytes:
    return update(pdf, {_FAR: object_of(_FAR, FALSE_TEXT).replace(b"/Filter/FlateDecode", b"")})


def _dangling_as_a_picture(pdf: bytes) -> bytes:
    """The missing object comes as part of a new signature field's picture, where new objects are expected."""

    def change(writer: Writer) -> None:
        append_signature_field(writer, SigFieldSpec("Them", on_page=0, box=(0, 0, 0, 0)))
        for _, _, reference in enumerate_sig_fields(writer, with_name="Them"):
            reference.get_object()[pdf_name("/AP")] = told(N=IndirectObject(_FAR, 0, writer))
            writer.mark_update(reference)
        writer.objects[(0, _FAR)] = StreamObject(stream_data=FALSE_TEXT)

    return revised(pdf, change)


def _with_layer(writer: Writer) -> None:
    group = writer.add_object(told(Type=pdf_name("/OCG"), Name=pdf_string("Lop")))
    changed(writer, writer.root, "/OCProperties", told(OCGs=ArrayObject([group]), D=told(ON=ArrayObject([group]))))


def _layer_off(writer: Writer) -> None:
    layers = writer.root["/OCProperties"]
    layers[pdf_name("/D")] = told(OFF=layers.raw_get("/OCGs"))
    changed(writer, writer.root, "/OCProperties", layers)


def _layer_renamed(writer: Writer) -> None:
    changed(writer, writer.root["/OCProperties"]["/OCGs"][0], "/Intent", pdf_name("/Design"))


def _by(change: Change) -> Attack:
    return lambda pdf: revised(pdf, change)


PREPARED: dict[str, Shadow] = {
    "hide: the sheet is emptied": Shadow(_with_overlay, _by(_sheet_emptied)),
    "hide: the sheet is freed": Shadow(_with_overlay, _sheet_freed),
    "hide: the note is hidden": Shadow(_with_covering_note, _by(_note_hidden)),
    "hide: the note is removed": Shadow(_with_covering_note, _by(_note_removed)),
    "replace: the field is drawn anew": Shadow(_with_text_field, _by(_field_redrawn)),
    "replace: the field's picture is overridden": Shadow(_with_text_field, _by(_field_picture_overridden)),
    "replace: the field says another sum": Shadow(_with_text_field, _by(_field_says_another)),
    "replace: the field in another font": Shadow(_with_text_field, _by(_field_in_another_font)),
    "replace: the form's font": Shadow(_with_text_field, _by(_font_of_the_form_swapped)),
    "replace: the form's defaults": Shadow(_with_text_field, _by(_defaults_of_the_form)),
    "hide and replace: hidden object listed": Shadow(_with_hidden_objects, _hidden_object_listed),
    "hide and replace: content that did not exist": Shadow(_with_dangling("/Contents"), _dangling_defined),
    "hide and replace: note that did not exist": Shadow(_with_dangling("/Annots"), _dangling_defined),
    "hide and replace: content that comes as a picture": Shadow(_with_dangling("/Contents"), _dangling_as_a_picture),
    "layers: turned off": Shadow(_with_layer, _by(_layer_off)),
    "layers: another intent": Shadow(_with_layer, _by(_layer_renamed)),
}
