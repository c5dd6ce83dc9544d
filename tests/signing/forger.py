"""What a forger with the means of a citizen, or of a colleague with a key of his own, does to a PDF: pyHanko used without our rules."""
# mypy: disable-error-code="no-untyped-call, attr-defined"

import asyncio
import io
from collections.abc import Callable
from typing import Any

from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field, enumerate_sig_fields
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfTimeStamper, TimestampDSSContentSettings
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing import SampleAuthority
from signing.evidence import context
from signing.timestamps import timestamper

Change = Callable[[IncrementalPdfFileWriter], None]


def revised(pdf: bytes, change: Change) -> bytes:
    """One more revision with a change of the forger's choice, signed by nobody."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def signed_by(pdf: bytes, signer: Any, field: str, authority: SampleAuthority) -> bytes:
    """A signature in any field by any certificate, long-term when the revocation of the certificate can be had."""
    evidence = context(authority.trust)
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=True,
        validation_context=evidence,
        signer_key_usage=set(),
    )
    stamper = timestamper(authority.timestamps)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    made = signers.PdfSigner(metadata, signer, timestamper=stamper).async_sign_pdf(writer, bytes_reserved=32768)
    return bytes(asyncio.run(made).getvalue())


def stamped_in(pdf: bytes, field: str, authority: SampleAuthority) -> bytes:
    """A document time stamp, which anybody may get, in any field."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    made = PdfTimeStamper(timestamper(authority.timestamps), field_name=field).async_timestamp_pdf(
        writer,
        "sha256",
        validation_context=context(authority.trust),
        bytes_reserved=24576,
        dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
    )
    return bytes(asyncio.run(made).getvalue())


def own_signer(authority: SampleAuthority, name: str) -> Any:
    """One of the authority's own certificates (tsa, ocsp) used to sign a document."""
    private = authority.private_key(name).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    chain = [x509.Certificate.load(authority.certificate(n).public_bytes(Encoding.DER)) for n in (name, "issuing")]
    return signers.SimpleSigner(chain[0], keys.PrivateKeyInfo.load(private), SimpleCertificateStore.from_certs(chain))


def overlay(field: str, box: tuple[int, int, int, int]) -> Change:
    """A new signature field whose picture covers what was signed."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        append_signature_field(writer, SigFieldSpec(field, on_page=0, box=box))
        size = ArrayObject(NumberObject(n) for n in box)
        form = {NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form"), NameObject("/BBox"): size}
        picture = writer.add_object(StreamObject(DictionaryObject(form), stream_data=b"1 1 1 rg 0 0 600 850 re f"))
        for _, _, reference in enumerate_sig_fields(writer, with_name=field):
            reference.get_object()[NameObject("/AP")] = DictionaryObject({NameObject("/N"): picture})
            writer.mark_update(reference)

    return change


def action(kind: str) -> DictionaryObject:
    """An action dictionary that does more than turn pages."""
    return DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/F"): pdf_string("x"), NameObject("/JS"): pdf_string("1")})


def on_page(event: DictionaryObject, *, packed: bool = False) -> Change:
    """An action that runs when the first page opens, packed into an object stream or not."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.stream_xrefs = writer.stream_xrefs or packed
        stream = writer.prepare_object_stream() if packed else None
        reference = writer.root["/Pages"]["/Kids"].raw_get(0).reference
        actions = DictionaryObject({NameObject("/O"): writer.add_object(event, obj_stream=stream)})
        writer.get_object(reference)[NameObject("/AA")] = writer.add_object(actions, obj_stream=stream)
        writer.mark_update(reference)

    return change


def on_opening(event: DictionaryObject) -> Change:
    """A harmless action at the opening of the document, followed by one that is not."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        first = {NameObject("/S"): NameObject("/Named"), NameObject("/N"): NameObject("/FirstPage"), NameObject("/Next"): event}
        writer.root[NameObject("/OpenAction")] = DictionaryObject(first)
        writer.update_root()

    return change


def dynamic_form(writer: IncrementalPdfFileWriter) -> None:
    """An XFA form, which some viewers draw instead of the pages."""
    form = {NameObject("/Fields"): ArrayObject(), NameObject("/XFA"): writer.add_object(StreamObject(stream_data=b"<xdp/>"))}
    writer.root[NameObject("/AcroForm")] = DictionaryObject(form)
    writer.update_root()


def other_title(writer: IncrementalPdfFileWriter) -> None:
    """Another title in the document information."""
    writer.set_info(DictionaryObject({NameObject("/Title"): pdf_string("Quyết định giả")}))


def other_metadata(writer: IncrementalPdfFileWriter) -> None:
    """Another title in the XMP packet."""
    stream = writer.root["/Metadata"]
    stream._data = stream.data.replace("Quyết định mẫu".encode(), "Quyết định giả".encode())
    stream._encoded_data = None
    writer.update_container(stream)
