"""Random damage: never an error, never valid once a covered byte changed, always in time, and no better behind the fence."""

import time

import pytest

from signing import Role, Verdict, renew, verify
from signing.examine import examine
from signing.wire import Question
from tests.shared import shared
from tests.signing import forger
from tests.signing.mutations import covered_bytes_kept, mutant, signed_range
from tests.signing.office import Office
from tests.signing.test_manifest import ROWS

SAMPLE, WHOLE = 100, 5_000
_LARGEST = 200_000
_SECONDS = 20


@pytest.fixture(scope="module")
def own(office: Office) -> list[bytes]:
    """Our own flows: each step, a letter that another office signed, and a renewed document."""
    letter = forger.signed_by(office.page, office.authority.key(Role.LEADER, "lanh-dao").signer, "NguoiKy", office.authority)
    renewed = renew(office.published, office.authority.timestamps, office.authority.trust)
    return [office.by_leader, office.sealed, office.published, letter, renewed]


@pytest.fixture(scope="module")
def foreign() -> list[bytes]:
    """The smaller signed files of the shared set."""
    files = [shared("signed-pdfs", "files", row["file"]) for row in ROWS if row["kind"] not in ("unsigned", "encrypted")]
    return [path.read_bytes() for path in files if path.stat().st_size < _LARGEST]


def judged(office: Office, seed: int, own: list[bytes], foreign: list[bytes]) -> None:
    """Examines one mutant of our own files and one of the others, here, where an error would be seen, and behind the fence."""
    for sources in (own, foreign):
        found = mutant(seed, sources)
        report = examine(found.data, Question(office.authority.trust, offline=True, brief=True))
        begun = time.monotonic()
        fenced = verify(found.data, office.authority.trust, offline=True)
        assert time.monotonic() - begun < _SECONDS, (seed, found.kinds)
        assert fenced.verdict is not Verdict.VALID or report.verdict is Verdict.VALID, (seed, found.kinds)
        codes = {finding.code for finding in report.findings}
        before = sources[found.source]
        kept = covered_bytes_kept(before, found.data, uncovered="V045" in codes) if sources is own else False
        assert report.verdict is not Verdict.VALID or kept, (seed, found.kinds, codes)


@pytest.mark.parametrize("seed", range(0, SAMPLE // 2, 10))
def test_a_sample_of_mutants_is_never_valid(office: Office, own: list[bytes], foreign: list[bytes], seed: int) -> None:
    for one in range(seed, seed + 10):
        judged(office, one, own, foreign)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(0, WHOLE // 2, 100))
def test_five_thousand_mutants_are_never_valid(office: Office, own: list[bytes], foreign: list[bytes], seed: int) -> None:
    for one in range(seed, seed + 100):
        judged(office, one, own, foreign)


@pytest.mark.parametrize("step", ["by_leader", "sealed", "published"])
def test_a_flip_in_the_covered_bytes_is_invalid_while_the_signature_can_be_read(office: Office, step: str) -> None:
    pdf = getattr(office, step)
    begin, end, stop = signed_range(pdf)
    for place in (*range(5, begin, begin // 10), *range(end, stop, (stop - end) // 4)):
        touched = pdf[:place] + bytes([pdf[place] ^ 4]) + pdf[place + 1 :]
        report = examine(touched, Question(office.authority.trust, offline=True, brief=True))
        assert report.verdict is Verdict.INVALID, (step, place, pdf[place - 20 : place + 20])
