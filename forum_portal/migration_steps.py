"""A step of migrations that takes many operations at once."""

from collections.abc import Sequence

from django.db.migrations.operations.base import Operation


class AllAtOnce(Operation):
    """Run operations that only add models and triggers, rendering all models once.

    Django renders every related model anew for each operation: for the tables of the audit trail,
    which refer to everything, that takes longer than all other migrations together.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]):
        self.operations = operations

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # a cached property: made again when it is asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):  # the models are there as long as this runs
            operation.database_backwards(app_label, schema_editor, from_state, from_state)

    def describe(self):
        return f"{len(self.operations)} operations at once"
