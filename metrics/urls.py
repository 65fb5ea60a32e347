"""Addresses of the figures; they are a public promise."""

from django.urls import path

from metrics.files import addresses  # noqa: F401 -- brings <format:…>
from metrics.views import (
    catalogue,
    dashboards,
    data,
    embeds,
    everything,
    facts,
    feeds,
    indicators,
    pictures,
    releases,
    sources,
)

app_name = "metrics"

urlpatterns = [
    path("chi-so/", indicators.indicator_list, name="indicator-list"),
    path("chi-so/<slug:slug>.<format:suffix>", data.indicator_file, name="indicator-file"),
    path("chi-so/<slug:slug>/", indicators.indicator_page, name="indicator-page"),
    path("nhung/chi-so/<slug:slug>/", embeds.indicator_embed, name="indicator-embed"),
    path("chi-so/<slug:slug>.svg", pictures.indicator_svg, name="indicator-svg"),
    path("chi-so/<slug:slug>.png", pictures.indicator_png, name="indicator-png"),
    path("chi-so/<slug:slug>/atom.xml", feeds.indicator_feed, name="indicator-feed"),
    path("chi-so/<slug:slug>/<slug:area>/<slug:period>.svg", pictures.fact_svg, name="fact-svg"),
    path("chi-so/<slug:slug>/<slug:area>/<slug:period>.png", pictures.fact_png, name="fact-png"),
    path("chi-so/<slug:slug>/<slug:area>/<slug:period>/", facts.fact_page, name="fact-page"),
    path(
        "chi-so/<slug:slug>/<slug:area>/<slug:period>/muc-tieu/<slug:instrument>/",
        facts.target_page,
        name="target-page",
    ),
    path("bang-so-lieu/", dashboards.dashboard_list, name="dashboard-list"),
    path("bang-so-lieu/<slug:slug>.<format:suffix>", data.dashboard_file, name="dashboard-file"),
    path("bang-so-lieu/<slug:slug>/", dashboards.dashboard_page, name="dashboard-page"),
    path("bang-so-lieu/<slug:slug>/<int:number>.svg", pictures.panel_svg, name="panel-svg"),
    path("bang-so-lieu/<slug:slug>/<int:number>.png", pictures.panel_png, name="panel-png"),
    path("phat-hanh/", releases.release_list, name="release-list"),
    path("phat-hanh/atom.xml", feeds.release_feed, name="release-feed"),
    # A release's own .json is the text that is sealed, so its changes have none.
    path("phat-hanh/<slug:slug>.json", data.release_manifest, name="release-manifest"),
    path("phat-hanh/<slug:slug>.<format:suffix>", data.release_file, name="release-file"),
    path("phat-hanh/<slug:slug>/", releases.release_page, name="release-page"),
    path("nguon/", sources.source_list, name="source-list"),
    path("nguon/<slug:slug>/", sources.source_page, name="source-page"),
    path("du-lieu/", data.data_page, name="data-page"),
    path("du-lieu/catalog", catalogue.catalog, name="catalog"),
    path("du-lieu/catalog.jsonld", catalogue.catalog_jsonld, name="catalog-jsonld"),
    path("du-lieu/catalog.ttl", catalogue.catalog_ttl, name="catalog-ttl"),
    path("du-lieu/quan-sat.<format:suffix>", data.observations_file, name="observations-file"),
    path("du-lieu/trich-dan.<format:suffix>", data.citations_file, name="citations-file"),
    path("du-lieu/thay-doi.<format:suffix>", data.changes_file, name="changes-file"),
    path("du-lieu/phat-hanh.<format:suffix>", data.releases_file, name="releases-file"),
    path("du-lieu/tat-ca.zip", everything.everything_file, name="everything-file"),
    path("du-lieu/<slug:name>.<format:suffix>", everything.whole_table_file, name="whole-file"),
]
