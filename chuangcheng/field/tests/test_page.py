"""The page of the phone: nobody's data in it, nothing inline, and the way out of chat programs."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from chuangcheng.field.assets import FIRST, LATER, SECOND, assets
from chuangcheng.field.testing import phone_of
from chuangcheng.field.texts import TEXTS
from chuangcheng.orgs.testing import Cast
from tools.vendored import VENDOR

STATIC = VENDOR.parent
WECHAT = "Mozilla/5.0 (Linux; Android 14) Chrome/116 Mobile Safari/537.36 XWEB/1160117 MicroMessenger/8.0.50"


def test_page_is_the_same_for_everybody_and_holds_no_name(cast: Cast) -> None:
    pages = [phone_of(person).client.get("/field/").content for person in (cast.inspector, cast.keeper)]
    assert pages[0] == pages[1]
    assert cast.inspector.name.encode() not in pages[0]


def test_nothing_in_the_page_runs_inline(cast: Cast) -> None:
    page = phone_of(cast.inspector).client.get("/field/").content.decode()
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in each or "application/json" in each for each in scripts)
    assert " style=" not in page
    assert not re.search(r"\son\w+=", page)


def test_worker_names_every_file_of_the_page(cast: Cast) -> None:
    code = phone_of(cast.inspector).client.get("/field/worker.js").content.decode()
    told = json.loads(code[code.index("{") : code.index("};") + 1])
    assert told["version"] == assets().version
    assert told["shell"] == "/field/"
    modules = {path.name for path in (STATIC / "field").glob("*.js")} - {"worker.js"}
    listed = {name.rsplit("/", 1)[1] for name in (*FIRST, *SECOND, *LATER)}
    assert modules <= listed


def test_every_word_of_the_page_is_there_and_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (STATIC / "field").glob("*.js"))
    asked = {key for key in re.findall(r'\bt\("([a-z_]+)"', code) if not key.endswith("_")}
    assert asked <= set(TEXTS)
    built = ("kind_", "state_", "mark_", "as_")
    unused = {key for key in TEXTS if key not in asked and not key.startswith(built)}
    assert not {key for key in unused if f'"{key}"' not in code}


def test_chat_program_is_told_the_way_out(cast: Cast) -> None:
    page = Client(headers={"user-agent": WECHAT}).get("/field/").content.decode()
    assert "在浏览器打开" in page
    assert "serviceWorker" not in page
    inside = phone_of(cast.inspector).client.get("/field/?here=1", headers={"user-agent": WECHAT})
    assert b'id="texts"' in inside.content


@pytest.mark.parametrize("agent", ["DingTalk/7.0", "wxwork/4.1 MicroMessenger/7", "Lark/7.9", "QQ/8.9"])
def test_other_chat_programs_too(agent: str, db: None) -> None:
    page = Client(headers={"user-agent": f"Mozilla/5.0 {agent}"}).get("/field/")
    assert "打开" in page.content.decode()
    assert page.status_code == 200


def test_manifest_installs_the_page_alone(cast: Cast) -> None:
    read = phone_of(cast.inspector).client.get("/field/app.webmanifest").json()
    assert (read["scope"], read["start_url"], read["display"]) == ("/field/", "/field/", "standalone")
    assert {icon["sizes"] for icon in read["icons"]} == {"192x192", "512x512"}
