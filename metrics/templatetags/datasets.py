"""What the page of an indicator, and that of the open data, tells programs."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from metrics.dcat.distributions import Distribution, distributions
from metrics.dcat.schema_org import Shown, dataset_json, everything_json
from metrics.templatetags.asof import moment_given

register = template.Library()


@register.simple_tag(takes_context=True)
def indicator_files(context) -> list[Distribution]:
    """Return the files of the page's indicator, as of the page's own moment."""
    return distributions(context["indicator"].slug, moment_given(context))


@register.simple_tag(takes_context=True)
def indicator_as_dataset(context) -> SafeString:
    """Return the page's indicator as JSON-LD; context: what `indicator_page` gives its template."""
    answer = context.get("answer")
    shown = Shown(
        indicator=context["indicator"],
        versions=() if context["is_cut"] else context["versions"],
        newest=context["newest"],
        sentence=answer.text if answer else "",
        as_of=moment_given(context),
    )
    return mark_safe(dataset_json(shown, context["portal"]()))  # escapes what HTML could read


@register.simple_tag(takes_context=True)
def everything_as_dataset(context) -> SafeString:
    """Return all tables together as JSON-LD."""
    return mark_safe(everything_json(context["portal"](), moment_given(context)))
