"""Where a record stood before: renamed or merged, its former addresses lead to where it is now.

The database itself notes each address that a record gives up, whatever renames it. Several records
may have stood at one address one after the other: readers are led to the last one that they may
see, so that a hidden record changes nothing for them.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from typing import Any

import pgtrigger
from django.apps import apps
from django.core.exceptions import BadRequest
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _

# What stands at the `slug` of each page that readers reach. Releases are none of these: from review
# on, the database keeps their addresses.
KINDS = {
    "events:forum-page": "events.forum",
    "events:forum-png": "events.forum",
    "events:forum-feed": "events.forum",
    "events:forum-calendar": "events.forum",
    "events:forum-schedule-xml": "events.forum",
    "events:forum-schedule-json": "events.forum",
    "events:forum-programme": "events.forum",
    "events:forum-programme-file": "events.forum",
    "events:forum-speakers": "events.forum",
    "events:forum-speakers-file": "events.forum",
    "events:forum-exhibition": "events.forum",
    "events:forum-exhibition-file": "events.forum",
    "events:forum-results": "events.forum",
    "events:session-page": "events.session",
    "events:session-png": "events.session",
    "events:session-calendar": "events.session",
    "events:session-file": "events.session",
    "events:person-calendar": "events.person",
    "events:person-page": "events.person",
    "events:person-photo": "events.person",
    "events:organisation-page": "forum_portal.organisation",
    "events:booth-page": "events.booth",
    "events:report-page": "events.report",
    "events:report-file": "events.report",
    "metrics:fact-svg": "metrics.indicator",
    "metrics:fact-png": "metrics.indicator",
    "metrics:indicator-embed": "metrics.indicator",
    "metrics:indicator-svg": "metrics.indicator",
    "metrics:indicator-png": "metrics.indicator",
    "metrics:indicator-page": "metrics.indicator",
    "metrics:indicator-file": "metrics.indicator",
    "metrics:indicator-feed": "metrics.indicator",
    "metrics:fact-page": "metrics.indicator",
    "metrics:target-page": "metrics.indicator",
    "metrics:dashboard-page": "metrics.dashboard",
    "metrics:panel-svg": "metrics.dashboard",
    "metrics:panel-png": "metrics.dashboard",
    "metrics:dashboard-file": "metrics.dashboard",
    "metrics:source-page": "metrics.source",
}
# The table's columns by name: the trigger outlives the models that a migration sees.
NOTE = """
INSERT INTO forum_portal_formeraddress (kind, slug, record_id, merged_name)
VALUES ('{kind}', OLD.slug, OLD.id, '') ON CONFLICT DO NOTHING;
RETURN NULL;
"""


class FormerAddressQuerySet(models.QuerySet):
    """Named reads of former addresses."""

    def of(self, record):
        """Keep those that lead to `record`."""
        return self.filter(kind=record._meta.label_lower, record_id=record.pk)


class FormerAddress(models.Model):
    """An address that a record gave up, or that came to it with a record merged into it."""

    kind = models.CharField(max_length=60, editable=False)  # the record's model: "events.person"
    slug = models.CharField(_("former address"), max_length=100)
    record_id = models.BigIntegerField(editable=False)
    merged_id = models.BigIntegerField(null=True, editable=False)
    merged_name = models.CharField(_("merged record"), max_length=400, blank=True)

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug", "record_id"], name="former_address_once_for_a_record"
            )
        ]

    def __str__(self):
        return self.slug


def keep_addresses(model: type[models.Model]) -> None:
    """Let the database note each slug that a record of `model` gives up.

    To be called in the models of the model's own package; a migration brings the trigger.
    """
    trigger = pgtrigger.Trigger(
        name="keep_former_address",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("slug"),
        condition=pgtrigger.Q(old__slug__df=pgtrigger.F("new__slug")),
        func=NOTE.format(kind=model._meta.label_lower).strip(),
    )
    pgtrigger.register(trigger)(model)


def come_together(going: Any, staying: Any) -> None:
    """Let all addresses of `going`, which is about to be merged into `staying`, lead there."""
    former = FormerAddress.objects.of(going)
    former.filter(slug__in=FormerAddress.objects.of(staying).values("slug")).delete()
    former.update(record_id=staying.pk)
    FormerAddress.objects.update_or_create(
        kind=going._meta.label_lower,
        slug=going.slug,
        record_id=staying.pk,
        defaults={"merged_id": going.pk, "merged_name": str(going)},
    )


def came_to(model: type[models.Model], merged: int) -> int | None:
    """Return the key of the record into which the one with the key `merged` was merged."""
    mergers = FormerAddress.objects.filter(kind=model._meta.label_lower, merged_id=merged)
    return mergers.values_list("record_id", flat=True).first()


def redirect_to_new(
    request: HttpRequest, view: Callable[..., HttpResponse], parameters: Mapping[str, Any]
) -> HttpResponse | None:
    """Return the redirect from a page that is not there to where its record is now.

    None where no record stood there, or where `view` has nothing to show of it at its new address.
    """
    match = request.resolver_match
    kind = KINDS.get(match.view_name) if match else None
    if match is None or kind is None:
        return None
    for slug in slugs_now(kind, parameters["slug"]):
        moved = {**parameters, "slug": slug}
        if _shows(view, request, moved):
            return _redirect(reverse(match.view_name, kwargs=moved), request)
    return None


def slugs_now(kind: str, slug: str) -> Iterator[str]:
    """Yield where the records are now that stood at `slug`, the last one first."""
    former = FormerAddress.objects.filter(kind=kind, slug=slug).values_list("record_id", flat=True)
    keys = list(former.order_by("-pk"))
    if keys:
        records = apps.get_model(kind)._base_manager.filter(pk__in=keys)
        now = dict(records.values_list("pk", "slug"))
        yield from (now[key] for key in keys if now.get(key, slug) != slug)


def _shows(view: Callable[..., HttpResponse], request: HttpRequest, parameters: dict) -> bool:
    asked = copy(request)
    asked.method = "HEAD"  # no file begins to stream: it would hold the connection
    try:
        view(asked, **parameters)
    except (Http404, BadRequest):
        return False
    return True


def _redirect(path: str, request: HttpRequest) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(path + (f"?{iri_to_uri(query)}" if query else ""))
    # Browsers would keep it for good, and go in circles once the record has its old name again.
    response.headers["Cache-Control"] = "max-age=0"
    return response
