"""What figures and forums share: organisations, who edits, and how the portal calls itself."""

from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from forum_portal.access.models import DeskSession, Guesses
from forum_portal.addresses import reverse
from forum_portal.audit import record_changes
from forum_portal.content import ContentModel, SearchableModel, SearchableQuerySet
from forum_portal.former_addresses import FormerAddress, keep_addresses
from forum_portal.importing.uploads import StagedRow, Upload, Verdict

__all__ = [
    "DeskSession",
    "FormerAddress",
    "Guesses",
    "Organisation",
    "PortalSettings",
    "StagedRow",
    "Submission",
    "Upload",
    "User",
    "Verdict",
]


class Organisation(SearchableModel):
    """A body that hosts, exhibits, speaks or answers for figures."""

    class Kind(models.TextChoices):
        # The order is that of the public list: the city's own bodies first.
        CITY_BODY = "city_body", _("city body")
        DEPARTMENT = "department", _("department of the city")
        PARTY_BODY = "party_body", _("Party body")
        MINISTRY = "ministry", _("ministry")
        CENTRAL_BODY = "central_body", _("central body")
        ASSOCIATION = "association", _("association")
        ENTERPRISE = "enterprise", _("enterprise")
        BANK = "bank", _("bank")
        MEDIA = "media", _("media")
        OTHER = "other", _("other body")

    name = models.CharField(_("name"), max_length=250, unique=True)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    website = models.URLField(_("website"), blank=True)
    valid_from = models.DateField(_("exists since"), null=True, blank=True)
    valid_to = models.DateField(
        _("existed until"),
        null=True,
        blank=True,
        help_text=_("A dissolved body stays on every page where it took part."),
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    note = models.TextField(_("note"), blank=True)

    objects = SearchableQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from"))
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True),
                name="organisation_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self):
        return self.name

    def slug_source(self):
        return self.short_name or self.name

    def searchable_texts(self):
        return [self.name, self.short_name, self.name_en]

    def get_absolute_url(self):
        return reverse("events:organisation-page", args=[self.slug])


class User(AbstractUser):
    """Somebody who edits; accounts are switched off, never deleted, because releases name them."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name=_("organisation"),
        help_text=_("The body whose figures this person keeps up."),
    )
    groups = models.ManyToManyField(  # type: ignore[assignment]
        Group,
        blank=True,
        related_name="user_set",
        related_query_name="user",
        verbose_name=_("roles"),
        help_text=_("With several roles an account has the rights of each."),
    )
    link_made_at = models.DateTimeField(_("link to set a password made at"), null=True, blank=True)

    class Meta:
        verbose_name = _("staff account")
        verbose_name_plural = _("staff accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="account_has_an_address_of_its_own",
                violation_error_message=_("Another account has this address."),
            )
        ]


class PortalSettings(ContentModel):
    """How the portal calls itself and whom readers reach; there is one row."""

    name = models.CharField(_("name of the portal"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    tagline = models.CharField(_("line under the name"), max_length=160, blank=True)
    tagline_en = models.CharField(_("that line in English"), max_length=160, blank=True)
    responsible_body = models.CharField(_("responsible body"), max_length=200, blank=True)
    responsible_body_en = models.CharField(
        _("responsible body in English"), max_length=200, blank=True
    )
    contact_address = models.CharField(_("postal address"), max_length=250, blank=True)
    contact_email = models.EmailField(_("e-mail for readers"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    licence = models.CharField(_("licence of the data"), max_length=120, blank=True)
    licence_url = models.URLField(_("address of the licence"), blank=True)
    caretaker = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("keeper of indicators that name no responsible body"),
        help_text=_("Its editors enter and correct their figures. No public page shows it."),
    )

    class Meta:
        verbose_name = _("portal settings")
        verbose_name_plural = _("portal settings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="one_row_of_portal_settings",
                violation_error_message=_("The portal has one set of settings: edit that one."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)


class Submission(models.Model):
    """A form for a new record that was sent: sent again, by a double click, it adds nothing."""

    token = models.UUIDField(primary_key=True)
    fields_sha256 = models.CharField(max_length=64)
    url = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)


record_changes(Organisation)
record_changes(User, exclude=["password", "last_login"])  # no secrets, and not every login
record_changes(User.groups.through)
record_changes(PortalSettings)
record_changes(FormerAddress)
keep_addresses(Organisation)
