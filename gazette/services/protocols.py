"""The protocol of a destruction: a page to be signed, kept as a record, with the certificates of destroyed keys beside it."""

from collections.abc import Mapping

import archive
from gazette import typeset
from gazette.db import Work
from gazette.model.document import HANOI
from gazette.model.people import Actor
from gazette.model.retention import CAUSES, Disposal, Item, period
from gazette.services.failing import refused
from gazette.services.parts import Parts


class Protocols:
    """Makes and keeps protocols."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def keep(self, work: Work, actor: Actor, disposal: Disposal, dossiers: Mapping[str, archive.Dossier]) -> str:
        """Keeps the protocol of a destruction under the highest label of what was destroyed; its record's id. Raises NotAccepted."""
        made = typeset.minutes(self._sheet(work, disposal, dossiers))
        if made.value is None:
            raise refused(made.findings)
        label = archive.highest(archive.Label(level=1), *(dossier.label for dossier in dossiers.values())).raised(actor.floor)
        vault = self._parts.vault
        record = vault.deposit(
            work.connection,
            actor.clearance,
            made.value,
            title=f"Biên bản tiêu hủy tài liệu theo Quyết định {disposal.decision}",
            label=label,
            media_type="application/pdf",
            grants=(disposal.proposed_by, disposal.decided_by),
        )
        for destroyed, certificate in work.retention.certificates(disposal.id).items():
            data = certificate.encode()
            vault.add_rendition(work.connection, actor.clearance, record.id, f"certificate-{destroyed}", data, "application/json")
        return record.id

    def _sheet(self, work: Work, disposal: Disposal, dossiers: Mapping[str, archive.Dossier]) -> typeset.Minutes:
        gazette = self._parts.gazette
        gone = [item for item in disposal.items if item.state == "destroyed"]
        kept = [item for item in disposal.items if item.state == "kept"]
        certificates = work.retention.certificates(disposal.id)
        people = {user: self._name(work, user) for user in (disposal.proposed_by, disposal.decided_by, disposal.carried_by)}
        return typeset.Minutes(
            office=gazette.publisher,
            place=gazette.place,
            title="BIÊN BẢN TIÊU HỦY TÀI LIỆU HẾT GIÁ TRỊ",
            subject=f"(Theo Quyết định số {disposal.decision})",
            day=(disposal.carried_at or work.now).astimezone(HANOI).date(),
            facts=(
                ("Người đề nghị", people[disposal.proposed_by]),
                ("Lý do đề nghị", disposal.reason),
                ("Người quyết định", people[disposal.decided_by]),
                ("Lý do quyết định", disposal.decision_reason),
                ("Người thực hiện", people[disposal.carried_by]),
                ("Thời điểm thực hiện", f"{(disposal.carried_at or work.now).astimezone(HANOI):%H:%M, %d/%m/%Y} (giờ Việt Nam)"),
                ("Đã tiêu hủy", f"{sum(item.records for item in gone)} tài liệu trong {len(gone)} hồ sơ"),
                ("Giấy chứng nhận tiêu hủy khóa", f"{len(certificates)}, lưu kèm biên bản này" if certificates else "không có"),
            ),
            tables=(_ledger("I. Hồ sơ đã tiêu hủy", gone, dossiers), _ledger("II. Hồ sơ giữ lại, không tiêu hủy", kept, dossiers)),
            signers=(("NGƯỜI THỰC HIỆN", people[disposal.carried_by]), ("NGƯỜI QUYẾT ĐỊNH", people[disposal.decided_by])),
        )

    def _name(self, work: Work, user: str) -> str:
        found = work.accounts.find(user)
        return found[0].name if found else user


def _ledger(title: str, items: list[Item], dossiers: Mapping[str, archive.Dossier]) -> typeset.Ledger:
    columns = (("Ký hiệu", 14), ("Tiêu đề hồ sơ", 34), ("Năm kết thúc", 10), ("Thời hạn và căn cứ", 24), ("Số tài liệu, ghi chú", 18))
    rows = tuple(
        (
            dossiers[item.dossier].code,
            dossiers[item.dossier].title,
            str(item.closed_on.year),
            f"{period(item.years)}, {item.ground}",
            "; ".join(filter(None, (str(item.records or ""), CAUSES[item.cause][0] if item.cause else ""))),
        )
        for item in items
    )
    return typeset.Ledger(title, columns, rows)
