"""Chance and time under a test's hand: the same moments, ids, nonces and tokens in every world that does the same things."""

import hashlib
import os
import random
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import pytest
from itsdangerous import TimestampSigner
from werkzeug import utils
from werkzeug.http import http_date
from werkzeug.wrappers import response

import archive
import signing
from tests.town import TownClock

BEGIN = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


@dataclass
class FrozenClock(TownClock):
    """A clock that stands still until it is set."""

    now: datetime = field(default=BEGIN)

    def __call__(self) -> datetime:
        return self.now

    def set(self, moment: datetime) -> None:
        """Stands still at *moment*."""
        self.now = moment

    def forward(self, step: timedelta) -> None:
        """Goes on by *step*, and stands still again."""
        self.now += step


@dataclass
class Chance:
    """Random bytes that follow from the name of what is being done, and from nothing that was done before."""

    name: str = ""
    drawn: int = 0
    logs: list[MutableMapping[str, Any]] = field(default_factory=list)
    made: dict[tuple[object, ...], bytes] = field(default_factory=dict)

    def begin(self, name: str) -> None:
        """From now on *name* is being done."""
        self.name, self.drawn = name, 0

    def bytes(self, size: int) -> bytes:
        """The next *size* bytes."""
        self.drawn += 1
        return hashlib.shake_256(f"{self.name}/{self.drawn}".encode()).digest(size)

    def once(self, asked: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        """What *make* gave when it was asked the first time; it leaves what is drawn after it as it was."""
        drawn = self.drawn
        if asked not in self.made:
            self.made[asked] = make()
        self.drawn = drawn
        return self.made[asked]


CHANCE = Chance()
"""The chance of every world of this process."""


@contextmanager
def foreseen() -> Iterator[Chance]:
    """Inside it, every random byte that Python draws comes from the chance given, and cookies, tokens and pages bear one time."""
    chance, prepare = CHANCE, signing.prepare
    chance.made.clear()  # (an authority of before may have had the same place in memory)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "urandom", chance.bytes)
        patch.setattr(random, "_urandom", chance.bytes)
        patch.setattr(TimestampSigner, "get_timestamp", lambda _signer: int(BEGIN.timestamp()))
        patch.setattr(utils, "time", BEGIN.timestamp)
        patch.setattr(response, "http_date", lambda moment=None: http_date(moment or BEGIN))
        patch.setattr(
            signing, "prepare", lambda pdf, *how: chance.once((hashlib.sha256(pdf).digest(), repr(how)), lambda: prepare(pdf, *how))
        )
        # A hash salted with 256 random bits tells nothing of what is committed to; salted with foreseen ones it would.
        patch.setattr(archive.Commitment, "to", lambda signed: archive.Commitment("c0" * 32, "00" * 32, signed.note))
        for screen in ("registers", "issues"):
            patch.setattr(f"gazette.web.{screen}.datetime", _Frozen)
        yield chance


class _Frozen(datetime):
    """``datetime`` whose now is the worlds' first day."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "_Frozen":
        moment = BEGIN.astimezone(tz)
        return cls(moment.year, moment.month, moment.day, moment.hour, moment.minute, tzinfo=moment.tzinfo)
