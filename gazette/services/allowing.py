"""Who may sign what: the office's list and the certificates of people's own devices, as the one list that everything asks."""

import signing
from gazette.db import Work
from gazette.services.parts import Parts


def allowed_signers(parts: Parts, work: Work) -> signing.AllowedSigners:
    """The list of now: ``signers.toml``, and for the roles it names the devices that administrators registered.

    A device that was taken away stays on it until that moment: what is proven to be signed before stays good.
    """
    devices = work.remotes.keys(ended=True)
    lines = (signing.AllowedSigner(signing.Role(key.role), key.fingerprint, until=key.ended_at) for key in devices)
    return parts.signers().also(lines)
