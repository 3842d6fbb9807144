"""Units, people, roles: who passes each door."""

from __future__ import annotations

PAGES = """
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
"""

API = """
"""
