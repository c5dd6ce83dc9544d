"""The pages of batches and of failed renewals: for whom they are, what they show, and that they need no script."""

import re

from gazette.services.lasting import Lasting
from gazette.web.renewals import WHAT_TO_DO
from tests.web.conftest import Street, token

PAGE = "/ban-lam-viec/dong-dau"


def test_the_clerk_chooses_orders_and_sees_how_far_it_is(street: Street) -> None:
    clerk, document = street.member("van-thu"), street.at["signed"]
    page = clerk.get(PAGE).text
    assert f'value="{document}"' in page
    answer = clerk.post(PAGE, data={"csrf_token": token(clerk, PAGE), "document": document})
    assert answer.status_code == 303
    under_way = clerk.get(answer.location).text
    assert '<meta http-equiv="refresh"' in under_way
    assert "Đã đóng dấu 0 trên 1 văn bản" in under_way
    assert f'value="{document}"' not in clerk.get(PAGE).text
    street.town.worker.drain()
    done = clerk.get(answer.location).text
    assert "refresh" not in done
    assert "Đã đóng dấu 1 trên 1 văn bản" in done
    assert re.search(r"<code class=\"soft\">[0-9a-f]{16}…</code>", done)


def test_nothing_chosen_is_said_and_orders_nothing(street: Street) -> None:
    clerk = street.member("van-thu")
    before = len(street.town.services.batches.list(street.town.who("clerk")))
    answer = clerk.post(PAGE, data={"csrf_token": token(clerk, PAGE)}, follow_redirects=True)
    assert "Chưa chọn văn bản nào." in answer.text
    assert len(street.town.services.batches.list(street.town.who("clerk"))) == before


def test_others_order_no_seal(street: Street) -> None:
    for user in ("bien-tap", "lanh-dao", "quan-tri", "kiem-soat"):
        client = street.member(user)
        form = {"csrf_token": token(client, "/ban-lam-viec/quy-trinh"), "document": street.at["signed"]}
        assert client.post(PAGE, data=form).status_code == 403
    assert street.member("kiem-soat").get(PAGE).status_code == 200


def test_a_failed_renewal_is_shown_with_what_to_do_and_tried_again(street: Street) -> None:
    town = street.town
    with town.database.read() as work:
        file = work.lastings.unexamined(1)[0]
    with town.database.write() as work:
        work.lastings.note(file, town.clock(), "authority", "")
        work.lastings.fail(file, "authority", ("Máy chủ cấp dấu thời gian không trả lời.", "The time-stamping authority does not answer."))
    administrator = street.member("quan-tri")
    page = administrator.get("/ban-lam-viec/gia-han").text
    assert "Máy chủ cấp dấu thời gian không trả lời." in page
    assert WHAT_TO_DO["authority"] in page
    form = {"csrf_token": token(administrator, "/ban-lam-viec/gia-han")}
    assert administrator.post("/ban-lam-viec/gia-han", data=form).status_code == 303
    (row,) = Lasting(town.parts).failing()
    assert row.due <= town.clock()
    assert street.member("kiem-soat").post("/ban-lam-viec/gia-han", data=form).status_code in (400, 403)
    assert street.member("van-thu").get("/ban-lam-viec/gia-han").status_code == 403
