"""Settings of every installation; what differs between them comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from makegood.config.database import database
from makegood.config.secret_keys import master_secret
from makegood.kit.client_address import networks_of
from makegood.kit.vault import derive_key
from makegood.wires.postgres import data_root

ROOT = Path(__file__).resolve().parents[2]
DATA = data_root()
DEBUG = os.environ.get("MAKEGOOD_DEBUG") == "1"
PUBLIC_URL = os.environ.get("MAKEGOOD_PUBLIC_URL", "http://127.0.0.1:8765")
IS_HTTPS = PUBLIC_URL.startswith("https://")

_master = master_secret(DATA)
SECRET_KEY = derive_key(_master, "django").hex()
VAULT_KEY = derive_key(_master, "vault")
DIGEST_KEY = derive_key(_master, "digest")
JOURNAL_KEY = derive_key(_master, "journal")

ALLOWED_HOSTS = os.environ.get("MAKEGOOD_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# Networks (CIDR, by commas) of the proxies before us; only they may say who really asks.
TRUSTED_PROXIES = networks_of(os.environ.get("MAKEGOOD_TRUSTED_PROXIES", ""))

INSTALLED_APPS = [
    "makegood.config.apps.ConfigConfig",
    "makegood.journal",
    "makegood.people",
    "makegood.customers",
    "makegood.handbook",
    "makegood.encounters",
    "makegood.commitments",
    "makegood.conversations",
    "makegood.approvals",
    "makegood.ledger",
    "makegood.notices",
    "makegood.intake",
    "makegood.triage",
    "makegood.cases",
    "makegood.recovery",
    "makegood.insight",
    "makegood.reactions",
    "makegood.panels",
    "makegood.desk",
    "makegood.portal",
    "makegood.office",
    "makegood.api",
    "makegood.jobs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "makegood.config.proxies.RealClient",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "makegood.panels.languages.AccountLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "makegood.config.urls"
WSGI_APPLICATION = "makegood.config.wsgi.application"
AUTH_USER_MODEL = "people.Staff"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_loaders: list[Any] = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": _loaders if DEBUG else [("django.template.loaders.cached.Loader", _loaders)],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "makegood.panels.templatetags.drawn",
                "django.templatetags.i18n",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "makegood.panels.context.shell",
            ],
        },
    }
]

DATABASES = {"default": database()}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [
    ("zh-hans", _("Simplified Chinese")),
    ("zh-hant", _("Traditional Chinese")),
    ("en", _("English")),
]
LANGUAGE_COOKIE_NAME = "makegood_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("MAKEGOOD_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS: list[Any] = []
if (_vendor := ROOT / "var" / "vendor").is_dir():
    STATICFILES_DIRS.append(("vendor", _vendor))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "media"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
MAX_IMPORT_BYTES = int(os.environ.get("MAKEGOOD_MAX_IMPORT_BYTES", 200_000_000))

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "makegood.config.accounts.StaffAccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,6/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

EMAIL_BACKEND = os.environ.get("MAKEGOOD_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = DATA / "outgoing-mail"
EMAIL_HOST = os.environ.get("MAKEGOOD_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("MAKEGOOD_SMTP_PORT", 25))
EMAIL_TIMEOUT = 30  # seconds for each answer: a mail server that hangs holds up no worker for ever
DEFAULT_FROM_EMAIL = os.environ.get("MAKEGOOD_MAIL_FROM", "Makegood <service@localhost>")

WEBHOOKS_ALLOW_PRIVATE = os.environ.get("MAKEGOOD_WEBHOOKS_ALLOW_PRIVATE") == "1"

TEXT_ENGINE = os.environ.get("MAKEGOOD_TEXT_ENGINE", "makegood.engines.text.lexicon.LexiconEngine")
ORGANISATION_NAME = os.environ.get("MAKEGOOD_ORGANISATION", "")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("MAKEGOOD_LOG_LEVEL", "WARNING")},
}
