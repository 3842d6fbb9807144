"""Tables of units, people, posts and roles."""

from chuangcheng.orgs.models.asks import Ask
from chuangcheng.orgs.models.liaisons import HelpRequest, TownLink
from chuangcheng.orgs.models.people import PasswordHistory, Person, PersonManager
from chuangcheng.orgs.models.posts import Delegation, KnownPermission, Post, Role, Secondment
from chuangcheng.orgs.models.units import Unit, UnitAlias, UnitSuccession

__all__ = [
    "Ask",
    "Delegation",
    "HelpRequest",
    "KnownPermission",
    "PasswordHistory",
    "Person",
    "PersonManager",
    "Post",
    "Role",
    "Secondment",
    "TownLink",
    "Unit",
    "UnitAlias",
    "UnitSuccession",
]
