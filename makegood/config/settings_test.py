"""Settings of the test run: a database cluster of its own, quick password hashes, mail kept in memory."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("MAKEGOOD_SECRET", "a-secret-for-tests-only")
os.environ.setdefault("MAKEGOOD_DATA", str(Path(__file__).resolve().parents[2] / "var" / "test"))

from makegood.config.settings import *  # noqa: F403 — the test settings are the real ones, changed below

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tests serve files from where they lie; whitenoise only asks that the folder be there.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
