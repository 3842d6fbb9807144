"""The leader who answers for a case: the contract leader of its site, else the leader in charge of its lead unit."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from chuangcheng.core.ids import MOST_KEY
from chuangcheng.orgs.queries import leaders_in_charge

NOBODY = "-"  # no leader is known


def led_by(leader: str, today: date) -> Q:
    """The cases of one leader: the id of a person, the name of a contract leader who does not sign in, or NOBODY."""
    uncontracted = Q(site=None) | Q(site__contract_leader=None, site__contract_leader_name="")
    in_charge = leaders_in_charge(today=today)
    if leader == NOBODY:
        return uncontracted & ~Q(lead_unit__in=list(in_charge))
    if not leader.isdecimal() or int(leader) > MOST_KEY:
        return Q(site__contract_leader=None, site__contract_leader_name=leader)
    units = [unit for unit, (person_id, _name) in in_charge.items() if str(person_id) == leader]
    return Q(site__contract_leader=int(leader)) | (uncontracted & Q(lead_unit__in=units))
