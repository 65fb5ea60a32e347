"""What the search takes among many documents: for common, rare, misspelt and missing words.

    .venv/bin/python benchmarks/search.py [documents] [rounds]

One process, a throw-away portal with the city's content and 100,000 documents more; the rounds of
all questions are interleaved. The figures are of the whole page, from the request to its last byte:
the median of the time that passes, and of the CPU, Postgres' own within it. The plain page of
benchmarks/pages.py, which takes 7 to 9 ms of CPU on a quiet machine, tells how busy this one is.
"""

import statistics
import sys
import time
from typing import Any, NamedTuple
from urllib.parse import quote

from many_records import RARE, add_records
from pages import PLAIN, add_plain_page, ask, connections_of_this_process, queries, server_time
from throwaway import portal

GOAL = 50.0  # milliseconds
PAGE, SUGGESTIONS = "/tim-kiem/?q=", "/tim-kiem/goi-y/?q="
QUESTIONS = {
    "common": ["số", "so", "chuyển đổi số", "chuyen doi so", "thành phố Hải Phòng"],
    "rare": [RARE, "bach long vi", "bạch long"],
    "accented": ["hồ sơ trực tuyến", "đường"],
    "unaccented": ["ho so truc tuyen", "duong", "nguyen"],
    "spelt otherwise": ["tỉ lệ hồ sơ", "kĩ thuật", "tp hải phòng", "“hồ sơ, trực tuyến”?"],
    "whole before begun": ["hòa", "hoa"],
    "misspelt": ["chuyển đỏi sso", "truc tuyne", "bach lonng vi", "hồ sợ trục tuyến", "thuongg"],
    "missing": ["qwzxjkvb", "qwzxjkvb chuyển đổi số"],
    "number": ["90,7", "gần 400 tỷ đồng"],
}
TYPED = ["so", "ch", "chuyển đ", "ho so", "qwzx"]


def main(documents: int = 100_000, rounds: int = 20) -> None:
    with portal():
        from django.core.wsgi import get_wsgi_application

        application = get_wsgi_application()
        add_records(documents)
        print(f"{documents:,} documents more than the city's, {rounds} rounds")
        report(application, rounds)


def report(application: Any, rounds: int) -> None:
    """Measure all questions and print what each takes."""
    asked = {f"{kind}: {text}": text for kind, texts in QUESTIONS.items() for text in texts}
    add_plain_page()
    addresses = {"(plain page)": PLAIN}
    addresses |= {name: f"{PAGE}{quote(text)}" for name, text in asked.items()}
    addresses |= {f"typing: {text}": f"{SUGGESTIONS}{quote(text)}" for text in TYPED}
    spent = measure(application, list(addresses.values()), rounds)
    print(f"{'ms':>7} {'most':>7} {'CPU ms':>7} {'Postgres':>9} {'queries':>8}  question")
    within = 0
    for name, address in addresses.items():
        passed, *cpu = (statistics.median(each) for each in zip(*spent[address], strict=True))
        most = max(each.passed for each in spent[address])
        number = queries(application, address)
        print(f"{passed:7.1f} {most:7.1f} {cpu[0]:7.1f} {cpu[1]:9.1f} {number:8}  {name}")
        within += passed <= GOAL
    print(f"\n{within} of {len(addresses)} are answered within {GOAL:.0f} ms")


class Spent(NamedTuple):
    """Milliseconds that a page took: those that passed, CPU of all, CPU of Postgres."""

    passed: float
    cpu: float
    postgres: float


def measure(application: Any, addresses: list[str], rounds: int) -> dict[str, list[Spent]]:
    """Return what each address took in each round."""
    for address in addresses * 4:  # a connection keeps a plan once it has made one a few times
        ask(application, address)
    servers = connections_of_this_process()
    spent: dict[str, list[Spent]] = {each: [] for each in addresses}
    for _round in range(rounds):
        for address in addresses:
            begun, own, served = time.perf_counter(), time.process_time(), server_time(servers)
            ask(application, address)
            passed = (time.perf_counter() - begun) * 1000
            theirs = server_time(servers) - served
            mine = (time.process_time() - own) * 1000
            spent[address].append(Spent(passed, mine + theirs, theirs))
    return spent


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
