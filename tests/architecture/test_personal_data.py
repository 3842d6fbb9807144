"""Personal data at rest: whatever is encrypted is encrypted anew when the keys change."""

from __future__ import annotations

from django.apps import apps

from chuangcheng.core.key_rotation import EncryptedColumn, encrypted_columns


def test_every_encrypted_column_takes_part_in_a_change_of_keys() -> None:
    named = {(each.model, each.field) for each in encrypted_columns if isinstance(each, EncryptedColumn)}
    kept = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.name.endswith("_encrypted")
    }
    assert len(kept) > 1
    assert kept == named
