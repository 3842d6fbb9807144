"""Units and people that a journey makes for itself on screen, and people who sign in for the first time."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import Browser, Page, expect

from tests.journeys.visitors import PC, Visitor

OWN_PASSWORD = "Lvcheng-ziji-2026"  # noqa: S105 - of people who exist in journeys only


def fresh(word: str) -> str:
    """The word with a few letters of its own, so that a journey may run again on the same data."""
    return f"{word}{uuid4().hex[:6]}"


def unknown(browser: Browser, address: str) -> Visitor:
    """Somebody at a PC who has not signed in."""
    context = browser.new_context(viewport=PC, locale="zh-CN")  # type: ignore[arg-type] # a plain mapping of the same keys
    context.set_default_timeout(15_000)
    return Visitor(context.new_page(), address)


def signs_in(visitor: Visitor, username: str, password: str) -> Page:
    """Fills in the sign-in form and sends it; what comes then is for the caller to expect."""
    page = visitor.opens("/accounts/login/")
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()
    return page


def joins(browser: Browser, address: str, username: str, first_password: str) -> Visitor:
    """Somebody who signs in with a first password and chooses an own one, as the product asks."""
    visitor = unknown(browser, address)
    page = signs_in(visitor, username, first_password)
    page.get_by_label("当前密码").fill(first_password)
    page.get_by_label("新密码", exact=True).fill(OWN_PASSWORD)
    page.get_by_label("再输一次新密码").fill(OWN_PASSWORD)
    page.get_by_role("button", name="保存新密码").click()
    page.wait_for_url(f"{address}/")
    return visitor


def unit_made(keeper: Visitor, name: str, *, kind: str, parent: str) -> int:
    """Sets up a unit on screen; gives its id."""
    page = keeper.opens("/units/new/")
    page.get_by_label("单位全称").fill(name)
    page.get_by_label("类别").select_option(label=kind)
    page.get_by_label("上级单位").fill(parent)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return int(page.url.rstrip("/").rsplit("/", 1)[1])


def person_entered(
    keeper: Visitor, name: str, *, username: str, unit: int | None = None, duty: str = "", role: str = ""
) -> str:
    """Enters a person on screen, with a post since January when a unit is given; gives the first password."""
    page = keeper.opens(f"/people/new/?unit={unit}" if unit else "/people/new/")
    page.get_by_label("姓名").fill(name)
    page.get_by_label("登录名").fill(username)
    if unit:
        page.get_by_label("职责").select_option(label=duty)
        page.get_by_label("角色").select_option(label=role)
        page.get_by_label("开始日期").fill("2026-01-05")
    page.get_by_role("button", name="保存").click()
    return page.locator(".secret-once code").inner_text()
