"""The one error family of the room: operations that failed, never findings about a document."""


class SigningError(Exception):
    """An operation of this room failed; carries one plain sentence in Vietnamese and one in English.

    `code` is stable and travels over the signer's socket; `str()` gives the Vietnamese sentence.
    """

    code = "signing"

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.vi = vi
        self.en = en

    def __reduce__(self) -> tuple[type["SigningError"], tuple[str, str]]:
        """How the error travels from one process to another."""
        return type(self), (self.vi, self.en)

    def message(self, lang: str = "vi") -> str:
        """The sentence in `lang` ("vi" or "en")."""
        return self.en if lang == "en" else self.vi


class KeyRefused(SigningError):
    """A key could not be opened: wrong passphrase or PIN, damaged file, token absent."""

    code = "key"


class DocumentRefused(SigningError):
    """The PDF cannot be signed: not a PDF, encrypted, damaged."""

    code = "document"


class OrderRefused(SigningError):
    """The role may not sign now: the seal before the leader, a field already signed."""

    code = "order"


class AppearanceRefused(SigningError):
    """The visible stamp cannot be drawn: a letter missing from the font, an unreadable picture."""

    code = "appearance"


class AuthorityUnreachable(SigningError):
    """The time-stamping authority, OCSP responder or CRL could not be reached or gave no usable answer."""

    code = "authority"


class CertificateRefused(SigningError):
    """The signer's certificate is revoked, expired or leads to no trust anchor."""

    code = "certificate"


class TrustRefused(SigningError):
    """The trust store cannot be read or changed."""

    code = "trust"


class FetchRefused(SigningError):
    """An address may not be fetched, or its answer is too long, too slow or not understood."""

    code = "fetch"


class SignerUnavailable(SigningError):
    """The signer process does not answer on its socket."""

    code = "signer"


class VerificationUnavailable(SigningError):
    """The fenced child process that verifies documents cannot be started, or the file cannot be opened."""

    code = "verification"


_FAMILY: dict[str, type[SigningError]] = {
    kind.code: kind
    for kind in (
        SigningError,
        KeyRefused,
        DocumentRefused,
        OrderRefused,
        AppearanceRefused,
        AuthorityUnreachable,
        CertificateRefused,
        TrustRefused,
        FetchRefused,
        SignerUnavailable,
        VerificationUnavailable,
    )
}


def error_from(code: str, vi: str, en: str) -> SigningError:
    """The error of the family named by `code`, as it came over the signer's socket."""
    return _FAMILY.get(code, SigningError)(vi, en)
