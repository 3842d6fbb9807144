"""The WSGI entry that the server loads."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.config.settings")
application = get_wsgi_application()
