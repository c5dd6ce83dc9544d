"""What stands in a file beside its visible text: comments and hidden words, collected for whoever decides on them."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from lxml import etree

from gazette.model.blocks import Aside
from gazette.word.names import w

_COMMENT = "c-"
"""Before the id of a comment in its key."""
_MOST = 200
_MOST_CHARACTERS = 500


class Asides:
    """Collects what one reading passes by: hidden words as they stand, comments by their id."""

    def __init__(self) -> None:
        self._hidden: list[tuple[str, str]] = []
        self._comments: dict[str, str] = {}

    def hidden(self, words: str, where: str) -> None:
        """Hidden *words* at *where*; those of one paragraph are one."""
        if self._hidden and self._hidden[-1][1] == where:
            self._hidden[-1] = (f"{self._hidden[-1][0]}{words}"[:_MOST_CHARACTERS], where)
        elif len(self._hidden) < _MOST:
            self._hidden.append((words[:_MOST_CHARACTERS], where))

    def comment(self, identifier: str, where: str) -> None:
        """The comment of this id is called at *where*."""
        if len(self._comments) < _MOST:
            self._comments.setdefault(identifier, where)

    def told(self, part: Callable[[], etree._Element | None]) -> tuple[Aside, ...]:
        """Everything, comments first; *part* opens the part that holds their words, asked only when one was called."""
        texts = _texts(part()) if self._comments else {}
        comments = (Aside("comment", texts.get(one, ""), where, comment_key(one)) for one, where in self._comments.items())
        return (*comments, *self._hidden_ones())

    def _hidden_ones(self) -> Iterator[Aside]:
        """The hidden words; those that are the same are told apart by their order, as their places change with what else is decided."""
        seen: Counter[str] = Counter()
        for words, where in self._hidden:
            mark = hashlib.sha256(words.encode()).hexdigest()[:8]
            seen[mark] += 1
            yield Aside("hidden", words, where, f"h-{mark}-{seen[mark]}")


def comment_key(identifier: str) -> str:
    """The key of the comment of this id."""
    return f"{_COMMENT}{identifier}"


def comments_of(keys: Iterable[str]) -> frozenset[str]:
    """The ids, in the file, of the comments that *keys* name."""
    return frozenset(key.removeprefix(_COMMENT) for key in keys)


def _texts(root: etree._Element | None) -> Mapping[str, str]:
    """The words of each comment with their author before them, by id."""
    found: dict[str, str] = {}
    for comment in root.iter(w("comment")) if root is not None else ():
        words = " ".join("".join(str(text.text or "") for text in paragraph.iter(w("t"))) for paragraph in comment.iter(w("p")))
        author = comment.get(w("author"), "")
        found[comment.get(w("id"), "")] = (f"{author}: {words}" if author else words)[:_MOST_CHARACTERS]
    return found
