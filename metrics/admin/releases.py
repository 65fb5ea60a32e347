"""Releases: drafted here, then led from step to step by pages of their own."""

from typing import ClassVar

from django.contrib import admin
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from forum_portal.office.pages import RecordAdmin, RecordForm, count_of
from forum_portal.office.site import Group
from forum_portal.words import date_text
from metrics.admin.record import OnlyDraftsChange, is_draft, is_public
from metrics.admin.release_pages import PAGES, open_to, step_page
from metrics.admin.release_preview import preview_page
from metrics.checklist import check
from metrics.lifecycle import step
from metrics.models import Observation, Release, ReleaseStep


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
class ReleaseAdmin(OnlyDraftsChange, RecordAdmin):
    menu = Group.FIGURES, 1
    purpose = gettext_lazy("Figures made public together. Begin here when new figures are in.")
    form = RecordForm
    list_display = ["title", "state_now", "moment", "figures", "reason"]
    list_filter = [StateFilter, "reason"]
    search_fields = ["slug"]
    list_select_related = ["author"]
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
    fixed_fields: ClassVar = ["title", "title_en", "reason", "note", "note_en"]

    def get_queryset(self, request):
        count = count_of(Observation.objects.all(), "release")
        return Release.objects.with_public_state().annotate(figure_count=count)

    def get_fieldsets(self, request, obj=None):
        if obj and not is_draft(obj):
            return [(None, {"fields": self.fixed_fields})]
        return super().get_fieldsets(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False  # a draft is abandoned: its steps stay

    def save_model(self, request, obj, form, change):
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)
        if not change:
            step(obj, ReleaseStep.Action.CREATED, request.user)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        release = self.get_object(request, object_id)
        context = self._story(request, release) if release else {}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def _story(self, request, release):
        """What the form's page shows beside the fields: state, checklist, next steps, history."""
        on_its_way = not release.is_public and release.state != Release.State.ABANDONED
        return {
            "state_text": state_text(release),
            "checklist": check(release) if on_its_way else None,
            "next_pages": open_to(request.user, release),
            "steps": release.steps.select_related("by__organisation").order_by("-pk"),
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
        preview = [
            path("<int:pk>/preview/", wrap(preview_page), name="metrics_release_preview"),
            path(
                "<int:pk>/preview/<slug:slug>/",
                wrap(preview_page),
                name="metrics_release_preview_indicator",
            ),
        ]
        return [*pages, *preview, *super().get_urls()]

    @admin.display(description=pgettext_lazy("release", "state"))
    def state_now(self, obj):
        return state_text(obj)

    @admin.display(description=gettext_lazy("public from"), ordering="published_at")
    def moment(self, obj):
        return date_text(obj.published_at)

    @admin.display(description=gettext_lazy("figures"), ordering="figure_count")
    def figures(self, obj):
        url = reverse("admin:metrics_observation_changelist")
        return format_html(
            '<a href="{}?release__id__exact={}">{}</a>', url, obj.pk, obj.figure_count
        )
