"""The blanks a draft leaves for its date."""

import re

BLANK_DATE = re.compile(
    r"(?P<whole>ngày\s*+(?:\d{1,2}|[\s.…_]*+)\s*+tháng\s*+(?:\d{1,2}|[\s.…_]*+)\s*+năm\s*+(?:\d{4}|[\d\s.…_]*+))", re.IGNORECASE
)
"""``ngày … tháng … năm …`` whether filled or not."""

UNDATED = re.compile(r"ngày[\s.…_]*tháng[\s.…_]*năm\s*(?:\d{4}|[\d\s.…_]*\d|[.…_]+)", re.IGNORECASE)
"""``ngày … tháng … năm 2026`` with day and month still blank."""


def unnumbered(symbol: str) -> re.Pattern[str]:
    """``số      /2026/QĐ-UBND`` with the number still blank, for the document's own *symbol*."""
    parts = r"\s*-\s*".join(re.escape(part) for part in symbol.split("-"))
    return re.compile(rf"(?<=số)[:\s.…_]*/\s*(?:\d{{4}}\s*/\s*)?{parts}(?![\w-])", re.IGNORECASE)
