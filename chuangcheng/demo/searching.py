"""Makes everything of the demo findable, as the services do for each record."""

from __future__ import annotations

from collections.abc import Sequence

from chuangcheng.cases.models import Case
from chuangcheng.cases.services import index_cases
from chuangcheng.orgs.indexing import index_people, index_units
from chuangcheng.orgs.models import Person, Unit
from chuangcheng.sites.indexing import index_sites
from chuangcheng.sites.models import Site


def index_everything(sites: Sequence[Site], cases: Sequence[Case]) -> None:
    """Units, people, sites and cases; standards were indexed with the framework."""
    index_units(Unit.objects.all())
    index_people(Person.objects.all())
    index_sites(sites)
    index_cases([case.pk for case in cases])
