"""The words with which people ask, as a table: they say that something is sought, not what, and no act has them."""

from collections.abc import Sequence

from search.fieldnames import OR
from search.vietnamese import exact, fold, syllables

_SEEKING = ("tìm", "tìm kiếm", "tìm văn bản", "tra cứu", "xem", "find", "search")
_ASKING = (
    "cho tôi", "cho tôi hỏi", "cho tôi biết", "cho tôi xem", "cho hỏi", "cho biết", "xin hỏi", "xin cho biết", "xin cho hỏi", "tôi muốn",
    "tôi muốn biết", "tôi muốn tìm", "tôi cần", "tôi cần tìm", "làm ơn", "where is", "what is", "how to", "show me",
)  # fmt: skip
_ASKED = (
    "là gì", "là bao nhiêu", "bao nhiêu", "là ai", "ở đâu", "khi nào", "thế nào", "như thế nào", "ra sao", "được không", "phải không",
    "không ạ", "có không",
)  # fmt: skip
_SIGNS = set('"“”„:*-−')
Forms = list[tuple[str, ...]]


def subject(text: str, seeking: bool = False) -> str:
    """What a question is about: `text` without the words at its beginning and end that only ask.

    Words that only seek (`tìm`) may belong to a subject (`tìm kiếm cứu nạn`): they are left out of a question that is evidently
    one, or when `seeking`. A question of such words only stays as it is, and nothing is cut where signs of the query language stand.
    """
    items = list(syllables(text))
    marked = any(item.marked for item in items)
    written = [item.exact if marked else item.folded for item in items]
    end = len(written) - _taken(written[::-1], [phrase[::-1] for phrase in _forms(_ASKED, marked)])
    start = _taken(written[:end], _forms(_ASKING, marked))
    if seeking or start or end < len(items) or text.rstrip().endswith("?"):
        start += _taken(written[start:end], _forms(_SEEKING, marked) if marked or seeking else [])
    before = text[: items[start - 1].end] if start else ""
    after = text[items[end].start :] if end < len(items) else ""
    left = text[len(before) : len(text) - len(after)].strip()
    edges = {*left.split()[:1], *left.split()[-1:]}
    return text if _SIGNS & {*before, *after} or left.endswith(("-", "−")) or OR & edges else left


def _taken(written: Sequence[str], phrases: Forms) -> int:
    """How many words at the beginning are such phrases; one word at least is left."""
    taken = 0
    while cut := max((len(one) for one in phrases if tuple(written[taken : taken + len(one)]) == one), default=0):
        if taken + cut >= len(written):
            break
        taken += cut
    return taken


def _forms(phrases: Sequence[str], marked: bool) -> Forms:
    return [tuple(exact(word) if marked else fold(word) for word in phrase.split()) for phrase in phrases]
