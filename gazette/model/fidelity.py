"""Whether two texts say the same although their pages are set differently."""

from collections import Counter

from gazette.model.text import fold_space


def same_words(first: str, second: str) -> bool:
    """True when both texts hold the same words equally often: side-by-side columns may be read in either order, a changed word may not."""
    return Counter(fold_space(first).split()) == Counter(fold_space(second).split())
