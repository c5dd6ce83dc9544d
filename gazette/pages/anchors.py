"""The reading view made ready for a page: an address for every provision, and links to other works only where they lead somewhere."""

import re
from collections.abc import Iterable

from gazette.model import addresses
from gazette.model.relations import Relation

_NUMBERED = re.compile(r'(<section class="[^"]*" id="([^"]+)">\s*<(?:h\d|p)[^>]*>)<span class="num">(.*?)</span>', re.DOTALL)
_CITED = re.compile(r'<a href="(/akn/[^"#]+)(?:#[^"]*)?">(.*?)</a>', re.DOTALL)


def with_anchors(html: str) -> str:
    """*html* (an Akoma Ntoso reading view) with each provision's number as a link to the provision; the text stays the same."""
    return _NUMBERED.sub(r'\1<a class="num" href="#\2" data-copy>\3</a>', html)


def with_links(html: str, relations: Iterable[Relation] = ()) -> str:
    """*html* with citations of works as links to their pages where *relations* say they are published here, else as plain text.

    A citation that cannot be followed stays plain: a wrong link is worse than none.
    """
    pages = {relation.work: addresses.document(relation.slug) for relation in relations if relation.work and relation.slug}

    def linked(found: re.Match[str]) -> str:
        page = pages.get(found[1])
        return f'<a href="{page}">{found[2]}</a>' if page else found[2]

    return _CITED.sub(linked, html)
