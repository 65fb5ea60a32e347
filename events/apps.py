from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Forums")

    def ready(self):
        """Let the checklist of a release know which public reports cite what it withdraws."""
        from events.citing_reports import warn_of_reports
        from metrics.checklist import withdrawal_readers

        withdrawal_readers.append(warn_of_reports)
