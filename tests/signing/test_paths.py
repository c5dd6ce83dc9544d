"""Certificates, evidence and signature values as no honest authority and no honest tool makes them: never valid, each for its own reason."""
# mypy: disable-error-code="no-untyped-call"

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from signing import Report, TrustStore, verify
from tests.signing.small_authority import ISSUING, Letter, Party, Wish, answer_of, crl_of, issued, revalued, rsa_key, value_of

ROOT = issued(Wish("Gốc mẫu", authority=True, usage=ISSUING))
MIDDLE = issued(Wish("Cấp chứng thư mẫu", authority=True, usage=ISSUING, depth=0), ROOT)
SIGNER = issued(Wish(key=rsa_key()), MIDDLE)
STRANGER = issued(Wish("Người lạ"))
LISTS = (crl_of(ROOT), crl_of(MIDDLE))
LETTER = Letter(SIGNER, (MIDDLE,), LISTS)

CONSTRAINED, WEAK, OPEN, DATES = "CHAIN_CONSTRAINTS_FAILURE", "CRYPTO_CONSTRAINTS_FAILURE", "TRY_LATER", "OUT_OF_BOUNDS_NO_POE"
GENERAL, STRANGE = "CERTIFICATE_CHAIN_GENERAL_FAILURE", "NO_CERTIFICATE_CHAIN_FOUND"


@cache
def trust() -> TrustStore:
    return TrustStore("mẫu").add(ROOT.certificate.public_bytes(Encoding.DER))


def judged(pdf: bytes) -> Report:
    return verify(pdf, trust(), offline=True)


def told(pdf: bytes) -> tuple[str, str | None]:
    report = judged(pdf)
    return report.verdict.value, report.signatures[0].sub_indication


def by(wish: Wish) -> Letter:
    """A letter by a signer of the sample authority whose certificate is as wished."""
    return LETTER.having(signer=issued(wish, MIDDLE))


def under(wish: Wish, *between: Party) -> Letter:
    """A letter by a sound signer under an issuer as wished."""
    chain = between or (ROOT,)
    middle = issued(wish, chain[0])
    lists = [crl_of(party) for party in (ROOT, middle, *between)]
    return Letter(issued(Wish(), middle), (middle, *between), lists)


def constrained(*permitted: x509.GeneralName) -> Wish:
    return Wish("Giữa", True, usage=ISSUING, more=[(x509.NameConstraints(permitted, None), True)])


def named(country: str) -> x509.DirectoryName:
    return x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, country)]))


def test_a_sound_letter_is_valid() -> None:
    assert told(LETTER.pdf()) == ("valid", None)
    assert told(LETTER.having(crls=LISTS[:1], answers=[answer_of(MIDDLE, SIGNER, MIDDLE)]).pdf()) == ("valid", None)
    assert told(by(Wish(purposes=[ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE])).pdf()) == ("valid", None)
    assert told(by(Wish(key=ec.generate_private_key(ec.SECP384R1()))).pdf()) == ("valid", None)
    assert told(under(constrained(named("VN"))).pdf()) == ("valid", None)
    assert told(LETTER.having(crls=[LISTS[0], crl_of(MIDDLE, only_contains_user_certs=True)]).pdf()) == ("valid", None)


UNFIT: dict[str, tuple[Callable[[], Letter], str]] = {
    "signs nothing": (lambda: by(Wish(usage=("key_encipherment",))), CONSTRAINED),
    "no usage told": (lambda: by(Wish(usage=None)), CONSTRAINED),
    "another trade": (lambda: by(Wish(purposes=[ExtendedKeyUsageOID.SERVER_AUTH])), CONSTRAINED),
    "the issuing authority signs": (lambda: Letter(MIDDLE, (), LISTS), CONSTRAINED),
    "an authority with both usages signs": (lambda: by(Wish(authority=True, usage=(*ISSUING, "digital_signature"))), CONSTRAINED),
    "the anchor signs": (lambda: Letter(ROOT, (), LISTS), CONSTRAINED),
    "expired": (lambda: by(Wish(days=(-100, -1))), DATES),
    "not yet valid": (lambda: by(Wish(days=(1, 100))), DATES),
    "RSA of 1024 bits": (lambda: by(Wish(key=rsa_key(1024))), WEAK),
    "a curve of 192 bits": (lambda: by(Wish(key=ec.generate_private_key(ec.SECP192R1()))), WEAK),
    "a curve of 224 bits": (lambda: by(Wish(key=ec.generate_private_key(ec.SECP224R1()))), WEAK),
    "SHA-1": (lambda: LETTER.having(digest="sha1"), WEAK),
    "a critical extension nobody knows": (
        lambda: by(Wish(more=[(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), True)])),
        GENERAL,
    ),
    "issued by a person": (lambda: under(Wish("Giữa"), MIDDLE), CONSTRAINED),
    "issued by a person with the usage": (lambda: under(Wish("Giữa", usage=ISSUING), MIDDLE), CONSTRAINED),
    "issued without basic constraints": (lambda: under(Wish("Giữa", None, usage=ISSUING)), CONSTRAINED),
    "path too long": (lambda: under(Wish("Giữa", True, usage=ISSUING), MIDDLE), CONSTRAINED),
    "issuer may not issue": (lambda: under(Wish("Giữa", True, usage=("crl_sign",))), CONSTRAINED),
    "issuer may sign no lists": (lambda: under(Wish("Giữa", True, usage=("key_cert_sign",))), OPEN),
    "issuer of 1024 bits": (lambda: under(Wish("Giữa", True, usage=ISSUING, key=rsa_key(1024))), WEAK),
    "issuer expired": (lambda: under(Wish("Giữa", True, usage=ISSUING, days=(-100, -1))), DATES),
    "name outside the issuer's": (lambda: under(constrained(named("XX"))), GENERAL),
    "issuer of the same name": (
        lambda: Letter(issued(Wish(), stranger := issued(Wish("Cấp chứng thư mẫu", True, usage=ISSUING))), (stranger,), LISTS),
        STRANGE,
    ),
}


@pytest.mark.parametrize("name", UNFIT)
def test_a_certificate_that_does_not_fit_proves_nothing(name: str) -> None:
    made, indication = UNFIT[name]
    assert told(made().pdf()) == ("undetermined", indication)


EVIDENCE: dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
    "none": ((), ()),
    "a stale list": ((crl_of(MIDDLE, days=(-60, -30)),), ()),
    "a list from the future": ((crl_of(MIDDLE, days=(5, 30)),), ()),
    "a list by a key of one's own": ((crl_of(SIGNER, name=MIDDLE),), ()),
    "a list by another issuer": ((crl_of(ROOT, name=MIDDLE),), ()),
    "a list of authorities only": ((crl_of(MIDDLE, only_contains_ca_certs=True),), ()),
    "a list of attribute certificates only": ((crl_of(MIDDLE, only_contains_attribute_certs=True),), ()),
    "a list of some reasons": ((crl_of(MIDDLE, only_some_reasons=frozenset([x509.ReasonFlags.key_compromise])),), ()),
    "a stale answer": ((), (answer_of(MIDDLE, SIGNER, MIDDLE, days=(-60, -30)),)),
    "an answer from the future": ((), (answer_of(MIDDLE, SIGNER, MIDDLE, days=(5, 30)),)),
    "an answer by the root": ((), (answer_of(ROOT, SIGNER, MIDDLE),)),
    "an answer by the signer himself": ((), (answer_of(SIGNER, SIGNER, MIDDLE),)),
    "an answer about another issuer's": ((), (answer_of(MIDDLE, SIGNER, ROOT),)),
}


@pytest.mark.parametrize("name", EVIDENCE)
def test_evidence_that_is_none_leaves_revocation_open(name: str) -> None:
    lists, answers = EVIDENCE[name]
    assert told(LETTER.having(crls=[LISTS[0], *lists], answers=answers).pdf()) == ("undetermined", OPEN)


GOOD_LIST, BAD_LIST = LISTS[1], crl_of(MIDDLE, [SIGNER])
GOOD_ANSWER, BAD_ANSWER = answer_of(MIDDLE, SIGNER, MIDDLE), answer_of(MIDDLE, SIGNER, MIDDLE, revoked=True)


@pytest.mark.parametrize(
    ("lists", "answers"),
    [
        ([BAD_LIST], []),
        ([], [BAD_ANSWER]),
        ([GOOD_LIST, BAD_LIST], []),
        ([BAD_LIST], [GOOD_ANSWER]),
        ([GOOD_LIST], [BAD_ANSWER]),
        ([], [GOOD_ANSWER, BAD_ANSWER]),
    ],
)
def test_whoever_is_said_to_be_revoked_is_not_excused_by_another_answer(lists: list[Any], answers: list[Any]) -> None:
    assert told(LETTER.having(crls=[LISTS[0], *lists], answers=answers).pdf()) == ("invalid", "REVOKED")


@pytest.mark.parametrize(
    ("lists", "answers"), [([crl_of(STRANGER, [SIGNER], name=MIDDLE)], []), ([], [answer_of(STRANGER, SIGNER, MIDDLE, revoked=True)])]
)
def test_a_stranger_accuses_nobody(lists: list[Any], answers: list[Any]) -> None:
    assert told(LETTER.having(crls=[*LISTS, *lists], answers=[GOOD_ANSWER, *answers]).pdf()) == ("valid", None)


def test_a_revoked_issuer_revokes_what_it_issued() -> None:
    assert told(LETTER.having(crls=[crl_of(ROOT, [MIDDLE]), LISTS[1]]).pdf()) == ("invalid", "REVOKED")


# Signature values that a holder of the key makes by hand


def attributes(info: Any, kept: Iterable[Any]) -> None:
    info["signed_attrs"] = cms.CMSAttributes(list(kept))
    info["signature"] = SIGNER.key.sign(info["signed_attrs"].untag().dump(True), padding.PKCS1v15(), hashes.SHA256())


def without(kind: str) -> Callable[[Any, Any], None]:
    return lambda _, info: attributes(info, [one.copy() for one in info["signed_attrs"] if one["type"].native != kind])


def twice(kind: str) -> Callable[[Any, Any], None]:
    return lambda _, info: attributes(
        info, [one.copy() for one in info["signed_attrs"] for _ in range(2 if one["type"].native == kind else 1)]
    )


def entry(key: str, value: Any) -> Callable[[Any, Any], None]:
    return lambda _, info: info.__setitem__(key, value)


def doubled(data: Any, info: Any) -> None:
    data["signer_infos"] = [info.copy(), info.copy()]


def attached(data: Any, _: Any) -> None:
    data["encap_content_info"] = {"content_type": "data", "content": b"x"}


VALUES: dict[str, Callable[[Any, Any], None]] = {
    **{f"without {kind}": without(kind) for kind in ("content_type", "message_digest", "signing_certificate_v2")},
    **{f"twice {kind}": twice(kind) for kind in ("content_type", "message_digest", "signing_certificate_v2")},
    "two signers": doubled,
    "no signer": lambda data, _: data.__setitem__("signer_infos", []),
    "content inside": attached,
    "no certificate": lambda data, _: data.__setitem__("certificates", [MIDDLE.asn1]),
    **{f"digest {name}": entry("digest_algorithm", {"algorithm": name}) for name in ("md5", "sha1", "sha512")},
    **{
        f"algorithm {name}": entry("signature_algorithm", {"algorithm": name})
        for name in ("md5_rsa", "sha1_rsa", "sha512_rsa", "sha256_ecdsa", "ed25519", "rsassa_pss")
    },
    "empty value": entry("signature", b""),
    "value of zeros": entry("signature", bytes(256)),
}


@pytest.fixture(scope="module")
def unevidenced() -> bytes:
    return LETTER.value()


def test_a_value_made_anew_by_hand_is_valid(unevidenced: bytes) -> None:
    value = value_of(unevidenced)
    without("nothing")(None, value["content"]["signer_infos"][0])
    assert told(LETTER.pdf(revalued(unevidenced, value))) == ("valid", None)


@pytest.mark.parametrize("name", VALUES)
def test_a_value_of_the_wrong_form_is_never_valid(unevidenced: bytes, name: str) -> None:
    value = value_of(unevidenced)
    VALUES[name](value["content"], value["content"]["signer_infos"][0])
    report = judged(LETTER.pdf(revalued(unevidenced, value)))
    assert report.verdict.value != "valid"
    assert "V007" not in {finding.code for finding in report.findings}


def signed_without_attributes(unevidenced: bytes) -> bytes:
    begin = unevidenced.index(b"<", unevidenced.rfind(b"/Contents <"))
    covered = unevidenced[:begin] + unevidenced[unevidenced.index(b">", begin) + 1 :]
    value = value_of(unevidenced)
    (info,) = value["content"]["signer_infos"]
    kept = {key: info[key] for key in ("version", "sid", "digest_algorithm", "signature_algorithm")}
    signature = SIGNER.key.sign(covered, padding.PKCS1v15(), hashes.SHA256())
    value["content"]["signer_infos"] = [cms.SignerInfo({**kept, "signature": signature})]
    return LETTER.pdf(revalued(unevidenced, value))


def test_a_value_that_does_not_name_its_certificate_is_open(unevidenced: bytes) -> None:
    assert told(signed_without_attributes(unevidenced)) == ("undetermined", "SIG_CONSTRAINTS_FAILURE")
