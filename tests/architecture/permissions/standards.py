"""Frameworks and duties: who passes each door.

Who works with the title reads the framework it is measured by, the third party too; the creation office alone writes
it and shares out the duties. A unit disputes a duty by its head or liaison; the leaders rule, or the office for them.
"""

from __future__ import annotations

from datetime import date

from chuangcheng.core.access import SYSTEM
from chuangcheng.orgs.testing import Cast
from chuangcheng.standards.models import DutyRuling, SiteType
from chuangcheng.standards.services import LinkDraft, arrange_standard, link_standards, refuse_pair
from chuangcheng.standards.testing import make_draft, make_framework

PAGES = """
standards:frameworks              GET   OSGIHLMND
standards:framework               GET   OSGIHLMND
standards:negative_list           GET   OSGIHLMND
standards:gaps                    GET   OSGIHLMND
standards:changes                 GET   OSGIHLMND
standards:download_framework      GET   OSGIHLMND
standards:download_breakdown      GET   OSGIHLMND
standards:standard                GET   OSGIHLMND
standards:site_types              GET   OSGIHLMND
standards:duties                  GET   OSGIHLMND
standards:download_duties         GET   OSGIHLMND
standards:unit_duties             GET   OSGIHLMND
standards:download_unit_duties    GET   OSGIHLMND
standards:leader_duties           GET   OSGIHLMND
standards:download_leader_duties  GET   OSGIHLMND
standards:crosswalk               GET   OSGIHLMND
standards:crosswalk_pair          GET   OSGIHLMND
standards:export_links            GET   OSGIHLMND
standards:new_link                GET   O
standards:decide_links            POST  O
standards:edit_link               GET   O
standards:remove_link             POST  O
standards:take_up_pair            POST  O
standards:new_framework           GET   O
standards:take_sample             POST  O
standards:edit_framework          GET   O
standards:start_edition           POST  O
standards:start_framework         POST  O
standards:stop_framework          POST  O
standards:discard_framework       POST  O
standards:new_standard            GET   O
standards:edit_standard           GET   O
standards:delete_standard         POST  O
standards:edit_item               GET   O
standards:edit_content            GET   O
standards:new_entry               GET   O
standards:edit_entry              GET   O
standards:delete_entry            POST  O
standards:item_leader             GET   O
standards:remove_leader           POST  O
standards:add_duty                POST  O
standards:remove_duty             POST  O
standards:arrange                 POST  O
standards:undo_arrangement        POST  O
standards:dispute_duty            POST  OHL
standards:rule_duty               POST  OD
standards:new_site_type           GET   O
standards:edit_site_type          GET   O
standards:add_alias               POST  O
standards:remove_alias            POST  O
standards:retire_site_type        POST  O
standards:restore_site_type       POST  O
"""

API = """
/frameworks                                  GET     OSGIHLMND
/frameworks                                  POST    O           {"name":"新体系","edition":"一版"}
/frameworks/sample                           POST    O           {}
/frameworks/{framework_id}                   GET     OSGIHLMND
/frameworks/{framework_id}                   PATCH   O           {"note":"说明"}
/frameworks/{framework_id}                   DELETE  O
/frameworks/{framework_id}/start             POST    O
/frameworks/{framework_id}/stop              POST    O           {"reason":"换版"}
/frameworks/{framework_id}/editions          POST    O           {"edition":"二版"}
/frameworks/{framework_id}/changes           GET     OSGIHLMND
/frameworks/{framework_id}/gaps              GET     OSGIHLMND
/frameworks/{framework_id}/workbook          GET     OSGIHLMND
/frameworks/{framework_id}/breakdown         GET     OSGIHLMND
/frameworks/{framework_id}/items             GET     OSGIHLMND
/items/{item_id}                             PATCH   O           {"name":"甲"}
/contents/{content_id}                       PATCH   O           {"name":"乙"}
/frameworks/{framework_id}/standards         GET     OSGIHLMND
/frameworks/{framework_id}/standards         POST    O {"code":"9.9","item":"甲","content":"乙","text":"丙","marks":"1"}
/standards/{standard_id}                     GET     OSGIHLMND
/standards/{standard_id}                     PUT     O {"code":"9.9","item":"甲","content":"乙","text":"丙","marks":"1"}
/standards/{standard_id}                     DELETE  O
/frameworks/{framework_id}/negative          GET     OSGIHLMND
/frameworks/{framework_id}/negative          POST    O {"code":"N9","domain":"安全","text":"事故","sanction":"void"}
/negative/{entry_id}                         GET     OSGIHLMND
/negative/{entry_id}                         PUT     O {"code":"N9","domain":"安全","text":"事故","sanction":"void"}
/negative/{entry_id}                         DELETE  O
/crosswalk                                   GET     OSGIHLMND
/crosswalk/{first_id}/{second_id}            GET     OSGIHLMND
/crosswalk/{first_id}/{second_id}/workbook   GET     OSGIHLMND
/crosswalk/{first_id}/{second_id}/suggestions  GET   OSGIHLMND
/crosswalk/{first_id}/{second_id}/open       GET     OSGIHLMND
/crosswalk/{first_id}/{second_id}/refused    GET     OSGIHLMND
/crosswalk-links                             POST    O           {"links":[]}
/crosswalk-links/{link_id}                   PATCH   O $said
/crosswalk-links/{link_id}/end               POST    O           {"reason":"口径不同"}
/crosswalk-refusals                           POST    O           {"first_id":$standard_id,"second_id":$another_id}
/crosswalk-refusals/{pair_id}/take-up         POST    O
/standards/{standard_id}/links               GET     OSGIHLMND
/standards/{standard_id}/duties              POST    O           {"unit_id":$unit_id,"kind":"lead"}
/duties/{duty_id}/end                        POST    O           {"reason":"调整"}
/standards/{standard_id}/arrangement         GET     OSGIHLMND
/standards/{standard_id}/arrangement         PATCH   O           {"note":"按季"}
/arrangement-changes/{change_id}/undo        POST    O
/items/{item_id}/leaders                     GET     OSGIHLMND
/items/{item_id}/leader                      POST    O           {"person_id":$person_id}
/items/{item_id}/leader/end                  POST    O           {"reason":"调整"}
/disputes                                    GET     OSGIHLMND
/standards/{standard_id}/disputes            GET     OSGIHLMND
/standards/{standard_id}/disputes            POST    OHL         {"unit_id":$unit_id,"question":"谁负责"}
/disputes/{ruling_id}/ruling                 POST    OD          {"unit_id":$unit_id,"reason":""}
/duties                                      GET     OSGIHLMND
/duties/workbook                             GET     OSGIHLMND
/duties/units/{unit_id}                      GET     OSGIHLMND
/duties/units/{unit_id}/workbook             GET     OSGIHLMND
/duties/leaders/{person_id}                  GET     OSGIHLMND
/duties/leaders/{person_id}/workbook         GET     OSGIHLMND
/site-types                                  GET     OSGIHLMND
/site-types                                  POST    O           {"name":"新类型"}
/site-types/{site_type_id}                   GET     OSGIHLMND
/site-types/{site_type_id}                   PUT     O           {"name":"改名"}
/site-types/{site_type_id}/retire            POST    O
/site-types/{site_type_id}/restore           POST    O
/site-types/{site_type_id}/aliases           POST    O           {"name":"别名二"}
/site-types/{site_type_id}/aliases/{alias_id}  DELETE  O
"""


def things(cast: Cast) -> dict[str, object]:
    """An edition in force with a duty, a leader and an open dispute, and a site type with another name."""
    framework = make_framework(make_draft("1.1"))
    standard = framework.standards.get()
    day = date(2026, 1, 1)
    duty = standard.duties.create(unit=cast.sanitation, kind="lead", starts_on=day)
    standard.content.item.leaders.create(person=cast.leader, starts_on=day)
    change = arrange_standard(actor=SYSTEM, standard_id=standard.pk, words={"due": "9月底前"})
    assert change is not None
    ruling = DutyRuling.objects.create(standard=standard, raised_by_unit=cast.sanitation, question="应由谁负责")
    entry = framework.negative_entries.create(code="N01", domain="安全", text="事故", sanction="void", order=0)
    other = make_framework(make_draft("3.1"), name="卫生体系")
    link = link_standards(actor=SYSTEM, draft=LinkDraft(standard.pk, other.standards.get().pk, "equal"))
    another = make_framework(make_draft("2.1"), name="园林体系").standards.get()
    refused = refuse_pair(actor=SYSTEM, first_id=standard.pk, second_id=another.pk)
    site_type = SiteType.objects.create(code="lane", name="背街小巷")
    return {
        "framework_id": framework.pk,
        "item_id": standard.content.item_id,
        "content_id": standard.content_id,
        "standard_id": standard.pk,
        "first_id": framework.pk,
        "second_id": other.pk,
        "another_id": another.pk,
        "said": f'{{"first_id":{standard.pk},"second_id":{link.second_id},"relation":"covers","reason":"核对"}}',
        "link_id": link.pk,
        "pair_id": refused.pk,
        "entry_id": entry.pk,
        "duty_id": duty.pk,
        "change_id": change.pk,
        "ruling_id": ruling.pk,
        "unit_id": cast.sanitation.pk,
        "person_id": cast.leader.pk,
        "site_type_id": site_type.pk,
        "alias_id": site_type.aliases.create(name="小巷").pk,
    }
