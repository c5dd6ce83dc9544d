"""Saved searches: questions to the published documents that the staff keep ready for everybody, with a name."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import archive
import search
from gazette.model.errors import BadCall, NotFound
from gazette.model.floor import check_floor
from gazette.model.people import Actor
from gazette.model.refusals import RoleMissing
from gazette.model.text import fold_space
from gazette.services.issue_acts import written
from gazette.services.parts import Parts

KEEPERS = ("editor", "publisher", "archivist")
"""The roles that keep saved searches."""
MOST = 100
"""Saved searches at once."""
_UNDER = "search:"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A question with its name, and who saved it when."""

    id: str
    name: str
    query: search.Query
    by: str
    since: datetime


class Saved:
    """The saved searches of the site. Whoever reads the site sees them, so nothing above Công khai may flow into one."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def all(self) -> tuple[SavedSearch, ...]:
        """All of them by name."""
        with self._parts.database.read() as work:
            kept = work.settings.under(_UNDER)
        found = (_saved(name.removeprefix(_UNDER), value) for name, value in kept.items())
        return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))

    def add(self, actor: Actor, name: str, address: str) -> SavedSearch:
        """Saves the question of a search page's address (or plain words). Raises RoleMissing, StepClosed, BadCall."""
        _need(actor)
        query, plain = asked_at(address), fold_space(name)
        if not plain or len(plain) > _LONGEST or query.parameters() == "":
            raise BadCall(reason="tên, địa chỉ trang kết quả / name, address of a page of results")
        with self._parts.database.write() as work:
            if len(work.settings.under(_UNDER)) >= MOST:
                raise BadCall(reason=f"{MOST}")
            saved = SavedSearch(uuid.uuid4().hex, plain, query, actor.user, work.now)
            value = {"name": plain, "query": query.parameters(), "by": actor.user, "since": work.now.isoformat()}
            work.settings.set(_UNDER + saved.id, value)
            written(self._parts, work, actor, "search-save", {"name": plain, "query": query.parameters()})
        return saved

    def remove(self, actor: Actor, saved_id: str) -> None:
        """Takes one away. Raises RoleMissing, StepClosed, NotFound."""
        _need(actor)
        with self._parts.database.write() as work:
            if not work.settings.drop(_UNDER + saved_id):
                raise NotFound
            written(self._parts, work, actor, "search-drop", {"row": saved_id})


def asked_at(address: str) -> search.Query:
    """The question of a search page's address, whatever twin it is; what is no address is the words of a question."""
    text = address.strip()
    return search.Query.from_parameters(urlsplit(text).query) if "?" in text and text.startswith(("/", "http")) else search.Query(text)


def _saved(saved_id: str, value: dict[str, Any]) -> SavedSearch:
    query = search.Query.from_parameters(value["query"])
    return SavedSearch(saved_id, value["name"], query, value["by"], datetime.fromisoformat(value["since"]))


def _need(actor: Actor) -> None:
    if not actor.has(*KEEPERS):
        raise RoleMissing(vi="cần vai trò Biên tập, Xuất bản hoặc Lưu trữ", en="needs the role Editor, Publisher or Archivist")
    check_floor(actor, archive.Label.named("cong-khai"))
