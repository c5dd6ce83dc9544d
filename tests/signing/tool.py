"""A working fake of the signing tool on a person's machine: a WebSocket on loopback that fetches, signs and sends, as honestly as it is told to."""

import asyncio
import base64
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.signing.device import Device

_BOUNDARY = "ranh-gioi"


@dataclass
class FakeTool:
    """The tool with its token; `bend` is what it does to the signed file before it sends it, `heard` what it was asked."""

    device: Device
    bend: Callable[[bytes], bytes] = field(default=lambda signed: signed)
    refuses: str = ""
    file_name: str = "van-ban.pdf"
    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def answer(self, path: str, asked: dict[str, Any]) -> dict[str, Any]:
        """What the tool says to one message."""
        self.heard.append((path, asked))
        if self.refuses:
            return {"Status": 5, "Message": self.refuses}
        if path == "/SignHash":
            value = self.device.sign_hash(base64.b64decode(asked["Attributes"]))
            return {"Status": 0, "Signature": base64.b64encode(value).decode()}
        with urllib.request.urlopen(asked["FileName"], timeout=20) as fetched:
            sent = fetched.read()
        return {"Status": 0, "Message": "", "FileServer": self._send(asked["FileUploadHandler"], self.bend(self.device.sign_file(sent)))}

    def _send(self, address: str, signed: bytes) -> str:
        head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="uploadfile"; filename="{self.file_name}"\r\n\r\n'
        body = head.encode() + signed + f"\r\n--{_BOUNDARY}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
        try:
            with urllib.request.urlopen(urllib.request.Request(address, body, headers), timeout=60) as answer:
                return str(json.load(answer)["FileServer"])
        except urllib.error.HTTPError as refused:
            refused.close()
            return ""


@contextmanager
def listening(tool: FakeTool) -> Iterator[str]:
    """The tool on a free port of this machine; gives host and port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    runner = web.AppRunner(_application(tool), shutdown_timeout=1)
    try:
        yield asyncio.run_coroutine_threadsafe(_started(runner), loop).result(20)
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _started(runner: web.AppRunner) -> str:
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return f"127.0.0.1:{runner.addresses[0][1]}"


def _application(tool: FakeTool) -> web.Application:
    async def speak(request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        async for message in line:
            if message.type is WSMsgType.TEXT:
                answer = await asyncio.to_thread(tool.answer, request.path, json.loads(message.data))
                await line.send_str(json.dumps(answer))
        return line

    application = web.Application()
    for path in ("/SignApproved", "/SignIssued", "/SignHash"):
        application.router.add_get(path, speak)
    return application
