"""Every address of the portal. Vietnamese at the root, the same paths in English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from forum_portal import health, views
from forum_portal.sitemap import sitemap

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("admin/", admin.site.urls),
    path("api/", include("forum_portal.api.urls")),
]

urlpatterns += i18n_patterns(
    path("", views.home, name="home"),
    path("tim-kiem/", views.search, name="search"),
    path("tim-kiem/goi-y/", views.search_suggestions, name="search-suggestions"),
    path("gioi-thieu/", views.about, name="about"),
    path("lien-he/", views.contact, name="contact"),
    path("quyen-rieng-tu/", views.privacy, name="privacy"),
    path("tro-nang/", views.accessibility, name="accessibility"),
    path("", include("events.urls")),
    path("", include("metrics.urls")),
    prefix_default_language=False,
)

handler400 = "forum_portal.errors.bad_request"
handler403 = "forum_portal.errors.permission_denied"
handler404 = "forum_portal.errors.page_not_found"
handler500 = "forum_portal.errors.server_error"
