"""The portal's settings; what differs between machines comes from forum_portal.environment."""

from typing import Any

import pghistory
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from forum_portal import database, environment, postgres
from forum_portal.api.limits import per_minute
from forum_portal.environment import BASE_DIR

# Where the portal is reached

ORIGIN = environment.origin()
IS_HTTPS = ORIGIN.scheme == "https"
IS_LOOPBACK = ORIGIN.hostname in environment.LOOPBACK
PORTAL_ORIGIN = f"{ORIGIN.scheme}://{ORIGIN.netloc}"
DEBUG = environment.switch("PORTAL_DEBUG", default=False)
if DEBUG and not IS_LOOPBACK:
    raise environment.ImproperlyConfigured(
        "PORTAL_DEBUG must be off when PORTAL_ORIGIN is a public address: it shows passwords."
    )
SECRET_KEY = environment.secret_key()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"] if IS_LOOPBACK else [str(ORIGIN.hostname)]
ROOT_URLCONF = "forum_portal.urls"
WSGI_APPLICATION = "forum_portal.wsgi.application"

INSTALLED_APPS = [
    "forum_portal",
    "metrics",
    "events",
    "forum_portal.office.apps.OfficeConfig",  # django.contrib.admin with our own site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",  # runserver, too, serves static files through WhiteNoise
    "django.contrib.staticfiles",
    "django_htmx",
    "pgtrigger",  # puts triggers into migrations, for pghistory
    "pghistory",
]
AUTH_USER_MODEL = "forum_portal.User"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "forum_portal.middleware.language_from_path",
    "forum_portal.middleware.database_gone",
    "forum_portal.access.middleware.KnownSessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "forum_portal.middleware.changes_have_an_author",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "forum_portal.template_loader.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "forum_portal.context.portal",
            ],
        },
    }
]

# Database: two roles, so that what serves the pages cannot change the record's guards

DATABASE_ROLE = environment.database_role()
APP_DATABASE = environment.database_url("DATABASE_URL")
OWNER_DATABASE = environment.database_url("DATABASE_OWNER_URL") or APP_DATABASE
EMBEDDED_DATABASE = APP_DATABASE is None
if EMBEDDED_DATABASE and OWNER_DATABASE:
    raise environment.ImproperlyConfigured("DATABASE_OWNER_URL needs DATABASE_URL beside it.")
APP_ROLE = APP_DATABASE.get("user", "") if APP_DATABASE else postgres.APP
DATABASES = {
    "default": database.django_database(
        (OWNER_DATABASE if DATABASE_ROLE == "owner" else APP_DATABASE)
        or postgres.portal_cluster().connection(DATABASE_ROLE),
        role=DATABASE_ROLE,
    )
}
# Tables (by name) that the serving role may add to and read, never change. Those of the audit
# trail (forum_portal.audit) join them by themselves.
INSERT_ONLY_TABLES: list[str] = ["metrics_releaseseal", "metrics_releasestep"]

# Audit trail: who made a change stands in its row; a table of contexts would have to be updated.

PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="changes")
PGHISTORY_APPEND_ONLY = True

# Language and time: Vietnamese at the root, English under /en/

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
FORMAT_MODULE_PATH = "forum_portal.formats"
LOCALE_PATHS = [BASE_DIR / "forum_portal" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# Static files, and files that staff attach: these no server hands out, only views do

MEDIA_ROOT = environment.files_folder()
STATIC_URL = "/static/"
STATIC_ROOT = environment.state_folder() / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "forum_portal.attachments.storage.KeptFiles"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Security

PORTAL_CDN = environment.switch("PORTAL_CDN", default=True)
CDN_ORIGINS = ["https://cdn.jsdelivr.net"] if PORTAL_CDN else []
SECURE_CSP: dict[str, Any] = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, *CDN_ORIGINS],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000  # a grid of 500 cells has up to nine fields in each
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by the machine itself, over http
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains: those of a city's domain are not the portal's to decide
    "security.W021",  # HSTS preload: the same
    "mail.W001",  # no mail server: links to set a password are handed over
]

# Only the admin has sessions and forms; the path keeps their cookies off every public page.
SESSION_ENGINE = "forum_portal.access.store"  # with a model of its own: no django.contrib.sessions
COOKIE_PREFIX = "__Secure-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}portal"
SESSION_COOKIE_PATH = "/admin/"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 12 * 3600  # one long working day
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}portal-form"
CSRF_COOKIE_PATH = "/admin/"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "forum_portal.errors.csrf_failure"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "forum_portal.access.passwords.GuessableValidator"},
]

PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # seconds; an invitation made on Friday works on Monday

# Mail: without a server, links to set a password are handed over by an administrator alone.

MAILERS = environment.mailers()
DEFAULT_FROM_EMAIL = environment.mail_sender()

# The API: requests a minute from one address, 0 for no limit; each server process counts its own.

API_PER_MINUTE = per_minute()

# Errors and warnings go to standard error, where the machine's own log picks them up.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},  # in place of Django's own handlers
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners, all day long
        "django.request": {"level": "ERROR"},  # a 404 is no news
    },
}
