from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Forums")

    def ready(self):
        """Add to the lists that figures keep: what warns of a withdrawal, and the open data."""
        from events import whole  # noqa: F401 -- offers its files
        from events.citing_reports import warn_of_reports
        from metrics.checklist import withdrawal_readers

        withdrawal_readers.append(warn_of_reports)
