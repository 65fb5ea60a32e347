"""Citations in templates."""

from django import template

from metrics.models import Observation
from metrics.quoting import Citable, Quotation
from metrics.quoting import quotations as quotations_of

register = template.Library()


@register.simple_tag(takes_context=True)
def quotations(context, figure: Observation, record: Observation) -> list[Quotation]:
    """Return citations of a figure that lead to the page of `record`; context: seal, as_of."""
    portal = context["portal"]()
    names = {language: portal.names.get(language, portal.name) for language in ("vi", "en")}
    what = Citable(figure, record.get_absolute_url, context["seal"])
    return quotations_of(what, names, context["as_of"])
