"""Every address answers as it should, to everybody and to nobody in particular."""

from pathlib import Path

import flask
import pytest

from gazette.model.people import ROLES
from gazette.web import guards
from gazette.web.application import create_app
from gazette.web.guards import Unguarded, guard_of
from tests.town import PEOPLE
from tests.web.conftest import Street
from tests.web.pages_of import public_addresses, staff_addresses


def test_every_public_address_answers_anybody(street: Street) -> None:
    answers = {path: street.anybody().get(path, buffered=True).status_code for path in public_addresses(street)}
    assert {path: status for path, status in answers.items() if status != 200} == {}


def test_every_staff_address_sends_a_stranger_to_the_door(street: Street) -> None:
    for path in staff_addresses(street):
        answer = street.anybody().get(path)
        assert answer.status_code == 303, path
        assert answer.location.startswith("/dang-nhap?tiep=")


@pytest.mark.parametrize("user", [user for user in PEOPLE if not user.endswith("-2")])
def test_every_staff_address_answers_or_refuses_each_role_and_never_fails(street: Street, user: str) -> None:
    client = street.member(user)
    answers = {path: client.get(path, buffered=True).status_code for path in staff_addresses(street) + public_addresses(street)}
    strange = {path: status for path, status in answers.items() if status not in (200, 403)}
    assert all(street.record in path and status == 404 for path, status in strange.items()), strange
    assert answers["/ban-lam-viec"] == 200


def test_every_staff_address_is_open_to_some_role(street: Street) -> None:
    clients = [street.member(user) for user in PEOPLE if not user.endswith("-2")]
    closed = [path for path in staff_addresses(street) if not any(client.get(path, buffered=True).status_code == 200 for client in clients)]
    assert closed == []


def test_every_route_stands_in_the_lists_above(street: Street) -> None:
    adapter = street.app.url_map.bind("localhost")
    seen = {adapter.match(path.partition("?")[0])[0] for path in public_addresses(street) + staff_addresses(street)}
    reading = {rule.endpoint for rule in street.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    # Two answer once or to one account alone (tests/web/test_remote.py), annexes where there are some (tests/services/test_annexes.py).
    assert reading - seen == {"public.akn", "display.change", "signing.hand_out", "remote.state", "public.annex_file"}


def test_a_frbr_address_leads_to_the_page(street: Street) -> None:
    record = street.anybody().get(f"/van-ban/{street.slugs[0]}.json").get_json()
    answer = street.anybody().get(record["work"])
    assert (answer.status_code, answer.location) == (303, f"/van-ban/{street.slugs[0]}")


def test_an_endpoint_without_a_guard_stops_the_application() -> None:
    app = flask.Flask("thử")
    app.add_url_rule("/ho", "ho", lambda: "ai cũng vào được")
    with pytest.raises(Unguarded, match="ho"):
        guards.require_guards(app)


def test_create_app_itself_asks_for_guards(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    from gazette.web import public

    monkeypatch.delattr(public.home, "__gazette_guard__")
    with pytest.raises(Unguarded, match=r"public\.home"):
        create_app(street.town.services, secret_key="khóa")


def test_a_permission_names_known_roles_only() -> None:
    with pytest.raises(ValueError, match="no such role"):
        guards.permission("vua")


def test_every_address_is_documented_with_who_may_open_it(street: Street) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "rooms" / "web.md").read_text(encoding="utf-8")
    for rule in street.app.url_map.iter_rules():
        guard = guard_of(street.app.view_functions[rule.endpoint])
        assert guard is not None
        method = " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        who = f"anybody: {guard.reason}" if guard.public else ", ".join(guard.roles) or "any member of staff"
        assert f"| `{rule.rule}` | {method} | {who} |" in page


def test_every_endpoint_says_its_roles_or_its_reason(street: Street) -> None:
    for name, view in street.app.view_functions.items():
        guard = guard_of(view)
        assert guard is not None, name
        assert guard.reason if guard.public else set(guard.roles) <= set(ROLES), name


def test_metrics_are_for_this_machine_only(street: Street) -> None:
    assert "gazette_requests_total" in street.anybody().get("/metrics").text
    assert street.anybody().get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.7"}).status_code == 404
    assert street.anybody().get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404
