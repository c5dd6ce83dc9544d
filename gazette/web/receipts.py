"""The receipt of a verification: the report goes to the reader sealed, comes back with the request, and is set and signed; none is kept."""

import io
from datetime import datetime, timedelta
from typing import Any

import flask
from itsdangerous import BadData, URLSafeTimedSerializer

from gazette.model import addresses
from gazette.model.document import HANOI
from gazette.model.errors import BadCall, Unavailable
from gazette.services import Checked, VerifyView
from gazette.web import context
from gazette.web.crowd import one_of_few
from gazette.web.guards import public
from gazette.web.language import said as _
from gazette.web.limits import limited

screen = flask.Blueprint("receipts", __name__)
RECEIPT_LIMIT = "6 per minute; 60 per hour"
GOOD_FOR = timedelta(hours=1)
_LONGEST = 256 * 1024


def sealed(view: VerifyView, report: dict[str, Any]) -> str:
    """What a reader must send back for a receipt; empty when the report is too long for one."""
    said = (
        view.recognised.sentence(context.lang()) if view.recognised else _("Tệp này không trùng với tệp nào đã công bố trên Công báo này.")
    )
    standing = view.recognised.standing(context.lang()) if view.recognised else None
    facts = standing.facts(context.lang()) if standing else ()
    packed = _serializer().dumps({"report": report, "published": said, "facts": facts, "lang": context.lang()})
    text = packed if isinstance(packed, str) else packed.decode("ascii")
    return text if len(text) <= _LONGEST else ""


@screen.post(f"{addresses.VERIFY}/giay-xac-nhan")
@public("whoever had a file checked here may have it in writing")
@limited(RECEIPT_LIMIT)
@one_of_few
def receipt() -> Any:
    """The signed receipt of a verification made within the last hour."""
    try:
        told, at = _serializer().loads(flask.request.form.get("ket-qua", ""), max_age=int(GOOD_FOR.total_seconds()), return_timestamp=True)
    except BadData as problem:
        raise BadCall(reason=_("kết quả kiểm tra không do hệ thống này cấp hoặc đã quá một giờ; hãy kiểm tra lại tệp")) from problem
    pdf = context.services().receipt.make(Checked(told["report"], told["published"], told["facts"], _aware(at)), told["lang"])
    name = f"xac-nhan-{told['report']['sha256'][:12]}.pdf"
    return flask.send_file(io.BytesIO(pdf), "application/pdf", as_attachment=True, download_name=name)


def _aware(at: datetime) -> datetime:
    return at.astimezone(HANOI)


def _serializer() -> URLSafeTimedSerializer:
    secret = flask.current_app.secret_key
    if not secret:
        raise Unavailable(reason=_("bản cài đặt chưa có khóa bí mật"))
    return URLSafeTimedSerializer(secret, salt="verification-receipt")
