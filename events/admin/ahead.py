"""A warning of what is saved as held though it is still to come; it is saved all the same."""

from django.contrib import admin, messages
from django.utils.translation import gettext as _

from events.ahead import first_state, held_ahead
from forum_portal.office.pages import RowsFormSet

MOST = 5  # warnings at once


class WarnsOfHeldAhead(admin.ModelAdmin):
    """The page of a forum or a session."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for name, when in held_ahead(form.instance)[:MOST]:
            text = _(
                "“%(name)s” is saved as held, but its time is still to come: %(when)s. "
                "Change its state if this is a slip."
            )
            self.message_user(request, text % {"name": name, "when": when}, messages.WARNING)


class SessionRows(RowsFormSet):
    """Rows without a state: that of a new session follows from its forum and its day."""

    def save_new(self, form, commit=True):
        form.instance.state = first_state(self.instance, form.instance.date)
        return super().save_new(form, commit)
