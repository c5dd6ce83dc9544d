"""Signed heads: what is signed is what is read, and nothing else passes."""

from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from archive import Head, HeadNotUnderstood, SignedHead
from tests.archive.conftest import KEY

OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
HEAD = Head("nhat-ky.anphuoc.example", 7, bytes(range(32)), "2026-03-02T01:00:00.000000Z")


def test_a_signed_head_reads_back_and_verifies() -> None:
    signed = HEAD.sign(KEY)
    read = SignedHead.parse(signed.note)
    assert read.head == HEAD
    assert read.is_signed_by(KEY.public_key())
    assert not read.is_signed_by(OTHER.public_key())


def test_the_note_is_a_checkpoint_that_other_tools_read() -> None:
    lines = HEAD.sign(KEY).note.split("\n")
    assert lines[:3] == ["nhat-ky.anphuoc.example", "7", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]
    assert lines[4] == ""
    assert lines[5].startswith("— nhat-ky.anphuoc.example ")


def test_a_changed_size_or_root_is_no_longer_signed() -> None:
    note = HEAD.sign(KEY).note
    for changed in (note.replace("\n7\n", "\n8\n", 1), note.replace("AAEC", "AAED", 1), note.replace("01:00", "02:00", 1)):
        assert not SignedHead.parse(changed).is_signed_by(KEY.public_key())


def test_a_second_office_can_sign_the_same_note_beside_the_first() -> None:
    ours, theirs = HEAD.sign(KEY), HEAD.sign(OTHER)
    both = SignedHead.parse(ours.note + theirs.note.partition("\n\n")[2])
    assert both.is_signed_by(KEY.public_key())
    assert both.is_signed_by(OTHER.public_key())


@pytest.mark.parametrize("note", ["", "a\n1\n\n", "a\nb\nAAAA\n\n— a x\n", "a\n-1\n" + "A" * 43 + "=\n\n", "a\n01\n" + "A" * 43 + "=\n\n"])
def test_what_is_not_a_head_is_refused_in_one_way(note: str) -> None:
    with pytest.raises(HeadNotUnderstood):
        SignedHead.parse(note)


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(HeadNotUnderstood):
        assert not SignedHead.parse(text).is_signed_by(KEY.public_key())
