"""How many days must lie between signing and effect, by issuer and date: the laws' minimum as a table."""

from dataclasses import dataclass
from datetime import date

from gazette.model.effect import Source
from gazette.model.succession import PROVINCES
from gazette.model.text import slug

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


_BODIES = ("ubnd", "hdnd")
_CITIES = tuple(f"{body}-{slug(name)}" for body in _BODIES for name in PROVINCES if name.startswith("thành phố "))
"""Cities under the central government; one that was made so in 2025 is asked no less before."""
_PROVINCE = ("ubnd-tinh-", "hdnd-tinh-", *_CITIES)
_CENTRAL = (
    "quoc-hoi", "uy-ban-thuong-vu-quoc-hoi", "chu-tich-nuoc", "chinh-phu", "thu-tuong-", "bo-", "tong-thanh-tra-", "thanh-tra-chinh-phu",
    "ngan-hang-nha-nuoc-", "thong-doc-", "uy-ban-dan-toc", "toa-an-nhan-dan-toi-cao", "hoi-dong-tham-phan-", "chanh-an-",
    "vien-kiem-sat-nhan-dan-toi-cao", "vien-truong-", "kiem-toan-nha-nuoc", "tong-kiem-toan-",
)  # fmt: skip
_BELOW = tuple(f"{body}-{place}-" for body in _BODIES for place in ("huyen", "quan", "thi-xa", "thanh-pho"))
_COMMUNE = tuple(f"{body}-{place}-" for body in _BODIES for place in ("xa", "phuong", "thi-tran", "dac-khu"))
MINIMUMS = (
    Minimum((*_PROVINCE, *_BELOW, *_COMMUNE), 10, _LAW_64),
    Minimum(_CENTRAL, 45, _LAW_64),
    Minimum(_PROVINCE, 10, _LAW_80),
    Minimum((*_BELOW, *_COMMUNE), 7, _LAW_80),
    Minimum(_CENTRAL, 45, _LAW_80),
    Minimum(_PROVINCE, 10, _LAW_31),
    Minimum(_BELOW, 7, _LAW_31),
    Minimum(_COMMUNE, 5, _LAW_31),
    Minimum(_CENTRAL, 45, _LAW_17),
)
"""The first row that fits holds. A city below a province is asked what a district is. Texts made by the shortened procedure
may take effect at once (Law 64/2025/QH15, Article 53; Law 80/2015/QH13, Article 151.2): whoever publishes them says so."""


def minimum(issuer: str | None, signed: date) -> Minimum | None:
    """The row that holds for a normative text of *issuer* (slug) signed on that day."""
    return next((one for one in MINIMUMS if one.source.holds(signed) and (issuer or "").startswith(one.issuers)), None)
