"""Sources: the documents that figures and facts rest on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from forum_portal.addresses import reverse
from forum_portal.content import SearchableModel, SearchableQuerySet


class Source(SearchableModel):
    """A document. Publisher, title and date may be unknown; then `label` says how we call it."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("newspaper article")
        LEGAL = "legal", _("legal document")
        REPORT = "report", _("report")
        STATISTICS = "statistics", _("statistics")
        RANKING = "ranking", _("published ranking")
        WEB_PAGE = "web_page", _("web page")
        OTHER = "other", _("other document")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ARTICLE)
    title = models.CharField(
        _("title"),
        max_length=400,
        blank=True,
        help_text=_("As printed. Leave empty when it is not known; do not make one up."),
    )
    label = models.CharField(
        _("what we call it"),
        max_length=200,
        blank=True,
        help_text=_("Shown where there is no title."),
    )
    label_en = models.CharField(_("what we call it, in English"), max_length=200, blank=True)
    legal_number = models.CharField(_("number"), max_length=60, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=8, default="vi")
    url = models.URLField(_("address"), max_length=500, blank=True)
    former_url = models.URLField(
        _("former address of the page"),
        max_length=500,
        blank=True,
        help_text=_("Fills itself in when the address changes; readers see it beside the new one."),
    )
    file = models.FileField(_("file"), upload_to="sources/", blank=True)
    accessed_on = models.DateField(_("read on"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    expired_on = models.DateField(_("in force until"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replaced by"),
    )
    note = models.TextField(_("note"), blank=True)

    objects = SearchableQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title="", label="", legal_number="", publisher="", url=""),
                name="source_can_be_named",
                violation_error_message=_("Give a title, a number, a publisher or an address."),
            ),
            models.UniqueConstraint(
                fields=["url"],
                condition=~models.Q(url=""),
                name="one_source_per_address",
                violation_error_message=_("A source with this address exists already."),
            ),
        ]

    def __str__(self):
        return self.title or self.label or self.legal_number or self.publisher or self.url

    def slug_source(self):
        return self.title or self.label or f"{self.publisher} {self.legal_number or self.url}"

    def searchable_texts(self):
        return [self.title, self.label, self.label_en, self.legal_number, self.publisher]

    def get_absolute_url(self):
        return reverse("metrics:source-page", args=[self.slug])
