"""How many days must lie between signing and effect, by issuer and date: the laws' minimum as a table."""

from dataclasses import dataclass
from datetime import date

from gazette.model.effect import Source

_LAW_64 = Source("Luật số 64/2025/QH15", "Điều 53 khoản 1", date(2025, 4, 1))
_LAW_80 = Source("Luật số 80/2015/QH13", "Điều 151 khoản 1", date(2016, 7, 1), date(2025, 3, 31))
_LAW_31 = Source("Luật số 31/2004/QH11", "Điều 51 khoản 1", date(2005, 4, 1), date(2016, 6, 30))
_LAW_17 = Source("Luật số 17/2008/QH12", "Điều 78 khoản 1", date(2009, 1, 1), date(2016, 6, 30))


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least number of days from signing (or adoption) to effect for normative texts of issuers whose slug begins so."""

    issuers: tuple[str, ...]
    days: int
    source: Source


_PROVINCE = ("ubnd-tinh-", "hdnd-tinh-")
_BELOW = tuple(f"{body}-{place}-" for body in ("ubnd", "hdnd") for place in ("huyen", "quan", "thi-xa", "thanh-pho"))
_COMMUNE = tuple(f"{body}-{place}-" for body in ("ubnd", "hdnd") for place in ("xa", "phuong", "thi-tran", "dac-khu"))
MINIMUMS = (
    Minimum((*_PROVINCE, *_BELOW, *_COMMUNE), 10, _LAW_64),
    Minimum(("chinh-phu", "thu-tuong-", "bo-"), 45, _LAW_64),
    Minimum(_PROVINCE, 10, _LAW_80),
    Minimum((*_BELOW, *_COMMUNE), 7, _LAW_80),
    Minimum(("chinh-phu", "thu-tuong-", "bo-"), 45, _LAW_80),
    Minimum(_PROVINCE, 10, _LAW_31),
    Minimum(_BELOW, 7, _LAW_31),
    Minimum(_COMMUNE, 5, _LAW_31),
    Minimum(("chinh-phu", "thu-tuong-", "bo-"), 45, _LAW_17),
)
"""The first row that fits holds. A city may be of either rank: the lower minimum is asked of it. Texts made by the shortened procedure
may take effect at once (Law 64/2025/QH15, Article 53; Law 80/2015/QH13, Article 151.2): whoever publishes them says so."""


def minimum(issuer: str | None, signed: date) -> Minimum | None:
    """The row that holds for a normative text of *issuer* (slug) signed on that day."""
    return next((one for one in MINIMUMS if one.source.holds(signed) and (issuer or "").startswith(one.issuers)), None)
