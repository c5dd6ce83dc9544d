"""The workflow table: complete, consistent, and nothing is open that it does not open."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.levels import Clearance
from gazette.model.document import stored_finding
from gazette.model.people import ROLES, WORKER, Actor
from gazette.model.workflow import GUARDS, STATES, TRANSITIONS, UNTABLED, allowed, check, closed, diagram, next_steps, sentences
from tests.db.rows import document

USERS = st.sampled_from(["mot", "hai"])
ACTORS = st.builds(
    lambda user, roles: Actor(user, user, frozenset(roles), Clearance(user)), USERS, st.sets(st.sampled_from(sorted(ROLES)), max_size=4)
)
FINDINGS = st.lists(
    st.sampled_from([stored_finding("W020", "warning", "a", "a", ""), stored_finding("A003", "error", "b", "b", "")]), max_size=2
)
DOCUMENTS = st.builds(
    lambda state, doers, findings, provenance, level: document(
        state, doers=doers, findings=tuple(findings), provenance=provenance, level=level
    ),
    st.sampled_from(sorted(STATES)),
    st.dictionaries(st.sampled_from(["receive", *TRANSITIONS]), USERS, max_size=4),
    FINDINGS,
    st.sampled_from(["office", "issuer"]),
    st.sampled_from(["cong-khai", "noi-bo"]),
)


def test_every_name_in_the_table_exists() -> None:
    for step in TRANSITIONS.values():
        assert step.target in STATES
        assert set(step.sources) <= set(STATES)
        assert set(step.roles) <= set(ROLES)
        assert bool(step.roles) == (step.scope != "worker")
        for guard in step.guards:
            rule, _, argument = guard.partition(":")
            assert rule in GUARDS
            if rule.endswith("same-person-as"):
                assert argument in {*TRANSITIONS, *UNTABLED}


def test_every_state_is_reached_and_only_the_ends_lead_nowhere() -> None:
    reached = {"received"}
    for _ in STATES:
        reached |= {step.target for step in TRANSITIONS.values() if reached & set(step.sources)}
    assert reached == set(STATES)
    ends = {state for state in STATES if not any(state in step.sources for step in TRANSITIONS.values())}
    assert ends == {"returned"}


def test_two_persons_sign_and_seal_whatever_roles_one_of_them_has() -> None:
    both = Actor("mot", "mot", frozenset({"leader", "clerk"}), Clearance("mot"))
    signed = document("signed", doers={"sign": "mot"}, findings=(), provenance="office", level="cong-khai")
    refusal = check(TRANSITIONS["seal"], signed, both)
    assert refusal is not None
    assert refusal.cause == "not-the-same-person-as:sign"
    assert check(TRANSITIONS["seal"], replace(signed, doers={"sign": "hai"}), both) is None


@pytest.mark.parametrize("step", ["repair", "correct", "attach"])
def test_an_author_stays_one_when_somebody_else_changes_the_text_after_them(step: str) -> None:
    leader = Actor("mot", "Một", frozenset({"leader"}), Clearance("mot"))
    approved = document("approved", doers={}, findings=(), provenance="office", level="cong-khai")
    changed = approved.written_by(step, "mot").written_by(step, "hai").written_by(step, "hai")
    assert changed.doers[step] == "mot\nhai"
    refusal = check(TRANSITIONS["reserve"], changed, leader)
    assert refusal is not None
    assert refusal.cause == f"not-the-same-person-as:{step}"
    assert check(TRANSITIONS["reserve"], changed, replace(leader, user="hai")) is not None
    assert check(TRANSITIONS["reserve"], changed, replace(leader, user="mo")) is None
    assert check(TRANSITIONS["reserve"], changed, replace(leader, user="mot hai")) is None


def test_nothing_becomes_public_without_seal_or_attestation() -> None:
    into_sealed = {step.id for step in TRANSITIONS.values() if step.target == "sealed"}
    assert into_sealed == {"seal", "attest", "remove"}
    assert [step.id for step in TRANSITIONS.values() if step.target == "published"] == ["publish", "continue", "republish"]
    # What is published again, or goes on in a later issue, was published before: nothing else leads to where it comes from.
    assert TRANSITIONS["publish"].sources == ("composed",)
    assert TRANSITIONS["continue"].sources == ("published",)
    assert TRANSITIONS["republish"].sources == ("withdrawn",)
    assert {source for step in TRANSITIONS.values() if step.target == "withdrawn" for source in step.sources} == {"published"}


@given(document=DOCUMENTS, actor=ACTORS)
def test_a_step_is_either_open_or_closed_with_a_reason(document: object, actor: Actor) -> None:
    open_steps = set(allowed(document, actor))  # type: ignore[arg-type]
    closed_steps = {step for step, _ in closed(document, actor)}  # type: ignore[arg-type]
    leading_on = {step for step in next_steps(document) if step.scope == "document"}  # type: ignore[arg-type]
    assert open_steps | closed_steps == leading_on
    assert not open_steps & closed_steps
    assert all(actor.has(*step.roles) for step in open_steps)


@given(document=DOCUMENTS, actor=ACTORS)
def test_a_person_without_roles_can_do_nothing_and_the_worker_only_converts(document: object, actor: Actor) -> None:
    nobody = replace(actor, roles=frozenset())
    assert allowed(document, nobody) == ()  # type: ignore[arg-type]
    for step in TRANSITIONS.values():
        if step.id != "convert":
            assert check(step, document, WORKER) is not None  # type: ignore[arg-type]


def test_reviewer_and_approver_receiver_and_signer_are_two_people() -> None:
    reviewed = document("reviewed", doers={"review": "mot"})
    editor = Actor("mot", "Một", frozenset(ROLES), Clearance("mot"))
    assert check(TRANSITIONS["approve"], reviewed, editor) is not None
    assert check(TRANSITIONS["approve"], reviewed, replace(editor, user="hai")) is None
    approved = document("approved", doers={"receive": "mot"})
    assert check(TRANSITIONS["reserve"], approved, editor) is not None
    assert check(TRANSITIONS["reserve"], approved, replace(editor, user="hai")) is None
    numbered = document("numbered", doers={"reserve": "hai"})
    assert check(TRANSITIONS["sign"], numbered, editor) is not None
    assert check(TRANSITIONS["sign"], numbered, replace(editor, user="hai")) is None


def test_the_table_reads_as_sentences_in_both_languages() -> None:
    assert sentences("vi")[2] == (
        "Biên tập Công báo được thực hiện “Duyệt”: “Đã kiểm tra” → “Đã duyệt”; điều kiện: không phải người đã “Xác nhận đã kiểm tra”, "
        "không còn thay đổi được theo dõi, ý kiến nhận xét, chữ ẩn chưa xử lý, không còn lỗi."
    )
    assert len(sentences("en")) == len(TRANSITIONS)
    drawn = diagram("vi")
    assert drawn.startswith("stateDiagram-v2\n")
    assert "    composed --> published: Phát hành\n" in drawn
