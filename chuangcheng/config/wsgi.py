"""The WSGI entry that the server loads."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.config.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - all pages are loaded now, so that nobody waits for that at the first one
# What is loaded stays: Python need not look through a million objects again whenever it collects what requests left.
gc.collect()
gc.freeze()
