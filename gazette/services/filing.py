"""What dossiers are held to: the year's approved list when they are opened, and their closing when something is put into them."""

from datetime import date

import archive
from gazette.db import Work
from gazette.model.refusals import StepClosed


def must_follow(work: Work, day: date, code: str) -> None:
    """Raises StepClosed for a dossier that is opened beside the year's approved list: what is missing there is added as a supplement."""
    if any(entry.state == "approved" for entry in work.retention.plan(day.year)):
        raise StepClosed(
            vi=f"năm {day.year} đã có danh mục hồ sơ được duyệt; lập hồ sơ từ danh mục, hoặc trình bổ sung “{code[:40]}”",
            en=f"{day.year} has an approved list of dossiers; open this one from the list, or propose a supplement",
        )


def must_be_open(work: Work, dossier: archive.Dossier) -> None:
    """Raises StepClosed for a dossier that was closed: what is kept in it is fixed, and its period runs."""
    found = work.retention.of_dossier(dossier.id)
    if found is not None and found.closed_on is not None:
        raise StepClosed(vi="hồ sơ đã kết thúc, không nhận thêm tài liệu", en="the dossier is closed and takes nothing more")
