"""A file that somebody sent, read in each way once and all within one time; and whether it shows a reader the words it says."""

import re
from collections.abc import Collection
from functools import cached_property

from gazette import akn
from gazette.model.errors import BadCall
from gazette.model.text import fold_space

SECONDS = 18.0
"""Processor time for everything that is read and compared for one file."""

_USUAL = re.compile(r"https?://\S+|\b\d{1,2}[:/.-]\d{1,2}(?:[:/.-]\d{1,4})?\b|\b\d{1,4}\b(?:\s?/\s?\d{1,4}\b)?|[-–.,]|\b[AP]M\b")
_FEW_SHAPES = 40
_HAIR = 20.0


class Sent:
    """The file, and what it says. Everything raises ``BadCall`` when the file cannot be read or the time is over."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        self._allowed = akn.Allowance(SECONDS)

    @cached_property
    def printed(self) -> akn.Printed:
        """Its words in the order in which the file sets them."""
        return akn.printed(self.pdf, seconds=self._allowed)

    @cached_property
    def columns(self) -> akn.Printed:
        """Its words column by column."""
        return akn.printed(self.pdf, by_columns=True, seconds=self._allowed)

    def difference(self, xml: bytes) -> akn.Mismatch | None:
        """Where its words differ first from *xml*; None when they are the same in either order of reading."""
        found = akn.compared(xml, self.printed.body, seconds=self._allowed)
        return found and (akn.compared(xml, self.columns.body, seconds=self._allowed) and found)

    def other(self, pdf: bytes) -> akn.Printed:
        """What another file says, within the same time."""
        return akn.printed(pdf, seconds=self._allowed)

    def shows(self, signed: bytes, lines: Collection[str]) -> bool:
        """Whether nothing in the file can show a reader other words than those read out of it, nor add any.

        Words may be hidden or covered, drawn as pictures or outlines, or stand in the margins, which are not compared; pictures,
        outlines and margins like those of the published file *signed* are none, nor are margins made of these *lines*.
        """
        try:
            known = akn.forms(signed, seconds=self._allowed)
            copy = akn.sight(self.pdf, known=known, seconds=self._allowed)
            if copy.doubts or not self._margins(signed, lines):
                return False
            if copy.pictures <= _HAIR and copy.shapes <= _FEW_SHAPES:
                return True
            original = akn.sight(signed, known=known, seconds=self._allowed)
        except BadCall:
            return False
        return copy.pictures <= 1.2 * original.pictures + _HAIR and copy.shapes <= 2 * original.shapes + _FEW_SHAPES

    def _margins(self, signed: bytes, known: Collection[str]) -> bool:
        lines = {plain for line in self.printed.margins.splitlines() if (plain := _plain(line))}
        lines -= {line for line in lines if any(line in _plain(one) for one in known)}
        if not lines:
            return True
        ours = self.other(signed)
        printed = _plain(f"{ours.margins}\n{ours.body}")
        return all(line in printed for line in lines)


def _plain(line: str) -> str:
    """*line* without white space, page numbers, days, hours and addresses."""
    return fold_space(_USUAL.sub(" ", line)).replace(" ", "")
