"""How the parts of this room say, deep inside, that a file cannot be read; ``read`` turns it into a finding."""

from gazette.model.outcome import Finding
from gazette.word.findings import CATALOGUE


class Refusal(Exception):
    """The file is refused for the reason in ``finding``; never leaves this room."""

    def __init__(self, code: str, where: str = "", **details: object) -> None:
        self.finding: Finding = CATALOGUE.finding(code, where, **details)
        super().__init__(self.finding.message("en"))
