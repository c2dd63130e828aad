"""Ctrl-C as a request to stop: the first one cancels the solve, the second one gives up."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

__all__ = ["CancelFlag", "cancel_on_interrupt"]


class CancelFlag:
    """A cancel token that a signal handler may set: it takes no lock, so it cannot deadlock."""

    def __init__(self) -> None:
        self._set = False

    def is_set(self) -> bool:
        """Whether somebody asked to stop."""
        return self._set

    def set(self) -> None:
        """Ask to stop."""
        self._set = True


@contextlib.contextmanager
def cancel_on_interrupt(notify: Callable[[], None]) -> Iterator[CancelFlag]:
    """While the block runs, SIGINT and SIGTERM set the flag and call ``notify``.

    After the first signal the earlier handlers are back, so that a second one ends the program.
    Outside the main thread, where Python takes no handlers, the flag is never set.
    """
    flag = CancelFlag()
    if threading.current_thread() is not threading.main_thread():
        yield flag
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def stop(_number: int, _frame: FrameType | None) -> None:
        flag.set()
        restore()
        notify()

    for number in before:
        signal.signal(number, stop)
    try:
        yield flag
    finally:
        restore()
