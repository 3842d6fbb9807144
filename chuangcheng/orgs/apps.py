from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrgsConfig(AppConfig):
    name = "chuangcheng.orgs"
    label = "orgs"

    def ready(self) -> None:
        from allauth.mfa.models import Authenticator

        from chuangcheng.core import jobs, key_rotation
        from chuangcheng.core import shell as core_shell
        from chuangcheng.core.audit.words import words
        from chuangcheng.core.first_steps import first_steps as core_first_steps
        from chuangcheng.core.key_rotation import EncryptedColumn, EncryptedInJson
        from chuangcheng.core.outgoing import addresses
        from chuangcheng.orgs import (
            access,
            importing,
            policies,  # noqa: F401 - the settings are defined there
            reaching,
            shell,
            trail,
        )
        from chuangcheng.orgs.audit_words import ORG_WORDS
        from chuangcheng.orgs.first_steps import first_steps
        from chuangcheng.orgs.installation import offer_roles_and_permissions
        from chuangcheng.orgs.models import Person

        post_migrate.connect(offer_roles_and_permissions, sender=self, dispatch_uid="orgs.roles")
        trail.connect()
        words.fill("orgs", ORG_WORDS)
        addresses.contacts.fill("orgs", reaching.contacts)
        addresses.audiences.fill("orgs", reaching.UNITS)
        jobs.actors.fill("orgs", access.actor_with_id)
        importing.register_kinds()
        key_rotation.encrypted_columns.fill("orgs.phone", EncryptedColumn(Person, "phone_encrypted", "phone_index"))
        key_rotation.encrypted_columns.fill("orgs.mfa", EncryptedInJson(Authenticator, "data", ("secret", "seed")))
        core_shell.navigation.fill("orgs", shell.entries)
        core_shell.navigation.fill("z-load", shell.load_entries)
        core_first_steps.fill("orgs", first_steps)
        core_shell.settings_pages.fill("orgs", shell.settings_entries)
        shell.fill_todos()
        core_shell.search_kinds.fill("unit", shell.SEARCH_UNITS)
        core_shell.search_kinds.fill("person", shell.SEARCH_PEOPLE)
