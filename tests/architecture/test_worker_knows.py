"""A worker opens no page: what it must know is there as soon as the applications are ready."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ASKING = """
import json, pkgutil, importlib, django
django.setup()
from chuangcheng.core.jobs import registry

def known():
    return {"jobs": sorted(registry.known_jobs()), "periods": sorted(registry.periods())}

first = known()
import chuangcheng
for module in pkgutil.walk_packages(chuangcheng.__path__, "chuangcheng."):
    if not {"tests", "migrations", "testing", "settings"} & set(module.name.split(".")):
        importlib.import_module(module.name)
print(json.dumps([first, known()]))
"""


def test_a_worker_knows_every_job_and_all_periodic_work_that_the_code_has(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "CHUANGCHENG_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "chuangcheng.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASKING], env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    ready, all_there_is = json.loads(done.stdout.splitlines()[-1])
    assert ready == all_there_is
    assert {"cases.bulk", "cases.export", "inspections.release", "core.commit_import"} <= set(ready["jobs"])
