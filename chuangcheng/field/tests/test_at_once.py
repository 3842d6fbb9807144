"""With real connections: the same record from an impatient phone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from chuangcheng.cases.models import Case, CasePhoto
from chuangcheng.cases.testing import problem_class
from chuangcheng.field.models import FieldRecord, SentFile
from chuangcheng.field.testing import phone_of, problem
from chuangcheng.orgs.testing import Cast

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 5


def at_once(act: Any) -> list[Any]:
    barrier = Barrier(TIMES)

    def run(_number: int) -> Any:
        try:
            barrier.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(run, range(TIMES)))


def test_five_identical_posts_at_once_leave_one_record(transactional_db: None, cast: Cast) -> None:
    shot = phone_of(cast.inspector).sends(1)
    sent = problem(problem_class().pk, [shot])
    answers = at_once(lambda: phone_of(cast.inspector).records(sent))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["result_number"] for answer in answers}) == 1
    assert (FieldRecord.objects.count(), Case.objects.count(), CasePhoto.objects.count()) == (1, 1, 1)


def test_same_photo_from_five_tabs_at_once_is_one_file(transactional_db: None, cast: Cast) -> None:
    phone_of(cast.inspector).sends(2)
    SentFile.objects.all().delete()
    hashes = at_once(lambda: phone_of(cast.inspector).sends(2))
    assert len(set(hashes)) == 1
    assert SentFile.objects.count() == 1
