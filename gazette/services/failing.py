"""What the signing room and the stations raise, in the model's words."""

from collections.abc import Iterator
from contextlib import contextmanager

import signing
from gazette.model.errors import Unavailable
from gazette.model.outcome import Finding
from gazette.model.refusals import NotAccepted, StepClosed


class SigningUnavailable(Unavailable):
    """The signer, the time-stamping authority or the verifier does not answer; ``vi`` and ``en`` are its own sentences."""

    vi = "{vi}"
    en = "{en}"


class SigningRefused(StepClosed):
    """The signature may not be made now; ``vi`` and ``en`` are the signing room's own sentences."""

    vi = "{vi}"
    en = "{en}"


_AWAY = (signing.AuthorityUnreachable, signing.SignerUnavailable, signing.VerificationUnavailable)


@contextmanager
def signing_errors() -> Iterator[None]:
    """Inside it, what the signing room raises becomes an error of ``gazette.model.errors``."""
    try:
        yield
    except _AWAY as error:
        raise SigningUnavailable(vi=error.message("vi"), en=error.message("en")) from error
    except signing.SigningError as error:
        raise SigningRefused(vi=error.message("vi"), en=error.message("en")) from error


def refused(findings: tuple[Finding, ...]) -> NotAccepted:
    """The error that says why a station gave no value: its first error finding, or the first finding of all."""
    worst = next((finding for finding in findings if finding.level == "error"), findings[0] if findings else None)
    if worst is None:
        return NotAccepted(vi="không đọc được tệp", en="the file cannot be read")
    return NotAccepted(vi=worst.message("vi").rstrip("."), en=worst.message("en").rstrip("."))
