"""A condition in plain words, in both languages, so that readers see how their question was understood."""

from collections.abc import Mapping, Sequence

from search.dates import FIRST, LAST
from search.parser import Condition, Day, Either, Having, Node, Number, Phrase, Procedure, Synonym, Titled, Within, Word
from search.vietnamese import fold_text

_WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "words": "có “{}”", "phrase": "có cụm từ “{}”", "number": "số {}", "without": "không có “{}”", "or": " hoặc ",
        "title": "tiêu đề có “{}”", "day": "ngày {}", "kind": "loại “{}”", "issuer": "cơ quan “{}”", "field": "lĩnh vực “{}”",
        "status": "hiệu lực “{}”", "signer": "người ký “{}”", "date": "ban hành {}", "effective_from": "có hiệu lực {}",
        "gazetted": "đăng Công báo {}", "from": "từ {}", "until": "đến {}", "between": "từ {} đến {}", "on": "ngày {}", "year": "năm {}",
        "procedure": "thủ tục {}",
    },
    "en": {
        "words": "with “{}”", "phrase": "with the phrase “{}”", "number": "number {}", "without": "without “{}”", "or": " or ",
        "title": "“{}” in the title", "day": "day {}", "kind": "kind “{}”", "issuer": "issuer “{}”", "field": "field “{}”",
        "status": "validity “{}”", "signer": "signed by “{}”", "date": "issued {}", "effective_from": "in force {}",
        "gazetted": "gazetted {}", "from": "from {}", "until": "until {}", "between": "from {} to {}", "on": "on {}", "year": "in {}",
        "procedure": "procedure {}",
    },
}  # fmt: skip

_SAID = {"", "so", "so hieu", "so ki hieu"}


def in_words(condition: Condition, lang: str = "vi") -> list[str]:
    """The parts of the condition in words; words that stand beside one another are one part."""
    phrases = _WORDS["en" if lang == "en" else "vi"]
    parts: list[str] = []
    run: list[Word] = []
    for node in condition.wanted:
        if isinstance(node, Word | Synonym):
            run += [node] if isinstance(node, Word) else node.asked
            continue
        parts += [_run(run, phrases)] if run else []
        run = []
        parts.append(_said(node, phrases))
    parts += [_run(run, phrases)] if run else []
    return parts + [phrases["without"].format(_bare(node, phrases)) for node in condition.unwanted]


def _run(words: Sequence[Word], phrases: Mapping[str, str]) -> str:
    return phrases["words"].format(_written(words))


def _written(words: Sequence[Word]) -> str:
    return " ".join((word.written or word.folded) + "*" * word.prefix for word in words)


def _bare(node: Node, phrases: Mapping[str, str]) -> str:
    return _said(node, phrases) if isinstance(node, Having | Within | Either | Titled) else _written(_words_of(node))


def _words_of(node: Node) -> Sequence[Word]:
    if isinstance(node, Word):
        return (node,)
    if isinstance(node, Synonym):
        return node.asked
    return node.words if isinstance(node, Phrase | Number | Procedure | Day) else ()


def _said(node: Node, phrases: Mapping[str, str]) -> str:
    match node:
        case Either():
            return phrases["or"].join(_said(choice, phrases) for choice in node.choices)
        case Having():
            return phrases[node.facet].format(node.written)
        case Within():
            return phrases[node.column].format(_period(node, phrases))
        case Titled():
            return phrases["title"].format(_written(node.words))
        case Number():
            return _number(node, phrases)
        case Procedure():
            return phrases["procedure"].format(node.written)
        case Day():
            return phrases["day"].format(_date(node.day))
        case _:
            return phrases["phrase" if isinstance(node, Phrase) else "words"].format(_written(_words_of(node)))


def _number(node: Number, phrases: Mapping[str, str]) -> str:
    """The number as it was written; the word "số" before it is the phrase's own."""
    written = node.written or _written(node.words)
    before, core, after = written.partition(node.cited[0].written)
    return phrases["number"].format(core + after) if fold_text(before) in _SAID else written


def _period(node: Within, phrases: Mapping[str, str]) -> str:
    if node.first == node.last:
        return phrases["on"].format(_date(node.first))
    if node.first // 10_000 == node.last // 10_000 and node.first % 10_000 == 101 and node.last % 10_000 == 1231:
        return phrases["year"].format(node.first // 10_000)
    if node.first <= FIRST or node.last >= LAST:
        return phrases["until"].format(_date(node.last)) if node.first <= FIRST else phrases["from"].format(_date(node.first))
    return phrases["between"].format(_date(node.first), _date(node.last))


def _date(day: int) -> str:
    return f"{day % 100:02}/{day // 100 % 100:02}/{day // 10_000}"
