"""Signing on one's own device: the page that talks to the local tool, and the one-time addresses the tool fetches from and sends to."""

import base64
import binascii
from typing import Any

import flask

from gazette.model import addresses, workflow
from gazette.model.errors import BadCall
from gazette.model.people import Actor
from gazette.model.remote import RemoteRequest
from gazette.services import HandedOut
from gazette.web import context, rendering
from gazette.web.guards import permission, public
from gazette.web.headers import connecting
from gazette.web.limits import limited
from gazette.web.sending import send_bytes
from gazette.web.uploads import sent_one

screen = flask.Blueprint("remote", __name__, url_prefix=addresses.DESK)
addresses_once = flask.Blueprint("signing", __name__, url_prefix=f"{addresses.API}/signing")
SIGNERS = ("leader", "clerk")
CALLS = {"sign": "SignApproved", "seal": "SignIssued"}
"""What the local tool calls the leader's signature and the clerk's."""

_BEGIN, _FETCH = "20 per minute; 200 per hour", "60 per minute"


@screen.get("/van-ban/<document>/ky-thiet-bi/<step>")
@permission(*SIGNERS)
def form(actor: Actor, document: str, step: str) -> Any:
    """The page one signs from with one's own device."""
    found, keys = context.services().remote.ready(actor, document, step)
    tool = context.screens().signing_tool
    page = rendering.page("desk/device.html", document=found, keys=keys, step=workflow.TRANSITIONS[step], call=CALLS[step], tool=tool)
    return connecting(page, f"ws://{tool}", f"wss://{tool}")


@screen.post("/van-ban/<document>/ky-thiet-bi/<step>")
@permission(*SIGNERS)
@limited(_BEGIN)
def begin(actor: Actor, document: str, step: str) -> Any:
    """Hands the document out, as a whole or as a hash; answers with what the tool is told."""
    way = flask.request.form.get("way", "")
    if way not in ("file", "hash"):
        raise BadCall(reason="way")
    made = context.services().remote.begin(actor, document, step, "hash" if way == "hash" else "file")
    told = _for_agent(made) if way == "hash" else _for_tool(made)
    return rendering.as_json({"id": made.request.id, "expires": made.request.expires.isoformat(), "message": told})


@screen.get("/ky-thiet-bi/<request_id>.json")
@permission(*SIGNERS)
def state(actor: Actor, request_id: str) -> Any:
    """How one's own request stands."""
    request, told = context.services().remote.state(actor, request_id)
    return _standing(request, told)


@screen.post("/ky-thiet-bi/<request_id>")
@permission(*SIGNERS)
@limited(_BEGIN)
def complete(actor: Actor, request_id: str) -> Any:
    """Takes the signature value for one's own request."""
    try:
        signature = base64.b64decode(flask.request.form.get("signature", ""), validate=True)
    except (binascii.Error, ValueError) as cause:
        raise BadCall(reason="signature") from cause
    ended = context.services().remote.complete(actor, request_id, signature)
    return _standing(ended, ended.state)


@addresses_once.get("/<secret>/van-ban.pdf")
@public("the address is a secret of its own: one use, ten minutes, one account's document")
@limited(_FETCH)
def hand_out(secret: str) -> Any:
    """The document to be signed, once; asking for the head alone uses nothing up."""
    if flask.request.method == "HEAD":
        return flask.Response(mimetype="application/pdf")
    response = send_bytes(context.services().remote.hand_out(secret), "application/pdf", "van-ban.pdf")
    response.headers["Cache-Control"] = "no-store"
    return response


@addresses_once.post("/<secret>")
@public("the address is a secret of its own: one use, ten minutes, one account's document")
@limited(_FETCH)
def take_back(secret: str) -> Any:
    """Takes the signed file, as the first file of a form or as the body; the answer is the one such tools expect."""
    name = next(iter(flask.request.files), "")
    upload = sent_one(name) if name else None
    ended = context.services().remote.take_back(secret, upload.data if upload else flask.request.get_data())
    good = ended.state == "signed"
    answer = {"Status": good, "Message": ended.why(context.lang()), "FileName": "van-ban.pdf", "FileServer": ""}
    return rendering.as_json(answer, 200 if good else 422)


def _standing(request: RemoteRequest, told: str) -> flask.Response:
    return rendering.as_json({"state": told, "reason": request.reason, "message": request.why(context.lang())})


def _for_agent(made: HandedOut) -> dict[str, Any]:
    return {"Attributes": base64.b64encode(made.attributes).decode(), "HashAlg": "sha256", "Certificate": made.fingerprint}


def _for_tool(made: HandedOut) -> dict[str, Any]:
    """The message of the local tool's own interface; addresses are completed by the page, which knows how the site is reached."""
    message: dict[str, Any] = {
        "FileName": flask.url_for("signing.hand_out", secret=made.download),
        "FileUploadHandler": flask.url_for("signing.take_back", secret=made.upload),
        "SessionId": made.request.id,
        "JWTToken": "",
        "MetaData": [],
    }
    if made.request.step == "seal":
        day = made.document.issued_on
        message |= {"DocNumber": made.document.number or "", "IssuedDate": day.isoformat() if day else ""}
    return message
