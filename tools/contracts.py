"""Import rules that import-linter's built-in contracts cannot express."""

from __future__ import annotations

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FrontDoorContract(Contract):
    """A context may be entered from another context only through its front doors.

    `models` is a door for `models` only: a foreign key names its target, and nothing else may reach for the table.
    """

    # import-linter fills these in before `check`; on the class they are its field descriptions.
    root: Any = fields.StringField()
    doors: Any = fields.SetField(subfield=fields.StringField())
    open_contexts: Any = fields.SetField(subfield=fields.StringField(), required=False)
    any_importer: Any = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - import-linter's signature
        """Every import between two contexts that does not go through a door."""
        broken = [
            (importer, imported)
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if self._is_trespass(importer.split("."), imported.split("."))
        ]
        return ContractCheck(kept=not broken, metadata={"broken": sorted(broken)})

    def _is_trespass(self, importer: list[str], imported: list[str]) -> bool:
        if imported[0] != self.root or len(imported) < 3:  # noqa: PLR2004 - root.context.module
            return False
        home, context, module = importer[1:2], imported[1], imported[2]
        if context == "config" and importer[2:3] == ["tests"]:
            return False
        if home == [context] or context in (self.open_contexts or ()) or set(home) & set(self.any_importer or ()):
            return False
        if module == "models":
            # A test may look at the rows behind a door, to see that a deed was done.
            return importer[2:3] not in (["models"], ["tests"])
        return module not in self.doors

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Prints each trespass in a line."""
        metadata: dict[str, Any] = check.metadata
        for importer, imported in metadata["broken"]:
            output.print_error(f"{importer} must not reach into {imported}")
