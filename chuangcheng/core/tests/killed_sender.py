"""A worker that loses its claims quickly, for `test_messages_killed` to start as a process of its own and kill."""

from __future__ import annotations

import os
from datetime import timedelta

import django


def main() -> None:
    """Works until it is stopped or killed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.config.settings")
    django.setup()

    from chuangcheng.core.jobs.registry import periods
    from chuangcheng.core.outgoing import sending
    from chuangcheng.core.worker import run_worker

    for name in [name for name in periods() if name != "core.prepare_messages"]:
        periods().pop(name)  # type: ignore[attr-defined] # the others cost time
    sending.UNCLEAR_AFTER = timedelta(seconds=3)
    run_worker()


if __name__ == "__main__":
    main()
