"""Many files in one call: none stops the others, and one exit status sums them up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gazette.cli.session import Session, read_bytes
from gazette.model.errors import GazetteError


@dataclass
class Batch:
    """The files of one call and how they fared: 0 all good, 1 some not, 2 a named path could not be opened."""

    paths: Sequence[Path]
    good: int = 0
    bad: int = 0
    unreadable: int = field(default=0)
    _taken: dict[Path, Path] = field(default_factory=dict)

    def readable(self, session: Session) -> Iterator[tuple[Path, bytes]]:
        """Each path that can be opened, with its bytes; the others are named on stderr."""
        for path in dict.fromkeys(self.paths):
            try:
                data = read_bytes(path)
            except GazetteError as error:
                session.say(error.message("vi"), error.message("en"))
                self.unreadable += 1
                continue
            yield path, data

    def count(self, good: bool) -> None:
        """Counts one file."""
        if good:
            self.good += 1
        else:
            self.bad += 1

    def named(self, target: Path, source: Path) -> Path:
        """Where a file's report goes: *target* itself for one file, a neighbour carrying the file's stem for several."""
        if len(self.paths) == 1:
            return target
        number, name = 1, target.with_name(f"{target.stem}-{source.stem}{target.suffix}")
        while self._taken.setdefault(name, source) != source:
            number += 1
            name = target.with_name(f"{target.stem}-{source.stem}-{number}{target.suffix}")
        return name

    @property
    def status(self) -> int:
        """The exit status of the call."""
        if self.unreadable or not (self.good or self.bad):
            return 2
        return 1 if self.bad else 0
