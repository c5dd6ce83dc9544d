"""``python -m tests.mutation [MODULE …]``: tries every mutant of the modules and prints those that no test notices."""

import sys
import time

from tests.mutation.equal import EQUAL
from tests.mutation.trying import TESTS, all_mutants, survivors


def main(modules: list[str]) -> int:
    """Exit status 1 when a mutant survived that is not known to be the same program."""
    begin = time.monotonic()
    mutants = all_mutants(modules or TESTS)
    left = []
    for mutant in survivors(mutants):
        known = mutant.name in EQUAL
        print(f"{'the same' if known else 'SURVIVED'}  {mutant}", flush=True)
        left += [] if known else [mutant]
    print(f"{len(mutants)} mutants, {len(left)} survived, {time.monotonic() - begin:.0f} s")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
