"""The booths of a floor plan as SVG: a template would take three times as long for a hundred."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from events.floor_plan import Plan, Spot
from metrics.asof import carried
from metrics.templatetags.asof import moment_given

register = template.Library()
BOX = '<rect x="{}" y="{}" width="{}" height="{}"/>'
NUMBER = '<text class="number" x="{}" y="{}" font-size="{}">{}</text>'


@register.simple_tag(takes_context=True)
def plan_spots(context, plan: Plan, *, as_links: bool) -> SafeString:
    """Return each booth of `plan`; those that lead somewhere are links, at the reader's moment."""
    moment = moment_given(context)
    drawn = (spot_html(each, moment, as_link=as_links) for each in plan.spots)
    return mark_safe("\n".join(drawn))  # each is safe already


def spot_html(spot: Spot, moment: str, *, as_link: bool) -> SafeString:
    """Return a booth as a box with its number; as a link it has its name for screen readers."""
    mark = format_html(' class="{}"', spot.kind) if spot.kind else ""
    if spot.id:
        mark += format_html(' id="{}"', spot.id)
    inner = format_html(BOX, spot.x, spot.y, spot.width, spot.height)
    if spot.label:
        inner += format_html(NUMBER, spot.middle_x, spot.middle_y, spot.size, spot.label)
    if not (as_link and spot.url):
        return format_html("<g{}>{}</g>", mark, inner)
    url = carried(spot.url, moment)
    return format_html('<a href="{}"{}><title>{}</title>{}</a>', url, mark, spot.name, inner)
