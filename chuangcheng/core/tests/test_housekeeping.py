from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt

from chuangcheng.core import crypto, housekeeping, key_rotation, testing
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.housekeeping import remove_outdated
from chuangcheng.core.jobs import start
from chuangcheng.core.key_rotation import Encrypted, EncryptedColumn, EncryptedInJson, is_due, rotate_when_needed
from chuangcheng.core.models import AuditEntry, Event, EventDelivery, Job, Notice
from chuangcheng.core.slots import Slot
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast


@pytest.fixture(autouse=True)
def columns(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """One encrypted column, and a ring of one key."""
    slot: Slot[Encrypted] = Slot("encrypted columns")
    slot.fill("phone", EncryptedColumn(Person, "phone_encrypted", "phone_index"))
    slot.fill("mfa", EncryptedInJson(Authenticator, "data", ("secret", "seed")))
    monkeypatch.setattr(key_rotation, "encrypted_columns", slot)
    settings.FIELD_KEYS = ["old secret"]


def give_phone(person: Person, phone: str) -> None:
    person.phone_encrypted, person.phone_index = crypto.encrypt(phone), crypto.blind_index(phone)
    person.save(update_fields=["phone_encrypted", "phone_index"])


def test_what_has_done_its_duty_is_removed_and_the_rest_stays(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "BATCH", 1)
    for days in (31, 40, 29):
        event = Event.objects.create(topic="a", payload={}, delivered_at=now() - timedelta(days=days))
        EventDelivery.objects.create(event=event, handler="h")
    Event.objects.create(topic="a", payload={})
    for days in (91, 89):
        Job.objects.create(name="a", run_after=now(), finished_at=now() - timedelta(days=days))
    Job.objects.create(name="a", run_after=now() - timedelta(days=400))
    for days in (366, 364):
        Notice.objects.create(recipient=cast.chief, key=str(days), title="a", read_at=now() - timedelta(days=days))
    Notice.objects.create(recipient=cast.chief, key="unread", title="a")
    remove_outdated(now=now())
    assert Event.objects.count() == 2
    assert EventDelivery.objects.count() == 1
    assert Job.objects.count() == 2
    assert Notice.objects.count() == 2


def test_new_key_in_front_makes_everything_encrypted_with_it(cast: Cast, settings: Any) -> None:
    give_phone(cast.chief, "13800005678")
    give_phone(cast.inspector, "0316-2222333")
    rotate_when_needed()
    assert not Job.objects.exists()
    settings.FIELD_KEYS = ["new secret", "old secret"]
    rotate_when_needed()
    rotate_when_needed()
    assert Job.objects.count() == 1
    [job] = testing.run_all_jobs()
    assert (job.state, job.result) == (Job.State.DONE, {"values": 2})
    assert not is_due()
    settings.FIELD_KEYS = ["new secret"]
    cast.chief.refresh_from_db()
    assert crypto.decrypt(cast.chief.phone_encrypted) == "13800005678"
    assert cast.chief.phone_index == crypto.blind_index("13800005678")
    assert AuditEntry.objects.get(action="core.rotate_keys").detail == {"values": 2}


def test_value_written_meanwhile_is_not_overwritten(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    give_phone(cast.chief, "13800005678")
    settings.FIELD_KEYS = ["new secret", "old secret"]
    decrypt = crypto.decrypt

    def decrypt_while_somebody_writes(ciphertext: bytes) -> str:
        give_phone(cast.chief, "13900001111")
        return decrypt(ciphertext)

    monkeypatch.setattr(key_rotation, "decrypt", decrypt_while_somebody_writes)
    start(key_rotation.JOB, actor=SYSTEM)
    testing.run_all_jobs()
    cast.chief.refresh_from_db()
    assert crypto.decrypt(cast.chief.phone_encrypted) == "13900001111"


def test_value_whose_key_is_gone_does_not_stop_the_others(cast: Cast, settings: Any) -> None:
    give_phone(cast.chief, "13800005678")
    settings.FIELD_KEYS = ["newer secret"]
    give_phone(cast.inspector, "13900001111")
    settings.FIELD_KEYS = ["newest secret", "newer secret"]
    start(key_rotation.JOB, actor=SYSTEM)
    [job] = testing.run_all_jobs()
    assert job.result == {"values": 1}
    assert not is_due()


def test_secrets_of_the_second_step_outlive_their_key(cast: Cast, settings: Any) -> None:
    totp = Authenticator.objects.create(user=cast.chief, type="totp", data={"secret": encrypt("JBSWY3DP")})
    codes = Authenticator.objects.create(
        user=cast.chief, type="recovery_codes", data={"seed": encrypt("seed"), "used_mask": 3}
    )
    settings.FIELD_KEYS = ["new secret", "old secret"]
    assert is_due()
    start(key_rotation.JOB, actor=SYSTEM)
    [job] = testing.run_all_jobs()
    assert (job.result, is_due()) == ({"values": 2}, False)
    settings.FIELD_KEYS = ["new secret"]
    totp.refresh_from_db()
    codes.refresh_from_db()
    assert (decrypt(totp.data["secret"]), decrypt(codes.data["seed"]), codes.data["used_mask"]) == (
        "JBSWY3DP",
        "seed",
        3,
    )
