"""Releases: drafted, checked, and made public at one moment."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from forum_portal.office.pages import RecordAdmin, RecordForm, count_of
from forum_portal.office.refusals import refusal_sentence
from forum_portal.office.site import Group
from forum_portal.words import date_text
from metrics import wording
from metrics.admin.record import PublicIsFixed, is_public
from metrics.clock import portal_now
from metrics.models import Observation, Release
from metrics.publishing import PublishingError, publish, release_problems
from metrics.sealing import reseal

FIGURES_SHOWN = 50


class ReleaseForm(RecordForm):
    def clean_published_at(self):
        """A moment must lie ahead, and the release must be ready for it."""
        moment = self.cleaned_data["published_at"]
        if moment is None or moment == self.instance.published_at:
            return moment
        if moment <= portal_now():
            text = _("This moment has passed. Leave it empty, then choose “Publish now”.")
            raise ValidationError(text)
        problems = (
            release_problems(self.instance) if self.instance.pk else [_("Add figures first.")]
        )
        if problems:
            raise ValidationError(problems)
        return moment


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("draft", _("draft")), ("scheduled", _("scheduled")), ("public", _("public"))]

    def queryset(self, request, queryset):
        match self.value():
            case "draft":
                return queryset.drafts()
            case "scheduled":
                return queryset.scheduled()
            case "public":
                return queryset.public()
        return queryset


@admin.register(Release)
class ReleaseAdmin(PublicIsFixed, RecordAdmin):
    menu = Group.FIGURES, 1
    purpose = gettext_lazy("Figures made public together. Begin here when new figures are in.")
    form = ReleaseForm
    list_display = ["title", "state", "moment", "figures", "reason"]
    list_filter = [StateFilter, "reason"]
    search_fields = ["slug"]
    list_select_related = ["author"]
    change_form_template = "admin/metrics/release/change_form.html"
    fieldsets = [
        (
            gettext_lazy("What it is"),
            {
                "description": gettext_lazy("Save it first; then add its figures one by one."),
                "fields": ["title", "title_en", "reason", "note", "note_en"],
            },
        ),
        (
            gettext_lazy("When it becomes public"),
            {
                "description": gettext_lazy(
                    "Leave the moment empty to publish by hand. At the moment given here it "
                    "becomes public by itself, and nobody can change it any more."
                ),
                "fields": ["published_at"],
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

    def get_queryset(self, request):
        count = count_of(Observation.objects.all(), "release")
        return Release.objects.with_public_state().annotate(figure_count=count)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)
        reseal(Release.objects.filter(pk=obj.pk))

    def view_on_site(self, obj):
        return obj.get_absolute_url() if is_public(obj) else None

    def get_urls(self):
        page = path(
            "<int:pk>/publish/",
            self.admin_site.admin_view(lambda request, pk: publish_page(request, pk, self)),
            name="metrics_release_publish",
        )
        return [page, *super().get_urls()]

    @admin.display(description=gettext_lazy("state"))
    def state(self, obj):
        if obj.is_public:
            return _("public")
        return _("scheduled") if obj.published_at else _("draft")

    @admin.display(description=gettext_lazy("public from"), ordering="published_at")
    def moment(self, obj):
        return date_text(obj.published_at)

    @admin.display(description=gettext_lazy("figures"), ordering="figure_count")
    def figures(self, obj):
        url = reverse("admin:metrics_observation_changelist")
        return format_html(
            '<a href="{}?release__id__exact={}">{}</a>', url, obj.pk, obj.figure_count
        )


@require_http_methods(["GET", "POST"])
def publish_page(request, pk: int, model_admin: ReleaseAdmin):
    """Show what is about to become public and what still stands in the way; a POST publishes."""
    if not admin.ModelAdmin.has_change_permission(model_admin, request):
        raise PermissionDenied
    release = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    back = HttpResponseRedirect(reverse("admin:metrics_release_change", args=[pk]))
    if release.is_public:
        messages.info(request, _("This release is public already."))
        return back
    problems = release_problems(release)
    if request.method == "POST":
        try:
            publish(release=release)
        except PublishingError as refused:
            problems = refused.sentences
        except IntegrityError as error:
            problems = [refusal_sentence(error)]
        else:
            model_admin.log_change(request, release, _("Made public."))
            messages.success(request, _published_message(release))
            return back
    return _publish_form(request, release, problems, model_admin)


def _published_message(release):
    count = release.figure_count
    text = ngettext("%(count)s figure is public now.", "%(count)s figures are public now.", count)
    url = release.get_absolute_url()
    link = format_html('<a href="{}">{}</a>', url, _("See the public page"))
    return format_html("{} {}", text % {"count": count}, link)


def _publish_form(request, release, problems, model_admin):
    figures = release.observations.with_labels()[:FIGURES_SHOWN]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Publish now"),
        "subtitle": release.title,
        "opts": model_admin.opts,
        "original": release,
        "problems": problems,
        "figures": [(each, wording.figure_text(each)) for each in figures],
        "more": max(release.figure_count - FIGURES_SHOWN, 0),
        "is_popup": False,
    }
    request.current_app = model_admin.admin_site.name
    status = 409 if request.method == "POST" else 200
    return TemplateResponse(request, "admin/metrics/release/publish.html", context, status=status)
