"""A document handed out to be signed on somebody's own device: what is asked, how it stands, why it was refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from gazette.model.errors import Conflict
from gazette.model.outcome import Lang


class RequestClosed(Conflict):
    """What was handed out cannot come back now: used already, being judged, or too late."""

    vi = "Không nhận: {vi}."
    en = "Not accepted: {en}."


Way = Literal["hash", "file"]
State = Literal["waiting", "judging", "signed", "refused"]

LASTS = timedelta(minutes=10)
"""How long a handed-out document may come back signed."""


@dataclass(frozen=True, slots=True)
class DeviceKey:
    """A certificate an account may sign with on its own device, in the role of a leader or of the agency's seal.

    ``ended_at`` is when it was taken away: from then on nothing is signed with it, and what was signed before stays good.
    """

    user: str
    role: str
    fingerprint: str
    certificate: bytes = field(repr=False)
    added_at: datetime
    added_by: str
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RemoteRequest:
    """One document handed out once, to one account, for one step of the workflow.

    ``way``: only the hash went out, or the whole file. ``sent`` is the SHA-256 of the document's bytes, ``version`` its version then.
    ``prepared`` and ``tail`` belong to the signing room. ``reason`` is the stable code of a refusal; ``vi`` and ``en`` say it.
    """

    id: str
    document: str
    version: int
    user: str
    step: str
    way: Way
    sent: str
    state: State
    created: datetime
    expires: datetime
    finished: datetime | None = None
    prepared: Mapping[str, Any] | None = None
    tail: bytes | None = field(default=None, repr=False)
    reason: str = ""
    vi: str = ""
    en: str = ""

    def told(self, now: datetime) -> str:
        """The state as the page shows it: ``waiting judging signed refused expired``; expired when no judgement came in time."""
        return "expired" if self.finished is None and now >= self.expires else self.state

    def why(self, lang: Lang = "vi") -> str:
        """The refusal as a sentence in *lang*; empty when there is none."""
        return self.vi if lang == "vi" else self.en
