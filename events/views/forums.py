"""Forums: the list, an edition and its chapters."""

from django.db.models import OuterRef, Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from events import records
from events.ahead import is_awaited
from events.chapters import chapter_links, missing_parts, required
from events.editions import (
    MOST_ON_STAFF,
    around,
    countdown,
    days_or_unknown,
    days_text,
    edition_staff,
    editions_beside,
    hosts_by_role,
)
from events.evidence import about, grounds
from events.exhibitors import directory, exhibitions_of
from events.figures import (
    choose_for_tiles,
    figure_rows,
    figures_named_at,
    figures_of_forums,
    forum_tiles,
    own_areas,
    results_body,
)
from events.models import Forum, Report, Session
from events.people import by_title
from events.programme import people_by_person, programme_by_day, unknown_parts, zone_of
from events.programme_brief import days_in_brief
from events.programme_now import NowAndNext, now_and_next
from events.quotes import quote_text
from events.reading import beginning_of
from events.roles import role_groups
from events.schedule import has_days
from forum_portal.pages import found_or_404, page_of, public_page
from forum_portal.prepared import prepared
from metrics.asof import AsOf
from metrics.clock import ReadingMoment
from metrics.markdown import render_markdown
from metrics.reading import fetch_citations

RELATED_PER_PAGE = 20
SPEAKERS = 6  # on the forum's own page; its chapter has them all


@public_page
def forum_list(request):
    as_of = AsOf.from_query(request.GET)
    editions = listed_editions()
    figures = figures_of_forums(editions, as_of.moment)
    context = {
        "as_of": as_of,
        "editions": [
            {
                "forum": each,
                "days": days_or_unknown(each),
                "hosts": hosts_by_role(each.role_rows),
                "figures": figures[each.pk],
            }
            for each in editions
        ],
        "related": page_of(request, related_events.parts(), size=RELATED_PER_PAGE),
    }
    return render(request, "events/forum_list.html", context)


@prepared
def listed_editions():
    """Return every edition with its hosts and exhibitions, the newest first."""
    return listed_forums().editions().annotate(exhibition_rows=records.exhibition_rows())


@prepared
def related_events():
    """Return the events beside the forums with their hosts, the newest first."""
    return listed_forums().related_events()


def listed_forums():
    return Forum.objects.published().newest_first().annotate(role_rows=records.role_rows())


@public_page
def forum_page(request, slug):
    as_of = AsOf.from_query(request.GET)
    forum = get_forum(slug)
    named = figures_named_at(forum, as_of.moment)
    chosen = choose_for_tiles(named.named, own_areas(forum))
    printed = choose_for_tiles(named.in_articles, [])
    tiles = forum_tiles([*chosen, *printed], as_of.moment)
    body = results_body(forum.report_rows)
    zone = zone_of(forum.time_zone)
    going_on = NowAndNext() if as_of else now_and_next(forum, forum.now, zone)
    is_plan = forum.state == Forum.State.ANNOUNCED
    silent = {Session.State.PLANNED} if is_plan else ()
    programme = programme_by_day(forum.session_rows, zone, going_on.slugs, silent)
    context = forum_context(forum, named.figures, as_of) | {
        "days_or_unknown": days_or_unknown(forum),
        "countdown": countdown(forum, timezone.localdate(timezone=zone)),
        "roles": role_groups(forum.role_rows),
        "tiles": tiles[: len(chosen)],
        "article_tiles": tiles[len(chosen) :],
        "more_figures": len(named.figures) > len(tiles),
        "results": results_text(beginning_of(body), named, as_of, top_heading=3),
        "quotes": [quote_text(each) for each in forum.quote_rows],
        "speakers": [by_title(each) for each in people_by_person(forum.appearance_rows)][:SPEAKERS],
        "exhibitions": exhibitions_of(forum, named.figures),
        "going_on": going_on,
        "is_plan": is_plan,
        "programme": programme,
        "brief_days": days_in_brief(programme, forum.slug, zone),
        "unknown": unknown_parts(forum.session_rows),
        "has_calendar": has_days(forum),
        "is_ahead": is_awaited(forum),
        "missing": missing_parts(forum, named.figures),
        "grounds": grounds(
            each for each in about(forum.evidence_rows, "forum", "forum_role") if each.field
        ),
        "programme_grounds": grounds(about(forum.evidence_rows, "session")),
    }
    return render(request, "events/forum_page.html", context)


@public_page
def speakers_chapter(request, slug):
    forum, context = chapter(request, slug, "forum-speakers")
    context |= {
        "people": [by_title(each) for each in people_by_person(forum.appearance_rows)],
        "is_ahead": is_awaited(forum),
        "grounds": grounds(about(forum.evidence_rows, "appearance")),
    }
    return render(request, "events/forum_speakers.html", context)


@public_page
def exhibition_chapter(request, slug):
    forum, context = chapter(request, slug, "forum-exhibition")
    context |= directory(request.GET, forum, context["figures"])
    return render(request, "events/forum_exhibition.html", context)


@public_page
def results_chapter(request, slug):
    forum, context = chapter(request, slug, "forum-results")
    named = context["named"]
    fetch_citations(named.figures, context["as_of"].moment)
    context |= {
        "results": results_text(results_body(forum.report_rows), named, context["as_of"]),
        "quotes": [quote_text(each) for each in forum.quote_rows],
        "reports": other_reports(forum.report_rows),
        "rows": figure_rows(named.named),
        "article_rows": figure_rows(named.in_articles),
        "grounds": grounds(each for each in about(forum.evidence_rows, "forum") if not each.field),
    }
    return render(request, "events/forum_results.html", context)


def other_reports(reports):
    """Return the reports whose text does not stand in the chapter, each with what it is."""
    shown = next((each for each in reports if each.kind == Report.Kind.RESULTS), None)
    others = [each for each in reports if each is not shown or not results_body([each])]
    return [(capfirst(str(Report.Kind(each.kind).label)), each) for each in others]


def results_text(body, named, as_of, **options):
    """Return a results report, which is Vietnamese to its last figure on English pages too."""
    return render_markdown(body, named.referenced, language="vi", moment=as_of.given, **options)


def chapter(request, slug, name):
    """Return the forum and the context of one of its chapters; 404 where it has no content."""
    as_of = AsOf.from_query(request.GET)
    forum = get_forum(slug)
    named = figures_named_at(forum, as_of.moment)
    context = forum_context(forum, named.figures, as_of, name) | {"named": named}
    return forum, context | {"current": required(name, context["chapters"])}


def forum_context(forum, figures, as_of, current=""):
    """Return what every page of a forum shows."""
    editions = edition_staff(forum.edition_rows, forum.slug, chapter=current)
    return {
        "as_of": as_of,
        "forum": forum,
        "days": days_text(forum),
        "editions": around(editions),
        "has_more_editions": len(editions) > MOST_ON_STAFF,
        "neighbours": editions_beside(editions),
        "figures": figures,
        "chapters": chapter_links(forum, figures, current),
        "people": len({each.person.slug for each in forum.appearance_rows}),
    }


def get_forum(slug):
    """Return a published forum with all its parts as nested rows, in one query; or raise 404."""
    return found_or_404(forum_record.first(slug), _("There is no forum at this address."))


@prepared
def forum_record(slug):
    """Return the query of a forum with its parts."""
    forum = OuterRef("pk")
    return (
        Forum.objects.filter(slug=slug)
        .published()
        .annotate(
            role_rows=records.role_rows(),
            edition_rows=records.edition_rows(),
            session_rows=records.session_rows(),
            appearance_rows=records.appearance_rows(Q(forum=forum)),
            exhibition_rows=records.exhibition_rows(),
            quote_rows=records.quote_rows(Q(forum=forum)),
            report_rows=records.report_rows(),
            evidence_rows=records.evidence_rows(records.of_forum()),
            now=ReadingMoment(),
        )
    )
