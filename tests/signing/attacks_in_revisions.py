"""Attack classes of the literature that write one more proper revision: annotations, forms, fonts, layers, page trees, actions, the catalogue."""
# mypy: disable-error-code="no-untyped-call, attr-defined"

from collections.abc import Callable
from functools import partial

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

from tests.signing.forger import Change, action

FALSE_TEXT = b"q 1 1 1 rg 60 600 480 120 re f Q BT /F1 18 Tf 70 650 Td (Gia dat: 99.000.000 dong) Tj ET"


def told(**entries: object) -> DictionaryObject:
    """A dictionary from keyword arguments, names without their slash."""
    return DictionaryObject({pdf_name(f"/{key}"): value for key, value in entries.items()})


def font() -> DictionaryObject:
    return told(Type=pdf_name("/Font"), Subtype=pdf_name("/Type1"), BaseFont=pdf_name("/Helvetica"))


def drawing(writer: Writer, content: bytes = FALSE_TEXT, box: tuple[int, ...] = (0, 0, 600, 850)) -> IndirectObject:
    """A form XObject that paints a false sum."""
    form = told(
        Type=pdf_name("/XObject"),
        Subtype=pdf_name("/Form"),
        BBox=ArrayObject(NumberObject(n) for n in box),
        Resources=told(Font=told(F1=font())),
    )
    return writer.add_object(StreamObject(form, stream_data=content))


def page_of(writer: Writer) -> DictionaryObject:
    page: DictionaryObject = writer.root["/Pages"]["/Kids"][0]
    return page


def changed(writer: Writer, holder: DictionaryObject, key: str, value: object) -> None:
    holder[pdf_name(key)] = value
    writer.update_container(holder)


def content_replaced(writer: Writer) -> None:
    changed(writer, page_of(writer), "/Contents", writer.add_object(StreamObject(stream_data=FALSE_TEXT)))


def content_overridden(writer: Writer) -> None:
    stream = page_of(writer)["/Contents"]
    stream._data, stream._encoded_data = FALSE_TEXT, None
    stream.pop("/Filter", None)
    writer.update_container(stream)


def content_prolonged(writer: Writer) -> None:
    page = page_of(writer)
    parts = ArrayObject([page.raw_get("/Contents"), writer.add_object(StreamObject(stream_data=FALSE_TEXT))])
    changed(writer, page, "/Contents", parts)


def page_entry(key: str, value: object, writer: Writer) -> None:
    changed(writer, page_of(writer), key, value)


def tree_swapped(writer: Writer) -> None:
    pages = writer.root["/Pages"]
    page = DictionaryObject(page_of(writer))
    page[pdf_name("/Contents")] = writer.add_object(StreamObject(stream_data=FALSE_TEXT))
    changed(writer, pages, "/Kids", ArrayObject([writer.add_object(page)]))


def tree_replaced(writer: Writer) -> None:
    page = DictionaryObject(page_of(writer))
    page[pdf_name("/Contents")] = writer.add_object(StreamObject(stream_data=FALSE_TEXT))
    tree = told(Type=pdf_name("/Pages"), Count=NumberObject(1), Kids=ArrayObject([writer.add_object(page)]))
    changed(writer, writer.root, "/Pages", writer.add_object(tree))


def page_added(writer: Writer) -> None:
    pages = writer.root["/Pages"]
    page = told(
        Type=pdf_name("/Page"),
        Parent=writer.root.raw_get("/Pages"),
        MediaBox=ArrayObject(NumberObject(n) for n in (0, 0, 595, 842)),
        Contents=writer.add_object(StreamObject(stream_data=FALSE_TEXT)),
        Resources=told(Font=told(F1=font())),
    )
    pages["/Kids"].append(writer.add_object(page))
    changed(writer, pages, "/Count", NumberObject(2))


def annotation(kind: str, writer: Writer) -> None:
    note = told(
        Type=pdf_name("/Annot"),
        Subtype=pdf_name(kind),
        Rect=ArrayObject(NumberObject(n) for n in (0, 0, 600, 850)),
        Contents=pdf_string("99.000.000"),
        AP=told(N=drawing(writer)),
        A=action("/URI"),
        F=NumberObject(4),
    )
    page = page_of(writer)
    notes = ArrayObject([*page.get("/Annots", ArrayObject()), writer.add_object(note)])
    changed(writer, page, "/Annots", notes)


def stamp_redrawn(writer: Writer) -> None:
    """The picture of a signature that stands is drawn anew."""
    for _, value, reference in enumerate_sig_fields(writer):
        if value is not None:
            reference.get_object()[pdf_name("/AP")] = told(N=drawing(writer))
            writer.mark_update(reference)
            return


def stamp_moved(writer: Writer) -> None:
    for _, value, reference in enumerate_sig_fields(writer):
        if value is not None:
            reference.get_object()[pdf_name("/Rect")] = ArrayObject(NumberObject(n) for n in (0, 0, 600, 850))
            writer.mark_update(reference)
            return


def empty_field_with_picture(box: tuple[int, int, int, int], writer: Writer) -> None:
    """A field nobody has signed, whose picture lies on the page (the sneaky signature attack)."""
    append_signature_field(writer, SigFieldSpec("Them", on_page=0, box=box))
    for _, _, reference in enumerate_sig_fields(writer, with_name="Them"):
        reference.get_object()[pdf_name("/AP")] = told(N=drawing(writer, box=(0, 0, box[2] - box[0], box[3] - box[1])))
        writer.mark_update(reference)


def empty_field_given_a_picture(writer: Writer) -> None:
    for _, value, reference in enumerate_sig_fields(writer):
        if value is None:
            reference.get_object()[pdf_name("/AP")] = told(N=drawing(writer))
            reference.get_object()[pdf_name("/Rect")] = ArrayObject(NumberObject(n) for n in (0, 0, 600, 850))
            writer.mark_update(reference)
            return
    empty_field_with_picture((0, 0, 600, 850), writer)


def field_with_widgets(writer: Writer) -> None:
    """An unsigned field whose second widget covers the page."""
    append_signature_field(writer, SigFieldSpec("Hai", on_page=0, box=(10, 10, 40, 40)))
    page = page_of(writer)
    for _, _, reference in enumerate_sig_fields(writer, with_name="Hai"):
        holder = reference.get_object()
        parent = IndirectObject(reference.idnum, reference.generation, writer)
        widgets = ArrayObject()
        for box in ((10, 10, 40, 40), (0, 0, 600, 850)):
            corners = ArrayObject(NumberObject(n) for n in box)
            widget = told(Type=pdf_name("/Annot"), Subtype=pdf_name("/Widget"), Rect=corners, Parent=parent, AP=told(N=drawing(writer)))
            widgets.append(writer.add_object(widget))
        for key in ("/Type", "/Subtype", "/Rect", "/P", "/AP", "/F"):
            holder.pop(key, None)
        holder[pdf_name("/Kids")] = widgets
        writer.mark_update(reference)
        kept = [one for one in page.get("/Annots", ArrayObject()) if one != parent]
        changed(writer, page, "/Annots", ArrayObject([*kept, *widgets]))


def form_of(writer: Writer) -> DictionaryObject:
    if "/AcroForm" not in writer.root:
        changed(writer, writer.root, "/AcroForm", writer.add_object(told(Fields=ArrayObject())))
    form: DictionaryObject = writer.root["/AcroForm"]
    return form


def text_field(writer: Writer) -> None:
    form = form_of(writer)
    field = told(
        Type=pdf_name("/Annot"),
        Subtype=pdf_name("/Widget"),
        FT=pdf_name("/Tx"),
        T=pdf_string("Gia"),
        V=pdf_string("99.000.000"),
        Rect=ArrayObject(NumberObject(n) for n in (60, 600, 540, 720)),
        AP=told(N=drawing(writer)),
        F=NumberObject(4),
    )
    reference = writer.add_object(field)
    form["/Fields"].append(reference)
    writer.update_container(form["/Fields"])
    page = page_of(writer)
    changed(writer, page, "/Annots", ArrayObject([*page.get("/Annots", ArrayObject()), reference]))


def form_entry(key: str, value: object, writer: Writer) -> None:
    changed(writer, form_of(writer), key, value)


def fields_removed(writer: Writer) -> None:
    changed(writer, form_of(writer), "/Fields", ArrayObject())


def signature_replaced(writer: Writer) -> None:
    """The first signature's value gives way to a copy with another reason."""
    for _, value, reference in enumerate_sig_fields(writer):
        if value is not None:
            copy = DictionaryObject(value.get_object())
            copy[pdf_name("/Reason")] = pdf_string("Khác")
            reference.get_object()[pdf_name("/V")] = writer.add_object(copy)
            writer.mark_update(reference)
            return


def fonts_of(writer: Writer) -> list[DictionaryObject]:
    fonts = page_of(writer)["/Resources"]["/Font"]
    return [fonts[name] for name in fonts]


def letters_swapped(writer: Writer) -> None:
    """Copying and searching read other letters than those that are seen."""
    for one in fonts_of(writer):
        if "/ToUnicode" in one:
            changed(writer, one, "/ToUnicode", writer.add_object(StreamObject(stream_data=b"/CIDInit /ProcSet findresource begin end")))


def font_file_swapped(writer: Writer) -> None:
    for one in fonts_of(writer):
        for descendant in one.get("/DescendantFonts", ()):
            descriptor = descendant.get_object()["/FontDescriptor"]
            for key in ("/FontFile2", "/FontFile3"):
                if key in descriptor:
                    changed(writer, descriptor, key, writer.add_object(StreamObject(stream_data=b"OTTO")))


def font_resource_swapped(writer: Writer) -> None:
    resources = page_of(writer)["/Resources"]
    fonts = resources["/Font"]
    for name in list(fonts):
        fonts[pdf_name(name)] = writer.add_object(font())
    writer.update_container(resources)


def layer(base: str, writer: Writer) -> None:
    """Optional content that shows another sum when a layer is turned."""
    group = writer.add_object(told(Type=pdf_name("/OCG"), Name=pdf_string("Lop")))
    layers = told(OCGs=ArrayObject([group]), D=told(BaseState=pdf_name(base), OFF=ArrayObject([group])))
    changed(writer, writer.root, "/OCProperties", layers)


def catalogue(key: str, value: object, writer: Writer) -> None:
    changed(writer, writer.root, key, value)


def attachment_replaced(writer: Writer) -> None:
    """Another text in the attached XML."""
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    stream = names[1].get_object()["/EF"]["/F"]
    stream._data, stream._encoded_data = b"<akomaNtoso>99.000.000</akomaNtoso>", None
    stream.pop("/Filter", None)
    writer.update_container(stream)


def tags_replaced(writer: Writer) -> None:
    """Screen readers are told another text."""
    tree = writer.root["/StructTreeRoot"]
    changed(writer, tree, "/ActualText", pdf_string("99.000.000"))


def store_entry(key: str, value: Callable[[Writer], object], writer: Writer) -> None:
    store = writer.root["/DSS"]
    changed(writer, store, key, value(writer))


def false_evidence(key: str, data: bytes, writer: Writer) -> None:
    """A stream in the security store that is no evidence, or evidence with something behind it."""
    store = writer.root["/DSS"]
    items = store.get(key, ArrayObject())
    sample = bytes(items[0].get_object().data) if len(items) and data.startswith(b"+") else b""
    stream = StreamObject(stream_data=sample + data)
    changed(writer, store, key, ArrayObject([*items, writer.add_object(stream)]))


def laden_evidence(writer: Writer) -> None:
    """True evidence whose stream dictionary leads to a false page."""
    store = writer.root["/DSS"]
    real = bytes(store["/Certs"][0].get_object().data)
    stream = StreamObject(told(Extra=drawing(writer)), stream_data=real)
    changed(writer, store, "/Certs", ArrayObject([*store["/Certs"], writer.add_object(stream)]))


def freed(writer: Writer) -> None:
    """A reference to an object that is no more: the page loses its content."""
    changed(writer, page_of(writer), "/Contents", IndirectObject(9_999, 0, writer))


IN_REVISIONS: dict[str, Change] = {
    "page: content replaced": content_replaced,
    "page: content stream overridden": content_overridden,
    "page: content prolonged": content_prolonged,
    "page: content gone": freed,
    "page: turned": partial(page_entry, "/Rotate", NumberObject(180)),
    "page: cut to a corner": partial(page_entry, "/CropBox", ArrayObject(NumberObject(n) for n in (0, 0, 300, 200))),
    "page: other scale": partial(page_entry, "/UserUnit", NumberObject(5)),
    "page: grouped in another way": partial(page_entry, "/Group", told(S=pdf_name("/Transparency"), K=BooleanObject(True))),
    "page: an action when it opens": partial(page_entry, "/AA", told(O=action("/JavaScript"))),
    "page: turning by itself": partial(page_entry, "/Dur", NumberObject(1)),
    "tree: page swapped": tree_swapped,
    "tree: replaced": tree_replaced,
    "tree: page added": page_added,
    **{
        f"annotation: {kind[1:]}": partial(annotation, kind)
        for kind in ("/FreeText", "/Stamp", "/Link", "/Redact", "/Screen", "/RichMedia", "/3D", "/FileAttachment", "/Widget", "/Popup")
    },
    "signature: picture drawn anew": stamp_redrawn,
    "signature: picture moved": stamp_moved,
    "signature: empty field covers the page": partial(empty_field_with_picture, (0, 0, 600, 850)),
    "signature: empty field covers a line": partial(empty_field_with_picture, (60, 600, 260, 630)),
    "signature: empty field given a picture": empty_field_given_a_picture,
    "signature: empty field with two widgets": field_with_widgets,
    "signature: value replaced": signature_replaced,
    "form: text field over the page": text_field,
    "form: fields removed": fields_removed,
    "form: drawn anew": partial(form_entry, "/NeedAppearances", BooleanObject(True)),
    "form: XFA": partial(form_entry, "/XFA", pdf_string("<xdp/>")),
    "form: calculation order": partial(form_entry, "/CO", ArrayObject()),
    "font: letters swapped": letters_swapped,
    "font: program swapped": font_file_swapped,
    "font: resource swapped": font_resource_swapped,
    "layers: all off": partial(layer, "/OFF"),
    "layers: one off": partial(layer, "/ON"),
    "catalogue: JavaScript by name": lambda writer: catalogue(
        "/Names", told(JavaScript=told(Names=ArrayObject([pdf_string("a"), writer.add_object(action("/JavaScript"))]))), writer
    ),
    **{
        f"catalogue: {kind[1:]} on opening": partial(catalogue, "/OpenAction", action(kind))
        for kind in ("/JavaScript", "/Launch", "/URI", "/GoToR", "/SubmitForm", "/ImportData", "/Rendition", "/Hide")
    },
    "catalogue: action on closing": partial(catalogue, "/AA", told(WC=action("/JavaScript"))),
    "catalogue: addresses": partial(catalogue, "/URI", told(Base=pdf_string("https://example.invalid/"))),
    "catalogue: a portfolio": partial(catalogue, "/Collection", told(View=pdf_name("/D"))),
    "catalogue: older version": partial(catalogue, "/Version", pdf_name("/1.2")),
    "catalogue: no version": partial(catalogue, "/Version", pdf_name("/9.9x")),
    "catalogue: laden extensions": lambda writer: catalogue("/Extensions", told(ABCD=told(Type=drawing(writer))), writer),
    "catalogue: extensions of another kind": partial(catalogue, "/Extensions", told(ABCD=ArrayObject([pdf_string("99.000.000")]))),
    "catalogue: other marks": partial(catalogue, "/MarkInfo", told(Marked=BooleanObject(False), Page=pdf_string("x"))),
    "catalogue: other language": partial(catalogue, "/Lang", pdf_string("en")),
    "catalogue: other labels": partial(catalogue, "/PageLabels", told(Nums=ArrayObject([NumberObject(0), told(P=pdf_string("9"))]))),
    "catalogue: other view": partial(catalogue, "/ViewerPreferences", told(HideToolbar=BooleanObject(True))),
    "catalogue: pieces": partial(catalogue, "/PieceInfo", told(X=told(LastModified=pdf_string("x")))),
    "catalogue: permissions": partial(catalogue, "/Perms", told(UR3=told(Type=pdf_name("/Sig")))),
    "attachment: replaced": attachment_replaced,
    "tags: replaced": tags_replaced,
    "store: odd entry": partial(store_entry, "/Extra", drawing),
    "store: entry of another kind": partial(store_entry, "/Certs", lambda _: pdf_string("x")),
    "store: odd entry by signature": partial(
        store_entry, "/VRI", lambda writer: told(**{"A" * 40: writer.add_object(told(Extra=drawing(writer)))})
    ),
    "store: certificate that is none": partial(false_evidence, "/Certs", b"9 0 obj\n<</Type/Page>>\nendobj\n"),
    "store: certificate with more behind it": partial(false_evidence, "/Certs", b"+9 0 obj\n<</Type/Page>>\nendobj\n"),
    "store: response that is none": partial(false_evidence, "/OCSPs", b"%PDF-1.7\n1 0 obj"),
    "store: list that is none": partial(false_evidence, "/CRLs", b"\x30\x00"),
    "store: laden evidence": laden_evidence,
}
