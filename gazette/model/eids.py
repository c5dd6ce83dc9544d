"""The eIds of one document: each provision, table and attachment has one, given out in reading order."""

from dataclasses import dataclass, field

from gazette.model.draft import Provision, text_of
from gazette.model.naming import PREFIXES, number_name, under


@dataclass(slots=True)
class EIds:
    """Gives out the eIds of one document: each once, a second claim gets ``-2``."""

    taken: set[str] = field(default_factory=set)
    counters: dict[str, int] = field(default_factory=dict)

    def claim(self, wanted: str) -> str:
        """*wanted*, or *wanted* with the first free ``-n``."""
        if wanted not in self.taken:
            self.taken.add(wanted)
            return wanted
        number = self.counters.get(wanted, 1) + 1
        while f"{wanted}-{number}" in self.taken:
            number += 1
        self.counters[wanted] = number
        self.taken.add(f"{wanted}-{number}")
        return f"{wanted}-{number}"

    def counted(self, parent: str, prefix: str) -> str:
        """The next ``parent__prefix_n``."""
        base = under(parent, prefix)
        number = self.counters.get(base + "#", 0) + 1
        self.counters[base + "#"] = number
        return self.claim(f"{base}_{number}")

    def provision(self, parent: str, provision: Provision) -> str:
        """The eId of *provision* below *parent*."""
        prefix = PREFIXES[provision.level]
        name = "" if provision.level == "hcontainer" else number_name(text_of(provision.num), provision.level)
        return self.claim(under(parent, f"{prefix}_{name}")) if name else self.counted(parent, prefix)
