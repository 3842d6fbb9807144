"""What core itself puts into its slots and signals, once all applications are loaded."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.validators import MaxLengthValidator
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.forms import Field
from django.utils.translation import gettext, gettext_lazy

from chuangcheng.core import files, housekeeping, key_rotation, navigation, sealing, shell, texts
from chuangcheng.core.audit import jobs as audit_jobs
from chuangcheng.core.audit.words import CORE_WORDS, words
from chuangcheng.core.calendar import importing, load_published_years
from chuangcheng.core.documents import office_pdf
from chuangcheng.core.files import cleaning, examining
from chuangcheng.core.imports import jobs as import_jobs
from chuangcheng.core.imports import navigation as import_navigation
from chuangcheng.core.jobs.results import may_read_result
from chuangcheng.core.key_rotation import EncryptedColumn, encrypted_columns
from chuangcheng.core.models import MessageChannel
from chuangcheng.core.operations import on_record, rebuilding
from chuangcheng.core.outgoing import jobs as outgoing_jobs
from chuangcheng.core.outgoing import todos as outgoing_todos

# Imported so that workers know their jobs and periods.
WORK = (
    *(audit_jobs, cleaning, examining, housekeeping, import_jobs, key_rotation),
    *(office_pdf, outgoing_jobs, rebuilding, sealing),
)


def connect(core: AppConfig) -> None:
    """Called once, when the applications are ready."""
    texts.translate_by(gettext)
    Field.default_error_messages["required"] = gettext_lazy("请填写这一项。")
    MaxLengthValidator.message = gettext_lazy("最多%(limit_value)s个字，现在有%(show_value)s个，请缩短。")
    shell.navigation.fill("core", navigation.entries)
    shell.settings_pages.fill("core", navigation.settings_entries)
    shell.navigation.fill("core.imports", import_navigation.entries)
    shell.rare_todos.fill("core.messages", outgoing_todos.TODOS)
    files.readers.fill("core.jobs", may_read_result)
    words.fill("core", CORE_WORDS)
    words.fill("core.operations", on_record.WORDS)
    encrypted_columns.fill("core.channels", EncryptedColumn(MessageChannel, "secrets_encrypted"))
    importing.register_kind()
    post_migrate.connect(load_published_years, sender=core, dispatch_uid="core.calendar")
    connection_created.connect(sealing.answer_removal_question, dispatch_uid="core.audit_removal")
