"""The names that readers may put before a colon, in Vietnamese and in English, and what each of them searches."""

from collections.abc import Mapping
from typing import Literal

from search.vietnamese import fold_text

Target = Literal[
    "kind", "year", "issuer", "field", "status", "signer", "title", "number", "date", "effective_from", "gazetted", "from", "until",
    "procedure",
]  # fmt: skip
_NAMES: Mapping[Target, str] = {
    "kind": "loại|loại văn bản|kind|type",
    "year": "năm|year",
    "issuer": "cơ quan|cơ quan ban hành|nơi ban hành|issuer|agency",
    "field": "lĩnh vực|field|topic",
    "status": "hiệu lực|tình trạng|status|validity",
    "signer": "người ký|ký|signer|signed by",
    "title": "tiêu đề|trích yếu|tên|title",
    "number": "số|số hiệu|số ký hiệu|number|no",
    "date": "ngày|ban hành|ngày ban hành|date|issued",
    "effective_from": "hiệu lực từ|ngày hiệu lực|effective|in force",
    "gazetted": "công báo|đăng công báo|ngày đăng|gazetted|published",
    "from": "từ|từ ngày|from|since",
    "until": "đến|đến ngày|until|to",
    "procedure": "thủ tục|mã thủ tục|tthc|procedure",
}
OR = frozenset({"OR", "HOẶC"})
"""The words between two things of which one will do; in capitals only."""
NAMES: Mapping[str, Target] = {fold_text(name): target for target, names in _NAMES.items() for name in names.split("|")}


def target(name: str) -> Target | None:
    """What a name before a colon means (`cơ-quan`, `co-quan`, `issuer`); None for a name that is none."""
    return NAMES.get(fold_text(name.replace("-", " ").replace("_", " ")))
