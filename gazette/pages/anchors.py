"""The reading view made ready for a page: an address for every provision, and links to other works only where they lead somewhere."""

import re
from collections.abc import Iterable
from html import escape

from gazette.model import addresses
from gazette.model.citations import Cited
from gazette.model.relations import Relation

_NUMBERED = re.compile(r'(<section class="[^"]*" id="([^"]+)">\s*<(?:h\d|p)[^>]*>)<span class="num">(.*?)</span>', re.DOTALL)
_CITED = re.compile(r'<a href="(/akn/[^"#]+)(?:#[^"]*)?">(.*?)</a>', re.DOTALL)


def with_anchors(html: str) -> str:
    """*html* (an Akoma Ntoso reading view) with each provision's number as a link to the provision; the text stays the same."""
    return _NUMBERED.sub(r'\1<a class="num" href="#\2" data-copy>\3</a>', html)


def with_places(html: str) -> str:
    """*html* with a name for the head, the bases and the end of the text, so that one can go there; for a page with one text only."""
    for role, element in (("preface", "header"), ("preamble", "div"), ("conclusions", "footer")):
        html = html.replace(f'<{element} class="{role}">', f'<{element} class="{role}" id="{role}">', 1)
    return html


def with_links(html: str, relations: Iterable[Relation] = (), cited: Iterable[Cited] = ()) -> str:
    """*html* with citations of works as links to their pages where they are published here, else as plain text.

    *relations* resolve the addresses that stand in the text, *cited* the words that give no whole address. A citation that cannot be
    followed, or whose words lead to two places, stays plain: a wrong link is worse than none. Doing it twice changes nothing.
    """
    followed = tuple(cited)
    pages = {relation.work: addresses.document(relation.slug) for relation in relations if relation.work and relation.slug}

    def linked(found: re.Match[str]) -> str:
        page = pages.get(found[1])
        return f'<a href="{page}">{found[2]}</a>' if page else found[2]

    return _worded(_CITED.sub(linked, html), followed)


def _worded(html: str, cited: Iterable[Cited]) -> str:
    """*html* with the words of *cited* as links to the pages they lead to, outside other links and tags."""
    pages: dict[str, set[str]] = {}
    for one in cited:
        if one.number:
            pages.setdefault(escape(one.text, quote=False), set()).add(one.slug)
    sure = {words: addresses.document(slug) for words, slugs in pages.items() for slug in slugs if slug and len(slugs) == 1}
    if not sure:
        return html
    words = "|".join(re.escape(one) for one in sorted(sure, key=len, reverse=True))
    pattern = re.compile(rf"(?P<skip><a\b.*?</a>|<[^>]*>)|(?<![\w/-])(?P<words>{words})(?![\w/]|-\w)", re.DOTALL)
    return pattern.sub(lambda found: found["skip"] or f'<a href="{sure[found["words"]]}">{found["words"]}</a>', html)
