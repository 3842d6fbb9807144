"""Django settings, assembled from the environment. Everything civic is a dated setting in the database instead."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from chuangcheng.config.data_folder import kept_secret, prepared_folder
from chuangcheng.config.databases import database
from chuangcheng.config.environment import PROJECT_ROOT, environment, listed
from chuangcheng.config.logs import logging_config
from chuangcheng.config.tiles import tile_source

ENV = environment()
DATA = prepared_folder(ENV.data)

DEBUG = ENV.debug
SECRET_KEY = kept_secret(DATA / "secrets" / "secret_key", ENV.secret_key)
FIELD_KEYS = listed(kept_secret(DATA / "secrets" / "field_keys", ENV.field_keys))
FIELD_KEYS_ARE_GIVEN = bool(ENV.field_keys)  # by the environment, so that a restored file would not be used
HASH_ALGORITHM = ENV.hash_algorithm
FIELD_CIPHER = ENV.cipher
PLACE_NAME = ENV.place_name
MAP_TILES = ENV.map_tiles
MESSAGES_TO_PRIVATE = ENV.messages_to_private
LIVE_SHEET_SECONDS = ENV.live_sheet_seconds

TLS_CERTIFICATE = ENV.tls_cert
ALLOWED_HOSTS = listed(ENV.allowed_hosts)
CSRF_TRUSTED_ORIGINS = listed(ENV.trusted_origins)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CSRF_TRUSTED_ORIGINS else None
IS_HTTPS = TLS_CERTIFICATE is not None or bool(CSRF_TRUSTED_ORIGINS)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600  # seconds; a working day
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

CONTEXTS = [
    *(
        "core",
        "orgs",
        "standards",
        "sites",
        "cases",
        "inspections",
        "intake",
        "tasks",
        "evidence",
        "scoring",
        "supervision",
        "command",
        "field",
    ),
    "portal",
    "reports",
    "workbench",
    "demo",
]

INSTALLED_APPS = [
    *(f"chuangcheng.{context}" for context in reversed(CONTEXTS)),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "treebeard",
    "ninja",
    "csp",
    "django_htmx",
    "template_partials",
    "django_tables2",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "chuangcheng.core.operations.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "chuangcheng.core.request_log.RequestLogMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "chuangcheng.orgs.middleware.ActorMiddleware",
    "chuangcheng.orgs.middleware.SessionRulesMiddleware",
    "chuangcheng.core.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "chuangcheng.config.urls"
WSGI_APPLICATION = "chuangcheng.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chuangcheng.workbench.context_processors.shell",
            ],
            "builtins": ["django.templatetags.i18n", "chuangcheng.core.templatetags.ui"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {"default": database(url=ENV.database_url, data=DATA, pool=ENV.database_pool)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIGRATION_MODULES: dict[str, str] = {}

AUTH_USER_MODEL = "orgs.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "chuangcheng.orgs.services.passwords.NotOneOfTheLast"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # one gateway address serves a whole office; the lock-out is by account
ACCOUNT_ADAPTER = "chuangcheng.orgs.sign_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "chuangcheng.orgs.forms.sign_in.LoginForm",
    "change_password": "chuangcheng.orgs.forms.sign_in.ChangePasswordForm",
    "reauthenticate": "chuangcheng.orgs.forms.sign_in.ReauthenticateForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "创城"
MFA_TOTP_TOLERANCE = 1  # steps of 30 s that a phone's clock may be off; our choice
MFA_ADAPTER = "chuangcheng.orgs.sign_in.MFAAdapter"
MFA_FORMS = {
    "authenticate": "chuangcheng.orgs.forms.sign_in.CodeForm",
    "reauthenticate": "chuangcheng.orgs.forms.sign_in.CodeAgainForm",
    "activate_totp": "chuangcheng.orgs.forms.sign_in.ActivateForm",
}
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_FAILURE_LIMIT = "chuangcheng.orgs.lockout.failure_limit"
AXES_COOLOFF_TIME = "chuangcheng.orgs.lockout.lock_time"
AXES_USERNAME_CALLABLE = "chuangcheng.orgs.lockout.username_of"
AXES_LOCKOUT_CALLABLE = "chuangcheng.orgs.lockout.locked_response"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else anybody could keep an account locked for ever
AXES_DISABLE_ACCESS_LOG = True  # our own trail has every sign-in
AXES_SENSITIVE_PARAMETERS = ["login", "password", "oldpassword", "password1", "password2", "code"]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [PROJECT_ROOT / "chuangcheng" / "config" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PROJECT_ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "chuangcheng.core.static_storage.ModuleStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
FILES_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "chuangcheng.core.files.receiving.CappedUploadHandler",  # a huge upload fills no disk
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # bytes; files are not counted here
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 200

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *([tile_source(ENV.map_tiles)] if ENV.map_tiles else [])],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
NINJA_PAGINATION_PER_PAGE = 50
LOGGING = logging_config(ENV.log_level)
TEST_RUNNER = "django.test.runner.DiscoverRunner"
SILENCED_SYSTEM_CHECKS = [
    *([] if IS_HTTPS else ["security.W004", "security.W008", "security.W012", "security.W016"]),
    # W004 … W016 ask for HTTPS: a district may start on its own network; `doctor` says what is missing there.
    "security.W021",  # HSTS preload is the decision of who owns the domain
    "security.W005",  # the same for subdomains
    "axes.W006",  # one gateway address serves a whole office, so the lock-out is by account alone
    "security.W020",  # the host list is "*" until the operator names hosts; `doctor` says so
]
