"""The receipt of a verification: a signed PDF that says what was checked, when, and with which result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import signing
from gazette import typeset
from gazette.model import addresses
from gazette.model.outcome import Lang
from gazette.services.failing import refused, signing_errors
from gazette.services.parts import Parts

PUBLICATION_KEY = "publication"


@dataclass(frozen=True, slots=True)
class Checked:
    """A verification made here: its report, the sentence on what the file is to the gazette, the facts of that document, and when."""

    report: Mapping[str, Any]
    published: str
    facts: Sequence[Sequence[str]]
    at: datetime


class Receipt:
    """Makes receipts of verifications that were made here; nothing of them is kept."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def make(self, checked: Checked, lang: Lang = "vi") -> bytes:
        """The receipt of what was *checked* here, signed with the publication key.

        Ask only with a report of our own. Raises NotAccepted when the page cannot be made, Unavailable without a signer.
        """
        gazette, report = self._parts.gazette, checked.report
        sheet = typeset.ReceiptSheet(
            report=report,
            published=checked.published,
            facts=checked.facts,
            publisher=gazette.publisher,
            address=f"{gazette.public_url.rstrip('/')}{addresses.verify(report['sha256'])}",
            at=checked.at,
            lang=lang,
            sample=any(finding["code"] == "V050" for finding in report["findings"]),
        )
        made = typeset.receipt(sheet)
        if made.value is None:
            raise refused(made.findings)
        with signing_errors():
            prepared = signing.prepare(made.value, "gazette-issue")
            return self._parts.signer.sign(prepared, signing.Role.PUBLICATION, PUBLICATION_KEY, self._parts.level, actor="")
