from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.apps import apps
from django.test import Client
from django.urls import reverse

from chuangcheng.cases.testing import make_site
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.portal.queries import sign_of_site, signs_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def chief(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    return client


def stewarded(cast: Cast) -> Any:
    site = make_site(cast, name="柳巷")
    stewards = apps.get_model("sites", "Stewardship").objects
    stewards.create(site=site, name="王小巷", kind="lane_chief", starts_on=today())
    return site


def test_signs_of_several_sites_are_one_pdf(cast: Cast) -> None:
    sites = [make_site(cast, name=f"{number}号路") for number in range(7)]
    client = chief(cast)
    answer = client.post(reverse("portal:signs"), {"site": [site.pk for site in sites]})
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"%PDF")
    assert "二维码标牌" in client.get(reverse("sites:site", args=[sites[0].pk])).content.decode()
    assert "打印二维码标牌" in client.get(reverse("sites:list")).content.decode()


def test_nothing_chosen_and_strange_ids_are_told(cast: Cast) -> None:
    for given in ({}, {"site": "x"}, {"site": str(uuid4())}):
        assert chief(cast).get(reverse("portal:signs"), given).status_code == 422


def test_a_sign_names_the_post_and_the_name_only_where_that_is_allowed(cast: Cast) -> None:
    site = stewarded(cast)
    sign = sign_of_site(site.number, today=today())
    assert sign is not None
    assert sign.steward == "街巷长"
    change_setting(actor=SYSTEM, key="portal.sign_names", value="yes", valid_from=today(), reason="本人同意")
    (named,) = signs_of(actor=actor_of(cast.chief), site_ids=[site.pk], today=today())
    assert named.steward == "街巷长 王小巷"


def test_a_site_that_is_not_in_use_has_no_sign(cast: Cast) -> None:
    site = make_site(cast)
    type(site).objects.filter(pk=site.pk).update(is_active=False)
    assert sign_of_site(site.number, today=today()) is None
