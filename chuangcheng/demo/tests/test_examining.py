from __future__ import annotations

import pytest

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.sample_mark import mark_sample_data
from chuangcheng.demo.examining import examine_demo
from chuangcheng.demo.people import PASSWORD
from chuangcheng.orgs.testing import Cast


@pytest.fixture
def known_to_all(cast: Cast) -> None:
    """Somebody with a log-in name and the password of the demo."""
    cast.chief.username = "chuangchengban"
    cast.chief.set_password(PASSWORD)
    cast.chief.save()


def said() -> list[tuple[str, str]]:
    """Level and text of each finding."""
    return [(finding.level, finding.text) for finding in examine_demo()]


@pytest.mark.usefixtures("known_to_all")
def test_demo_password_in_earnest_use_is_a_fault() -> None:
    assert said() == [("fault", "登录名 chuangchengban 仍在使用公开的示例密码，请立即修改。")]


@pytest.mark.usefixtures("known_to_all")
def test_demo_itself_is_only_warned_of() -> None:
    mark_sample_data(actor=SYSTEM, name="云澜区")
    assert said() == [("warning", "这是示例区，1 个登录名的密码是公开的，请勿录入真实数据。")]


def test_changed_password_is_well(cast: Cast) -> None:
    cast.chief.username = "chuangchengban"
    cast.chief.save()
    assert said() == []
