"""The blanks a draft leaves for its date."""

import re

BLANK_DATE = re.compile(
    r"(?P<whole>ngày\s*(?:\d{1,2}|[\s.…_]*)\s*tháng\s*(?:\d{1,2}|[\s.…_]*)\s*năm\s*(?:\d{4}|[\d\s.…_]*))", re.IGNORECASE
)
"""``ngày … tháng … năm …`` whether filled or not."""
