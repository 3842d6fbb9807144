from __future__ import annotations

import unicodedata
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager["Person"]):
    """Makes people; a person without a password cannot sign in."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Person:
        """A saved person with a hashed password, or an unusable one."""
        person = self.model(username=self.model.normalize_username(username), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this log-in name, whatever its case."""
        return self.get(username=self.model.normalize_username(username or ""))


class Person(AbstractBaseUser):
    """Somebody who works here; what they may do comes from their posts, never from flags on this row."""

    username = models.CharField(_("登录名"), max_length=60, unique=True)  # as `normalize_username` writes it
    name = models.CharField(_("姓名"), max_length=60)
    phone_encrypted = models.BinaryField(default=b"")
    phone_index = models.CharField(max_length=64, default="", db_index=True)  # blind index: finds, reveals nothing
    email = models.EmailField(_("电子邮箱"), default="", blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=10, default="zh-hans")
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """The one way a log-in name is kept: half-width, lower case, no blanks around it."""
        return unicodedata.normalize("NFKC", username).strip().lower()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class PasswordHistory(models.Model):
    """A password that a person has had, as its hash, so that it is not taken again too soon."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)  # hash
    set_at = models.DateTimeField()
