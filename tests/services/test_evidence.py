"""A record that is handed over carries what it is, where its files come from, and the log's word for it; it comes back as it went."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import archive
from gazette.model.document import Upload
from tests.town import Town


def _exported(town: Town, folder: Path) -> archive.Record:
    archivist = town.who("archivist")
    record = town.services.keep.put(archivist, Upload("bao-cao.txt", b"noi dung"), title="Báo cáo kiểm kê", level="han-che")
    return town.services.handover.export(archivist, record.id, folder).record


def test_a_package_describes_itself_and_comes_back_with_equal_digests(town: Town, tmp_path: Path) -> None:
    folder = tmp_path / "goi"
    record = _exported(town, folder)
    bag = archive.open_bag(folder)
    assert ET.fromstring(bag.read(archive.within(bag, archive.METS))).get("OBJID") == record.id
    word = bag.read(archive.within(bag, archive.EVIDENCE))
    proved = archive.check_evidence(word, town.services.log.public_keys())
    assert [row.action for row in proved] == ["deposit", "show", "export"]
    back = town.services.handover.take_in(town.who("archivist"), folder)
    assert [item.sha256 for item in back.renditions] == [item.sha256 for item in record.renditions]
    assert town.services.log.verify([json.loads(word)["head"]]) == ()
