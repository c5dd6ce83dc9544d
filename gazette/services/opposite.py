"""The issuer's signed PDF beside the text: every place where the two part, with the paragraph and the line it stands on."""

from collections import Counter
from collections.abc import Iterable, Mapping

from gazette import akn
from gazette.model.desk import Opposite, Parting
from gazette.model.text import fold_space
from gazette.services.matching import text_difference
from gazette.services.taking import Taken

MOST = 100
"""How many places are listed."""

_NEAR = 3


def opposite(taken: Taken, line_of: Mapping[int, int]) -> Opposite | None:
    """What the issuer's PDF of *taken* says otherwise than its XML; None without such a PDF.

    Whether they part at all is for ``text_difference`` to say; the list shows where, by words, and leaves out what only stands elsewhere
    (columns of a letterhead, recipients beside a signature).
    """
    if taken.signed is None:
        return None
    finding = text_difference(taken.signed, taken.xml)
    if finding is None or finding.code != "D011":
        return Opposite(finding)
    compared = akn.compare(akn.to_text(taken.xml), akn.printed(taken.signed, seconds=akn.PATIENT).body)
    found = tuple(_without_moves(compared.differences))[:MOST]
    paragraphs = [(number, fold_space(text)) for number, text in taken.paragraphs]
    return Opposite(finding, tuple(_placed(one, paragraphs, line_of) for one in found))


def _without_moves(differences: tuple[akn.Difference, ...]) -> Iterable[akn.Difference]:
    gone = Counter(one.before for one in differences if one.kind == "removed")
    come = Counter(one.after for one in differences if one.kind == "added")
    moved = gone & come
    return (one for one in differences if one.kind == "changed" or not moved[one.before or one.after])


def _placed(one: akn.Difference, paragraphs: Iterable[tuple[int, str]], line_of: Mapping[int, int]) -> Parting:
    words = [*one.lead.split()[-_NEAR:], *one.before.split()]
    wanted = [" ".join((*words, *one.follow.split()[:_NEAR])), " ".join(words), one.before]
    paragraph = next((number for want in wanted if want for number, text in paragraphs if want in text), 0)
    return Parting(one.before, one.after, one.provision, paragraph, line_of.get(paragraph, 0))
