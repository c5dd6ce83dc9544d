"""The second person of a grave act, who proves on the same form who they are."""

import flask

from gazette.model.errors import BadCall
from gazette.model.people import Actor
from gazette.web import context
from gazette.web.language import said as _


def second_person() -> Actor:
    """The person whose name and password stand on the form beside the first one's session. Raises BadCall."""
    form = flask.request.form
    found = context.services().accounts.authenticate(form.get("second", "").strip(), form.get("second_password", ""))
    if found is None:
        raise BadCall(reason=_("tên đăng nhập hoặc mật khẩu của người thứ hai không đúng"))
    return found
