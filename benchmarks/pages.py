"""CPU of each kind of public page, cold, beside a plain page of the ORM and a template.

    .venv/bin/python benchmarks/pages.py [rounds] [few] [many] [days]

One process, a throw-away portal with the city's content, the rounds of all pages interleaved; the
figures are medians. Only ratios within one run hold: the plain page, which takes 7 to 9 ms on a
quiet machine, takes longer on a busy one, and so do the others.

Then the record grows: to 10,000 figures of 200 indicators in 100 areas, to 1,000,000, and by one
indicator's figures for 160,000 days. What each page takes then, of this process and of Postgres
together, tells which of them read a bounded part of it. Without `many` (0), nothing grows.
"""

import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from many_figures import GROWN, add_daily, add_many, prepare
from throwaway import portal

GOAL = 8.0  # milliseconds of CPU for any public page
PLAIN = "/benchmark/plain/"
ROWS = 60
# 20 KB of HTML with 60 rows.
TEMPLATE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<h1>{{ title }}</h1><table class="table"><tbody>{% for figure in figures %}
<tr class="figure"><th scope="row"><a href="/figures/{{ figure.pk }}/">{{ figure.period }}</a></th>
<td class="number">{{ figure.comparator }} {{ figure.value }}</td><td class="status"><span
class="badge">{{ figure.obs_status }}</span></td><td class="day"><time
datetime="{{ figure.period_start|date:'c' }}">{{ figure.period_start|date:"j F Y" }}</time></td>
<td class="comment">{{ figure.comment|default:"–" }}</td></tr>{% endfor %}
</tbody></table></body></html>"""


def main(rounds: int, few: int = 10_000, many: int = 1_000_000, days: int = 160_000) -> None:
    with portal():
        from django.core.wsgi import get_wsgi_application

        application = get_wsgi_application()
        from tests.pages import PAGES

        add_plain_page()
        pages = [PLAIN, *PAGES]
        asked = {page: queries(application, page) for page in pages}
        report(measure(application, pages, rounds), asked)
        if many:
            measure_growth(application, rounds, few, many, days)


def measure_growth(application: Any, rounds: int, few: int, many: int, days: int) -> None:
    """Print what pages of figures take while the record grows."""
    prepare()
    sizes: dict[str, Callable[[], None]] = {
        f"{few:,}": lambda: add_many(0, few),
        f"{many:,}": lambda: add_many(few, many),
        f"{days:,} days": lambda: add_daily(days),
    }
    found: dict[str, dict[str, float]] = {page: {} for page in GROWN}
    for name, grow in sizes.items():
        grow()
        there = [page for page in GROWN if answers(application, page)]
        for page, both in measure(application, there, rounds).items():
            found[page][name] = sum(both)
    first, *others = sizes
    print(f"\nCPU ms\n{first:>12}" + "".join(f"{name:>14} {'×':>5}" for name in others) + "  page")
    for page, spent in found.items():
        line = f"{spent[first]:12.1f}" if first in spent else f"{'–':>12}"
        for name in others:
            line += f"{spent[name]:14.1f}" if name in spent else f"{'–':>14}"
            has_both = first in spent and name in spent
            line += f" {spent[name] / spent[first]:5.1f}" if has_both else " " * 6
        print(f"{line}  {page}")


def answers(application: Any, address: str) -> bool:
    """Tell whether there is a page at an address, or not before its figures are."""
    try:
        ask(application, address)
    except RuntimeError:
        return False
    return True


def add_plain_page() -> None:
    """Give the portal the page that all others are compared with."""
    from django.http import HttpResponse
    from django.template import engines
    from django.urls import clear_url_caches, path

    from forum_portal import urls
    from metrics.models import Observation

    template = engines["django"].from_string(TEMPLATE)

    def plain(request):
        figures = Observation.objects.order_by("pk")[:ROWS]
        return HttpResponse(template.render({"title": "Plain", "figures": figures}, request))

    urls.urlpatterns.append(path(PLAIN.removeprefix("/"), plain))
    clear_url_caches()


def ask(application: Any, address: str) -> None:
    """Ask for a page as a browser does; an error where the answer is not 200."""
    path, _question, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    statuses: list[str] = []
    response = application(environ, lambda status, headers, exc_info=None: statuses.append(status))
    try:
        b"".join(response)
    finally:
        response.close()
    if statuses != ["200 OK"]:
        raise RuntimeError(f"{address} answered {statuses}")


def queries(application: Any, address: str) -> int:
    """Return how many times a page asks the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask(application, address)
    with CaptureQueriesContext(connection) as found:
        ask(application, address)
    return sum("SELECT" in each["sql"] for each in found.captured_queries)


def measure(application: Any, pages: list[str], rounds: int) -> dict[str, tuple[float, float]]:
    """Return the CPU of each page in milliseconds: of this process, and of Postgres for it."""
    for page in pages * 8:  # a connection keeps a plan once it has made one a few times
        ask(application, page)
    servers = connections_of_this_process()
    times: dict[str, list[tuple[float, float]]] = {page: [] for page in pages}
    for _round in range(rounds):
        for page in pages:
            begun, served = time.process_time(), server_time(servers)
            ask(application, page)
            spent = (time.process_time() - begun) * 1000, server_time(servers) - served
            times[page].append(spent)
    return {page: _medians(spent) for page, spent in times.items()}


def _medians(spent: list[tuple[float, float]]) -> tuple[float, float]:
    own, servers = zip(*spent, strict=True)
    return statistics.median(own), statistics.median(servers)


def connections_of_this_process() -> list[int]:
    """Return the processes of Postgres that serve this one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE usename = current_user")
        return [pid for (pid,) in cursor.fetchall()]


def server_time(processes: list[int]) -> float:
    """Return the milliseconds of CPU that processes have taken so far; 0 where nobody counts."""
    counts = [Path(f"/proc/{each}/schedstat") for each in processes]
    return sum(int(each.read_text().split()[0]) for each in counts if each.exists()) / 1e6


def report(spent: dict[str, tuple[float, float]], asked: dict[str, int]) -> None:
    """Print the pages, the dearest first, and how many keep to the goal."""
    plain, _server = spent.pop(PLAIN)
    print(f"{'CPU ms':>8} {'× plain':>8} {'Postgres':>9} {'queries':>8}  page")
    print(f"{plain:8.1f} {1:8.2f} {_server:9.1f} {asked[PLAIN]:8}  (plain)")
    for page, (own, server) in sorted(spent.items(), key=lambda each: -each[1][0]):
        print(f"{own:8.1f} {own / plain:8.2f} {server:9.1f} {asked[page]:8}  {page}")
    middle = statistics.median(own for own, _server in spent.values())
    within = sum(own <= GOAL for own, _server in spent.values())
    no_dearer = sum(own <= plain for own, _server in spent.values())
    print(
        f"\nmedian {middle:.1f} ms, {middle / plain:.2f} × plain; of {len(spent)} pages {within} "
        f"take {GOAL:.0f} ms or less, {no_dearer} no more than the plain page"
    )


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:] or ["20"]))
