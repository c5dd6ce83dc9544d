"""user: accounts, roles and clearances."""

from pathlib import Path

import pytest

from gazette.model.people import ROLES
from tests.demo import Demo, call


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A password in a file."""
    path = tmp_path / "secret"
    path.write_text("một mật khẩu đủ dài\n")
    return path


def test_the_demonstration_has_one_account_per_role_and_per_clearance(demo: Demo) -> None:
    rows = demo.call("user", "list", "--json").rows
    assert all(list(row) == ["user", "roles", "clearance", "compartments"] for row in rows)
    assert {role for row in rows for role in row["roles"]} == set(ROLES)
    assert {row["clearance"] for row in rows} == {"cong-khai", "noi-bo", "han-che", "bi-mat"}
    assert all(len(row["roles"]) == 1 for row in rows)


def test_a_sample_installation_says_as_whom_it_acts(demo: Demo) -> None:
    assert "quan-tri" in demo.call("user", "list").err


def test_an_account_is_added_and_logs_in(own: Demo, secret: Path) -> None:
    added = own.json("user", "add", "moi", "--role", "editor", "--new-password-file", secret)
    assert added.row == {"user": "moi", "roles": ["editor"], "clearance": "cong-khai", "compartments": []}
    assert own.call("issue", "list", "--as", "moi", "--password-file", secret).status == 0
    secret.write_text("một mật khẩu khác hẳn")
    refused = own.call("issue", "list", "--as", "moi", "--password-file", secret)
    assert (refused.status, bool(refused.sentence)) == (1, True)


def test_a_password_is_changed(own: Demo, secret: Path) -> None:
    assert own.call("user", "passwd", "van-thu", "--new-password-file", secret).status == 0
    assert own.call("issue", "list", "--as", "van-thu", "--password-file", secret).status == 0


def test_roles_and_clearance_are_set_by_those_whose_duty_it_is(own: Demo) -> None:
    assert own.call("user", "roles", "van-thu", "clerk", "drafter").status == 0
    wanted = ["user", "clearance", "van-thu", "bi-mat", "--until", "2099-12-31", "--reason", "được giao", "--as", "bao-mat"]
    assert own.call("user", "clearance", "van-thu", "bi-mat").status == 1
    assert own.call(*wanted, "--second", "bao-mat").status == 1
    waiting = own.json(*wanted).row["proposal"]
    assert own.call("user", "confirm", waiting, "--as", "bao-mat").status == 1
    assert own.call("user", "confirm", waiting, "--as", "quan-tri").status == 0
    assert own.call("user", "clearance", "van-thu", "han-che").status == 0
    (row,) = [row for row in own.call("user", "list", "--json").rows if row["user"] == "van-thu"]
    assert (sorted(row["roles"]), row["clearance"]) == (["clerk", "drafter"], "han-che")
    assert own.call("user", "revoke", "van-thu", "--reason", "chuyển công tác").status == 0
    (row,) = [row for row in own.call("user", "list", "--json").rows if row["user"] == "van-thu"]
    assert row["clearance"] == "cong-khai"


def test_others_may_not(own: Demo) -> None:
    for arguments in (["user", "list"], ["user", "roles", "van-thu", "leader"], ["user", "clearance", "van-thu", "bi-mat"]):
        assert own.call(*arguments, "--as", "bien-tap").status == 1
    assert own.call("user", "clearance", "van-thu", "bi-mat", "--as", "quan-tri").status == 1


@pytest.mark.parametrize(
    "arguments",
    [["roles", "van-thu", "vua"], ["clearance", "van-thu", "x"], ["roles", "khong-co", "clerk"]],
)
def test_unknown_names_are_refused_with_one_sentence(own: Demo, arguments: list[str]) -> None:
    answer = own.call("user", *arguments)
    assert answer.status in (1, 2)
    assert answer.err.splitlines()[-1].startswith("gazette: ")


def test_the_first_account_of_a_real_installation_needs_nobody_and_the_second_does(tmp_path: Path, secret: Path) -> None:
    home = tmp_path / "home"
    assert call("--home", home, "init").status == 0
    first = ["--home", home, "user", "add", "quan-tri", "--role", "administrator", "--new-password-file", secret]
    assert call(*first).status == 0
    second = call("--home", home, "user", "add", "hai", "--new-password-file", secret)
    assert second.status == 2
    assert "--as" in second.sentence
    as_first = ["--as", "quan-tri", "--password-file", secret]
    assert call("--home", home, "user", "add", "hai", "--new-password-file", secret, *as_first).status == 0
    assert call("--home", home, "user", "list", "--as", "quan-tri").status == 2


def test_a_device_certificate_is_registered_listed_and_taken_away(own: Demo, tmp_path: Path) -> None:
    file = own.home / "authority" / "ca" / "issuing.crt.pem"
    added = own.json("user", "device", "allow", "lanh-dao", "leader", file).row
    assert (added["user"], added["role"], len(str(added["fingerprint"]))) == ("lanh-dao", "leader", 64)
    assert own.json("user", "device", "list").rows == [added]
    assert own.call("user", "device", "disallow", "lanh-dao", "leader", added["fingerprint"]).status == 0
    assert own.call("user", "device", "disallow", "lanh-dao", "leader", added["fingerprint"]).status == 1
    assert own.call("user", "device", "allow", "lanh-dao", "leader", tmp_path / "khong-co").status == 2
