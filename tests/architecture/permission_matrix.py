"""Who may pass the door of each page, written by hand; a page that is missing here fails the test.

Letters: O 创城办, S 督导组, G 政府督查室, I 检查员, H 单位负责人, L 联络员, M 材料员, N 街巷长, D 领导,
Y 系统管理员, Q 安全管理员, A 审计员, T 第三方测评, P 群众. `*` is anybody signed in. The second word is the method.
"""

from __future__ import annotations

ROLES = {
    "O": "creation_office",
    "S": "supervision",
    "G": "government_supervision",
    "I": "inspector",
    "H": "unit_head",
    "L": "liaison",
    "M": "material_officer",
    "N": "lane_chief",
    "D": "leader",
    "Y": "system_admin",
    "Q": "security_admin",
    "A": "auditor",
    "T": "third_party",
    "P": "public",
}

PAGES = """
cases:add_class             GET   O
cases:case                  GET   OSGIHLMND
cases:change_class          GET   O
cases:classes               GET   O
cases:export                GET   OSGIHLMND
cases:list                  GET   OSGIHLMNDT
cases:new                   GET   OINT
core:audit                  GET   A
core:calendar               GET   OY
core:change_day             POST  OY
core:close_year             POST  OY
core:export_audit           POST  A
core:forget_day             POST  OY
core:jobs                   GET   Y
core:notices                GET   *
core:read_notices           POST  *
core:reopen_year            POST  OY
core:verify_audit           POST  A
orgs:account                GET   *
orgs:close_unit             POST  O
orgs:deactivate_person      POST  OY
orgs:delete_role            POST  Q
orgs:edit_person            GET   OY
orgs:edit_role              GET   Q
orgs:edit_unit              GET   O
orgs:merge_unit             GET   O
orgs:new_person             GET   OY
orgs:new_post               GET   OQY
orgs:new_role               GET   Q
orgs:new_unit               GET   O
orgs:people                 GET   OSGIHLMNDYQA
orgs:person                 GET   OSGIHLMNDYQA
orgs:person_options         GET   OSGIHLMNDYQA
orgs:phone                  POST  O
orgs:reset_password         POST  Y
orgs:split_unit             GET   O
orgs:unit                   GET   OSGIHLMNDYQA
orgs:unit_options           GET   OSGIHLMNDYQA
orgs:units                  GET   OSGIHLMNDYQA
orgs:unlock_account         POST  Y
scoring:current             GET   OSGIHLMND
scoring:record_fact         GET   OM
scoring:sheet               GET   OSGIHLMND
scoring:standard            GET   OSGIHLMND
sites:export                GET   OSGIHLMNDT
sites:gaps                  GET   OSGIHLMNDT
sites:list                  GET   OSGIHLMNDT
sites:map_points            GET   OSGIHLMNDT
sites:new_site              GET   O
sites:edit_site             GET   O
sites:site                  GET   OSGIHLMNDT
sites:take_sample_checklists POST O
standards:frameworks        GET   OSGIHLMNDT
standards:framework         GET   OSGIHLMNDT
standards:negative_list     GET   OSGIHLMNDT
standards:gaps              GET   OSGIHLMNDT
standards:standard          GET   OSGIHLMNDT
standards:site_types        GET   OSGIHLMNDT
inspections:rounds          GET   OSGIHLMNDT
inspections:new_round       GET   OS
inspections:round           GET   OSGIHLMNDT
inspections:my_visits       GET   OSIT
workbench:help              GET   *
workbench:home              GET   *
workbench:search            GET   *
workbench:settings          GET   OYQ
"""


def rows() -> list[tuple[str, str, frozenset[str]]]:
    """Route, method and the letters that pass, for each line."""
    found = []
    for line in PAGES.strip().splitlines():
        route, method, letters = line.split()
        found.append((route, method, frozenset(ROLES) if letters == "*" else frozenset(letters)))
    return found
