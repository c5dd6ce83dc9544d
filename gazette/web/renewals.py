"""The administrator's page of renewals that failed: which published files, until when they hold, why, and what to do."""

from collections.abc import Mapping
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.people import Actor
from gazette.pages import later
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.language import said as _

screen = flask.Blueprint("renewals", __name__, url_prefix=f"{addresses.DESK}/gia-han")

WHAT_TO_DO: Mapping[str, str] = {
    "authority": later(
        "Kiểm tra địa chỉ tsa_url, đường mạng và tường lửa tới máy chủ cấp dấu thời gian; nếu máy chủ ngừng, liên hệ nơi cung cấp."
    ),
    "certificate": later(
        "Chứng thư của máy chủ thời gian chưa có đường dẫn tới kho tin cậy, hoặc OCSP, CRL không trả lời: "
        "bổ sung bằng “gazette trust add” và kiểm tra danh sách hosts."
    ),
    "signer": later("Tiến trình ký không chạy hoặc hết chỗ trên đĩa: xem nhật ký của “gazette signer” và dung lượng đĩa."),
    "no-longer": later(
        "Máy chủ thời gian còn dùng chứng thư cũ: yêu cầu nơi cung cấp thay chứng thư, "
        "hoặc đổi tsa_url sang máy chủ có chứng thư dài hạn hơn."
    ),
    "document": later("Tệp đang công bố không thêm dấu thời gian được: đối chiếu bằng “gazette verify” và khôi phục tệp từ bản sao lưu."),
}
"""What to do about a failed renewal, by the code of its error."""

OTHERWISE = later("Xem nhật ký của tiến trình nền và tiến trình ký, rồi thử lại.")


@screen.get("")
@permission("administrator", "auditor")
def listed(actor: Actor) -> Any:
    """The failed renewals, the most urgent first."""
    del actor
    failing = context.services().lasting.failing()
    return rendering.page("desk/renewals.html", failing=failing, advice=WHAT_TO_DO, otherwise=OTHERWISE)


@screen.post("")
@permission("administrator")
def retry(actor: Actor) -> Any:
    """Lets all of them be tried again now."""
    context.services().lasting.retry(actor)
    flask.flash(_("Các tệp này sẽ được gia hạn lại ngay."), "good")
    return flask.redirect(addresses.desk("gia-han"), 303)
