"""Accounts: passwords as hashes, roles that imply nothing, clearances nobody gives themselves."""

import unicodedata

import pytest

from gazette.model.errors import BadCall, NotAllowed, NotFound, Refused
from gazette.model.people import Account
from tests.town import Town


def test_a_right_password_gives_the_person_with_roles_and_clearance(town: Town) -> None:
    actor = town.services.accounts.authenticate("bien-tap", "mat-khau-bien-tap")
    assert actor is not None
    assert (actor.user, actor.roles, actor.clearance.level) == ("bien-tap", frozenset({"editor"}), 3)


@pytest.mark.parametrize(("user", "password"), [("bien-tap", "sai"), ("khong-co", "mat-khau-bien-tap"), ("", ""), ("\x00", "\ud800")])
def test_a_wrong_password_and_an_unknown_account_are_answered_alike(town: Town, user: str, password: str) -> None:
    assert town.services.accounts.authenticate(user, password) is None


def test_a_password_is_the_same_in_composed_and_decomposed_letters(town: Town) -> None:
    accounts, editor = town.services.accounts, town.who("editor")
    accounts.passwd(editor, editor.user, unicodedata.normalize("NFC", "Mật khẩu của Mẫu"))
    assert accounts.authenticate(editor.user, unicodedata.normalize("NFD", "Mật khẩu của Mẫu")) is not None


def test_a_closed_account_neither_logs_in_nor_acts(town: Town) -> None:
    town.services.accounts.disable(town.who("administrator"), "bien-tap")
    assert town.services.accounts.authenticate("bien-tap", "mat-khau-bien-tap") is None
    assert town.services.accounts.actor("bien-tap") is None


def test_passwords_are_kept_as_argon2id_hashes_only(town: Town) -> None:
    with town.database.read() as work:
        found = work.accounts.find("bien-tap")
    assert found is not None
    assert found[1].startswith("$argon2id$")
    assert "mat-khau" not in found[1]


def test_a_second_beginning_is_refused(town: Town) -> None:
    with pytest.raises(Refused):
        town.services.accounts.first(Account("ke-gian", "Kẻ Gian", ("administrator",), "bi-mat"), "mat-khau-moi")


def test_a_new_account_reads_what_is_public_whoever_adds_it(town: Town) -> None:
    administrator = town.who("administrator")
    for account in (
        Account("moi", "Người Mới Mẫu", ("drafter",), "han-che"),
        Account("moi", "Người Mới Mẫu", ("drafter",), "cong-khai", ("to-cong-tac",)),
        Account("moi", "Người Mới Mẫu", ("security-officer",), "cong-khai"),
    ):
        with pytest.raises(NotAllowed, match="two people"):
            town.services.accounts.add(administrator, account, "mat-khau-moi")
    town.services.accounts.add(administrator, Account("moi", "Người Mới Mẫu", ("drafter",), "cong-khai"), "mat-khau-moi")
    actor = town.services.accounts.actor("moi")
    assert actor is not None
    assert (actor.clearance.level, actor.clearance.compartments) == (0, frozenset())


def test_one_security_officer_lowers_a_clearance_and_raises_none(town: Town) -> None:
    accounts, officer = town.services.accounts, town.who("security-officer")
    with pytest.raises(NotAllowed):
        accounts.set_clearance(town.who("administrator"), "bien-tap", "noi-bo")
    accounts.set_clearance(officer, "bien-tap", "noi-bo")
    for level, compartments in (("han-che", ()), ("noi-bo", ("to-cong-tac",)), ("bi-mat", ())):
        with pytest.raises(NotAllowed, match="two people"):
            accounts.set_clearance(officer, "bien-tap", level, compartments)
    actor = accounts.actor("bien-tap")
    assert actor is not None
    assert (actor.clearance.level, actor.clearance.compartments) == (1, frozenset())


def test_levels_of_state_secrecy_are_unknown_outside_the_closed_profile(town: Town) -> None:
    for level in ("mat", "toi-mat", "tuyet-mat"):
        with pytest.raises(BadCall):
            town.services.accounts.set_clearance(town.who("security-officer"), "bien-tap", level)


def test_whoever_changes_an_account_stands_in_the_log(town: Town) -> None:
    accounts, administrator = town.services.accounts, town.who("administrator")
    accounts.set_roles(administrator, "bien-tap", ["editor", "publisher"])
    accounts.passwd(administrator, "bien-tap", "mat-khau-khac")
    accounts.set_clearance(town.who("security-officer"), "bien-tap", "noi-bo")
    accounts.disable(administrator, "bien-tap")
    rows = [(row.actor, row.action) for row in town.services.log.export(town.who("auditor"))][-4:]
    assert rows == [
        ("quan-tri", "roles-set"),
        ("quan-tri", "password-set"),
        ("bao-mat", "clearance-lowered"),
        ("quan-tri", "account-closed"),
    ]


def test_nobody_but_an_administrator_changes_roles_or_other_peoples_passwords(town: Town) -> None:
    with pytest.raises(NotAllowed):
        town.services.accounts.set_roles(town.who("editor"), "bien-tap", ["editor", "publisher"])
    with pytest.raises(NotAllowed):
        town.services.accounts.passwd(town.who("editor"), "van-thu", "mat-khau-khac")
    town.services.accounts.passwd(town.who("editor"), "bien-tap", "mat-khau-khac")
    assert town.services.accounts.authenticate("bien-tap", "mat-khau-khac") is not None


def test_a_password_set_by_an_administrator_opens_nothing_to_the_administrator(town: Town) -> None:
    accounts, officer = town.services.accounts, town.who("security-officer")
    accounts.set_clearance(officer, "quan-tri", "cong-khai")
    administrator = accounts.actor("quan-tri")
    assert administrator is not None
    assert accounts.passwd(administrator, "luu-tru", "mat-khau-khac") is True
    intruder = accounts.authenticate("luu-tru", "mat-khau-khac")
    assert intruder is not None
    assert (intruder.clearance.level, intruder.clearance.compartments) == (0, frozenset())
    assert accounts.passwd(officer, officer.user, "mat-khau-moi") is False


def test_unknown_roles_levels_and_accounts_are_told(town: Town) -> None:
    with pytest.raises(BadCall):
        town.services.accounts.set_roles(town.who("administrator"), "bien-tap", ["vua"])
    with pytest.raises(BadCall):
        town.services.accounts.add(
            town.who("administrator"), Account("lanh-dao\nvan-thu", "Người Mẫu", (), "cong-khai"), "mat khau rat dai"
        )
    with pytest.raises(BadCall):
        town.services.accounts.set_clearance(town.who("security-officer"), "bien-tap", "rat-mat")
    with pytest.raises(NotFound):
        town.services.accounts.set_roles(town.who("administrator"), "khong-co", ["editor"])
    with pytest.raises(Refused):
        town.services.accounts.passwd(town.who("administrator"), "bien-tap", "ngan")
