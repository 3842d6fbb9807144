"""Units, people, posts and roles over the API: the same queries and services as the pages."""

from __future__ import annotations

from ninja import Router

from chuangcheng.orgs.api.account import router as account
from chuangcheng.orgs.api.load import router as load
from chuangcheng.orgs.api.people import router as people
from chuangcheng.orgs.api.posts import router as posts
from chuangcheng.orgs.api.roles import router as roles
from chuangcheng.orgs.api.units import router as units

router = Router()
for part in (units, load, people, posts, roles, account):
    router.add_router("", part)
