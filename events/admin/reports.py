"""Reports of forums, and quotes, which are opened from their forum."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.admin.attached import AttachmentInline, HandsOutFiles
from events.admin.programme import PartOfForum
from events.admin.report_desk import WritesReports
from events.admin.report_forms import ReportForm
from events.models import Attachment, Quote, Report
from forum_portal.office.pages import RecordAdmin
from forum_portal.office.site import Group
from forum_portal.words import date_text


@admin.register(Report)
class ReportAdmin(WritesReports, HandsOutFiles, RecordAdmin):
    form = ReportForm
    files, files_of = Attachment, "report"
    inlines = [AttachmentInline]
    change_form_template = "admin/events/report/change_form.html"
    menu = Group.FORUMS, 6
    purpose = _("Results, press releases and documents, with live figures in their text.")
    list_display = ["title", "kind", "forum", "day", "is_published"]
    list_filter = ["kind", "forum"]
    list_select_related = ["forum"]
    search_fields = ["search_text"]
    search_help_text = _("Title or text; accents do not matter.")
    autocomplete_fields = ["forum", "source"]
    fieldsets = [
        (
            _("Which report"),
            {
                "description": _("What it is, whose it is, and whether everybody reads it."),
                "fields": [
                    "title",
                    "title_en",
                    ("kind", "forum"),
                    ("published_on", "language"),
                    ("source", "slug"),
                    "is_published",
                ],
            },
        ),
        (
            _("Text"),
            {
                "description": _(
                    "A figure is a reference to the record: it follows every correction by itself."
                ),
                "fields": ["body"],
            },
        ),
    ]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.was_dated:
            text = gettext("No day of publication was given, so it is today’s, %(day)s.")
            messages.info(request, text % {"day": date_text(obj.published_on)})
        if obj.published_on and obj.published_on > timezone.localdate():
            text = gettext(
                "The day of publication, %(day)s, is still to come. Change it if this is a slip."
            )
            messages.warning(request, text % {"day": date_text(obj.published_on)})

    def view_on_site(self, obj):
        is_public = Report.objects.published().filter(pk=obj.pk).exists()
        return obj.get_absolute_url() if is_public else None

    @admin.display(description=_("published on"), ordering="published_on")
    def day(self, obj):
        return date_text(obj.published_on)


@admin.register(Quote)
class QuoteAdmin(PartOfForum):
    list_display = ["person", "forum", "beginning"]
    list_filter = ["forum"]
    list_select_related = ["person", "forum"]
    search_fields = ["person__search_text", "forum__search_text"]
    autocomplete_fields = ["person", "forum", "source", "indicators"]
    fieldsets = [
        (
            _("Whose words"),
            {
                "description": _("Job title as it was then."),
                "fields": [("person", "job_title"), ("forum", "session")],
            },
        ),
        (
            _("The words"),
            {
                "description": _("Word for word, misprints included, and where they stand."),
                "fields": ["text", ("language", "position"), ("source", "locator"), "indicators"],
            },
        ),
    ]

    @admin.display(description=_("words"))
    def beginning(self, obj):
        return f"{obj.text[:80]}…" if len(obj.text) > 80 else obj.text
