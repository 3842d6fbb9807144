"""The first visit to the pages that people open on a phone at the edge of a network: how many bytes are on the way.

Compressed as the server sends them. How long that takes is measured by `python -m benchmarks first_visit`.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client

from chuangcheng.field.assets import FIRST, LATER, SECOND, WORKER
from chuangcheng.field.testing import phone_of
from chuangcheng.inspections.testing import make_field, make_round
from chuangcheng.orgs.testing import Cast

KILOBYTE = 1000  # bytes
MOST = 150 * KILOBYTE  # of everything that a first visit brings
MOST_BEFORE_USE = 45 * KILOBYTE  # of what comes before the first screen: 0.9 s on slow 3G, beside two round trips
OPENED = {"accept-encoding": "gzip", "sec-fetch-dest": "document"}
STATIC = re.compile(r'\s(?:src|href)="/static/([^"?#]+)')  # not in data-…: that comes when it is wanted


def size_of(name: str) -> int:
    """Of a static file, packed as whitenoise does."""
    path = find(name)
    assert isinstance(path, str), name
    return len(gzip.compress(Path(path).read_bytes(), 9))


def page(client: Client, address: str) -> tuple[int, str]:
    """Bytes on the way, and what they say."""
    answer: Any = client.get(address, headers=OPENED)
    assert (answer.status_code, answer["Content-Encoding"]) == (200, "gzip"), address
    return len(answer.content), gzip.decompress(answer.content).decode()


def files(text: str) -> Iterable[str]:
    """The static files that a page names."""
    return dict.fromkeys(STATIC.findall(text))


def test_phone_page_asks_for_little_before_it_can_be_used(cast: Cast) -> None:
    make_round(cast, make_field(cast, sites=20))
    client = phone_of(cast.inspector).client
    (html, text), (day, _brief) = page(client, "/field/"), page(client, "/api/v1/field/day?brief=true")
    assert 'href="/api/v1/field/day?brief=true"' in text  # asked for before any script runs
    before_use = html + day + sum(map(size_of, FIRST))
    assert before_use < MOST_BEFORE_USE
    rest = (*SECOND, *LATER, WORKER)
    assert before_use + page(client, "/api/v1/field/day")[0] + sum(map(size_of, rest)) < MOST


def test_page_names_every_script_of_its_first_screen(cast: Cast) -> None:
    """One that another names must not be found out only when that one has come: each step is a round trip."""
    named = set(files(page(phone_of(cast.inspector).client, "/field/")[1]))
    assert set(FIRST) <= named
    scripts = [name for name in FIRST if name.endswith(".js") and not name.startswith("vendor/")]
    wanted = {f"field/{other}" for name in scripts for other in imports(name)}
    assert wanted <= {*FIRST}


def imports(name: str) -> list[str]:
    """What a script needs before it runs."""
    path = find(name)
    assert isinstance(path, str)
    return re.findall(r'^import .* from "\./([^"]+)"', Path(path).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("address", ["/public/", "/public/report/"])
def test_public_page_asks_for_little(address: str, cast: Cast) -> None:
    html, text = page(Client(), address)
    assert not any(name.startswith("vendor/") for name in files(text))  # the map comes when it is opened
    assert html + sum(map(size_of, files(text))) < MOST_BEFORE_USE
