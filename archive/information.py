"""A record as an E-ARK information package (CSIP 2.1), which is the payload of a bag: descriptions, schemas, and its renditions."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from archive.descriptions import RECORD, bag_info, describe
from archive.digest import ContentId
from archive.evidence import EVIDENCE
from archive.formats import SCHEMAS
from archive.markup import plain, stamp, written
from archive.mets import METS, REPRESENTATIONS, Contents, Listed, Made, mets
from archive.packages import Payload
from archive.premis import premis
from archive.register import Record, Rendition
from archive.rows import LogRow

PREMIS, CORE, README = "metadata/preservation/premis.xml", "metadata/descriptive/dc.xml", "documentation/README.txt"
"""Where they lie below a package's root folder."""

DC_NS, OAI_DC_NS = "http://purl.org/dc/elements/1.1/", "http://www.openarchives.org/OAI/2.0/oai_dc/"

_XML, _JSON, _TEXT = "application/xml", "application/json", "text/plain"

_ENDINGS = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/xml": ".xml",
    "application/json": ".json",
    "text/html": ".html",
    "text/plain": ".txt",
}
"""How the names of renditions end in a package, by media type; others have no ending, and METS says what they are."""

_EXPLAINED = """GÓI HỒ SƠ LƯU TRỮ / ARCHIVAL PACKAGE

Cả thư mục là một gói BagIt 1.0 (RFC 8493); thư mục này là gói thông tin E-ARK (CSIP 2.1): METS.xml kê mọi tệp kèm SHA-256.
The whole folder is a BagIt 1.0 bag (RFC 8493); this folder is an E-ARK information package (CSIP 2.1):
METS.xml lists every file with its SHA-256.

representations/*/data
    các bản của hồ sơ, nguyên từng byte; chữ ký số nằm trong tệp PDF
    the record's forms, byte for byte; PDF files hold their signatures
metadata/descriptive        Dublin Core
metadata/preservation       PREMIS 3: mã băm, nguồn gốc, việc đã làm / digests, derivation, what was done
metadata/other/record.json  lời của sổ lưu trữ / what the register says
metadata/other/audit.json   nhật ký về hồ sơ, chứng minh RFC 9162, đầu cây đã ký / the log's rows, RFC 9162 proofs, signed head
schemas                     mô tả hai tệp JSON trên / what the two JSON files hold

Kiểm tra / To check:
    bagit.py --validate GÓI
    eark-validator GÓI/data/HỒ_SƠ
    gazette archive import GÓI --key KHÓA --as NGƯỜI

handover.note ký mã băm của tagmanifest-sha256.txt (Ed25519, C2SP signed note); handover.tsr là dấu thời gian RFC 3161 trên chữ ký đó.
handover.note signs the digest of tagmanifest-sha256.txt (Ed25519, C2SP signed note);
handover.tsr is an RFC 3161 timestamp over that signature.
"""

for prefix, namespace in (("dc", DC_NS), ("oai_dc", OAI_DC_NS)):
    ET.register_namespace(prefix, namespace)


@dataclass(frozen=True, slots=True)
class InformationPackage:
    """What ``write_bag`` needs: ``bag-info.txt``, the descriptions, and the places of the record's renditions below ``data/``, in order."""

    info: dict[str, str]
    descriptions: tuple[Payload, ...]
    places: tuple[str, ...]


def information_package(record: Record, made: Made, proof: bytes, rows: Sequence[LogRow]) -> InformationPackage:
    """The package of *record* but for its bytes; *proof* and *rows* are the log's word (``archive.evidence``).

    Everything lies below one root folder that bears the record's id (CSIPSTR1, CSIPSTR2).
    """
    forms = tuple(_Form.of(place, item) for place, item in enumerate(record.renditions, start=1))
    places = tuple(f"{record.id}/{form.path}" for form in forms)
    files: dict[str, tuple[bytes, str, str]] = {
        CORE: (_core(record, made), _XML, "DC"),
        RECORD: (describe(record, places), _JSON, "OTHER"),
        PREMIS: (premis([(form.path, form.item) for form in forms], rows), _XML, "PREMIS"),
        EVIDENCE: (proof, _JSON, "OTHER"),
        README: (_EXPLAINED.encode(), _TEXT, "OTHER"),
        **{path: (data, _JSON, "OTHER") for path, data in SCHEMAS.items()},
    }
    for form in forms:
        files |= form.files(made)
    listed = {path: Listed.of(path, data, media_type, made.when, kind) for path, (data, media_type, kind) in files.items()}
    contents = Contents(
        [listed[CORE], listed[RECORD]],
        [listed[PREMIS], listed[EVIDENCE]],
        {
            "Documentation": [listed[README]],
            "Schemas": [listed[path] for path in SCHEMAS],
            **{f"{REPRESENTATIONS}/{form.name}": [listed[f"{form.folder}/{METS}"]] for form in forms},
        },
    )
    described = {**{path: data for path, (data, _, _) in files.items()}, METS: mets(record.id, record.title, made, contents)}
    payload = tuple(Payload(f"{record.id}/{path}", [data], ContentId.of(data)) for path, data in described.items())
    return InformationPackage(bag_info(record), payload, places)


@dataclass(frozen=True, slots=True)
class _Form:
    """One rendition as a representation: its folder's name, its file's name in it."""

    name: str
    file: str
    item: Rendition

    @classmethod
    def of(cls, place: int, item: Rendition) -> "_Form":
        ascii_name = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in item.name).strip("-") or "rendition"
        return cls(f"{place:03d}-{ascii_name}-{item.version}", ascii_name + _ENDINGS.get(item.media_type, ""), item)

    @property
    def folder(self) -> str:
        return f"representations/{self.name}"

    @property
    def path(self) -> str:
        return f"{self.folder}/data/{self.file}"

    def files(self, made: Made) -> dict[str, tuple[bytes, str, str]]:
        """Its own METS and PREMIS, whose places are told from its folder."""
        item, place = self.item, f"data/{self.file}"
        told = premis([(place, item)])
        data = Listed(place, item.sha256.hex, item.size, item.media_type, item.created)
        contents = Contents([], [Listed.of(PREMIS, told, _XML, made.when, "PREMIS")], {"Data": [data]})
        return {
            f"{self.folder}/{METS}": (mets(self.name, item.name, made, contents), _XML, "OTHER"),
            f"{self.folder}/{PREMIS}": (told, _XML, "PREMIS"),
        }


def _core(record: Record, made: Made) -> bytes:
    """Dublin Core of the record."""
    root = ET.Element(f"{{{OAI_DC_NS}}}dc")
    told = [
        ("title", record.title),
        ("identifier", record.id),
        ("date", stamp(record.created)),
        ("publisher", made.office),
        ("language", "vi"),
        ("rights", record.label.id),
        *(("format", item.media_type) for item in record.renditions),
    ]
    for name, text in told:
        ET.SubElement(root, f"{{{DC_NS}}}{name}").text = plain(text)
    return written(root)
