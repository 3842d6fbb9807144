from __future__ import annotations

import re
from pathlib import Path

from chuangcheng.core.audit.shown import shown_entry
from chuangcheng.core.audit.words import all_words
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import today
from chuangcheng.orgs import services
from chuangcheng.orgs.audit_words import ORG_WORDS
from chuangcheng.orgs.models import Role
from chuangcheng.orgs.services import PostFacts, RoleFacts
from chuangcheng.orgs.testing import Cast, actor_of, make_person

CONTEXT = Path(__file__).resolve().parents[1]


def test_every_deed_on_record_has_its_word() -> None:
    code = "".join(path.read_text() for path in CONTEXT.rglob("*.py") if "tests" not in path.parts)
    assert set(re.findall(r'action="(orgs\.\w+)"', code)) == set(ORG_WORDS.actions)


def test_trail_reads_in_words_not_in_codes(cast: Cast) -> None:
    guard = make_person("guard", unit=cast.place, role="security_admin", name="安管理")
    role = Role.objects.get(code="liaison")
    services.give_post(
        actor=actor_of(cast.chief),
        person_id=cast.keeper.pk,
        unit_id=cast.east.pk,
        facts=PostFacts(starts_on=today(), duty="leader", role_id=role.pk),
    )
    facts = RoleFacts(role.name, frozenset({*role.permissions, "orgs.change_units"}))
    services.change_role(actor=actor_of(guard), role_id=role.pk, facts=facts)
    shown = {entry.action: shown_entry(entry, all_words()) for entry in AuditEntry.objects.all()}
    given, changed = shown["orgs.give_post"], shown["orgs.change_role"]
    assert (given.word, given.subject_kind) == ("任职", "任职")
    assert given.detail == "职责：分管领导；人员：向巷长；角色：联络员；单位：东关街道"
    assert "增加的权限：维护单位" in changed.detail
