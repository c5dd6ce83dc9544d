"""Where the signer keeps what it signed in a batch until whoever asked says that all of it is kept: whole files only, by their content."""

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from signing.errors import DocumentRefused
from signing.tasks import Job

_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")


@dataclass(frozen=True)
class Spool:
    """A folder (mode 0700) with one folder a batch; an output there bears the SHA-256 of the document it was made from.

    So a document that is handed in a second time, after a crash on either side, finds what was made of it the first time.
    """

    folder: Path

    def job(self, batch: str, pdf: bytes) -> Job:
        """The files of one document of a batch; its source is written. Raises DocumentRefused for a name no batch may bear."""
        place = self._place(batch)
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        digest = hashlib.sha256(pdf).hexdigest()
        source = place / f"{digest}.in"
        descriptor = os.open(source, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pdf)
        return Job(digest, source, place / f"{digest}.pdf")

    def require(self, batch: str) -> None:
        """Raises DocumentRefused for a name no batch may bear."""
        if not _NAME.fullmatch(batch):
            raise DocumentRefused("Tên đợt ký không hợp lệ.", "The batch bears no proper name.")

    def forget(self, batch: str) -> None:
        """Everything of this batch is kept elsewhere, or wanted no more."""
        shutil.rmtree(self._place(batch), ignore_errors=True)

    def batches(self) -> list[str]:
        """The batches that were not forgotten."""
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.is_dir() else []

    def _place(self, batch: str) -> Path:
        self.require(batch)
        return self.folder / batch
