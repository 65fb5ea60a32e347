"""Addresses of the figures; they are a public promise."""

from django.urls import path

from metrics.views import dashboards, data, facts, feeds, indicators, pictures, releases, sources

app_name = "metrics"

urlpatterns = [
    path("chi-so/", indicators.indicator_list, name="indicator-list"),
    path("chi-so/<slug:slug>.csv", data.indicator_csv, name="indicator-csv"),
    path("chi-so/<slug:slug>/", indicators.indicator_page, name="indicator-page"),
    path("chi-so/<slug:slug>.svg", pictures.indicator_svg, name="indicator-svg"),
    path("chi-so/<slug:slug>.png", pictures.indicator_png, name="indicator-png"),
    path("chi-so/<slug:slug>/atom.xml", feeds.indicator_feed, name="indicator-feed"),
    path("chi-so/<slug:slug>/<slug:area>/<slug:period>/", facts.fact_page, name="fact-page"),
    path(
        "chi-so/<slug:slug>/<slug:area>/<slug:period>/muc-tieu/<slug:instrument>/",
        facts.target_page,
        name="target-page",
    ),
    path("bang-so-lieu/", dashboards.dashboard_list, name="dashboard-list"),
    path("bang-so-lieu/<slug:slug>/", dashboards.dashboard_page, name="dashboard-page"),
    path("phat-hanh/", releases.release_list, name="release-list"),
    path("phat-hanh/atom.xml", feeds.release_feed, name="release-feed"),
    path("phat-hanh/<slug:slug>.csv", data.release_csv, name="release-csv"),
    path("phat-hanh/<slug:slug>.json", data.release_manifest, name="release-manifest"),
    path("phat-hanh/<slug:slug>/", releases.release_page, name="release-page"),
    path("nguon/", sources.source_list, name="source-list"),
    path("nguon/<slug:slug>/", sources.source_page, name="source-page"),
    path("du-lieu/", data.data_page, name="data-page"),
    path("du-lieu/quan-sat.csv", data.observations_csv, name="observations-csv"),
    path("du-lieu/trich-dan.csv", data.citations_csv, name="citations-csv"),
    path("du-lieu/phat-hanh.csv", data.releases_csv, name="releases-csv"),
]
