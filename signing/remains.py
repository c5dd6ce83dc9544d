"""Signatures dug out of the bytes where no reader reaches them: one whose signed range no longer has its digest disproves the file."""

import hashlib
import re
from collections.abc import Iterable, Sequence

from asn1crypto import cms

from signing.findings import Finding

_MOST = 8
# The room behind a value may be damaged; what comes before still says who signed what.
_VALUE = re.compile(rb"<([0-9A-Fa-f\s]{400,})")
_WIDEST = 1 << 20


def disproved(data: bytes, ranges: Iterable[tuple[int, Sequence[int]]], *, shifted: bool) -> list[Finding]:
    """V021 when a signature that still can be read says that the bytes it signed were other bytes, or more.

    ranges   the /ByteRange arrays that belong to no readable signature, with the places where they stand
    shifted  whether a value beside the range but not where the range says counts too (V013); in a sound file it belongs to an attachment
    """
    whole = [(place, numbers) for place, numbers in ranges if len(numbers) == 4 and numbers[0] == 0 and min(numbers) >= 0]
    for place, numbers in whole[:_MOST]:
        _, end, start, _ = numbers
        first, last = _dictionary(data, place)
        detail = f"ByteRange {list(numbers)}"
        if first <= end < start <= last:
            value = _signed_data(data[end:start])
            if value is not None and not _kept(data, numbers, value):
                return [Finding("V021", detail=detail)]
        elif shifted and any(_signed_data(m[0]) is not None for m in _VALUE.finditer(data, first, last)):
            return [Finding("V013", detail=detail)]
    return []


def _dictionary(data: bytes, place: int) -> tuple[int, int]:
    """The object around a place, as far as words tell."""
    first = max(0, data.rfind(b"obj", max(0, place - _WIDEST), place))
    last = data.find(b"endobj", place, place + _WIDEST)
    return first, last if last >= 0 else min(len(data), place + _WIDEST)


def _signed_data(written: bytes) -> cms.SignedData | None:
    found = _VALUE.match(written)
    if found is None:
        return None
    digits = b"".join(found[1].split())
    try:
        content = cms.ContentInfo.load(bytes.fromhex(digits[: len(digits) & ~1].decode("ascii")))
        signed = content["content"] if content["content_type"].native == "signed_data" else None
        return signed if signed is not None and len(signed["signer_infos"]) else None
    except (ValueError, TypeError, KeyError):
        return None


def _kept(data: bytes, numbers: Sequence[int], value: cms.SignedData) -> bool:
    """Whether the bytes have the digest that was signed; true as well when the signature names none that can be computed."""
    algorithm, told = _told(value)
    if told is None or algorithm not in hashlib.algorithms_available or algorithm.startswith("shake"):
        return True
    _, end, start, length = numbers
    digest = hashlib.new(algorithm, data[:end])
    digest.update(data[start : start + length])
    return digest.digest() == told


def _told(value: cms.SignedData) -> tuple[str, bytes | None]:
    """The digest that a detached signature or a time stamp states of the document, and its algorithm."""
    content = value["encap_content_info"]
    if content["content_type"].native == "tst_info":
        imprint = content["content"].parsed["message_imprint"]
        return imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native
    signer = value["signer_infos"][0]
    attributes = signer["signed_attrs"].native or [] if content["content"].native is None else []
    told = [attribute["values"][0] for attribute in attributes if attribute["type"] == "message_digest"]
    return signer["digest_algorithm"]["algorithm"].native, told[0] if told else None
