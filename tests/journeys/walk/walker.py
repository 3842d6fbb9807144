"""Goes from link to link as one person and keeps what is wrong with each page."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, ViewportSize
from playwright.sync_api import Error as BrowserError

from tests.journeys.walk.faults import barriers_in, faults_of, faults_of_width, look_at

PC: ViewportSize = {"width": 1440, "height": 900}
OFFICE: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
NAME_SEGMENT = re.compile(r"[a-z][a-z_-]*")
SKIPPED = re.compile(r"/accounts/(?:logout|login)|/i18n/|/api/")
MOST_OF_A_PATTERN, MOST_OF_A_PATH = 1, 3  # with the same and with other parameters
SETTLED = "() => !document.querySelector('.htmx-request, [hx-trigger=load]:not(.htmx-settled):empty')"


@dataclass
class Walker:
    """One person in one language at some widths; `barriers_seen` keeps axe to one look at each kind of page."""

    context: BrowserContext
    address: str
    who: str
    widths: tuple[ViewportSize, ...]
    is_english: bool = False
    barriers_seen: set[tuple[str, int]] = field(default_factory=set)
    pictures: Path | None = None
    faults: list[str] = field(default_factory=list)
    walked: list[str] = field(default_factory=list)
    _noise: list[str] = field(default_factory=list)
    _offered_on: str = ""

    def walk(self, start: str = "/") -> None:
        """Opens every kind of page that can be reached by links, each once."""
        page = self._page()
        ahead, known = deque([(self.address + start, "")]), {start}
        paths: Counter[str] = Counter()
        while ahead:
            address, self._offered_on = ahead.popleft()
            for link in self._visited(page, address):
                shape = shape_of(link)
                path = shape.split("?")[0]
                if link.startswith(self.address) and shape not in known and paths[path] < MOST_OF_A_PATH:
                    known.add(shape)
                    paths[path] += 1
                    ahead.append((link, address.removeprefix(self.address)))
        page.close()

    def _page(self) -> Page:
        page = self.context.new_page()
        page.emulate_media(reduced_motion="reduce")  # or a drawer is still on its way out after a change of width
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._noise.append(f"script error: {error}"[:200]))
        page.on("response", self._receive)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self._noise.append(f"console: {message.text}"[:200])

    def _receive(self, answer: Response) -> None:
        if answer.status >= 400:
            asked = answer.url.removeprefix(self.address)
            self._noise.append(f"{answer.status} for {asked}, offered on {self._offered_on}")

    def _visited(self, page: Page, address: str) -> list[str]:
        """The links of the page; what is wrong with it is kept. Files are only asked for."""
        path = address.removeprefix(self.address)
        if SKIPPED.match(path):
            return []
        self.walked.append(path)
        self._noise.clear()
        try:
            answer = page.goto(address)
        except BrowserError as error:
            self._check_file(address, path, error)
            return []
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            # The browser's own viewer of pictures complains of the policy that a file comes with.
            self._tell(path, [] if answer and answer.ok else [f"the file answered {answer and answer.status}"])
            return []
        page.wait_for_function(SETTLED)
        return self._looked_at(page, path)

    def _check_file(self, address: str, path: str, error: BrowserError) -> None:
        if "Download is starting" not in str(error):
            self._tell(path, [str(error)[:200]])
            return
        answer = self.context.request.get(address)
        if not answer.ok:
            self._tell(path, [f"the file answered {answer.status}"])

    def _looked_at(self, page: Page, path: str) -> list[str]:
        links: list[str] = []
        for width in self.widths:
            page.set_viewport_size(width)
            seen = look_at(page)
            if not links:
                links = [link.split("#")[0] for link in seen["links"]]
                self._tell(path, faults_of(seen, is_english=self.is_english))
            label = f"{path} at {width['width']}"
            self._tell(label, faults_of_width(seen, is_phone=width == PHONE))
            self._tell(label, self._barriers(page, path, width["width"]))
            self._picture(page, path, width["width"])
        self._tell(path, self._noise)
        page.set_viewport_size(self.widths[0])
        return links

    def _barriers(self, page: Page, path: str, width: int) -> Iterator[str]:
        key = (shape_of(path).split("?")[0], width)
        if key not in self.barriers_seen:
            self.barriers_seen.add(key)
            yield from barriers_in(page)

    def _picture(self, page: Page, path: str, width: int) -> None:
        if self.pictures:
            name = re.sub(r"\W+", "_", shape_of(path)).strip("_") or "home"
            page.screenshot(path=self.pictures / f"{self.who}-{width}-{name[:80]}.png", full_page=True)

    def _tell(self, where: str, wrong: Iterator[str] | list[str]) -> None:
        self.faults += [f"{self.who} {where}: {each}" for each in wrong]


def shape_of(link: str) -> str:
    """The kind of page: ids and codes in the path become *, of the parameters only the names stay."""
    parts = urlsplit(link)
    path = "/".join(part if not part or NAME_SEGMENT.fullmatch(part) else "*" for part in parts.path.split("/"))
    names = "&".join(sorted({name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}))
    return f"{path}?{names}" if names else path
