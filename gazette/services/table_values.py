"""The values of a row as somebody entered it: words and days."""

from datetime import date

from gazette.model.errors import BadCall
from gazette.model.text import fold_space

_LONGEST = 300


def text_in(text: str) -> str:
    """*text* with single spaces. Raises BadCall for one that is too long or holds what is never printed."""
    folded = fold_space(text)
    if len(folded) > _LONGEST or not folded.isprintable():
        raise BadCall(reason=folded[:40])
    return folded


def day_in(text: str) -> date | None:
    """The day that *text* is (ISO 8601); None for nothing. Raises BadCall."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise BadCall(reason=text[:40]) from error
