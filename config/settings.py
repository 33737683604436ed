"""One settings file. Everything that differs between places comes from the environment, and nonsense is loud.

``XIANGFENG_HOME`` holds what must survive: database, uploads, the secret key. Defaults run on one office PC.
"""

from __future__ import annotations

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def _number(name: str, default: int, *, low: int, high: int) -> int:
    """An integer from the environment, refused with its own name when it is not one or out of range."""
    raw = env.str(name, default=str(default))
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 9 and low <= int(raw) <= high):
        raise ImproperlyConfigured(f"环境变量 {name}={raw!r} 应是 {low} 到 {high} 的整数")
    return int(raw)


def _secret_key(home: Path) -> str:
    """The key from the environment, else one made on the first start and kept beside the database."""
    if given := env.str("XIANGFENG_SECRET_KEY", default=""):
        if len(given) < 40:
            raise ImproperlyConfigured("环境变量 XIANGFENG_SECRET_KEY 太短，至少 40 个字符")
        return str(given)
    kept = home / "secret_key"
    if not kept.exists():
        kept.write_text(get_random_secret_key(), encoding="ascii")
        kept.chmod(0o600)
    return kept.read_text(encoding="ascii").strip()


# In a checkout everything lies beside the code; an installed package keeps it where the command is run.
PLACE = BASE_DIR if (BASE_DIR / "pyproject.toml").exists() else Path.cwd()
HOME = Path(env.str("XIANGFENG_HOME", default=str(PLACE / "var"))).resolve()
HOME.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("XIANGFENG_DEBUG", default=False)
SECRET_KEY = _secret_key(HOME)
ALLOWED_HOSTS = env.list("XIANGFENG_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("XIANGFENG_ORIGINS", default=[])
IS_HTTPS = env.bool("XIANGFENG_HTTPS", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "csp",
    "xiangfeng.calendars",
    "xiangfeng.accounts",
    "xiangfeng.web",  # before allauth: our sign-in pages replace its own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "xiangfeng.orgs",
    "xiangfeng.history",
    "xiangfeng.attachments",
    "xiangfeng.notifications",
    "xiangfeng.documents",
    "xiangfeng.visitors",
    "xiangfeng.workflow",
    "xiangfeng.administration",
    "xiangfeng.leadership",
    "xiangfeng.regulations",
    "xiangfeng.duties",
    "xiangfeng.sites",
    "xiangfeng.tasks",
    "xiangfeng.goals",
    "xiangfeng.findings",
    "xiangfeng.pledges",
    "xiangfeng.meetings",
    "xiangfeng.advice",
    "xiangfeng.inspections",
    "xiangfeng.upkeep",
    "xiangfeng.notices",
    "xiangfeng.feedback",
    "xiangfeng.supervision",
    "xiangfeng.surveys",
    "xiangfeng.letters",
    "xiangfeng.open311",
    "xiangfeng.assessments",
    "xiangfeng.workbench",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "xiangfeng.accounts.middleware.IdleTimeoutMiddleware",
    "xiangfeng.accounts.middleware.FirstThingsMiddleware",
    "xiangfeng.web.middleware.ActorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xiangfeng.web.context.frame",
                "xiangfeng.workbench.context.footer",
            ],
            "builtins": ["django_cotton.templatetags.cotton", "xiangfeng.web.templatetags.xf"],
        },
    }
]


def _databases() -> dict[str, dict[str, object]]:
    """SQLite beside the uploads by default; PostgreSQL by ``DATABASE_URL``."""
    database = env.db_url("DATABASE_URL", default=f"sqlite:///{HOME / 'xiangfeng.sqlite3'}")
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # Without IMMEDIATE two writers that both read first fail with "database is locked".
        database["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
        }
    else:
        database["CONN_MAX_AGE"] = 60
        database["CONN_HEALTH_CHECKS"] = True
    return {"default": database}


DATABASES = _databases()

# --- sign-in (GB/T 22239: complexity, lock-out, idle time-out, two factors) ---------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "xiangfeng.accounts.passwords.LengthAndClasses",
        "OPTIONS": {"min_length": 10, "min_classes": 3},
    },
    {"NAME": "xiangfeng.accounts.passwords.NotCommon"},
    {"NAME": "xiangfeng.accounts.passwords.NotOwnName"},
    {"NAME": "xiangfeng.accounts.passwords.NotReused", "OPTIONS": {"keep": 5}},
]
PASSWORD_REMIND_DAYS = _number("XIANGFENG_PASSWORD_DAYS", 90, low=0, high=3650)
IDLE_MINUTES = _number("XIANGFENG_IDLE_MINUTES", 30, low=5, high=480)
IDLE_MINUTES_ADMIN = _number("XIANGFENG_IDLE_MINUTES_ADMIN", 15, low=5, high=480)
AXES_FAILURE_LIMIT = _number("XIANGFENG_LOCK_FAILURES", 5, low=3, high=20)
AXES_COOLOFF_TIME = _number("XIANGFENG_LOCK_MINUTES", 15, low=5, high=1440) / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "xiangfeng.accounts.lockout.username_of"
AXES_CLIENT_IP_CALLABLE = "xiangfeng.accounts.lockout.client_ip"
AXES_LOCKOUT_CALLABLE = "xiangfeng.accounts.lockout.locked_response"
# A locked-out person who keeps trying sees the lock page each time, and the lock still ends when it said.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workbench:inbox"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "xiangfeng.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "xiangfeng.accounts.forms.LoginForm",
    "change_password": "xiangfeng.accounts.forms.ChangePasswordForm",
    "reauthenticate": "xiangfeng.accounts.forms.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "xiangfeng.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "乡风"
IS_TOTP_REQUIRED = env.bool("XIANGFENG_TOTP_REQUIRED", default=False)
IS_SINGLE_SESSION = env.bool("XIANGFENG_SINGLE_SESSION", default=False)
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- the work itself: defaults marked [own] in the domain notes, so they are settings ------------------------------
ASSESSMENT_DUE_DAY = _number("XIANGFENG_DUE_DAY", 10, low=1, high=28)
CHECK_WORKDAYS = _number("XIANGFENG_CHECK_DAYS", 2, low=1, high=30)  # villages check their scores after 定稿
OBJECTION_WORKDAYS = _number("XIANGFENG_OBJECTION_DAYS", 15, low=1, high=60)  # and may object after the 通报
ANSWER_WORKDAYS = _number("XIANGFENG_ANSWER_DAYS", 3, low=1, high=30)
WARN_WORKDAYS = _number(
    "XIANGFENG_WARN_DAYS", 10, low=1, high=60
)  # a duty turns yellow that long before it is due
SHORTEST_TASK_WORKDAYS = _number(
    "XIANGFENG_SHORTEST_TASK", 2, low=0, high=30
)  # below it a leader must confirm
TASK_WARN_WORKDAYS = _number("XIANGFENG_TASK_WARN_DAYS", 3, low=1, high=30)
EXTENSION_AT_MOST_ORIGINAL = env.bool("XIANGFENG_EXTENSION_LIMIT", default=True)  # 延期不超过原时限
PLAN_DUE_MONTH_DAY = (1, 31)  # the yearly plan should be approved by then (A5.1a)
PROBLEM_WORKDAYS = _number(
    "XIANGFENG_PROBLEM_DAYS", 10, low=1, high=120
)  # a problem found is to be solved in that time
RECTIFICATION_WORKDAYS = _number("XIANGFENG_RECTIFICATION_DAYS", 7, low=1, high=60)  # to mend what was found
SAME_FINDING_DAYS = _number(
    "XIANGFENG_SAME_FINDING_DAYS", 15, low=0, high=365
)  # the same fault at one place is one
VISITS_CAP = _number("XIANGFENG_VISITS_CAP", 12, low=1, high=365)  # inspections of one village a year
NOTICE_WORKDAYS = _number(
    "XIANGFENG_NOTICE_DAYS", 5, low=1, high=60
)  # how long a 公示 lasts when nobody says
NOTICE_LEAST_WORKDAYS = _number(
    "XIANGFENG_NOTICE_LEAST", 5, low=1, high=30
)  # 奖励, 处理, 评选: not under (F4.2)
NOTICE_ANSWER_WORKDAYS = _number("XIANGFENG_NOTICE_ANSWER", 5, low=1, high=60)  # to answer an objection
NOTICE_KEEP_DAYS = _number("XIANGFENG_NOTICE_KEEP", 30, low=0, high=3650)  # the result of a 公示 stays listed
NOTICE_FORGET_DAYS = _number(
    "XIANGFENG_NOTICE_FORGET", 365, low=30, high=3650
)  # then who objected is forgotten
NOTICE_OBJECTIONS_A_SENDER = _number(
    "XIANGFENG_NOTICE_SENDER_CAP", 5, low=1, high=1000
)  # a day, on one notice
NOTICE_OBJECTIONS_A_DAY = _number(
    "XIANGFENG_NOTICE_DAY_CAP", 200, low=1, high=100000
)  # over the net, on one notice
FEEDBACK_ACCEPT_WORKDAYS = _number(
    "XIANGFENG_FEEDBACK_ACCEPT", 1, low=1, high=15
)  # to say whether it is taken
FEEDBACK_SIGN_WORKDAYS = _number(
    "XIANGFENG_FEEDBACK_SIGN", 1, low=1, high=15
)  # to sign for it, or give it back
FEEDBACK_RETURNS = _number("XIANGFENG_FEEDBACK_RETURNS", 1, low=0, high=5)  # 退单, each with a reason
FEEDBACK_WORKDAYS = {  # to reply, by kind; a unit may set its own ([own] defaults, standards §6.2)
    "enquiry": _number("XIANGFENG_FEEDBACK_ENQUIRY", 3, low=1, high=60),
    "help": _number("XIANGFENG_FEEDBACK_HELP", 5, low=1, high=60),
    "suggestion": _number("XIANGFENG_FEEDBACK_SUGGESTION", 10, low=1, high=60),
    "complaint": _number("XIANGFENG_FEEDBACK_COMPLAINT", 10, low=1, high=60),
}
FEEDBACK_RATE_WORKDAYS = _number(
    "XIANGFENG_FEEDBACK_RATE", 5, low=1, high=30
)  # to judge the reply, then it is filed
FEEDBACK_REOPENS = _number("XIANGFENG_FEEDBACK_REOPENS", 2, low=0, high=10)  # by an unsatisfied sender
FEEDBACK_SAME_DAYS = _number(
    "XIANGFENG_FEEDBACK_SAME", 30, low=1, high=365
)  # older ones are not taken for the same
FEEDBACK_SAME_METRES = _number("XIANGFENG_FEEDBACK_NEAR", 100, low=1, high=5000)  # so near may be the same
FEEDBACK_FORGET_DAYS = _number(
    "XIANGFENG_FEEDBACK_FORGET", 365, low=30, high=3650
)  # then who said it is forgotten
FEEDBACK_PHOTOS = _number("XIANGFENG_FEEDBACK_PHOTOS", 3, low=0, high=9)
FEEDBACK_LONGEST = _number("XIANGFENG_FEEDBACK_LONGEST", 1000, low=100, high=4000)  # signs of one report
FEEDBACK_LONGEST_SENT = 5000  # signs of one sent by another system: its standard says 4,000, and the address
FEEDBACK_A_SENDER_AN_HOUR = _number("XIANGFENG_FEEDBACK_SENDER_CAP", 10, low=1, high=100000)
FEEDBACK_AN_HOUR = _number(
    "XIANGFENG_FEEDBACK_HOUR_CAP", 500, low=1, high=1000000
)  # over the net, to one unit
VISITORS_WORK = _number(
    "XIANGFENG_VISITORS_WORK", 50_000, low=100, high=5_000_000
)  # digests a visitor's machine reckons before it sends: a second or two on an old phone
VISITORS_PROOF_MINUTES = _number("XIANGFENG_VISITORS_PROOF", 120, low=5, high=1440)  # then it is stale
FEEDBACK_PHOTO_MB = _number("XIANGFENG_FEEDBACK_PHOTO_MB", 15, low=1, high=50)  # each, over the net
FEEDBACK_WRONG_CODES = _number(
    "XIANGFENG_FEEDBACK_WRONG_CODES", 20, low=3, high=1000
)  # of one sender an hour
BOX_DAYS = _number("XIANGFENG_BOX_DAYS", 7, low=1, high=31)  # from one opening of a box to the next [own]
SUPERVISOR_YEARS = _number("XIANGFENG_SUPERVISOR_YEARS", 2, low=1, high=5)  # of one term
SUPERVISOR_TERMS = _number(
    "XIANGFENG_SUPERVISOR_TERMS", 2, low=0, high=20
)  # of one person; 0: no limit [own]
SUPERVISOR_WARN_DAYS = _number("XIANGFENG_SUPERVISOR_WARN", 30, low=1, high=365)  # before a term ends
SURVEYS_A_SENDER_A_DAY = _number(
    "XIANGFENG_SURVEYS_SENDER_CAP", 30, low=1, high=100000
)  # sheets of one open questionnaire from one network
SURVEYS_A_DAY = _number(
    "XIANGFENG_SURVEYS_DAY_CAP", 20000, low=1, high=1000000
)  # sheets of one open questionnaire
MEETING_MINUTES = _number("XIANGFENG_MEETING_MINUTES", 60, low=10, high=480)  # longer ones are pointed out

# --- transport and content security ---------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = (
    30 * 24 * 3600
)  # the phone form tells by it, with no network, that nobody else signed in meanwhile
SECURE_HSTS_SECONDS = 31536000 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}

# --- language, time, files --------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = PLACE / "static_built"
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "xiangfeng.attachments.storage.WholeStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
UPLOAD_MAX_MB = _number("XIANGFENG_UPLOAD_MB", 50, low=1, high=2048)
FONT_DIR = env.str("XIANGFENG_FONTS", default=str(HOME / "fonts"))
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
SILENCED_SYSTEM_CHECKS = ["axes.W003"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"codes": {"()": "xiangfeng.web.quiet.WithoutCodes"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["codes"]}},
    "root": {"handlers": ["console"], "level": env.str("XIANGFENG_LOG", default="WARNING")},
}
