"""``python -m tests.mutation [--every N] [MODULE …]``: tries the mutants of the modules and prints those that no test notices."""

import argparse
import sys
import time

from tests.mutation.equal import EQUAL
from tests.mutation.trying import TESTS, all_mutants, check, survivors, warm


def main(words: list[str]) -> int:
    """Exit status 1 when a mutant survived that is not known to be the same program."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("modules", nargs="*", metavar="MODULE", default=list(TESTS))
    parser.add_argument("--every", type=int, default=1, metavar="N", help="try every Nth mutant only")
    asked = parser.parse_args(words)
    begin = time.monotonic()
    mutants = all_mutants(asked.modules)[:: asked.every]
    warm()
    if asked.every == 1:
        check(asked.modules)
    left = []
    for mutant in survivors(mutants):
        known = mutant.name in EQUAL
        print(f"{'the same' if known else 'SURVIVED'}  {mutant}", flush=True)
        left += [] if known else [mutant]
    print(f"{len(mutants)} mutants, {len(left)} survived, {time.monotonic() - begin:.0f} s")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
