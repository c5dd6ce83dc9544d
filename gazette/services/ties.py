"""What ties a document to others, as its review page shows it: citations, proposed relations, effects on other acts."""

import re
from collections.abc import Iterable, Mapping

from gazette.db.repositories import Documents
from gazette.model.citations import Cited
from gazette.model.consequences import consequences
from gazette.model.desk import CitedAt, Tie, Ties
from gazette.model.document import Document, HistoryEntry
from gazette.model.own_days import own_days
from gazette.model.relations import judgements
from gazette.model.text import fold_space
from gazette.services.citing import registered
from gazette.services.taking import Taken

_LABEL = re.compile(r"^(?:Điều \w+[.:]?|\d+\w?[.)]|[a-zđ]\d?[)])\s*", re.IGNORECASE)


def ties_of(taken: Taken, documents: Documents, history: Iterable[HistoryEntry], line_of: Mapping[int, int]) -> Ties:
    """The citations of *taken* against what its reader may know of, its relations with who confirmed them, and what follows from them.

    *line_of* leads from a paragraph of the Word file to the line of the editable text.
    """
    cited = registered(taken.cited, documents)
    day = taken.draft.effective.day if taken.draft.effective else None
    relations = taken.document.relations
    return Ties(
        cited=tuple(_placed(taken, cited, line_of)),
        relations=tuple(_judged(taken.document, history)),
        follows=consequences(taken.draft.modifications, relations, taken.document.effective_from or day, own_days(taken.draft)),
    )


def _placed(taken: Taken, cited: Iterable[Cited], line_of: Mapping[int, int]) -> Iterable[CitedAt]:
    """The citations at their paragraphs; the line of a citation is the printed one, or that without its label."""
    places: dict[str, int] = {}
    for at, line in enumerate(taken.printed):
        text = fold_space(line.text)
        places.setdefault(text, at)
        places.setdefault(_LABEL.sub("", text), at)
    for one in cited:
        paragraph = taken.paragraph_of_line.get(places.get(fold_space(one.line), -1), 0)
        yield CitedAt(one, paragraph, line_of.get(paragraph, 0))


def _judged(document: Document, history: Iterable[HistoryEntry]) -> Iterable[Tie]:
    known = judgements(entry.note for entry in history if entry.action == "judge")
    own = (relation for relation in document.relations if not relation.back)
    return (Tie(place, relation, relation.judgement in known) for place, relation in enumerate(own))
