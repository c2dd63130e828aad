"""A Dask cluster as an executor (extra ``bianzu[cluster]``)."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from bianzu.models import BianzuError

__all__ = ["open_cluster"]

_PATIENCE = "15s"


@contextmanager
def open_cluster(address: str) -> Iterator[Executor]:
    """Executor of the cluster whose scheduler listens at ``address`` (``tcp://HOST:PORT``).

    Workers need bianzu installed, of the same version. A job whose worker dies is given to another one by the
    scheduler.

    Raises
    ------
    BianzuError
        ``no-cluster`` when Dask is not installed, ``no-scheduler`` when nobody answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise BianzuError("no-cluster") from error
    try:
        client: Any = Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise BianzuError("no-scheduler", address=address, reason=str(error)) from error
    with client, client.get_executor(pure=False) as executor:
        yield executor
