"""An inspector who sends visits over the API, again and again, whatever becomes of the server."""

from __future__ import annotations

import http.cookiejar
import io
import json
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from PIL import Image
from uuid6 import uuid7

from chuangcheng.demo.people import PASSWORD
from tests.operations.installations import PATIENCE_SECONDS

VALUES: dict[str, dict[str, Any]] = {
    "yes_no": {"ok": False},
    "at_least": {"count": 0},
    "tally": {"faults": 2},
    "timed": {"faults": 1},
    "percentage": {"percent": "50"},
    "composite": {"present": []},
}


@dataclass
class Inspector:
    """Signed in at one address."""

    address: str
    username: str = "jianchayuan"
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def __post_init__(self) -> None:
        # No proxy, whatever the environment says: the server is ours.
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies)
        )

    def signs_in(self) -> None:
        """As on the page."""
        self._opener.open(f"{self.address}/accounts/login/", timeout=60).read()
        form = f"login={self.username}&password={PASSWORD}".encode()
        self.posts("/accounts/login/", form, "application/x-www-form-urlencoded")

    def reads(self, path: str) -> Any:
        """The JSON of an API address."""
        with self._opener.open(f"{self.address}/api/v1{path}", timeout=60) as answer:
            return json.loads(answer.read())

    def sends(self, path: str, body: Any) -> Any:
        """Sends JSON to an API address; gives the answer. Raises OSError when the server is gone."""
        return json.loads(self.posts(f"/api/v1{path}", json.dumps(body).encode(), "application/json"))

    def sends_photo(self, path: str) -> str:
        """Sends a photo that nobody has sent yet; gives its id."""
        picture, boundary = io.BytesIO(), uuid4().hex
        Image.effect_noise((320, 240), 90).convert("RGB").save(picture, "JPEG")
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n'
        body = f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + picture.getvalue() + f"\r\n--{boundary}--".encode()
        found = self.posts(f"/api/v1{path}", body, f"multipart/form-data; boundary={boundary}")
        return str(json.loads(found)["ids"][0])

    def posts(self, path: str, body: bytes, kind: str) -> bytes:
        """Sends a body; gives the answer's."""
        token = next((cookie.value for cookie in self.cookies if cookie.name == "csrftoken"), "") or ""
        headers = {"Content-Type": kind, "X-CSRFToken": token, "Referer": self.address}
        request = urllib.request.Request(self.address + path, data=body, headers=headers)  # noqa: S310 - our server
        with self._opener.open(request, timeout=60) as answer:
            return bytes(answer.read())


def visit_of(inspector: Inspector, place: dict[str, Any]) -> dict[str, Any]:
    """A filled-in form for a site, every item failed, a photo on the first."""
    items = inspector.reads(f"/rounds/{place['round_id']}/sites/{place['site_id']}/checklist")
    answers: list[dict[str, Any]] = [{"item_id": item["id"], "value": VALUES[item["kind"]]} for item in items]
    answers[0]["photo_ids"] = [inspector.sends_photo("/visits/photos")]
    return {
        "id": str(uuid7()),
        "round_id": place["round_id"],
        "site_id": place["site_id"],
        "started_at": datetime.now(UTC).isoformat(),
        "answers": answers,
    }


def wait_until_well(address: str) -> None:
    """Until the server says that it can serve."""
    until = time.monotonic() + PATIENCE_SECONDS
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < until:
        try:
            with opener.open(f"{address}/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)


def words_of(error: urllib.error.HTTPError) -> str:
    """What the server said, without its tags."""
    return re.sub(r"<[^>]+>", " ", error.read().decode(errors="replace"))[:500]
