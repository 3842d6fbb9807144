"""A worker with one slow job and a short lease, for `test_worker_killed` to start as a process of its own and kill."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import django
from django.db import transaction


def main() -> None:
    """Works until it is stopped or killed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.config.settings")
    django.setup()

    from chuangcheng.core.jobs import JobContext, job, pulse, queue
    from chuangcheng.core.models import NumberSeries
    from chuangcheng.core.worker import run_worker

    queue.LEASE = timedelta(seconds=3)
    pulse.RENEW_SECONDS = 0.5

    @job("test.slow", label="慢")
    def slow(context: JobContext, *, steps: int) -> dict[str, int]:
        """One row a step; what an earlier attempt wrote is found and left."""
        for step in range(steps):
            with transaction.atomic():
                row, _created = NumberSeries.objects.get_or_create(series="slow", year=step)
                row.last += 1
                row.save(update_fields=["last"])
                time.sleep(0.02)
                if row.last > 1:
                    transaction.set_rollback(True)
            context.progress(step + 1, steps)
        return {"steps": steps}

    run_worker()


if __name__ == "__main__":
    main()
