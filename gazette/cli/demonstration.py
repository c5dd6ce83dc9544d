"""The demonstration: the sample documents travel the line, each to the step at which a visitor should find it."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import gazette
import signing
from gazette import typeset
from gazette.bootstrap import Installation
from gazette.cli.session import Bar, Session
from gazette.conversion import convert
from gazette.home import SAMPLE_KEYS, SAMPLE_USERS
from gazette.model.document import HANOI, Document, Upload
from gazette.model.errors import Refused
from gazette.model.issue import Issue
from gazette.model.people import Actor

SAMPLES = Path(gazette.__file__).resolve().parents[1] / "samples"
ISSUE = (12, 13)
NEXT_ISSUE = (14, 14)
WAY = ("converted", "reviewed", "approved", "numbered", "signed", "sealed", "composed", "published")


@dataclass(frozen=True)
class Sample:
    """One row of ``samples.toml``."""

    file: str
    step: str
    level: str
    provenance: str
    field: str | None = None

    @property
    def upload(self) -> Upload:
        """The Word file as a person would hand it in."""
        return Upload(self.file, (SAMPLES / "documents" / self.file).read_bytes())


def samples() -> list[Sample]:
    """The sample documents; :class:`Refused` outside a checkout, where there are none."""
    try:
        rows = tomllib.loads((SAMPLES / "samples.toml").read_text(encoding="utf-8"))["sample"]
    except FileNotFoundError:
        raise Refused(reason="gazette demo chạy trong bản mã nguồn có thư mục samples/ / runs in a checkout with samples/") from None
    return [Sample(row["file"], row["step"], row["level"], row["provenance"], row.get("field")) for row in rows]


def done(installation: Installation) -> bool:
    """Whether the demonstration has already run to its end here."""
    return _issue_of(installation, NEXT_ISSUE) is not None


def _issue_of(installation: Installation, numbers: tuple[int, int]) -> Issue | None:
    issues = installation.services.compose.list(installation.sample_actor("editor"))
    return next((issue for issue in issues if (issue.number.first, issue.number.last) == numbers), None)


def run(installation: Installation, session: Session) -> None:
    """The whole line; a run that was broken off goes on where it stopped, because equal files are not received twice."""
    story = _Story(installation)
    rows = samples()
    with session.progress("Dây chuyền", "The line", len(rows) + 1) as bar:
        story.all(rows, bar)
    session.say(story.told("vi"), story.told("en"))


class _Story:
    """Who does what to which document, in order."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._services = installation.services
        self._documents: dict[str, Document] = {}
        self._records = 0

    def all(self, rows: list[Sample], bar: Bar) -> None:
        for row in rows:
            if row.step == "archive":
                self._keep(row)
            else:
                self._travel(row)
            bar.step()
        self._issue(ISSUE, [row for row in rows if row.step == "published"], publish=True)
        self._issue(NEXT_ISSUE, [row for row in rows if row.step == "composed"], publish=False)
        self._installation.worker.drain()
        bar.step()

    def told(self, lang: str) -> str:
        published = sum(1 for document in self._documents.values() if document.state == "published")
        waiting = len(self._documents) - published
        if lang == "vi":
            return (
                f"Đã đăng Công báo {published} văn bản, {waiting} văn bản chờ trên bàn làm việc, {self._records} hồ sơ trong kho lưu trữ."
            )
        return f"{published} documents published, {waiting} waiting on the desk, {self._records} records in the archive."

    def _actor(self, role: str) -> Actor:
        return self._installation.sample_actor(role)

    def _travel(self, row: Sample) -> None:
        """Receives a document and takes it to its step; an issue's documents stop at the seal and wait for the issue."""
        document = self._received(row)
        last = "sealed" if row.step in ("composed", "published") else row.step
        steps = self._steps(row, document)
        for state in WAY[: WAY.index(last) + 1]:
            if WAY.index(document.state) < WAY.index(state) and state in steps:
                document = steps[state](document.id)
        self._documents[row.file] = document

    def _received(self, row: Sample) -> Document:
        signed = Upload(Path(row.file).stem + ".pdf", self._signed_by_issuer(row)) if row.provenance == "b" else None
        taken = self._services.receive.receive(
            self._actor("clerk"), row.upload, signed_pdf=signed, book="incoming", level=row.level, field=row.field
        )
        self._installation.worker.drain()
        return self._services.desk.document(self._actor("clerk"), taken.document.id).document

    def _steps(self, row: Sample, document: Document) -> Mapping[str, Callable[[str], Document]]:
        review, sign = self._services.review, self._services.sign
        steps: dict[str, Callable[[str], Document]] = {
            "reviewed": lambda id: review.complete(self._actor("drafter"), id),
            "approved": lambda id: review.approve(self._actor("editor"), id),
        }
        if row.provenance == "b":
            return steps | {"sealed": lambda id: sign.attest(self._actor("clerk"), id)}
        leader = self._installation.sample_leader(document.signers[-1].name if document.signers else None)
        return steps | {
            "numbered": lambda id: sign.reserve(leader, id),
            "signed": lambda id: sign.sign(leader, id),
            "sealed": lambda id: sign.seal(self._actor("clerk"), id),
        }

    def _signed_by_issuer(self, row: Sample) -> bytes:
        """The PDF that the issuing agency would send along: set from the same Word file, signed and sealed with sample keys."""
        conversion = convert(row.upload.data, row.file)
        xml = conversion.xml or b""
        page = typeset.document(xml, images={name: image.data for name, image in conversion.images.items()}).require()
        prepared = signing.prepare(page.pdf, "issued-document")
        signer, level = self._installation.parts.signer, self._installation.parts.level
        named = conversion.metadata.signers if conversion.metadata else ()
        printed = named[-1].name if named else None
        key = next((key for key, name in SAMPLE_KEYS.items() if name == printed), SAMPLE_USERS["leader"])
        signed = signer.sign(prepared, signing.Role.LEADER, key, level)
        return signer.sign(signed, signing.Role.SEAL, "seal", level)

    def _issue(self, numbers: tuple[int, int], rows: list[Sample], *, publish: bool) -> None:
        editor, compose = self._actor("editor"), self._services.compose
        today = datetime.now(HANOI).date()
        found = _issue_of(self._installation, numbers)
        issue = found or compose.new(editor, first=numbers[0], last=numbers[1], day=today)
        placed = {item.document.id for item in issue.items}
        for row in rows:
            if self._documents[row.file].id not in placed:
                compose.add(editor, issue.id, self._documents[row.file].id)
        if publish and issue.state != "published":
            for one in compose.check(editor, issue.id).waiting:
                compose.answer(editor, issue.id, one.key, "Hệ thống mẫu: chấp nhận cảnh báo để trình diễn.")
            if not compose.show(editor, issue.id).approved:
                compose.approve(editor, issue.id)
            self._services.publish.publish(self._actor("publisher"), issue.id)
        for row in rows:
            self._documents[row.file] = self._services.desk.document(editor, self._documents[row.file].id).document

    def _keep(self, row: Sample) -> None:
        archivist: Any = self._installation.sample_reader(row.level)
        title = Path(row.file).stem
        if title not in {record.title for record in self._services.keep.list(archivist, size=200).records}:
            self._services.keep.put(archivist, row.upload, title=title, level=row.level)
        self._records += 1
