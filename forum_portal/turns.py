"""How many files are made at once, so that pages always find a thread and a connection."""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from threading import BoundedSemaphore

# Threads of a server process; each holds at most one connection of the pool.
THREADS = min(2 * (os.cpu_count() or 1) + 1, 16)
AT_ONCE = max(THREADS // 2, 1)
WAITING = 1
PATIENCE = 2.0  # seconds
RETRY_AFTER = 5  # seconds


class BusyError(Exception):
    """So many files are being made that this one has to be asked for later."""


class Turns:
    """At most `at_once` at work and `waiting` in line, for `patience` seconds."""

    def __init__(self, at_once: int, waiting: int, patience: float):
        self._line = BoundedSemaphore(at_once + waiting)
        self._work = BoundedSemaphore(at_once)
        self._patience = patience

    def is_full(self) -> bool:
        """Tell whether there is no place in line at this moment."""
        has_place = self._line.acquire(blocking=False)
        if has_place:
            self._line.release()
        return not has_place

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Work within; BusyError for who finds the line full, or has stood in it for too long."""
        if not self._line.acquire(blocking=False):
            raise BusyError
        try:
            if not self._work.acquire(timeout=self._patience):
                raise BusyError
            try:
                yield
            finally:
                self._work.release()
        finally:
            self._line.release()

    def stream(self, blocks: Callable[[], Generator[bytes]]) -> Iterator[bytes]:
        """Return a stream that keeps its turn to its end, or until it is closed or forgotten.

        Its first block is made at once, so that what goes wrong before it is raised here.
        """
        started = self._stream(blocks)
        next(started)
        return started

    def _stream(self, blocks: Callable[[], Generator[bytes]]) -> Iterator[bytes]:
        with self.turn(), closing(blocks()) as stream:
            first = next(stream, b"")
            yield b""
            yield first
            yield from stream


TURNS = Turns(AT_ONCE, WAITING, PATIENCE)
