"""Statements as somebody at a database prompt sends them, and what the database answers."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction


def refused(statement: str, *parameters, error: type[Exception] = IntegrityError) -> str:
    """Run the statement; return the first line of the database's refusal, or fail."""
    with pytest.raises(error) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
    return str(refusal.value).splitlines()[0]


def forbidden(statement: str, *parameters) -> str:
    """Run what the role has no right to; return the refusal, or fail."""
    return refused(statement, *parameters, error=ProgrammingError)
