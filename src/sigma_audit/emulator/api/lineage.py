"""What a document is made of: its sources and its lineage, as far as the organisation records it.

Needed to tell which data a document exposes (R7, R19). Must never invent a source.
"""

from __future__ import annotations

from sigma_audit.emulator import paging
from sigma_audit.emulator.api.shapes import Entry, url
from sigma_audit.emulator.call import Call
from sigma_audit.emulator.org import Inode


def _sources(call: Call, inode: Inode) -> list[tuple[str, str]]:
    """List (kind, id) of what a document draws on; kinds are table, dataset, data-model."""
    found = []
    for source_id in inode.source_inode_ids:
        source = call.org.inodes.get(source_id)
        if source is not None and source.type in ("dataset", "data-model"):
            found.append((source.type, source_id))
        elif source_id in call.org.paths:
            found.append(("table", source_id))
    return found


def _data_model(source_id: str) -> Entry:
    return {"type": "data-model", "dataModelId": source_id, "elementIds": []}


def workbook_sources(call: Call) -> object:
    """Answer getWorkbookSources: a bare array."""
    inode = call.reachable(call.path["workbookId"], "workbook")
    entries: list[Entry] = []
    for kind, source_id in _sources(call, inode):
        if kind == "data-model":
            entries.append(_data_model(source_id))
        elif kind == "dataset":
            address = url(kind, call.org.inodes[source_id])
            entries.append({"type": kind, "inodeId": source_id, "url": address})
        else:
            entries.append({"type": kind, "inodeId": source_id})
    return entries


def report_sources(call: Call) -> object:
    """Answer listReportSources: a bare array."""
    inode = call.reachable(call.path["reportId"], "report")
    return [
        _data_model(source_id) if kind == "data-model" else {"type": kind, "inodeId": source_id}
        for kind, source_id in _sources(call, inode)
    ]


def dataset_sources(call: Call) -> object:
    """Answer getDatasetSources: a bare array."""
    inode = call.reachable(call.path["datasetId"], "dataset")
    return [
        {"type": kind, "inodeId": source_id}
        for kind, source_id in _sources(call, inode)
        if kind in ("dataset", "table")
    ]


def data_model_sources(call: Call) -> object:
    """Answer listDataModelSources."""
    inode = call.reachable(call.path["dataModelId"], "data-model")
    id_names = {"dataset": "datasetId", "table": "tableId"}

    def entry(row: tuple[str, str]) -> Entry:
        kind, source_id = row
        if kind == "data-model":
            return _data_model(source_id)
        return {"type": kind, id_names[kind]: source_id}

    return paging.tokens(call, _sources(call, inode), entry)


def _node(call: Call, row: tuple[str, str]) -> Entry:
    kind, source_id = row
    path, inode = call.org.paths.get(source_id), call.org.inodes.get(source_id)
    name = path.names[-1] if path else (inode.name if inode else None)
    return {
        "type": kind,
        "connectionId": path.connection_id if path else None,
        "name": name,
        ("dataModelId" if kind == "data-model" else "inodeId"): source_id,
    }


def workbook_lineage(call: Call) -> object:
    """Answer listLineageTree: the nodes that the workbook draws on."""
    inode = call.reachable(call.path["workbookId"], "workbook")
    return paging.pages(call, _sources(call, inode), lambda row: _node(call, row), has_more=False)


def data_model_lineage(call: Call) -> object:
    """Answer listDataModelLineageTree."""
    inode = call.reachable(call.path["dataModelId"], "data-model")
    return paging.pages(call, _sources(call, inode), lambda row: _node(call, row), has_more=False)


def report_lineage(call: Call) -> object:
    """Answer listReportLineageTree."""
    inode = call.reachable(call.path["reportId"], "report")
    return paging.tokens(call, _sources(call, inode), lambda row: _node(call, row))
