"""Notices as their people see them, and the mails that say no more than that something waits."""

from gazette.model import addresses
from gazette.model.errors import BadCall
from gazette.model.notice import Notice
from gazette.model.people import Actor
from gazette.pages.environment import render
from gazette.services.parts import Mail, Parts

SUBJECT = "Có việc chờ bạn trên bàn làm việc"
"""The subject of every mail: the same for all, whatever it is about."""


class Notify:
    """What waits for somebody."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def mine(self, actor: Actor) -> tuple[Notice, ...]:
        """The person's latest notices, newest first."""
        with self._parts.database.read() as work:
            return work.notices.of(actor.user)

    def see(self, actor: Actor) -> None:
        """Notes that the person saw them."""
        with self._parts.database.write() as work:
            work.notices.see(actor.user)

    def address(self, actor: Actor) -> str:
        """Where the person's mails go; empty when nowhere."""
        with self._parts.database.read() as work:
            return work.notices.address(actor.user)

    def set_address(self, actor: Actor, email: str) -> None:
        """Sets where one's own mails go; empty for nowhere. Raises BadCall for what is no address."""
        plain = email.strip()
        if plain and (plain.count("@") != 1 or not plain.isascii() or not plain.isprintable() or " " in plain or len(plain) > 254):
            raise BadCall(reason="địa chỉ thư không hợp lệ / no such mail address")
        with self._parts.database.write() as work:
            work.accounts.change(actor.user, email=plain)

    def deliver(self, notice_id: str) -> bool:
        """Sends the mail about a notice, once; whether it left. Without a mail server it stays on the desk. Raises Unavailable.

        The mail carries an opaque id and the address of the desk: nothing of what it is about, whatever its label.
        """
        mailer = self._parts.mailer
        with self._parts.database.read() as work:
            notice = work.notices.get(notice_id)
            to = work.notices.address(notice.user)
        if mailer is None or not to or notice.mailed is not None:
            return False
        mailer.send(Mail(to, f"{SUBJECT} ({notice.id[:8]})", self._text(notice)))
        with self._parts.database.write() as work:
            work.notices.mailed(notice.id)
        return True

    def _text(self, notice: Notice) -> str:
        gazette = self._parts.gazette
        link = gazette.public_url.rstrip("/") + addresses.desk("thong-bao")
        about = {"link": link, "id": notice.id[:8], "site_name": f"Công báo {gazette.province}"}
        return render("mail/notice.txt", "vi", about)
