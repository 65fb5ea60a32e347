"""Publishing a dashboard, taking it off, and its place on the home page: buttons that also save."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.models import Dashboard

PUBLISH, TAKE_OFF, TO_HOME, OFF_HOME = "_publish", "_take_off", "_to_home", "_off_home"
STEPS = (PUBLISH, TAKE_OFF, TO_HOME, OFF_HOME)
HOME_WAS = "_home_was"  # the hidden field with the key of the dashboard that the page named

ON_HOME = gettext_lazy(
    "This dashboard stands on the home page, so it stays public. First put another one there, "
    "or take this one off the home page."
)


@dataclass(frozen=True)
class Button:
    """A button that saves and takes a step."""

    name: str
    text: str
    is_loss: bool = False


def step_of(request: HttpRequest) -> str:
    """Return which button was pressed; empty where the form is only saved."""
    return next((name for name in STEPS if name in request.POST), "")


def other_home(dashboard: Dashboard | None) -> Dashboard | None:
    """Return the dashboard on the home page, unless it is this one."""
    others = Dashboard.objects.filter(is_home=True)
    return (others.exclude(pk=dashboard.pk) if dashboard else others).first()


def lock_for(request: HttpRequest, pk: int) -> None:
    """Hold what the step changes: the place on the home page belongs to one dashboard at a time."""
    if step_of(request) == TO_HOME:
        rows = Dashboard.objects.filter(Q(is_home=True) | Q(pk=pk)).order_by("pk")
        list(rows.select_for_update().values_list("pk"))


def refusal_of(request: HttpRequest, dashboard: Dashboard | None) -> str:
    """Return why the pressed button is refused; empty where it is not."""
    step = step_of(request)
    if step == TAKE_OFF and dashboard and dashboard.is_home:
        return str(ON_HOME)
    if step == TO_HOME:
        if not (dashboard and dashboard.is_published):
            return _("Publish the dashboard before you put it on the home page.")
        now = other_home(dashboard)
        if str(now.pk if now else "") != request.POST.get(HOME_WAS, ""):
            return (
                _(
                    "Meanwhile somebody put “%(title)s” on the home page. Press again if this "
                    "dashboard shall take its place."
                )
                % {"title": now}
                if now
                else _("Meanwhile the home page became free. Press again to put this one there.")
            )
    return ""


def take(step: str, dashboard: Dashboard) -> None:
    """Set what the step means on a dashboard that is about to be saved; free the home page."""
    if step == PUBLISH:
        dashboard.is_published = True
    elif step == TAKE_OFF:
        dashboard.is_published = False
    elif step == OFF_HOME:
        dashboard.is_home = False
    elif step == TO_HOME:
        for other in Dashboard.objects.filter(is_home=True).exclude(pk=dashboard.pk):
            other.is_home = False
            other.save(update_fields=["is_home"])
        dashboard.is_home = True


def done(step: str, dashboard: Dashboard, replaced: Dashboard | None) -> str:
    """Return the sentence that says what a step has done."""
    words: dict[str, Any] = {"title": dashboard.title, "other": replaced}
    match step:
        case "_publish":
            return _("“%(title)s” is public now.") % words
        case "_take_off":
            return _("“%(title)s” is a draft again: readers find it no more.") % words
        case "_to_home" if replaced:
            return (
                _("“%(title)s” stands on the home page now; “%(other)s” went back to the list.")
                % words
            )
        case "_to_home":
            return _("“%(title)s” stands on the home page now.") % words
        case "_off_home":
            return _("The home page has no dashboard now: its headline figures are gone.")
    return ""


def state_text(dashboard: Dashboard | None) -> str:
    """Return where a dashboard stands, for the list and the page that arranges it."""
    if dashboard is None or not dashboard.is_published:
        return _("Draft: only staff see it.")
    if dashboard.is_home:
        return _("Public, on the home page: what you save, readers see at once.")
    return _("Public: what you save, readers see at once.")


def buttons_of(dashboard: Dashboard | None) -> list[Button]:
    """Return the steps that are open to a dashboard as it stands."""
    if dashboard is None or not dashboard.is_published:
        return [Button(PUBLISH, _("Save and publish"))]
    if dashboard.is_home:
        return [Button(OFF_HOME, _("Save and take off the home page"), is_loss=True)]
    other = other_home(dashboard)
    to_home = (
        _("Save and put on the home page instead of “%(title)s”") % {"title": other}
        if other
        else _("Save and put on the home page")
    )
    return [
        Button(TO_HOME, to_home),
        Button(TAKE_OFF, _("Save and take off the site"), is_loss=True),
    ]
