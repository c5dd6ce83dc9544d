"""Accounts: who may log in, with which roles and clearance; passwords are kept as argon2id hashes only."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

import archive
from gazette.db import Database, Work
from gazette.model.circulation import PREFIX
from gazette.model.clearing import OFFICER
from gazette.model.errors import BadCall
from gazette.model.people import ROLES, WORKER, Account, Actor
from gazette.model.refusals import NotAccepted, RoleMissing
from gazette.model.text import nfc
from gazette.services.acting import OPEN, acting, label_named

SHORTEST = 8
"""A password has at least this many characters."""


class Accounts:
    """Logging in, and the accounts themselves."""

    def __init__(self, database: Database, vault: archive.Vault, hasher: PasswordHasher | None = None) -> None:
        self._database = database
        self._audit, self._profile = vault.audit, vault.profile
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
        kept = found[1] if found else nobody
        return self.actor(user) if self._verify(kept, password) and found else None

    def actor(self, user: str) -> Actor | None:
        """The person of an enabled account, with the roles and clearance of this moment."""
        with self._database.read() as work:
            found = work.accounts.find(user)
            return acting(work, found[0]) if found and found[0].enabled else None

    def any(self) -> bool:
        """Whether there is an account at all."""
        with self._database.read() as work:
            return bool(work.accounts.all())

    def first(self, account: Account, password: str) -> None:
        """The first account of an installation, which nobody can create but the installation itself. Raises NotAccepted afterwards."""
        self.begin([(account, password)])

    def begin(self, accounts: Iterable[tuple[Account, str]]) -> None:
        """All accounts of a new installation at once; only while there is none. Raises NotAccepted."""
        rows = [(self._checked(account), self._hash(password)) for account, password in accounts]
        with self._database.write() as work:
            if work.accounts.all():
                raise NotAccepted(vi="hệ thống đã có tài khoản", en="there are accounts already")
            for account, kept in rows:
                work.accounts.add(account, kept, work.now)
                self._note(work, account.user, "account-added", {"user": account.user, "level": account.clearance})

    def add(self, actor: Actor, account: Account, password: str) -> None:
        """A new account at Công khai, by an administrator; what is more takes two people. Raises NotAllowed, NotAccepted."""
        _need(actor, "administrator")
        if account.clearance != OPEN or account.compartments or OFFICER in account.roles:
            raise _TWO
        kept = self._hash(password)
        with self._database.write() as work:
            if work.accounts.find(account.user):
                raise NotAccepted(vi=f"tài khoản {account.user} đã có", en=f"the account {account.user} exists already")
            work.accounts.add(self._checked(account), kept, work.now)
            self._note(work, actor.user, "account-added", {"user": account.user, "roles": " ".join(account.roles)})

    def list(self, actor: Actor) -> tuple[Account, ...]:
        """Every account, for administrators, security officers and auditors."""
        _need(actor, "administrator", "security-officer", "auditor")
        with self._database.read() as work:
            return work.accounts.all()

    def passwd(self, actor: Actor, user: str, password: str) -> bool:
        """Sets a password: one's own, or anybody's as administrator. Raises NotAllowed, NotFound, NotAccepted.

        Every session of the account ends. Administrators read nothing by it: who was cleared further than the administrator stands at
        Công khai afterwards, until two people clear them anew. Gives whether that happened.
        """
        if actor.user != user:
            _need(actor, "administrator")
        kept = self._hash(password)
        with self._database.write() as work:
            found = work.accounts.find(user)
            lowered = found is not None and actor.user != user and not _reaches(actor, found[0])
            closed: dict[str, object] = {"level": OPEN, "compartments": [], "until": None} if lowered else {}
            work.accounts.change(user, password=kept, **closed)
            work.sessions.end(user=user)
            self._note(work, actor.user, "password-set", {"user": user})
            return lowered

    def set_roles(self, actor: Actor, user: str, roles: Iterable[str]) -> None:
        """Sets the roles an account holds, by an administrator; the security officer's is given by two people (``Clearing``).

        Raises NotAllowed, NotFound, BadCall for an unknown role.
        """
        _need(actor, "administrator")
        chosen = sorted(set(roles), key=list(ROLES).index) if set(roles) <= set(ROLES) else _unknown(roles)
        with self._database.write() as work:
            found = work.accounts.find(user)
            if found is not None and OFFICER in chosen and OFFICER not in found[0].roles:
                raise _TWO
            work.accounts.change(user, roles=chosen)
            self._note(work, actor.user, "roles-set", {"user": user, "roles": " ".join(chosen)})

    def set_clearance(self, actor: Actor, user: str, level: str, compartments: Iterable[str] = ()) -> None:
        """Lowers a clearance, at once and by one security officer. Raises NotAllowed for anything higher, NotFound, BadCall.

        Anything higher takes two people: see ``Clearing``.
        """
        _need(actor, OFFICER)
        names = sorted(set(compartments))
        wanted = label_named(level, names)
        self._check_profile(wanted, level)
        with self._database.write() as work:
            found = work.accounts.find(user)
            if found is not None and not label_named(found[0].clearance, found[0].compartments).covers(wanted):
                raise _TWO
            work.accounts.change(user, level=level, compartments=names)
            self._note(work, actor.user, "clearance-lowered", {"user": user, "level": level, "compartments": names})

    def disable(self, actor: Actor, user: str, *, enabled: bool = False) -> None:
        """Closes an account (or opens it again), by an administrator. Raises NotAllowed, NotFound."""
        _need(actor, "administrator")
        with self._database.write() as work:
            work.accounts.change(user, enabled=enabled)
            work.sessions.end(user=user)
            self._note(work, actor.user, "account-opened" if enabled else "account-closed", {"user": user})

    def _checked(self, account: Account) -> Account:
        if (
            not account.user.strip()
            or not account.user.isprintable()
            or account.user == WORKER.user
            or account.user.startswith(PREFIX)
            or not set(account.roles) <= set(ROLES)
        ):
            raise BadCall(reason=f"{account.user} {' '.join(account.roles)}")
        self._check_profile(label_named(account.clearance, account.compartments), account.clearance)
        return account

    def _check_profile(self, label: archive.Label, level: str) -> None:
        if label.secrecy and self._profile is not archive.Profile.CLOSED:
            raise BadCall(reason=level)

    def _note(self, work: Work, actor: str, action: str, details: Mapping[str, object]) -> None:
        self._audit.append(work.connection, archive.Entry(actor, action, details=details))

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


def _reaches(actor: Actor, account: Account) -> bool:
    return archive.dominates(actor.clearance, archive.Label.named(account.clearance, account.compartments))


_TWO = RoleMissing(
    vi="cấp mức tiếp cận hoặc vai trò Cán bộ bảo mật phải do hai người quyết định",
    en="giving a clearance or the role of security officer takes two people",
)


def _unknown(roles: Iterable[str]) -> list[str]:
    raise BadCall(reason=" ".join(sorted(set(roles) - set(ROLES))))


def _need(actor: Actor, *roles: str) -> None:
    if not actor.has(*roles):
        names = [ROLES[role] for role in roles]
        raise RoleMissing(
            vi="cần vai trò " + " hoặc ".join(role.vi for role in names), en="needs the role " + " or ".join(role.en for role in names)
        )
