"""Settings for tests: stricter than production where strictness finds bugs, cheaper where only time is lost."""

import os
import tempfile

os.environ.setdefault("XIANGFENG_HOME", tempfile.mkdtemp(prefix="xiangfeng-test-"))
os.environ.setdefault("XIANGFENG_SECRET_KEY", "test-key-that-is-long-enough-for-the-settings-check")

from config.settings import *  # noqa: E402, F403
from config.settings import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tests need no collected static files; without this whitenoise warns that there are none.
WHITENOISE_AUTOREFRESH = True
