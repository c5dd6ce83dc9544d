"""What the signing room and the stations raise, in the model's words."""

from collections.abc import Iterator
from contextlib import contextmanager

import signing
from gazette.model.errors import GazetteError, Unavailable
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


AWAY = (signing.AuthorityUnreachable, signing.SignerUnavailable, signing.VerificationUnavailable)
"""What is nobody's fault and may be better in a minute."""


@contextmanager
def signing_errors() -> Iterator[None]:
    """Inside it, what the signing room raises becomes an error of ``gazette.model.errors``."""
    try:
        yield
    except AWAY as error:
        raise SigningUnavailable(vi=error.message("vi"), en=error.message("en")) from error
    except signing.SigningError as error:
        raise SigningRefused(vi=error.message("vi"), en=error.message("en")) from error


def code_of(error: GazetteError) -> str:
    """The signing room's own code where it is the cause, else the error's: what a journal keeps."""
    cause = error.__cause__
    return cause.code if isinstance(cause, signing.SigningError) else error.code


def refused(findings: tuple[Finding, ...]) -> NotAccepted:
    """The error that says why a station gave no value: its first error finding, or the first finding of all."""
    worst = next((finding for finding in findings if finding.level == "error"), findings[0] if findings else None)
    if worst is None:
        return NotAccepted(vi="không đọc được tệp", en="the file cannot be read")
    return NotAccepted(vi=worst.message("vi").rstrip("."), en=worst.message("en").rstrip("."))
