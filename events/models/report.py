"""What forums leave behind: reports with live figures, and quotes word for word."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.forum import Forum
from events.models.people import Person
from events.models.programme import Session
from forum_portal.addresses import reverse
from forum_portal.content import ContentModel, SearchableModel, SearchableQuerySet, searched
from metrics.models import Indicator, Source


class ReportQuerySet(SearchableQuerySet):
    """Named reads of reports."""

    def published(self):
        """Keep what readers may see; a report of a forum that is off the site is off it too."""
        return self.filter(is_published=True).exclude(forum__is_published=False)

    def newest_first(self):
        """Order by day of publication, by forum where no day is known."""
        return self.order_by(models.F("published_on").desc(nulls_last=True), "-forum__year", "slug")


class Report(SearchableModel):
    """A text about a forum. Its figures are references: `{{so: indicator period [area]}}`."""

    class Kind(models.TextChoices):
        RESULTS = "results", _("results report")
        PRESS_RELEASE = "press_release", _("press release")
        DOCUMENT = "document", _("document")

    forum = models.ForeignKey(
        Forum,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("forum"),
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.RESULTS)
    title = models.CharField(_("title"), max_length=250)
    title_en = models.CharField(_("title in English"), max_length=250, blank=True)
    language = models.CharField(_("language"), max_length=8, default="vi")
    published_on = models.DateField(_("published on"), null=True, blank=True)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("source"),
    )
    body = models.TextField(
        _("text"),
        blank=True,
        help_text=_(
            "Markdown. Write a figure as {{so: indicator period}}; do not type its number."
        ),
    )
    is_published = models.BooleanField(
        _("public"), default=False, help_text=_("Ticked, everybody reads it at once.")
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = [models.F("published_on").desc(nulls_last=True), "slug"]

    def __str__(self):
        return self.title

    def searchable_texts(self):
        return [self.title, self.title_en, self.body]

    def get_absolute_url(self):
        return reverse("events:report-page", args=[self.slug])


class QuoteQuerySet(SearchableQuerySet):
    """Named reads of quotes."""

    def published(self):
        """Keep what readers may see."""
        return self.filter(
            models.Q(session__isnull=True) | models.Q(session__is_published=True),
            forum__is_published=True,
        )


class Quote(ContentModel):
    """What somebody said, word for word, misprints of the source included."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="quotes", verbose_name=_("person")
    )
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="quotes", verbose_name=_("forum"))
    session = models.ForeignKey(
        Session,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="quotes",
        verbose_name=_("session"),
    )
    job_title = models.CharField(
        _("job title"), max_length=200, blank=True, help_text=_("As it was then.")
    )
    text = models.TextField(
        _("words"),
        help_text=_("Word for word, with the source's misprints; write [sic] after one."),
    )
    language = models.CharField(_("language"), max_length=8, default="vi")
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="quotes", verbose_name=_("source")
    )
    locator = models.CharField(_("place in the source"), max_length=120, blank=True)
    indicators = models.ManyToManyField(
        Indicator, blank=True, related_name="quotes", verbose_name=_("indicators it speaks of")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    search_text = models.TextField(editable=False, default="")
    accented_text = models.TextField(editable=False, default="")

    objects = QuoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["forum", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "person", "position"],
                name="quotes_of_a_person_in_order",
                violation_error_message=_("This person has a quote in this place already."),
            )
        ]

    def __str__(self):
        return f"{self.person}: {self.text[:60]}"

    def prepare(self):
        super().prepare()
        self.search_text, self.accented_text = searched(self.text)
