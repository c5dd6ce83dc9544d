"""Documents handed out to be signed elsewhere, and the certificates that may sign them: every request is answered at most once."""

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from gazette.db.closing import Closing, Holder, RowSeal
from gazette.db.tables import device_certificates, signing_requests
from gazette.model.errors import NotFound
from gazette.model.remote import DeviceKey, RemoteRequest, RequestClosed

_REQUEST = tuple(field.name for field in fields(RemoteRequest))
_KEY = tuple(field.name for field in fields(DeviceKey))


@dataclass(frozen=True, slots=True)
class Remotes:
    """The requests on one connection, at one moment. A one-time address is known here by its SHA-256 only."""

    connection: Connection
    now: datetime
    seal: RowSeal

    def add(self, request: RemoteRequest, download: str | None = None, upload: str | None = None) -> None:
        """Writes a new request, with the secrets of its one-time addresses when the whole file goes out."""
        values = {name: getattr(request, name) for name in _REQUEST}
        shut = self.seal.shut(signing_requests, self._holder(request.document), values)
        self.connection.execute(insert(signing_requests).values(**shut, download=_hashed(download), upload=_hashed(upload)))

    def get(self, request_id: str, user: str) -> RemoteRequest:
        """The request, for the account it was made for; raises NotFound for everybody else."""
        return self._one(signing_requests.c.id == request_id, signing_requests.c.user == user)

    def take_out(self, secret: str) -> RemoteRequest:
        """The request behind a download address, which is used up by this. Raises NotFound for a used one, RequestClosed when too late."""
        mark = signing_requests.c.download == _hashed(secret)
        request = self._one(mark)
        if not self._taken(mark, download=None):
            raise self._closed(request)
        return request

    def claim(self, upload: str) -> RemoteRequest:
        """The request behind an upload address, now being judged. Raises NotFound, RequestClosed for who comes second or late."""
        return self._claimed(signing_requests.c.upload == _hashed(upload))

    def claim_own(self, request_id: str, user: str) -> RemoteRequest:
        """The same for a request by its id and account, whose answer comes back with the account's own session."""
        return self._claimed(signing_requests.c.id == request_id, signing_requests.c.user == user)

    def finish(self, request: RemoteRequest, state: str, reason: str = "", sentences: tuple[str, str] = ("", "")) -> None:
        """Ends a request that is being judged: ``signed``, or ``refused`` with code and sentences. Its preparation is thrown away."""
        said = {"vi": sentences[0], "en": sentences[1], "prepared": None, "tail": None}
        told = {"state": state, "reason": reason, "finished": self.now}
        told |= self.seal.shut(signing_requests, self._holder(request.document), said)
        mark = (signing_requests.c.id == request.id, signing_requests.c.state == "judging")
        self.connection.execute(update(signing_requests).where(*mark).values(**told))

    def forget_before(self, moment: datetime) -> None:
        """Throws away what never came back: preparations of requests that ended before *moment*."""
        kept = or_(
            signing_requests.c.tail.is_not(None), and_(signing_requests.c.sealed.is_not(None), signing_requests.c.finished.is_(None))
        )
        gone = {"prepared": None, "tail": None, "sealed": None, "download": None}
        self.connection.execute(update(signing_requests).where(signing_requests.c.expires < moment, kept).values(**gone))

    def allow(self, key: DeviceKey) -> None:
        """Adds a certificate to those an account may sign with; one that was taken away may sign again."""
        table = device_certificates.c
        mark = (table.user == key.user, table.role == key.role, table.fingerprint == key.fingerprint)
        self.connection.execute(delete(device_certificates).where(*mark))
        self.connection.execute(insert(device_certificates).values(**{name: getattr(key, name) for name in _KEY}))

    def disallow(self, user: str, role: str, fingerprint: str) -> bool:
        """Ends a certificate's time on the list, now; whether it was there. What it signed before stays good."""
        table = device_certificates.c
        mark = (table.user == user, table.role == role, table.fingerprint == fingerprint, table.ended_at.is_(None))
        return bool(self.connection.execute(update(device_certificates).where(*mark).values(ended_at=self.now)).rowcount)

    def keys(self, user: str | None = None, role: str | None = None, *, ended: bool = False) -> tuple[DeviceKey, ...]:
        """The certificates of an account in a role, the newest first; of everybody when left out. *ended*: those taken away as well."""
        query = select(device_certificates).order_by(device_certificates.c.added_at.desc(), device_certificates.c.fingerprint)
        if not ended:
            query = query.where(device_certificates.c.ended_at.is_(None))
        if user is not None:
            query = query.where(device_certificates.c.user == user)
        if role is not None:
            query = query.where(device_certificates.c.role == role)
        return tuple(DeviceKey(**{name: row[name] for name in _KEY}) for row in self.connection.execute(query).mappings())

    def _claimed(self, *mark: ColumnElement[bool]) -> RemoteRequest:
        request = self._one(*mark)
        if not self._taken(*mark, state="judging", download=None):
            raise self._closed(self._one(*mark))
        return request

    def _taken(self, *mark: ColumnElement[bool], **values: Any) -> bool:
        """Whether this call, and no other, changed a request that still waits: the database decides between two at once."""
        open_ = (signing_requests.c.state == "waiting", signing_requests.c.expires > self.now)
        return self.connection.execute(update(signing_requests).where(*mark, *open_).values(**values)).rowcount == 1

    def _closed(self, request: RemoteRequest) -> RequestClosed:
        match request.told(self.now):
            case "expired":
                return RequestClosed(vi="đã quá thời hạn 10 phút, xin yêu cầu ký lại", en="the 10 minutes are over; please begin anew")
            case "judging":
                return RequestClosed(vi="tệp trả về trước đó đang được kiểm tra", en="what came back before is being examined")
            case _:
                return RequestClosed(vi="địa chỉ này đã được dùng một lần", en="this address was used once already")

    def _one(self, *conditions: ColumnElement[bool]) -> RemoteRequest:
        row = self.connection.execute(select(signing_requests).where(*conditions)).mappings().first()
        if row is None:
            raise NotFound
        told = self.seal.open(signing_requests, self._holder(row["document"]).record, row)
        return RemoteRequest(**{name: told[name] for name in _REQUEST})

    def _holder(self, document: str) -> Holder:
        return Closing(self.connection, self.seal).holder(document)


def _hashed(secret: str | None) -> str | None:
    return None if secret is None else hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
