"""Who may pass the door of each page and API route, written by hand, a module for each context.

Letters: O 创城办, S 督导组, G 政府督查室, I 检查员, H 单位负责人, L 联络员, M 材料员, N 街巷长, D 领导, K 受理员,
Y 系统管理员, Q 安全管理员, A 审计员, T 第三方测评, P 群众. `*` is anybody signed in, `-` nobody by role alone.

A line is: route, method, letters and, where a request needs one to get as far as the permission, its JSON body. Pages
are named `context:name`, API routes by their path under `/api/v1`. Each role holds one post in the whole place. In a
body `$person_id` stands for the thing of that name.

A module may define `things(cast)`: real ids by the name of the route's parameter (`case_id`), of rows that everybody
who is named may see. A route whose ids are all known is held to its letters strictly; one with an id of nothing is only
asked to refuse the others.
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
    "K": "intake_desk",
    "Y": "system_admin",
    "Q": "security_admin",
    "A": "auditor",
    "T": "third_party",
    "P": "public",
}
