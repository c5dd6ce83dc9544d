"""The workflow as data: states, transitions, who may, under which guards; and the small interpreter that reads it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from gazette.model.annexes import is_waiting
from gazette.model.document import Document
from gazette.model.outcome import Lang
from gazette.model.people import ROLES, Actor
from gazette.model.settling import OPEN
from gazette.model.signing_rules import NUMBER_LATER

Scope = Literal["document", "issue", "worker"]


@dataclass(frozen=True, slots=True)
class State:
    """One step of the desk a document can stand at."""

    id: str
    vi: str
    en: str

    def label(self, lang: Lang = "vi") -> str:
        """The state as the screens print it."""
        return self.vi if lang == "vi" else self.en


@dataclass(frozen=True, slots=True)
class Transition:
    """One thing that can be done to a document.

    ``sources`` are the states it starts from, ``roles`` the roles of which the actor needs one, ``guards`` the names of further
    conditions (see ``GUARDS``), ``reason`` whether a reason must be given, ``scope`` who triggers it: a person on the
    document, the making or publishing of an issue, or the worker.
    """

    id: str
    vi: str
    en: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    reason: bool = False
    scope: Scope = "document"

    def label(self, lang: Lang = "vi") -> str:
        """The words on the button."""
        return self.vi if lang == "vi" else self.en


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a transition is not open: ``roles`` (not permitted), ``state`` (not now) or the guard's name, and the sentence."""

    cause: str
    vi: str
    en: str

    def message(self, lang: Lang = "vi") -> str:
        """The refusal as a part of a sentence in *lang*, without a full stop."""
        return self.vi if lang == "vi" else self.en


STATES: Mapping[str, State] = {
    state.id: state
    for state in (
        State("received", "Đã tiếp nhận", "Received"),
        State("converted", "Chờ kiểm tra", "Waiting for review"),
        State("reviewed", "Đã kiểm tra", "Reviewed"),
        State("approved", "Đã duyệt", "Approved"),
        State("numbered", "Chờ lãnh đạo ký", "Waiting for signature"),
        State("signed", "Chờ đóng dấu", "Waiting for the seal"),
        State("sealed", "Chờ xếp số Công báo", "Waiting for an issue"),
        State("composed", "Đã xếp số Công báo", "In an issue"),
        State("published", "Đã đăng Công báo", "Published"),
        State("returned", "Đã trả lại", "Returned"),
        State("withdrawn", "Đã gỡ", "Withdrawn"),
    )
}

UNFINISHED = tuple(state for state in STATES if state not in ("published", "returned", "withdrawn"))
"""The states of documents that wait for somebody."""

_NOT_THE_AUTHOR = tuple(f"not-the-same-person-as:{step}" for step in ("receive", "repair", "correct", "attach"))

TRANSITIONS: Mapping[str, Transition] = {
    step.id: step
    for step in (
        Transition("convert", "Chuyển đổi", "Convert", ("received",), "converted", scope="worker"),
        Transition(
            "review",
            "Xác nhận đã kiểm tra",
            "Confirm review",
            ("converted",),
            "reviewed",
            ("editor", "drafter"),
            ("not-the-same-person-as:repair", "no-error-findings"),
        ),
        Transition(
            "approve",
            "Duyệt",
            "Approve",
            ("reviewed",),
            "approved",
            ("editor",),
            ("not-the-same-person-as:review", "no-open-tracked-changes", "no-error-findings"),
        ),
        Transition("return", "Trả lại", "Return", ("converted", "reviewed", "approved"), "returned", ("editor",), reason=True),
        Transition(
            "reserve",
            "Mở trang ký",
            "Open the page to sign",
            ("approved",),
            "numbered",
            ("leader",),
            ("provenance:office", *_NOT_THE_AUTHOR),
        ),
        Transition(
            "sign",
            "Ký số",
            "Sign",
            ("numbered",),
            "signed",
            ("leader",),
            ("provenance:office", "the-same-person-as:reserve", *_NOT_THE_AUTHOR),
        ),
        Transition("refuse", "Từ chối ký", "Refuse to sign", ("numbered",), "approved", ("leader",), ("provenance:office",), reason=True),
        Transition(
            "number",
            "Cấp số, ghi ngày",
            "Give number and date",
            ("signed",),
            "signed",
            ("clerk",),
            ("provenance:office", "number-pending", "not-the-same-person-as:sign"),
        ),
        Transition(
            "seal",
            "Đóng dấu cơ quan",
            "Apply the seal",
            ("signed",),
            "sealed",
            ("clerk",),
            ("provenance:office", "not-the-same-person-as:sign", "number-given"),
        ),
        Transition(
            "attest",
            "Xác nhận bản ký của cơ quan ban hành",
            "Attest the issuer's signed file",
            ("approved",),
            "sealed",
            ("clerk",),
            ("provenance:issuer", "no-error-findings"),
        ),
        Transition(
            "compose",
            "Xếp vào số Công báo",
            "Add to an issue",
            ("sealed",),
            "composed",
            ("editor",),
            ("public", "no-error-findings", "annexes-signed"),
            scope="issue",
        ),
        Transition("remove", "Đưa ra khỏi số Công báo", "Take out of the issue", ("composed",), "sealed", ("editor",), scope="issue"),
        Transition(
            "publish", "Phát hành", "Publish", ("composed",), "published", ("publisher",), ("public", "no-error-findings"), scope="issue"
        ),
        Transition(
            "continue",
            "Phát hành phần tiếp theo",
            "Publish the next part",
            ("published",),
            "published",
            ("publisher",),
            ("public", "no-error-findings"),
            scope="issue",
        ),
        Transition("withdraw", "Gỡ văn bản", "Withdraw", ("published",), "withdrawn", ("publisher",), reason=True),
        Transition(
            "republish",
            "Đăng lại",
            "Publish again",
            ("withdrawn",),
            "published",
            ("publisher",),
            ("public", "not-the-same-person-as:withdraw"),
            reason=True,
        ),
    )
}


def allowed(document: Document, actor: Actor) -> tuple[Transition, ...]:
    """The transitions this person may trigger on this document now, in the workflow's order."""
    return tuple(step for step in TRANSITIONS.values() if step.scope == "document" and check(step, document, actor) is None)


def closed(document: Document, actor: Actor) -> tuple[tuple[Transition, Refusal], ...]:
    """The steps that lead on from here but are not open to this person now, each with the reason."""
    steps = (step for step in next_steps(document) if step.scope == "document")
    found = ((step, check(step, document, actor)) for step in steps)
    return tuple((step, refusal) for step, refusal in found if refusal is not None)


def check(step: Transition, document: Document, actor: Actor) -> Refusal | None:
    """Why *actor* may not do *step* to *document*; ``None`` when it is open. Roles are asked before states, states before guards."""
    if step.scope != "worker" and not actor.has(*step.roles):
        names = [ROLES[role] for role in step.roles]
        return Refusal(
            "roles", "cần vai trò " + " hoặc ".join(role.vi for role in names), "needs the role " + " or ".join(role.en for role in names)
        )
    if document.state not in step.sources:
        state = STATES[document.state]
        return Refusal("state", f"văn bản đang ở bước “{state.vi}”", f"the document stands at “{state.en}”")
    refusals = (_guard(name, document, actor) for name in step.guards)
    return next((refusal for refusal in refusals if refusal is not None), None)


def next_steps(document: Document) -> tuple[Transition, ...]:
    """The transitions that lead on from the document's state, whoever may do them."""
    return tuple(step for step in TRANSITIONS.values() if document.state in step.sources)


UNTABLED: Mapping[str, tuple[str, str]] = {
    "receive": ("Tiếp nhận", "Receive"),
    "repair": ("Sửa cấu trúc", "Repair"),
    "correct": ("Sửa thông tin", "Correct the head"),
    "accept": ("Chấp nhận thông tin đã đọc", "Accept what was read"),
    "attach": ("Đính kèm phụ lục", "Attach an annex"),
    "settle": ("Xử lý dấu vết trong tệp Word", "Settle what the Word file carries"),
    "judge": ("Xác định tác động đến văn bản khác", "Judge the effect on other acts"),
    "detach": ("Bỏ phụ lục", "Take an annex off"),
    "annex": ("Ký số phụ lục", "Sign the annexes"),
    "split": ("Chia đăng nhiều số", "Split over issues"),
    "join": ("Nhập lại phần đã chia", "Join a part again"),
    "recheck": ("Kiểm tra lại bản ký của cơ quan ban hành", "Issuer's file checked again"),
    "renew": ("Gia hạn dấu thời gian", "Renew the timestamp"),
    "regrade": ("Đổi mức, gỡ khỏi công bố", "Regraded, taken off the site"),
}
"""What is done outside the table and still decides who may take a step of it."""


def _guard(name: str, document: Document, actor: Actor) -> Refusal | None:
    rule, _, argument = name.partition(":")
    return GUARDS[rule](argument, document, actor)


def _different(step: str, document: Document, actor: Actor) -> Refusal | None:
    if actor.user not in document.doers.get(step, "").splitlines():
        return None
    return Refusal(
        f"not-the-same-person-as:{step}",
        f"người thực hiện “{_step_name(step, 'vi')}” không được làm tiếp bước này",
        f"whoever did “{_step_name(step, 'en')}” may not do this step",
    )


def _same(step: str, document: Document, actor: Actor) -> Refusal | None:
    if document.doers.get(step) == actor.user:
        return None
    return Refusal(
        f"the-same-person-as:{step}",
        f"chỉ người đã “{_step_name(step, 'vi')}” mới được làm bước này",
        f"only whoever did “{_step_name(step, 'en')}” may do this step",
    )


def _nothing_carried(_: str, document: Document, _actor: Actor) -> Refusal | None:
    if not any(finding.code in OPEN for finding in document.findings):
        return None
    return Refusal(
        "no-open-tracked-changes",
        "tệp Word còn thay đổi được theo dõi, ý kiến nhận xét hoặc chữ ẩn chưa xử lý",
        "the Word file still holds tracked changes, comments or hidden text that nobody decided on",
    )


def _no_errors(_: str, document: Document, _actor: Actor) -> Refusal | None:
    errors = document.errors
    if not errors:
        return None
    return Refusal(
        "no-error-findings",
        f"còn lỗi {errors[0].code}: {errors[0].message('vi').rstrip('.')}",
        f"error {errors[0].code} stands: {errors[0].message('en').rstrip('.')}",
    )


def _provenance(wanted: str, document: Document, _actor: Actor) -> Refusal | None:
    if document.provenance == wanted:
        return None
    if wanted == "office":
        return Refusal("provenance:office", "văn bản đã được cơ quan ban hành ký", "the document was signed by its issuer")
    return Refusal("provenance:issuer", "không có bản PDF đã ký của cơ quan ban hành", "there is no PDF signed by the issuer")


def _number_pending(_: str, document: Document, _actor: Actor) -> Refusal | None:
    if document.profile == NUMBER_LATER and "number" not in document.doers:
        return None
    return Refusal("number-pending", "văn bản đã có số và ngày", "the document has its number and date")


def _number_given(_: str, document: Document, _actor: Actor) -> Refusal | None:
    if _number_pending("", document, _actor) is not None:
        return None
    return Refusal("number-given", "chưa cấp số và ngày", "number and date are not given yet")


def _annexes_signed(_: str, document: Document, _actor: Actor) -> Refusal | None:
    if not any(is_waiting(ref.format) for ref in document.files):
        return None
    return Refusal("annexes-signed", "còn phụ lục chưa ký số", "an annex is not signed yet")


def _public(_: str, document: Document, _actor: Actor) -> Refusal | None:
    if document.circulation:
        return Refusal("public", f"văn bản mang dấu “{document.circulation}”", f"the document bears the mark “{document.circulation}”")
    if document.level == "cong-khai":
        return None
    return Refusal(
        "public",
        "chỉ văn bản ở mức Công khai mới được đăng Công báo",
        "only documents labelled Public may stand in the gazette",
    )


GUARDS: Mapping[str, Callable[[str, Document, Actor], Refusal | None]] = {
    "not-the-same-person-as": _different,
    "the-same-person-as": _same,
    "no-open-tracked-changes": _nothing_carried,
    "no-error-findings": _no_errors,
    "provenance": _provenance,
    "number-pending": _number_pending,
    "number-given": _number_given,
    "annexes-signed": _annexes_signed,
    "public": _public,
}

_GUARD_WORDS: Mapping[str, tuple[str, str]] = {
    "no-open-tracked-changes": (
        "không còn thay đổi được theo dõi, ý kiến nhận xét, chữ ẩn chưa xử lý",
        "no tracked changes, comments or hidden text are open",
    ),
    "no-error-findings": ("không còn lỗi", "no errors stand"),
    "provenance:office": ("văn bản do Văn phòng trình ký", "the Office signs it"),
    "provenance:issuer": ("có bản PDF đã ký của cơ quan ban hành", "the issuer's signed PDF came with it"),
    "number-pending": ("lãnh đạo ký trước khi có số", "the leader signed before there was a number"),
    "number-given": ("đã có số và ngày", "number and date are given"),
    "annexes-signed": ("mọi phụ lục đã ký số", "every annex is signed"),
    "public": (
        "văn bản ở mức Công khai, không mang dấu chỉ phạm vi lưu hành",
        "the document is labelled Public and bears no circulation mark",
    ),
}


def sentences(lang: Lang = "vi") -> tuple[str, ...]:
    """The whole workflow as sentences a lawyer can check, one for each transition."""
    return tuple(_sentence(step, lang) for step in TRANSITIONS.values())


def diagram(lang: Lang = "vi") -> str:
    """The workflow as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state.label(lang)}" as {state.id}' for state in STATES.values()]
    lines += [f"    {source} --> {step.target}: {step.label(lang)}" for step in TRANSITIONS.values() for source in step.sources]
    return "\n".join(lines) + "\n"


def _sentence(step: Transition, lang: Lang) -> str:
    vi = lang == "vi"
    who = _joined((ROLES[role].label(lang) for role in step.roles), lang) or ("Hệ thống" if vi else "The system")
    sources = _joined((f"“{STATES[state].label(lang)}”" for state in step.sources), lang)
    verb = "được thực hiện" if vi else "may do"
    text = f"{who} {verb} “{step.label(lang)}”: {sources} → “{STATES[step.target].label(lang)}”"
    conditions = [_condition(guard, lang) for guard in step.guards]
    if step.reason:
        conditions.append("phải nêu lý do" if vi else "a reason must be given")
    return f"{text}; {'điều kiện' if vi else 'if'}: {', '.join(conditions)}." if conditions else f"{text}."


def _condition(guard: str, lang: Lang) -> str:
    rule, _, step = guard.partition(":")
    if rule == "not-the-same-person-as":
        name = _step_name(step, lang)
        return f"không phải người đã “{name}”" if lang == "vi" else f"not whoever did “{name}”"
    if rule == "the-same-person-as":
        name = _step_name(step, lang)
        return f"chính người đã “{name}”" if lang == "vi" else f"the person who did “{name}”"
    vi, en = _GUARD_WORDS[guard]
    return vi if lang == "vi" else en


def _step_name(step: str, lang: Lang) -> str:
    if step in UNTABLED:
        vi, en = UNTABLED[step]
        return vi if lang == "vi" else en
    return TRANSITIONS[step].label(lang)


def _joined(words: Iterable[str], lang: Lang) -> str:
    return (" hoặc " if lang == "vi" else " or ").join(words)
