"""What several pages hold: evidence, and selects that offer only what belongs to the forum."""

from typing import Any

from django.contrib.admin.options import InlineModelAdmin
from django.utils.translation import gettext_lazy as _

from events.models import Evidence
from forum_portal.office.pages import PartsInline


class EvidenceInline(PartsInline):
    """Which sentence of which source the facts of this page rest on."""

    model = Evidence
    autocomplete_fields = ["source"]
    verbose_name_plural = _("What this rests on")
    classes = ["collapse"]
    fieldsets = [
        (
            None,
            {
                "description": _("The sentence of the source that says so, word for word."),
                "fields": [("field", "locator"), "source", "sentence", "note"],
            },
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")


class OfThisForum(InlineModelAdmin):
    """Sessions, rooms and tracks are chosen among those of the forum whose page this is.

    The choices are read once for the whole page, not once for each row.
    """

    def get_formset(self, request, obj=None, **kwargs):
        request.forum_of_page = obj
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name in ("session", "room", "track"):
            limit_to_forum(field, getattr(request, "forum_of_page", None))
        return field


def limit_to_forum(field: Any, forum: Any) -> None:
    """Offer only the records of `forum`; none while there is no forum yet."""
    model = field.queryset.model
    field.queryset = model.objects.filter(forum=forum) if forum else model.objects.none()
    field.choices = [("", "—"), *((each.pk, str(each)) for each in field.queryset)]
