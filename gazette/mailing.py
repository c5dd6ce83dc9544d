"""The mail server that carries notices: one connection for each mail, encrypted where the address says so."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from gazette.model.errors import Unavailable
from gazette.services import Mail

SCHEMES = ("smtp", "smtp+starttls", "smtps")
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
PATIENCE = 20.0
"""Seconds that a mail server may keep silent."""


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Sends by SMTP (RFC 5321). ``address`` is ``smtp://host:port``, ``smtp+starttls://user@host`` or ``smtps://user@host``.

    With a user in it, ``password_file`` holds the password; without encryption none is ever sent.
    """

    address: str
    sender: str
    password_file: Path | None = None

    def send(self, mail: Mail) -> None:
        """Hands one mail to the server; raises Unavailable, and the queue tries again later."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, mail.to, mail.subject
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        try:
            with self._connected() as server:
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable(reason="máy chủ thư / mail server") from error

    def _connected(self) -> smtplib.SMTP:
        parts = urlsplit(self.address)
        scheme: Literal["smtp", "smtp+starttls", "smtps"] = parts.scheme  # type: ignore[assignment]
        host, port = parts.hostname or "localhost", parts.port or PORTS[scheme]
        context = ssl.create_default_context()
        if scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=PATIENCE)
        if scheme == "smtp+starttls":
            server.starttls(context=context)
        if parts.username and self.password_file is not None and scheme != "smtp":
            server.login(parts.username, self.password_file.read_text(encoding="utf-8").strip())
        return server
