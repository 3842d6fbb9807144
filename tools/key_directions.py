"""Foreign keys that climb the layers; import contracts do not see "app.Model" strings. The user model is exempt."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from tools.layers import height


def climbing_keys() -> Iterator[str]:
    """Each foreign key between contexts that does not point down, as "core.Job.requested_by -> orgs.Person"."""
    from django.apps import apps
    from django.contrib.auth import get_user_model
    from django.db.models import Model

    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("chuangcheng.")}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            target = field.related_model
            if not (field.concrete and field.is_relation) or target is get_user_model():
                continue
            if not (isinstance(target, type) and issubclass(target, Model)):
                continue
            source, aim = model._meta.app_label, target._meta.app_label
            if {source, aim} <= ours and source != aim and height(aim) >= height(source):
                yield f"{model._meta.label}.{field.name} -> {target._meta.label}"


def main() -> int:
    """Prints the climbing keys; 1 when there is one."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.config.settings")
    django.setup()
    found = list(climbing_keys())
    for line in found:
        print(f"外键指向上层：{line}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
