"""Units, people, roles: who passes each door.

Everybody who works here may read who works where. 创城办 keeps the units; 创城办 and 系统管理员 keep the people;
系统管理员 alone keeps accounts, 安全管理员 alone roles and the posts with power. A hand-over note is read by the
successor only.
"""

from __future__ import annotations

from chuangcheng.core.times import today
from chuangcheng.orgs.models import Delegation, Role, Secondment
from chuangcheng.orgs.testing import Cast

PAGES = """
orgs:account                GET   *
orgs:close_unit             POST  O
orgs:deactivate_person      POST  OY
orgs:delegate               GET   OY
orgs:delete_role            POST  Q
orgs:edit_person            GET   OY
orgs:edit_role              GET   Q
orgs:edit_unit              GET   O
orgs:end_delegation         POST  OYQ
orgs:end_post               POST  OY
orgs:end_secondment         POST  OY
orgs:export_people          GET   OSGIHLMNDYQA
orgs:export_units           GET   OSGIHLMNDYQA
orgs:first_passwords        GET   OY
orgs:first_passwords        POST  OY
orgs:hand_over              GET   OY
orgs:language               POST  *
orgs:merge_unit             GET   O
orgs:new_person             GET   OY
orgs:new_post               GET   OQY
orgs:new_role               GET   Q
orgs:new_unit               GET   O
orgs:people                 GET   OSGIHLMNDYQA
orgs:person                 GET   OSGIHLMNDYQA
orgs:person_options         GET   OSGIHLMNDYQA
orgs:phone                  POST  O
orgs:reactivate_person      POST  OY
orgs:read_handover          POST  -
orgs:remove_mfa             POST  Y
orgs:reset_password         POST  Y
orgs:roles                  GET   OSGIHLMNDYQA
orgs:second_person          GET   OY
orgs:split_unit             GET   O
orgs:unit                   GET   OSGIHLMNDYQA
orgs:unit_options           GET   OSGIHLMNDYQA
orgs:load                   GET   OSGIHLMND
orgs:export_load            GET   OSGIHLMND
orgs:unit_load              GET   OSGIHLMND
orgs:units                  GET   OSGIHLMNDYQA
orgs:unlock_account         POST  Y
"""

API = """
/account                               GET    *
/account/language                      POST   *  {"language": "en"}
/account/password                      POST   *  {"current": "wrong", "new": "also-wrong"}
/delegations                           POST   OY {"absent_id": $person_id, "acting_id": $other_id, "starts_on": "$today", "ends_on": "$today", "reason": "休假"}
/delegations/{delegation_id}/end       POST   OYQ
/people                                GET    OSGIHLMNDYQA
/people                                POST   OY {"username": "xinren", "name": "新人"}
/people/first-passwords                POST   OY
/people/workbook                       GET    OSGIHLMNDYQA
/people/{person_id}                    GET    OSGIHLMNDYQA
/people/{person_id}                    PUT    OY {"username": "liaison", "name": "廉联络"}
/people/{person_id}/deactivate         POST   OY {"reason": "调离"}
/people/{person_id}/phone              POST   O
/people/{person_id}/reactivate         POST   OY
/people/{person_id}/remove-mfa         POST   Y
/people/{person_id}/reset-password     POST   Y
/people/{person_id}/unlock             POST   Y
/posts                                 POST   OY {"person_id": $person_id, "unit_id": $unit_id, "starts_on": "$today"}
/posts/{post_id}/end                   POST   OY {"last_day": "$today", "reason": "调离"}
/posts/{post_id}/hand-over             POST   OY {"successor_id": $other_id, "on": "$today"}
/posts/{post_id}/handover-read         POST   -
/roles                                 GET    OSGIHLMNDYQA
/roles                                 POST   Q  {"code": "guide", "name": "引导员", "permissions": []}
/roles/{role_id}                       DELETE Q
/roles/{role_id}                       PUT    Q  {"name": "引导员", "permissions": []}
/secondments                           POST   OY {"person_id": $person_id, "from_unit_id": $home_id, "to_unit_id": $unit_id, "starts_on": "$today", "reason": "专班"}
/secondments/{secondment_id}/end       POST   OY {"last_day": "$today"}
/units                                 GET    OSGIHLMNDYQA
/units                                 POST   O  {"name": "区园林中心", "kind": "bureau", "parent_id": $parent_id}
/load                                  GET    OSGIHLMND
/load/workbook                         GET    OSGIHLMND
/load/units/{unit_id}                  GET    OSGIHLMND
/units/workbook                        GET    OSGIHLMNDYQA
/units/{unit_id}                       GET    OSGIHLMNDYQA
/units/{unit_id}                       PUT    O  {"name": "柳巷社区", "kind": "community"}
/units/{unit_id}/close                 POST   O  {"on": "$today", "reason": "撤销"}
/units/{unit_id}/confirm               POST   O  {"name": "柳巷社区", "kind": "community", "parent_id": $parent_id}
/units/{unit_id}/merge                 POST   O  {"into_id": $home_id, "on": "$today", "reason": "合并"}
/units/{unit_id}/move                  POST   O  {"parent_id": $parent_id}
/units/{unit_id}/rename                POST   O  {"name": "新柳巷社区"}
/units/{unit_id}/split                 POST   O  {"parts": [{"name": "甲", "kind": "community"}, {"name": "乙", "kind": "community"}], "on": "$today", "reason": "拆分"}
"""  # noqa: E501 - a line is a row


def things(cast: Cast) -> dict[str, object]:
    """Rows of the liaison of the sanitation bureau, a community, a role that nobody has held."""
    post = cast.liaison.posts.get()
    span = {"starts_on": today(), "ends_on": today()}
    acting = Delegation.objects.create(absent=cast.keeper, acting=cast.west_liaison, reason="休假", **span)
    home = cast.sanitation
    lent = Secondment.objects.create(person=cast.liaison, from_unit=home, to_unit=cast.office, starts_on=today())
    return {
        "delegation_id": acting.pk,
        "home_id": home.pk,
        "other_id": cast.east_liaison.pk,
        "parent_id": cast.west.pk,
        "person_id": cast.liaison.pk,
        "post_id": post.pk,
        "role_id": Role.objects.create(code="test-guide", name="引导员").pk,
        "secondment_id": lent.pk,
        "today": today().isoformat(),
        "unit_id": cast.lane.pk,
    }
