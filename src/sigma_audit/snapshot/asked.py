"""Executes what is asked of open snapshots, and again in more memory where a bound was too little.

Must never change what a query says, nor tell a lack of memory as a mistake in the query.
"""

from __future__ import annotations

from typing import Any

import duckdb

from sigma_audit.errors import StorageError
from sigma_audit.snapshot.interruptible import Step, fetched

# What may be set although the configuration is locked: a bound that can be lifted.
LIFTABLE = "set allowed_configs = ['memory_limit']"


def answered(
    connection: duckdb.DuckDBPyConnection, *steps: Step
) -> tuple[Any, list[tuple[Any, ...]]]:
    """Give description and rows of the last step; duckdb.Error, StorageError for want of memory.

    Steps that lacked memory are asked again from the first one.
    """
    try:
        return fetched(connection, *steps)
    except duckdb.OutOfMemoryException as error:
        try:
            connection.execute("reset memory_limit")
            return fetched(connection, *steps)
        except (duckdb.OutOfMemoryException, duckdb.InvalidInputException):
            raise StorageError(
                "there is not enough memory to answer this",
                "ask about one member or one object, close other programs, or ask on a machine "
                "with more memory; the snapshots are as they were",
            ) from error
