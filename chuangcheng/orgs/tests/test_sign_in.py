from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import today
from chuangcheng.orgs import services, session_rules
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import PASSWORD, Cast, actor_of

LOGIN = "/accounts/login/"
CHANGE = "/accounts/password/change/"
NEW = "云澜-gaiguo-2027"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(client: Client, username: str, password: str = PASSWORD, **details: Any) -> Any:
    return client.post(LOGIN, {"login": username, "password": password}, **details)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_person_signs_in_and_out_on_record(client: Client, cast: Cast) -> None:
    response = sign_in(client, "chief")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/account/").status_code == 200
    client.post("/accounts/logout/")
    assert not is_signed_in(client)
    actions = list(AuditEntry.objects.filter(subject_id=str(cast.chief.pk)).values_list("action", flat=True))
    assert actions == ["orgs.sign_in", "orgs.sign_out"]


@pytest.mark.parametrize("username", ["CHIEF", " Chief ", "ｃｈｉｅｆ"])
def test_log_in_name_is_the_same_in_any_case_and_width(client: Client, cast: Cast, username: str) -> None:
    assert sign_in(client, username).status_code == 302
    assert is_signed_in(client)


def test_wrong_password_is_refused_in_a_sentence_and_on_record(client: Client, cast: Cast) -> None:
    response = sign_in(client, "chief", "wrong")
    assert "登录名或密码不对，请重新输入。" in response.content.decode()
    assert not is_signed_in(client)
    entry = AuditEntry.objects.get(action="orgs.sign_in_failed")
    assert entry.subject_id == str(cast.chief.pk)


def test_name_that_nobody_has_is_not_written_down(client: Client, cast: Cast) -> None:
    sign_in(client, "my-secret-password", "x")
    entry = AuditEntry.objects.get(action="orgs.sign_in_failed")
    assert entry.subject_id == ""
    assert "my-secret" not in str(entry.detail)


def fail(client: Client, username: str, times: int) -> Any:
    for _ in range(times):
        response = sign_in(client, username, "wrong")
    return response


def test_account_is_locked_by_account_and_not_by_address(client: Client, cast: Cast) -> None:
    response = fail(client, "chief", 8)
    assert response.status_code == 429
    assert "请15分钟后再试" in response.content.decode()
    locked = sign_in(client, "chief")
    assert locked.status_code == 429
    assert not is_signed_in(client)
    assert sign_in(Client(), "liaison").status_code == 302


def test_lock_counts_the_account_whatever_the_address_or_spelling(client: Client, cast: Cast) -> None:
    for number in range(8):
        sign_in(
            client,
            "Chief" if number % 2 else "chief",
            "wrong",
            REMOTE_ADDR=f"10.0.0.{number}",
            HTTP_USER_AGENT=f"browser {number}",
        )
    assert sign_in(client, "chief").status_code == 429


def test_name_that_nobody_has_is_locked_just_the_same(client: Client, cast: Cast) -> None:
    assert fail(client, "nobody", 8).status_code == 429


def test_last_tries_are_announced(client: Client, cast: Cast) -> None:
    assert "再错" not in fail(client, "chief", 4).content.decode()
    assert "再错3次，账号将锁定15分钟" in fail(client, "chief", 1).content.decode()


def test_trying_on_does_not_keep_an_account_locked(client: Client, cast: Cast) -> None:
    fail(client, "chief", 8)
    locked_at = AccessAttempt.objects.get(username="chief").attempt_time
    fail(client, "chief", 3)
    assert AccessAttempt.objects.get(username="chief").attempt_time == locked_at


def test_lock_opens_by_itself(client: Client, cast: Cast) -> None:
    fail(client, "chief", 8)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client, "chief").status_code == 302


def test_right_password_forgets_the_failures(client: Client, cast: Cast) -> None:
    fail(client, "chief", 7)
    sign_in(client, "chief")
    client.post("/accounts/logout/")
    assert fail(client, "chief", 1).status_code == 200


def test_lock_follows_its_settings(client: Client, cast: Cast) -> None:
    change_setting(actor=SYSTEM, key="orgs.lock_after_failures", value=3, valid_from=today(), reason="从严")
    change_setting(actor=SYSTEM, key="orgs.lock_minutes", value=60, valid_from=today(), reason="从严")
    assert "请60分钟后再试" in fail(client, "chief", 3).content.decode()


def test_system_administrator_takes_the_lock_off(client: Client, cast: Cast) -> None:
    fail(client, "chief", 8)
    admin = Client()
    admin.force_login(cast.admin, backend=BACKEND)
    assert "账号已锁定" in admin.get(f"/people/{cast.chief.pk}/").content.decode()
    admin.post(f"/people/{cast.chief.pk}/unlock/")
    assert AuditEntry.objects.filter(action="orgs.unlock_account").exists()
    assert sign_in(client, "chief").status_code == 302


def test_liaison_takes_no_lock_off(client: Client, cast: Cast) -> None:
    fail(Client(), "chief", 8)
    client.force_login(cast.liaison, backend=BACKEND)
    assert client.post(f"/people/{cast.chief.pk}/unlock/").status_code == 403
    assert AccessAttempt.objects.exists()


def test_first_password_must_be_changed_before_anything_else(client: Client, cast: Cast) -> None:
    account = services.reset_password(actor=SYSTEM, person_id=cast.chief.pk)
    sign_in(client, "chief", account.password)
    for address in ("/", "/units/", "/account/", f"/units/{cast.east.pk}/"):
        assert client.get(address)["Location"] == CHANGE
    refused = client.get("/api/v1/units")
    assert (refused.status_code, refused.json()["code"]) == (403, "DutyFirst")
    answer = client.post(CHANGE, {"oldpassword": account.password, "password1": NEW, "password2": NEW})
    assert answer["Location"] == "/"
    assert client.get("/units/").status_code == 200
    assert AuditEntry.objects.filter(action="orgs.choose_password").exists()


def test_first_password_changes_over_the_api_too(client: Client, cast: Cast) -> None:
    account = services.reset_password(actor=SYSTEM, person_id=cast.chief.pk)
    sign_in(client, "chief", account.password)
    body = {"current": account.password, "new": NEW}
    assert client.post("/api/v1/account/password", body, content_type="application/json").status_code == 204
    assert client.get("/api/v1/units").status_code == 200


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("kurz-1", "10"),
        ("password123", "常见"),
        ("13572468135724", "数字"),
        (PASSWORD, "最近用过"),
    ],
)
def test_weak_password_is_refused(client: Client, cast: Cast, password: str, said: str) -> None:
    client.force_login(cast.chief, backend=BACKEND)
    response = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": password, "password2": password})
    assert said in response.content.decode()
    cast.chief.refresh_from_db()
    assert cast.chief.check_password(PASSWORD)


def test_two_different_new_passwords_and_a_wrong_old_one_are_refused(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief, backend=BACKEND)
    response = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "x"})
    assert "两次输入的新密码不一样" in response.content.decode()
    response = client.post(CHANGE, {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    assert "当前密码不对" in response.content.decode()
    assert AuditEntry.objects.filter(action="orgs.sign_in_failed").count() == 1


def test_last_five_passwords_are_not_taken_again(cast: Cast) -> None:
    actor = actor_of(cast.chief)
    taken = [f"{NEW}-{number}" for number in range(7)]
    for password in taken:
        services.choose_password(actor=actor, person=cast.chief, password=password)
    for password in taken[2:]:
        with pytest.raises(services.InvalidPassword, match="最近用过"):
            services.choose_password(actor=actor, person=cast.chief, password=password)
    assert cast.chief.former_passwords.count() == 5
    services.choose_password(actor=actor, person=cast.chief, password=taken[1])
    assert cast.chief.check_password(taken[1])


def test_former_passwords_are_kept_as_hashes_only(cast: Cast) -> None:
    services.choose_password(actor=actor_of(cast.chief), person=cast.chief, password=NEW)
    assert NEW not in str(list(cast.chief.former_passwords.values()))


def test_changing_the_password_signs_other_devices_out(cast: Cast) -> None:
    here, there = Client(), Client()
    sign_in(here, "chief")
    sign_in(there, "chief")
    here.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_old_password_must_be_changed_when_there_is_a_longest_age(client: Client, cast: Cast) -> None:
    Person.objects.filter(pk=cast.chief.pk).update(password_changed_at=timezone.now() - timedelta(days=91))
    sign_in(client, "chief")
    assert client.get("/units/").status_code == 200
    change_setting(actor=SYSTEM, key="orgs.password_days", value=90, valid_from=today(), reason="等保要求")
    client.post("/accounts/logout/")
    sign_in(client, "chief")
    assert client.get("/units/")["Location"] == CHANGE


def test_idle_session_ends_on_record(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief, backend=BACKEND)
    session = client.session
    seen, idle, duty = session[session_rules.KEY]
    session[session_rules.KEY] = [seen - idle - 1, idle, duty]
    session.save()
    response = client.get("/units/?kind=street")
    assert response["Location"] == f"{LOGIN}?next=/units/%3Fkind%3Dstreet"
    assert not is_signed_in(client)
    assert AuditEntry.objects.filter(action="orgs.idle_sign_out", actor_id=cast.chief.pk).exists()
    assert "长时间没有操作" in client.get(LOGIN).content.decode()


def test_idle_session_gets_a_sentence_over_the_api(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief, backend=BACKEND)
    session = client.session
    seen, idle, duty = session[session_rules.KEY]
    session[session_rules.KEY] = [seen - idle - 1, idle, duty]
    session.save()
    response = client.get("/api/v1/units")
    assert (response.status_code, response.json()["code"]) == (401, "SignedOut")


def test_session_in_use_goes_on(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief, backend=BACKEND)
    session = client.session
    seen, idle, duty = session[session_rules.KEY]
    session[session_rules.KEY] = [seen - 100, idle, duty]
    session.save()
    assert client.get("/units/").status_code == 200
    assert client.session[session_rules.KEY][0] > seen - 100


def test_deactivated_person_does_not_sign_in(client: Client, cast: Cast) -> None:
    services.deactivate_person(actor=SYSTEM, person_id=cast.liaison.pk, reason="退休")
    assert sign_in(client, "liaison")["Location"] == "/accounts/inactive/"
    assert "已经停用" in client.get("/accounts/inactive/").content.decode()
    assert not is_signed_in(client)


def test_deactivated_person_is_signed_out_at_the_next_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.liaison, backend=BACKEND)
    services.deactivate_person(actor=SYSTEM, person_id=cast.liaison.pk, reason="退休")
    assert client.get("/units/").status_code == 302


def test_whose_password_is_reset_is_signed_out_everywhere(client: Client, cast: Cast) -> None:
    sign_in(client, "liaison")
    services.reset_password(actor=actor_of(cast.admin), person_id=cast.liaison.pk)
    assert client.get("/units/").status_code == 302
    assert client.get("/api/v1/account").status_code == 401


@pytest.mark.parametrize(
    "address",
    ["signup", "email", "password/reset", "password/set", "confirm-email", "login/code", "3rdparty", "social/signup"],
)
def test_pages_of_allauth_that_we_do_not_use_are_not_there(client: Client, cast: Cast, address: str) -> None:
    assert client.get(f"/accounts/{address}/").status_code == 404


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password"])
def test_names_of_pages_that_we_do_not_use_are_unknown(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_sign_in_does_not_lead_to_another_site(client: Client, cast: Cast) -> None:
    response = client.post(f"{LOGIN}?next=https://evil.example/", {"login": "chief", "password": PASSWORD})
    assert response["Location"] == "/"


def test_language_of_the_person_is_that_of_the_pages(client: Client, cast: Cast) -> None:
    Person.objects.filter(pk=cast.chief.pk).update(language="en")
    response = sign_in(client, "chief")
    assert response.cookies["django_language"].value == "en"
    assert 'lang="en"' in client.get("/account/").content.decode()


@pytest.mark.parametrize("username", ["x" * 5000, "chief\x00", "'; DROP TABLE--", "😀", ""])
def test_odd_log_in_names_are_refused_quietly(client: Client, cast: Cast, username: str) -> None:
    assert sign_in(client, username, "x").status_code == 200
    assert not is_signed_in(client)


@pytest.mark.parametrize("username", ["liaison", "nobody-here", "without"])
def test_sign_in_takes_as_much_work_whether_or_not_the_name_is_known(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, username: str
) -> None:
    services.add_person(actor=SYSTEM, facts=services.PersonFacts("without", "没密码"))
    hashed = []

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(salt)
        return f"{self.algorithm}${salt}${password}"

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    sign_in(client, username, "not-the-password")
    assert len(hashed) == 1
