from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import today
from chuangcheng.orgs import services
from chuangcheng.orgs.models import Person, Role
from chuangcheng.orgs.testing import PASSWORD, Cast, make_person

LOGIN, ACTIVATE, CODE = "/accounts/login/", "/accounts/2fa/totp/activate/", "/accounts/2fa/authenticate/"
SECONDS = 30  # one step of the code


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // SECONDS)))


def sign_in(client: Client, username: str) -> str:
    return str(client.post(LOGIN, {"login": username, "password": PASSWORD}).headers["Location"])


def confirm(client: Client) -> None:
    """Gives the password once more, as before anything that concerns security."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def turn_on(client: Client) -> str:
    """The secret, after the second step was turned on."""
    assert "/accounts/reauthenticate/" in client.get(ACTIVATE).headers["Location"]
    confirm(client)
    shown = client.get(ACTIVATE).content.decode()
    secret = re.search(r'<code class="secret">(\w+)</code>', shown)
    assert secret
    response = client.post(ACTIVATE, {"code": code_of(secret[1])})
    assert response.status_code == 302
    cache.clear()  # a code counts once; the tests use the same one again
    return secret[1]


@pytest.fixture
def secret(cast: Cast) -> str:
    """The chief signs in with two steps."""
    client = Client()
    sign_in(client, "chief")
    return turn_on(client)


def test_second_step_is_asked_for(client: Client, secret: str) -> None:
    assert sign_in(client, "chief") == CODE
    assert client.get("/units/").status_code == 302
    assert client.post(CODE, {"code": code_of(secret)})["Location"] == "/"
    assert client.get("/units/").status_code == 200


def test_code_with_a_blank_is_understood(client: Client, secret: str) -> None:
    sign_in(client, "chief")
    code = code_of(secret)
    assert client.post(CODE, {"code": f"{code[:3]} {code[3:]}"}).status_code == 302


def test_wrong_code_is_refused(client: Client, secret: str) -> None:
    sign_in(client, "chief")
    response = client.post(CODE, {"code": "000000"})
    assert "验证码不对或已过期" in response.content.decode()
    assert client.get("/units/").status_code == 302


def test_wrong_codes_lock_the_account_like_wrong_passwords(client: Client, secret: str) -> None:
    sign_in(client, "chief")
    for _ in range(8):
        response = client.post(CODE, {"code": "000000"})
    assert response.status_code == 429
    assert "该账号已锁定" in response.content.decode()
    still = client.post(CODE, {"code": code_of(secret)})
    assert "该账号已锁定" in still.content.decode()
    assert Client().post(LOGIN, {"login": "chief", "password": PASSWORD}).status_code == 429
    assert AuditEntry.objects.filter(action="orgs.sign_in_failed", detail__step="mfa").count() == 8


def test_backup_code_counts_once(client: Client, secret: str) -> None:
    sign_in(client, "chief")
    client.post(CODE, {"code": code_of(secret)})
    confirm(client)
    listed = client.get("/accounts/2fa/recovery-codes/").content.decode()
    backup = re.findall(r"<li><code>([\w-]+)</code></li>", listed)
    assert len(backup) == 10
    client.post("/accounts/logout/")
    sign_in(client, "chief")
    assert client.post(CODE, {"code": backup[0]}).status_code == 302
    client.post("/accounts/logout/")
    sign_in(client, "chief")
    assert client.post(CODE, {"code": backup[0]}).status_code == 200


def test_secret_is_not_kept_in_the_clear(secret: str) -> None:
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data
    assert secret not in str(kept)


def test_turning_on_and_off_is_on_record(client: Client, cast: Cast, secret: str) -> None:
    sign_in(client, "chief")
    client.post(CODE, {"code": code_of(secret)})
    assert "reauthenticate" in client.post("/accounts/2fa/totp/deactivate/").headers["Location"]
    confirm(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=cast.chief, type=Authenticator.Type.TOTP).exists()
    actions = AuditEntry.objects.filter(actor_id=cast.chief.pk).values_list("action", flat=True)
    assert {"orgs.mfa_on", "orgs.mfa_off"} <= set(actions)


def test_role_that_asks_for_it_leads_there_first(client: Client, cast: Cast) -> None:
    Role.objects.filter(code="liaison").update(needs_mfa=True)
    sign_in(client, "liaison")
    assert client.get("/units/")["Location"] == ACTIVATE
    turn_on(client)
    assert client.get("/units/").status_code == 200


def test_administrators_need_it_when_the_setting_says_so(client: Client, cast: Cast) -> None:
    sign_in(client, "admin")
    assert client.get("/units/").status_code == 200
    client.post("/accounts/logout/")
    change_setting(actor=SYSTEM, key="orgs.administrators_need_mfa", value=True, valid_from=today(), reason="等保三级")
    sign_in(client, "admin")
    assert client.get("/units/")["Location"] == ACTIVATE
    sign_in(Client(), "chief")


def test_who_needs_it_cannot_turn_it_off(client: Client, cast: Cast) -> None:
    Role.objects.filter(code="liaison").update(needs_mfa=True)
    sign_in(client, "liaison")
    turn_on(client)
    response = client.post("/accounts/2fa/totp/deactivate/")
    assert "不能关闭" in response.content.decode()
    assert Authenticator.objects.filter(user=cast.liaison, type=Authenticator.Type.TOTP).exists()


def test_system_administrator_helps_who_has_lost_the_phone(client: Client, cast: Cast, secret: str) -> None:
    admin = Client()
    sign_in(admin, "admin")
    admin.post(f"/people/{cast.chief.pk}/remove-mfa/")
    assert sign_in(client, "chief") == "/"


def test_administrator_does_not_open_the_way_into_another_administrators_part(client: Client, cast: Cast) -> None:
    guard = make_person("guard", unit=cast.place, role="security_admin")
    sign_in(client, "admin")
    for deed in ("remove-mfa", "reset-password"):
        assert client.post(f"/people/{guard.pk}/{deed}/").status_code == 403
    assert Person.objects.get(pk=guard.pk).check_password(PASSWORD)
    assert services.reset_password(actor=SYSTEM, person_id=guard.pk).password
