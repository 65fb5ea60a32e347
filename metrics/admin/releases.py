"""Releases: drafted here, then led from step to step by pages of their own."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext, pgettext

from forum_portal.numbers import format_number
from forum_portal.office.pages import RecordAdmin, RecordForm, count_of
from forum_portal.office.site import Group
from forum_portal.text import fold
from forum_portal.words import moment_text, staff_name
from metrics.admin.grid import grid_page
from metrics.admin.owned import OnlyOwn
from metrics.admin.record import OnlyDraftsChange, is_draft, is_public
from metrics.admin.release_changes import planned_changes, planned_sources
from metrics.admin.release_mending import mending_links
from metrics.admin.release_pages import PAGES, open_to
from metrics.admin.release_preview import preview_page
from metrics.admin.release_step import step_page
from metrics.admin.release_story import given_back, story
from metrics.admin.release_ways import stops, ways_on
from metrics.checklist import check
from metrics.clock import PortalNow
from metrics.lifecycle import note_edit, step
from metrics.models import Observation, Release, ReleaseStep
from metrics.ownership import seen_by

CHANGES_SHOWN = 50


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            *Release.State.choices[:3],
            ("scheduled", pgettext("release", "scheduled")),
            ("public", pgettext("release", "public")),
            Release.State.choices[3],
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "scheduled":
                return queryset.scheduled()
            case "public":
                return queryset.public()
            case "approved":
                return queryset.filter(state="approved", published_at=None)
            case "draft" | "in_review" | "abandoned" as state:
                return queryset.filter(state=state)
        return queryset


def state_text(release: Release) -> str:
    """Return where a release stands; needs `is_public`."""
    if release.is_public:  # type: ignore[attr-defined]
        return pgettext("release", "public")
    if release.published_at:
        return pgettext("release", "scheduled")
    return release.get_state_display()


@admin.register(Release)
class ReleaseAdmin(OnlyOwn, OnlyDraftsChange, RecordAdmin):
    menu = Group.FIGURES, 1
    purpose = gettext_lazy("Figures made public together. Begin here when new figures are in.")
    form = RecordForm
    list_display = ["title", "state_now", "moment", "figures", "reason", "written_by"]
    list_filter = [StateFilter, "reason"]
    search_fields = ["slug"]  # and titles, see below
    search_help_text = gettext_lazy("Title or address; accents do not matter.")
    list_select_related = ["author"]
    sortable_by = ()
    change_form_template = "admin/metrics/release/change_form.html"
    fieldsets = [
        (
            gettext_lazy("What it is"),
            {
                "description": gettext_lazy(
                    "Save it first; then add its figures one by one and send it for approval."
                ),
                "fields": ["title", "title_en", "reason", "note", "note_en"],
            },
        ),
        (
            gettext_lazy("Address"),
            {
                "description": gettext_lazy("Only if the one made from the title does not suit."),
                "classes": ["collapse"],
                "fields": ["slug"],
            },
        ),
    ]
    words: ClassVar = ["title", "title_en", "reason", "note", "note_en"]

    def get_queryset(self, request):
        count = count_of(Observation.objects.all(), "release")
        seen: Any = seen_by(request.user, Release)
        return seen.with_public_state().annotate(figure_count=count)

    def get_search_results(self, request, queryset, search_term):
        """Find titles, too; releases are few enough to fold their texts here."""
        wanted = fold(search_term.replace("\0", " ")).split()
        if not wanted:
            return queryset, False
        found = []
        for key, *texts in queryset.order_by().values_list("pk", "title", "title_en", "slug"):
            folded = fold(" ".join(texts))
            if all(word in folded for word in wanted):
                found.append(key)
        return queryset.filter(pk__in=found), False

    def get_ordering(self, request):
        """Put what is on its way first, what was given up last."""
        place = models.Case(
            models.When(state=Release.State.ABANDONED, then=2),
            models.When(published_at__lte=PortalNow(), then=1),
            default=0,
        )
        return [place, models.F("published_at").desc(nulls_first=True), "-pk"]

    def get_fieldsets(self, request, obj=None):
        if obj and not is_draft(obj):
            typed = bool(getattr(request, "refusal", ""))
            filled = [name for name in self.words if typed or getattr(obj, name)]
            return [(gettext_lazy("What it is"), {"fields": filled})]
        return super().get_fieldsets(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False  # a draft is abandoned: its steps stay

    def save_model(self, request, obj, form, change):
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)
        if change:
            note_edit(obj, request.user)
        else:
            step(obj, ReleaseStep.Action.CREATED, request.user)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        release = self.get_queryset(request).filter(pk=_number(object_id)).first()
        context = self._story(request, release) if release else {}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def _story(self, request, release):
        """What the form's page shows beside the fields: state, checklist, next steps, history."""
        on_its_way = not release.is_public and release.state != Release.State.ABANDONED
        checklist = check(release) if on_its_way else None
        pages = open_to(request.user, release)
        may_edit = self.has_change_permission(request, release)
        return {
            "state_text": state_text(release),
            "checklist": checklist,
            "to_mend": mending_links(release, checklist) if checklist and may_edit else [],
            "changes": planned_changes(release, CHANGES_SHOWN) if on_its_way else None,
            "added": planned_sources(release, CHANGES_SHOWN) if on_its_way else None,
            "ways": ways_on(release, pages, checklist, may_edit),
            "stops": stops(release, pages),
            "given_back": given_back(release) if is_draft(release) else None,
            "story": story(release),
        }

    def view_on_site(self, obj):
        return obj.get_absolute_url() if is_public(obj) else None

    def get_urls(self):
        wrap = self.admin_site.admin_view
        pages = [
            path(
                f"<int:pk>/{page.name}/",
                wrap(lambda request, pk, page=page: step_page(request, pk, page, self)),
                name=f"metrics_release_{page.name}",
            )
            for page in PAGES
        ]
        grid = path(
            "<int:pk>/grid/",
            wrap(lambda request, pk: grid_page(request, pk, self)),
            name="metrics_release_grid",
        )
        preview = [
            path("<int:pk>/preview/", wrap(preview_page), name="metrics_release_preview"),
            path(
                "<int:pk>/preview/<slug:slug>/",
                wrap(preview_page),
                name="metrics_release_preview_indicator",
            ),
        ]
        return [*pages, grid, *preview, *super().get_urls()]

    @admin.display(description=gettext_lazy("state"))
    def state_now(self, obj):
        return state_text(obj)

    @admin.display(description=gettext_lazy("public from"), empty_value="")
    def moment(self, obj):
        return moment_text(obj.published_at) or None

    @admin.display(description=gettext_lazy("figures"))
    def figures(self, obj):
        text = ngettext("%(count)s figure", "%(count)s figures", obj.figure_count)
        text %= {"count": format_number(obj.figure_count)}
        url = reverse("admin:metrics_observation_changelist")
        link = '<a href="{}?release__id__exact={}">{}</a>'
        return format_html(link, url, obj.pk, text) if obj.figure_count else text

    @admin.display(description=gettext_lazy("prepared by"), empty_value="")
    def written_by(self, obj):
        return staff_name(obj.author) if obj.author else None


def _number(object_id: str) -> int | None:
    """Return the key in an address; None for what can be none."""
    is_key = object_id.isascii() and object_id.isdecimal() and len(object_id) < 19
    return int(object_id) if is_key else None
