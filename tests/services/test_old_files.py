"""Old Word files are read by a LibreOffice that their label names."""

from dataclasses import replace

import archive
from gazette.jobs import Worker
from gazette.model.document import Upload
from gazette.services import build
from gazette.word import LegacyConverter, WarmOffices
from tests.town import Town
from tests.word.soffice import needs_soffice

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
