"""Addresses of forums and all that belongs to them; they are a public promise."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from events.views import (
    cards,
    comparison,
    exhibitions,
    feeds,
    files,
    forums,
    lists,
    organisations,
    people,
    programmes,
    reports,
    schedules,
    sessions,
)
from metrics.files import addresses  # noqa: F401 -- brings <format:…>

app_name = "events"


class FileName(StringConverter):
    """The name of an attached file, as the portal makes them."""

    regex = r"[a-z0-9-]+\.[a-z0-9]+"


register_converter(FileName, "file")

urlpatterns = [
    path("dien-dan/", forums.forum_list, name="forum-list"),
    path("dien-dan/so-sanh/", comparison.comparison, name="comparison"),
    path("dien-dan/<slug:slug>/", forums.forum_page, name="forum-page"),
    path("dien-dan/<slug:slug>.png", cards.forum_png, name="forum-png"),
    path("dien-dan/<slug:slug>/atom.xml", feeds.feed, name="forum-feed"),
    path("dien-dan/<slug:slug>/schedule.ics", schedules.forum_calendar, name="forum-calendar"),
    path("dien-dan/<slug:slug>/schedule.xml", schedules.schedule_xml, name="forum-schedule-xml"),
    path("dien-dan/<slug:slug>/schedule.json", schedules.schedule_json, name="forum-schedule-json"),
    path(
        "dien-dan/<slug:slug>/chuong-trinh/",
        programmes.programme_chapter,
        name="forum-programme",
    ),
    path(
        "dien-dan/<slug:slug>/chuong-trinh.<format:suffix>",
        lists.programme_file,
        name="forum-programme-file",
    ),
    path("dien-dan/<slug:slug>/dien-gia/", forums.speakers_chapter, name="forum-speakers"),
    path(
        "dien-dan/<slug:slug>/dien-gia.<format:suffix>",
        lists.speakers_file,
        name="forum-speakers-file",
    ),
    path("dien-dan/<slug:slug>/trien-lam/", forums.exhibition_chapter, name="forum-exhibition"),
    path(
        "dien-dan/<slug:slug>/trien-lam.<format:suffix>",
        lists.exhibition_file,
        name="forum-exhibition-file",
    ),
    path("dien-dan/<slug:slug>/ket-qua/", forums.results_chapter, name="forum-results"),
    path("phien/", sessions.session_list, name="session-list"),
    path("phien/<slug:slug>.ics", schedules.session_calendar, name="session-calendar"),
    path("phien/<slug:slug>.png", cards.session_png, name="session-png"),
    path("phien/<slug:slug>/", sessions.session_page, name="session-page"),
    path("phien/<slug:slug>/tep/<file:name>", files.session_file, name="session-file"),
    path("dien-gia/", people.person_list, name="person-list"),
    path("dien-gia/<slug:slug>.ics", schedules.person_calendar, name="person-calendar"),
    path("dien-gia/<slug:slug>.jpg", files.person_photo, name="person-photo"),
    path("dien-gia/<slug:slug>/", people.person_page, name="person-page"),
    path("to-chuc/", organisations.organisation_list, name="organisation-list"),
    path("to-chuc/<slug:slug>/", organisations.organisation_page, name="organisation-page"),
    path("gian-hang/", exhibitions.booth_list, name="booth-list"),
    path("gian-hang/<slug:slug>/", exhibitions.booth_page, name="booth-page"),
    path("bao-cao/", reports.report_list, name="report-list"),
    path("bao-cao/rss.xml", feeds.report_feed, name="report-feed"),
    path("bao-cao/<slug:slug>/", reports.report_page, name="report-page"),
    path("bao-cao/<slug:slug>/tep/<file:name>", files.report_file, name="report-file"),
]
