"""What machines ask: is the process alive, is it ready, what may a crawler read."""

from functools import cache

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from psycopg_pool import PoolTimeout


@never_cache
@require_safe
def healthz(request):
    """200 as long as the process answers; says nothing about the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request):
    """200 when the database answers and has every migration of this code, else 503."""
    try:
        missing = known_migrations() - set(MigrationRecorder(connection).applied_migrations())
    except (Error, PoolTimeout):
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    if missing:
        text = f"{len(missing)} migrations are not applied\n"
        return HttpResponse(text, status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


@cache
def known_migrations() -> set[tuple[str, str]]:
    """App and name of every migration in the code; it does not change while the process lives."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return set(loader.disk_migrations)


@require_safe
def robots(request):
    """Keep crawlers out of the desk, and show them the way to all else."""
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.PORTAL_ORIGIN}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
