"""Refusals whose reason has its own words in both languages."""

from gazette.model.errors import Conflict, NotAllowed, Refused


class StepClosed(Conflict):
    """The step is not open now; ``vi`` and ``en`` say why, each a part of a sentence."""

    vi = "Chưa thực hiện được bước này: {vi}."
    en = "This step is not open: {en}."


class RoleMissing(NotAllowed):
    """The person's roles do not permit the step."""

    vi = "Tài khoản không có quyền thực hiện bước này: {vi}."
    en = "This account is not permitted to take this step: {en}."


class NotAccepted(Refused):
    """The input was understood and is not accepted; ``vi`` and ``en`` say why."""

    vi = "Không tiếp nhận: {vi}."
    en = "Not accepted: {en}."
