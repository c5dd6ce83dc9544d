"""Old Word files are read by a LibreOffice that their label names."""

from dataclasses import replace

import archive
from gazette.jobs import Worker
from gazette.model.document import Upload
from gazette.services import build
from gazette.word import FileKind, LegacyConverter, Limits, WarmOffices
from tests.town import Town
from tests.word.soffice import needs_soffice
from tests.words import docx

RTF = rb"{\rtf1\ansi \uc1 Th\u244?ng b\u225?o\par %d\par}"


@needs_soffice
def test_receiving_and_converting_name_the_label_of_the_file(town: Town) -> None:
    asked: list[str] = []
    with WarmOffices() as offices:

        def office(label: archive.Label) -> LegacyConverter:
            asked.append(label.id)
            return offices.of(label)

        services = build(replace(town.parts, legacy=office))
        for number, level in enumerate(("cong-khai", "noi-bo")):
            services.receive.receive(town.who("clerk"), Upload(f"{number}.rtf", RTF % number), level=level)
        Worker(town.database, services, rest=offices.close).drain()
    assert asked == ["cong-khai", "noi-bo", "cong-khai", "noi-bo"]
    assert town.services.desk.board(town.who("editor")).counts["received"] == 0


class _Counting:
    """A converter that knows one document, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def convert(self, _data: bytes, _kind: FileKind, _limits: Limits) -> bytes:
        """The document with a tracked change."""
        self.asked += 1
        return docx("p:THÔNG BÁO", "p:Về việc thử", "p:Điều 1. Mức thu là {del:10}{ins:12} đồng{comment:Xem lại}.", "p:CHỦ TỊCH")


def test_an_editor_who_opens_an_old_file_waits_for_one_conversion_and_the_next_time_for_none(town: Town) -> None:
    converter = _Counting()
    services = build(replace(town.parts, legacy=lambda _label: converter))
    document = services.receive.receive(town.who("clerk"), Upload("thong-bao.rtf", RTF % 7)).document
    Worker(town.database, services).drain()
    waited = []
    for _ in range(2):
        before = converter.asked
        assert len(services.repair.open(town.who("editor"), document.id).beside.offered.changes) == 2
        waited.append(converter.asked - before)
    assert waited == [1, 0]
