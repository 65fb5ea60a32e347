"""A warning of days and hours that are most likely slips; they are saved all the same."""

from itertools import islice

from django.contrib import admin, messages

from events.far_off import slips

MOST = 5  # warnings at once


class WarnsOfSlips(admin.ModelAdmin):
    """The page of a forum, a session or an exhibition."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for each in islice(slips(form.instance), MOST):
            self.message_user(request, each, messages.WARNING)
