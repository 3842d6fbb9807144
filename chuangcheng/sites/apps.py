from __future__ import annotations

from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "chuangcheng.sites"
    label = "sites"

    def ready(self) -> None:
        from chuangcheng.core.first_steps import first_steps as core_first_steps
        from chuangcheng.core.key_rotation import EncryptedColumn, encrypted_columns
        from chuangcheng.sites import importing, shell
        from chuangcheng.sites.first_steps import first_steps
        from chuangcheng.sites.models import Site

        encrypted_columns.fill("sites.contact_phone", EncryptedColumn(Site, "contact_phone_encrypted"))
        importing.register_kind()
        shell.fill()
        core_first_steps.fill("sites", first_steps)
