"""Time-stamping authorities (RFC 3161) over the safe fetcher, each asked for its certificates once and then remembered."""
# mypy: disable-error-code="no-untyped-call"

import time
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from asn1crypto import tsp
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from signing.errors import FetchRefused
from signing.fetch import SafeFetcher

_REMEMBERED_SECONDS = 900


@dataclass(frozen=True)
class TimestampAuthority:
    """A time-stamping authority by address; `authorization` is the whole HTTP header value when the authority wants one."""

    url: str
    authorization: str | None = field(default=None, repr=False)
    seconds: float = 10.0


class _OverHttp(TimeStamper):
    def __init__(self, authority: TimestampAuthority) -> None:
        super().__init__()
        self._authority = authority
        parts = urlsplit(authority.url)
        self._fetcher = SafeFetcher(frozenset({parts.hostname or ""}), authority.seconds, 256 * 1024)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        if self._authority.authorization:
            headers["Authorization"] = self._authority.authorization
        try:
            answer = self._fetcher.post(self._authority.url, req.dump(), headers)
        except FetchRefused as cause:
            raise TimestampRequestError(cause.en) from cause
        if answer.status != 200 or answer.content_type.split(";")[0] != "application/timestamp-reply":
            raise TimestampRequestError(f"status {answer.status}")
        return tsp.TimeStampResp.load(answer.content)


def timestamper(authority: TimestampAuthority) -> TimeStamper:
    """The client for `authority`; its certificates are asked for anew after a quarter of an hour."""
    return _timestamper(authority, int(time.monotonic() // _REMEMBERED_SECONDS))


@lru_cache(maxsize=8)
def _timestamper(authority: TimestampAuthority, _period: int) -> TimeStamper:
    return _OverHttp(authority)
