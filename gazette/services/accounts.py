"""Accounts: who may log in, with which roles and clearance; passwords are kept as argon2id hashes only."""

import hashlib
from collections.abc import Iterable
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

import archive
from gazette.db import Database
from gazette.model.errors import BadCall
from gazette.model.people import ROLES, WORKER, Account, Actor
from gazette.model.refusals import NotAccepted, RoleMissing
from gazette.model.text import nfc

SHORTEST = 8
"""A password has at least this many characters."""


class Accounts:
    """Logging in, and the accounts themselves."""

    def __init__(self, database: Database, hasher: PasswordHasher | None = None) -> None:
        self._database = database
        self._hasher = hasher or PasswordHasher()

    @cached_property
    def _nobody(self) -> str:
        """Verified against when there is no such account, so that the answer takes as long."""
        return self._hasher.hash("không có tài khoản này")

    def authenticate(self, user: str, password: str) -> Actor | None:
        """The person, when the password is right and the account enabled; the work done is the same for unknown accounts."""
        nobody = self._nobody
        with self._database.read() as work:
            found = work.accounts.find(user)
        account, kept = found if found else (None, nobody)
        right = self._verify(kept, password)
        return _actor(account) if right and account is not None and account.enabled else None

    def actor(self, user: str) -> Actor | None:
        """The person of an enabled account, with the roles and clearance of this moment."""
        with self._database.read() as work:
            found = work.accounts.find(user)
        return _actor(found[0]) if found and found[0].enabled else None

    def pass_for(self, user: str) -> str | None:
        """What a session carries of an enabled account: another one once the password is another. It tells nothing of the password."""
        with self._database.read() as work:
            found = work.accounts.find(user)
        return _pass(found[0].user, found[1]) if found and found[0].enabled else None

    def bearer(self, carried: str) -> Actor | None:
        """The person whose session carries *carried*, with the roles and clearance of this moment; ``None`` when it holds no longer."""
        user = carried.rpartition(" ")[0]
        with self._database.read() as work:
            found = work.accounts.find(user)
        return _actor(found[0]) if found and found[0].enabled and _pass(user, found[1]) == carried else None

    def any(self) -> bool:
        """Whether there is an account at all."""
        with self._database.read() as work:
            return bool(work.accounts.all())

    def first(self, account: Account, password: str) -> None:
        """The first account of an installation, which nobody can create but the installation itself. Raises NotAccepted afterwards."""
        self.begin([(account, password)])

    def begin(self, accounts: Iterable[tuple[Account, str]]) -> None:
        """All accounts of a new installation at once; only while there is none. Raises NotAccepted."""
        rows = [(_checked(account), self._hash(password)) for account, password in accounts]
        with self._database.write() as work:
            if work.accounts.all():
                raise NotAccepted(vi="hệ thống đã có tài khoản", en="there are accounts already")
            for account, kept in rows:
                work.accounts.add(account, kept, work.now)

    def add(self, actor: Actor, account: Account, password: str) -> None:
        """A new account, by an administrator; a clearance above Công khai needs a security officer. Raises NotAllowed, NotAccepted."""
        _need(actor, "administrator")
        if account.clearance != "cong-khai" or account.compartments:
            _need(actor, "security-officer")
        kept = self._hash(password)
        with self._database.write() as work:
            if work.accounts.find(account.user):
                raise NotAccepted(vi=f"tài khoản {account.user} đã có", en=f"the account {account.user} exists already")
            work.accounts.add(_checked(account), kept, work.now)

    def list(self, actor: Actor) -> tuple[Account, ...]:
        """Every account, for administrators, security officers and auditors."""
        _need(actor, "administrator", "security-officer", "auditor")
        with self._database.read() as work:
            return work.accounts.all()

    def passwd(self, actor: Actor, user: str, password: str) -> bool:
        """Sets a password: one's own, or anybody's as administrator. Raises NotAllowed, NotFound, NotAccepted.

        Administrators read nothing by it: who was cleared further than the administrator stands at Công khai afterwards, until a
        security officer clears them anew. Gives whether that happened.
        """
        if actor.user != user:
            _need(actor, "administrator")
        kept = self._hash(password)
        with self._database.write() as work:
            found = work.accounts.find(user)
            lowered = found is not None and actor.user != user and not _reaches(actor, found[0])
            closed = {"level": "cong-khai", "compartments": []} if lowered else {}
            work.accounts.change(user, password=kept, **closed)
            return lowered

    def set_roles(self, actor: Actor, user: str, roles: Iterable[str]) -> None:
        """Sets the roles an account holds, by an administrator. Raises NotAllowed, NotFound, BadCall for an unknown role."""
        _need(actor, "administrator")
        chosen = sorted(set(roles), key=list(ROLES).index) if set(roles) <= set(ROLES) else _unknown(roles)
        with self._database.write() as work:
            work.accounts.change(user, roles=chosen)

    def set_clearance(self, actor: Actor, user: str, level: str, compartments: Iterable[str] = ()) -> None:
        """Sets a clearance, by a security officer and never for oneself. Raises NotAllowed, NotFound, BadCall."""
        _need(actor, "security-officer")
        if actor.user == user:
            raise RoleMissing(vi="không ai tự đặt mức được đọc cho mình", en="nobody sets their own clearance")
        names = sorted(set(compartments))
        _clearance(user, level, names)
        with self._database.write() as work:
            work.accounts.change(user, level=level, compartments=names)

    def disable(self, actor: Actor, user: str, *, enabled: bool = False) -> None:
        """Closes an account (or opens it again), by an administrator. Raises NotAllowed, NotFound."""
        _need(actor, "administrator")
        with self._database.write() as work:
            work.accounts.change(user, enabled=enabled)

    def _hash(self, password: str) -> str:
        if len(password) < SHORTEST:
            raise NotAccepted(vi=f"mật khẩu phải có ít nhất {SHORTEST} ký tự", en=f"a password has at least {SHORTEST} characters")
        return self._hasher.hash(_bytes(password))

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False


def _bytes(password: str) -> bytes:
    # One password, whether the keyboard sends composed or decomposed Vietnamese letters.
    return nfc(password).encode("utf-8", "surrogatepass")


def _actor(account: Account) -> Actor:
    clearance = _clearance(account.user, account.clearance, account.compartments)
    return Actor(account.user, account.name, frozenset(account.roles), clearance)


def _pass(user: str, kept: str) -> str:
    return f"{user} {hashlib.sha256(kept.encode()).hexdigest()[:32]}"


def _reaches(actor: Actor, account: Account) -> bool:
    return archive.dominates(actor.clearance, archive.Label.named(account.clearance, account.compartments))


def _clearance(user: str, level: str, compartments: Iterable[str]) -> archive.Clearance:
    try:
        label = archive.Label.named(level, compartments)
    except archive.UnknownLabel as error:
        raise BadCall(reason=f"{level} {' '.join(compartments)}".strip()) from error
    return archive.Clearance(user, label.level, label.secrecy, label.compartments)


def _checked(account: Account) -> Account:
    if not account.user.strip() or not account.user.isprintable() or account.user == WORKER.user or not set(account.roles) <= set(ROLES):
        raise BadCall(reason=f"{account.user} {' '.join(account.roles)}")
    _clearance(account.user, account.clearance, account.compartments)
    return account


def _unknown(roles: Iterable[str]) -> list[str]:
    raise BadCall(reason=" ".join(sorted(set(roles) - set(ROLES))))


def _need(actor: Actor, *roles: str) -> None:
    if not actor.has(*roles):
        names = [ROLES[role] for role in roles]
        raise RoleMissing(
            vi="cần vai trò " + " hoặc ".join(role.vi for role in names), en="needs the role " + " or ".join(role.en for role in names)
        )
