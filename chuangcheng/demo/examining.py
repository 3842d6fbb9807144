"""What `chuangcheng doctor` says of the demo district: its passwords are printed in this source."""

from __future__ import annotations

from collections.abc import Iterator

from chuangcheng.core.operations.examining.finding import FAULT, Finding
from chuangcheng.demo.people import LOG_INS, PASSWORD
from chuangcheng.demo.services import is_demo
from chuangcheng.orgs.models import Person


def examine_demo() -> Iterator[Finding]:
    """Whether anybody may come in with a demo password."""
    people = Person.objects.filter(username__in=[log_in.username for log_in in LOG_INS], is_active=True)
    open_names = [person.username for person in people.order_by("username") if person.check_password(PASSWORD)]
    if open_names and is_demo():
        yield Finding("warning", f"这是示例区，{len(open_names)} 个登录名的密码是公开的，请勿录入真实数据。")
    elif open_names:
        names = "、".join(open_names)
        yield Finding(FAULT, f"登录名 {names} 仍在使用公开的示例密码，请立即修改。")
