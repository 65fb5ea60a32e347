"""A record of very many texts: sessions, booths, people, reports and solutions of twenty forums.

Their words follow one another as in the city's own texts, so that common words are common.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import batched
from random import Random
from typing import Any

from throwaway import ROOT

FORUMS = 20
# Of a hundred documents.
SHARES = {"sessions": 30, "booths": 30, "people": 20, "reports": 15, "solutions": 5}
RARE = "Bạch Long Vĩ"  # stands in one of a thousand texts
FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"]
AT_ONCE = 200


def add_records(number: int) -> None:
    """Add `number` public documents."""
    from events.models import Exhibition, Forum

    texts = Texts(Random(1))
    forums = [
        Forum.objects.create(slug=f"do-{each}", name=f"Diễn đàn {each}", year=None)
        for each in range(FORUMS)
    ]
    shows = [Exhibition.objects.create(forum=each, title="Triển lãm") for each in forums]
    makers: dict[str, Callable[[int], Any]] = makers_of(texts, forums, shows)
    for kind, share in SHARES.items():
        save(makers[kind](each) for each in range(number * share // 100))
    add_appearances(forums)
    vacuum()


class Texts:
    """Runs of words of the city's own texts."""

    def __init__(self, random: Random):
        self.random = random
        self.words = list(city_words())

    def __call__(self, number: int) -> str:
        """Return so many words that follow one another there; now and then with a rare name."""
        begin = self.random.randrange(len(self.words) - number)
        words = self.words[begin : begin + number]
        return " ".join([*words, RARE] if self.random.random() < 0.001 else words)

    def name(self) -> str:
        """Return somebody's name."""
        given = [self.random.choice(self.words).strip(",.").title() for _each in range(2)]
        return " ".join([self.random.choice(FAMILIES), *given])


def city_words() -> Iterator[str]:
    for name in ("citations", "quotes", "sessions", "indicators", "forums", "reports", "booths"):
        with (ROOT / "data" / "haiphong" / f"{name}.csv").open(encoding="utf-8") as file:
            for line in csv.DictReader(file):
                for column, text in line.items():
                    if " " in (text or "") and not column.endswith("_en"):
                        yield from text.split()


def makers_of(texts: Texts, forums: list[Any], shows: list[Any]) -> dict[str, Callable[[int], Any]]:
    """Return how the document of a number is made, for each kind."""
    from events.models import Booth, Person, Report, Session, Solution

    def session(number: int) -> Session:
        forum = forums[number % FORUMS]
        slug = f"do-phien-{number}"
        return Session(forum=forum, slug=slug, title=texts(8), abstract=texts(40))

    def booth(number: int) -> Booth:
        show = shows[number % FORUMS]
        return Booth(exhibition=show, slug=f"do-gian-{number}", name=texts(5), showed=texts(15))

    def person(number: int) -> Person:
        return Person(slug=f"do-nguoi-{number}", name=texts.name())

    def report(number: int) -> Report:
        slug, forum = f"do-bao-cao-{number}", forums[number % FORUMS]
        return Report(forum=forum, slug=slug, title=texts(10), body=texts(200), is_published=True)

    def solution(number: int) -> Solution:
        forum, slug = forums[number % FORUMS], f"do-giai-phap-{number}"
        return Solution(forum=forum, slug=slug, name=texts(6), description=texts(25))

    made: Any = {"sessions": session, "booths": booth, "people": person}
    return made | {"reports": report, "solutions": solution}


def save(records: Iterable[Any]) -> None:
    for some in batched(records, AT_ONCE):
        for each in some:
            each.prepare()
        type(some[0]).objects.bulk_create(some)


def add_appearances(forums: list[Any]) -> None:
    from events.models import Appearance, Person

    people = Person.objects.filter(slug__startswith="do-nguoi-")
    save(Appearance(person=each, forum=forums[each.pk % FORUMS]) for each in people.iterator())


def vacuum() -> None:
    from throwaway import manage

    code = "from django.db import connection; connection.cursor().execute('VACUUM ANALYZE')"
    manage("shell", "--verbosity=0", "--command", code)
