"""Signing in: a first password that must be changed, two steps with a phone, an account that locks and is unlocked."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from chuangcheng.demo.people import PASSWORD
from tests.journeys.newcomers import OWN_PASSWORD, fresh, joins, person_entered, signs_in, unknown
from tests.journeys.visitors import Visitors

SECONDS = 30  # one step of the code
FAILURES = 8  # of the setting's default


def code_on_the_phone(secret: str, *, later: int = 0) -> str:
    """What the authenticator shows now, or some steps later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // SECONDS + later)))


def leaves(page: Page, address: str) -> None:
    """Signs out."""
    page.goto(f"{address}/accounts/logout/")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/accounts/login/**")


@pytest.mark.journey
def test_first_password_opens_nothing_before_it_is_changed(visitors: Visitors, browser: Browser, address: str) -> None:
    system, username, name = visitors.on_pc("xitong"), fresh("lv"), fresh("旅新人")
    first = person_entered(system, name, username=username)
    newcomer = unknown(browser, address)
    signs_in(newcomer, username, first)
    newcomer.opens("/account/")
    newcomer.sees("请先修改密码")
    assert newcomer.page.request.get(f"{address}/api/v1/account").status == 403

    joined = joins(browser, address, username, first)
    assert joined.reads("/account")["person"]["username"] == username
    signs_in(unknown(browser, address), username, OWN_PASSWORD).wait_for_url(f"{address}/")
    person = system.reads("/people", q=username)["items"][0]["id"]
    assert not system.reads(f"/people/{person}")["must_change_password"]


@pytest.mark.journey
def test_second_step_is_set_up_asked_for_and_replaced_by_a_backup_code(
    visitors: Visitors, browser: Browser, address: str
) -> None:
    username = fresh("lv")
    person = joins(
        browser, address, username, person_entered(visitors.on_pc("xitong"), fresh("旅两步"), username=username)
    )
    page = person.opens("/accounts/2fa/")
    page.get_by_role("link", name="启用两步验证").click()
    if page.get_by_role("button", name="继续").is_visible():
        page.get_by_label("密码", exact=True).fill(OWN_PASSWORD)
        page.get_by_role("button", name="继续").click()
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("验证码").fill(code_on_the_phone(secret))
    page.get_by_role("button", name="启用").click()
    expect(page.locator(".backup-codes code").first).to_be_visible()
    backup = page.locator(".backup-codes code").all_inner_texts()
    assert len(backup) >= 8

    leaves(page, address)
    signs_in(person, username, OWN_PASSWORD)
    page.get_by_label("验证码").fill("000000")
    page.get_by_role("button", name="登录").click()
    person.sees("验证码不对或已过期")
    page.get_by_label("验证码").fill(code_on_the_phone(secret, later=1))
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{address}/")

    leaves(page, address)
    signs_in(person, username, OWN_PASSWORD)
    page.get_by_label("验证码").fill(backup[0])
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{address}/")
    person.opens("/accounts/2fa/")
    person.sees(f"还剩{len(backup) - 1}个")


@pytest.mark.journey
def test_account_locks_after_wrong_passwords_and_is_unlocked_by_the_system_administrator(
    visitors: Visitors, browser: Browser, address: str
) -> None:
    system, username, name = visitors.on_pc("xitong"), fresh("lv"), fresh("旅锁定")
    joins(browser, address, username, person_entered(system, name, username=username))
    visitor = unknown(browser, address)
    for _time in range(FAILURES):
        signs_in(visitor, username, "not-the-password")
    visitor.sees("该账号已锁定")
    page = visitor.page
    page.goto(f"{address}/accounts/login/")
    signs_in(visitor, username, OWN_PASSWORD)
    visitor.sees("该账号已锁定")
    signs_in(unknown(browser, address), "jiedao", "Yunlan-2026").wait_for_url(f"{address}/")

    page = system.opens(f"/people/?view=locked&q={username}")
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="解锁").click()
    system.sees("的账号已解锁")
    person = int(page.url.rstrip("/").rsplit("/", 1)[1])
    assert not system.reads(f"/people/{person}")["is_locked"]
    signs_in(visitor, username, OWN_PASSWORD).wait_for_url(f"{address}/")


@pytest.mark.journey
def test_what_was_written_is_there_again_after_an_expired_sign_in(browser: Browser, address: str) -> None:
    words = "墙角仍有两袋垃圾，请清运。"
    page = signs_in(unknown(browser, address), "dudao", PASSWORD)
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/cases/?state=fed_back")
    case = page.locator("td.cell-title a").last.get_attribute("href")
    page.goto(f"{address}{case}fail_check/")
    page.locator("[name=reason]").fill(words)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="退回返工").click()
    page.get_by_label("登录名").fill("dudao")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/fail_check/")
    expect(page.locator("[name=reason]")).to_have_value(words)
    page.get_by_role("button", name="退回返工").click()
    page.wait_for_url(f"{address}{case}")
    page.goto(f"{address}{case}")
    assert not [key for key in page.evaluate("Object.keys(localStorage)") if key.startswith("draft:case")]
