"""Whether two texts say the same although their pages are set differently."""

import re
from collections import Counter

from gazette.model.text import fold_space

_PIECES = re.compile(r"\w+|[^\w\s]")


def same_words(first: str, second: str) -> bool:
    """True when both texts hold the same words and signs equally often.

    Columns that stand side by side may be read in either order, and a line may end after any sign; a changed word or figure may not pass.
    """
    return _pieces(first) == _pieces(second)


def _pieces(text: str) -> Counter[str]:
    return Counter(_PIECES.findall(fold_space(text)))
