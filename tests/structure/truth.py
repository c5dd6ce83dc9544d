"""Facts read by hand in real documents, and how far a Draft agrees with them.

``truth.tsv`` holds values and offsets only. ``-`` says that the document does not state the fact, ``?`` that it was not labelled.
``subject`` counts characters in the folded visible text; ``articles`` are the runs of numbers of each text with its own numbers
(``1-3+1-12``: a decision and the regulation it issues); clauses and points are those below the articles of these texts.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gazette.model.agencies import capitals
from gazette.model.blocks import Blocks
from gazette.model.draft import FORM, Component, Draft, Level, text_of
from gazette.model.text import fold_space

FACTS = (
    "kind", "number", "issuer", "place", "date", "subject", "articles", "chapters", "clauses", "points", "signers", "attachments",
)  # fmt: skip
_ABOUT = re.compile(r"^(?:V/?v|Về việc)\s*[:.]?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"\D*(\d+)\s?([a-zđ]?)")


@dataclass(frozen=True)
class Verdict:
    """One fact of one file: what the document says, what was recognised; ``expected`` None when it was not labelled."""

    file: str
    split: str
    kind: str
    fact: str
    expected: str | None
    found: str

    @property
    def right(self) -> bool:
        return self.expected is None or self.expected == self.found

    @property
    def invented(self) -> bool:
        """True when the document states nothing and something was recognised."""
        return self.expected == "-" and self.found != "-" and self.fact in FACTS[:6]


def truth() -> list[dict[str, str]]:
    """The rows of the table."""
    with Path(__file__).with_name("truth.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def verdicts(row: dict[str, str], blocks: Blocks, draft: Draft) -> Iterator[Verdict]:
    """Each labelled fact of *row* against *draft*."""
    found = facts(draft)
    for fact in FACTS:
        expected: str | None = row[fact]
        if expected == "?":
            expected = None
        elif expected != "-" and fact == "subject":
            start, end = map(int, row[fact].split("-"))
            expected = _ABOUT.sub("", fold_space(blocks.visible_text())[start:end])
        elif expected != "-" and fact == "issuer":
            expected = capitals(row[fact])
        yield Verdict(row["file"], row["split"], row["kind"], fact, expected, found[fact])


def facts(draft: Draft) -> dict[str, str]:
    """What *draft* says, in the notation of the table."""
    own = [part for part in draft.components() if part.kind not in ("phu-luc", FORM) and any(_numbers(part))]
    return {
        "kind": draft.kind or "-",
        "number": draft.number or "-",
        "issuer": capitals(draft.issuer or "") or "-",
        "place": draft.place or "-",
        "date": str(draft.date or "-"),
        "subject": _ABOUT.sub("", draft.subject or "-"),
        "articles": "+".join(runs(_numbers(part)) for part in own) or "-",
        "chapters": _count(own, "chapter"),
        "clauses": _count(own, "clause"),
        "points": _count(own, "point"),
        "signers": ";".join("|".join((one.capacity or "-", one.title or "-", one.name or "-")) for one in draft.signers) or "-",
        "attachments": str(len(draft.attachments)),
    }


def _numbers(part: Component) -> list[str]:
    labels = (fold_space(text_of(one.num)) for one in part.provisions() if one.level == "article")
    return ["".join(match.groups()) for label in labels if (match := _NUMBER.match(label))]


def _count(parts: Iterable[Component], level: Level) -> str:
    return str(sum(one.level == level for part in parts for one in part.provisions()))


def runs(numbers: list[str]) -> str:
    """``1-52,52,54-78``: the numbers in order, those that follow one another as a run."""
    found: list[list[str]] = []
    for number in numbers:
        last = found[-1][-1] if found else ""
        if last.isdigit() and number.isdigit() and int(number) == int(last) + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ",".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in found)


def table(all_verdicts: list[Verdict]) -> str:
    """Right answers by kind and fact, macro-averaged over the kinds, with every miss below."""
    lines = [f"| kind | {' | '.join(FACTS)} |", "|---" * (len(FACTS) + 1) + "|"]
    kinds = sorted({one.kind for one in all_verdicts})
    shares: dict[str, list[float]] = {fact: [] for fact in FACTS}
    for kind in kinds:
        cells = []
        for fact in FACTS:
            group = [one for one in all_verdicts if one.kind == kind and one.fact == fact and one.expected is not None]
            if group:
                shares[fact].append(sum(one.right for one in group) / len(group))
            cells.append(f"{sum(one.right for one in group)}/{len(group)}" if group else "–")
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    means = (f"{100 * sum(share) / len(share):.1f} %" if share else "–" for share in shares.values())
    misses = [f"- {one.file} {one.split} {one.fact}: {one.expected} ≠ {one.found}" for one in all_verdicts if not one.right]
    return "\n".join([*lines, f"| macro-average | {' | '.join(means)} |", "", *misses]) + "\n"
