"""/v2/workbooks, dataModels, datasets and reports: the lists, one of each, and their exports.

`skipPermissionCheck` shows an Admin everything. Must never show what lies in a document.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from sigma_audit.emulator import access, paging
from sigma_audit.emulator.api import shapes
from sigma_audit.emulator.api.shapes import Entry, tag_entry
from sigma_audit.emulator.call import Call
from sigma_audit.emulator.org import Inode
from sigma_audit.emulator.refusal import conflict, not_found
from sigma_audit.emulator.slug import slug
from sigma_audit.emulator.state import Materialization


def _listed(call: Call, kind: str, keeps: Callable[[Inode], bool]) -> list[Inode]:
    """List what the caller may see of a kind; with skipPermissionCheck an Admin sees all (6.6)."""
    if call.flag("skipPermissionCheck"):
        call.require_admin()
        return [one for one in call.org.inodes.values() if one.type == kind and keeps(one)]
    reached = access.content_access(call.org, call.index, call.caller)
    return [
        one
        for one in call.org.inodes.values()
        if one.type == kind and one.inode_id in reached and not one.is_exploration and keeps(one)
    ]


def document(call: Call, inode: Inode, *, with_tags: bool = True) -> Entry:
    """Shape a workbook, data model or report: no parent, no folder, only a path of names (5.8)."""
    stem = {"workbook": "workbook", "data-model": "dataModel", "report": "report"}[inode.type]
    entry = {
        f"{stem}Id": inode.inode_id,
        f"{stem}UrlId": slug(inode.inode_id),
        "name": inode.name,
        "url": shapes.url(inode.type, inode),
        "path": call.index.path_text(inode),
        "latestVersion": inode.latest_version,
        "ownerId": inode.owner_id or shapes.ROBOT,
        **shapes.stamps(inode),
    }
    if inode.is_archived:
        entry["isArchived"] = True
    if inode.description is not None and inode.type != "data-model":
        entry["description"] = inode.description
    if with_tags and inode.tag_ids:
        entry["tags"] = [
            tag_entry(inode, call.org.tags[tag_id])
            for tag_id in inode.tag_ids
            if tag_id in call.org.tags
        ]
    return entry


def _page(call: Call, rows: list[Inode]) -> object:
    with_tags = not call.flag("excludeTags")
    return paging.pages(call, rows, lambda one: document(call, one, with_tags=with_tags))


def list_workbooks(call: Call) -> object:
    """Answer listWorkbooks; everybody's explorations come with skipPermissionCheck only."""
    archived, no_explorations = call.flag("isArchived"), call.flag("excludeExplorations")
    return _page(
        call,
        _listed(
            call,
            "workbook",
            lambda one: (
                one.is_archived == archived and not (no_explorations and one.is_exploration)
            ),
        ),
    )


def get_workbook(call: Call) -> object:
    """Answer getWorkbook."""
    call.flag("includeTaggedSourceUrlId")
    return document(call, call.reachable(call.path["workbookId"], "workbook"))


def list_data_models(call: Call) -> object:
    """Answer listDataModels; there is no isArchived parameter, so archived ones are in it."""
    return _page(call, _listed(call, "data-model", lambda _: True))


def get_data_model(call: Call) -> object:
    """Answer getDataModel."""
    with_tags = not call.flag("excludeTags")
    inode = call.reachable(call.path["dataModelId"], "data-model")
    return document(call, inode, with_tags=with_tags)


def get_data_model_spec(call: Call) -> object:
    """Answer the code representation of a data model, with the folder that it lies in (5.9)."""
    inode = call.reachable(call.path["dataModelId"], "data-model")
    return {"name": inode.name, "folderId": inode.parent_id, "schemaVersion": 1, "pages": []}


def list_reports(call: Call) -> object:
    """Answer listReports."""
    archived = call.flag("isArchived")
    return _page(call, _listed(call, "report", lambda one: one.is_archived == archived))


def get_report(call: Call) -> object:
    """Answer getReport."""
    return document(call, call.reachable(call.path["reportId"], "report"))


def _dataset(call: Call, inode: Inode) -> Entry:
    entry = {
        "datasetId": inode.inode_id,
        "name": inode.name,
        "description": inode.description or "",
        "url": shapes.url("dataset", inode),
        "owner": inode.owner_id or shapes.ROBOT,
        "referenceCount": call.index.uses[inode.inode_id],
        "path": call.index.path_text(inode),
        "migrationToDataModel": None,
        "migrationStatus": "not-migrated",
        **shapes.stamps(inode),
    }
    return {**entry, "isArchived": True} if inode.is_archived else entry


def list_datasets(call: Call) -> object:
    """Answer listDatasets, of one owner where asked (since 2026-09)."""
    owner = call.text("ownerId")
    rows = _listed(call, "dataset", lambda one: owner in (None, one.owner_id))
    return paging.pages(call, rows, lambda one: _dataset(call, one))


def _readable_dataset(call: Call) -> Inode:
    inode = call.reachable(call.path["datasetId"], "dataset")
    if inode.is_archived:
        raise conflict("inode_archived", "This dataset is archived")
    return inode


def get_dataset(call: Call) -> object:
    """Answer getDataset; 409 for an archived one (4.2)."""
    return _dataset(call, _readable_dataset(call))


def list_materializations(call: Call) -> object:
    """Answer listDatasetMaterializations: the jobs started here."""
    inode = _readable_dataset(call)
    jobs = [job for job in call.emulator.materializations if job.dataset_id == inode.inode_id]
    return paging.pages(
        call,
        jobs,
        lambda job: {
            "status": "success",
            "finishedAt": shapes.moment(job.finished_at),
            "error": {"code": "", "message": None},
            "runtimeSecs": 1,
            "numRows": 0,
            "numBytes": 0,
        },
    )


def materialize_dataset(call: Call) -> object:
    """Answer materializeDataset: done at once."""
    inode = call.editable(_readable_dataset(call).inode_id, "dataset")
    task_id = call.emulator.new_id("task", ())
    call.emulator.materializations.append(Materialization(inode.inode_id, task_id, call.now))
    return {"taskId": task_id}


def get_workbook_schema(call: Call) -> object:
    """Answer getWorkbookSchema, deprecated: an empty one."""
    inode = call.reachable(call.path["workbookId"], "workbook")
    call.flag("includeSql")
    parts = ("pages", "sheets", "variables", "elements", "sqlQueries", "sqlQueryErrors")
    ids = {"workbookId": inode.inode_id, "workbookUrlId": slug(inode.inode_id)}
    return {**ids, **{part: {} for part in parts}}


def list_materialization_schedules(call: Call) -> object:
    """Answer listMaterializationSchedules: none; without `limit` old deployments omit nextPage."""
    call.reachable(call.path["workbookId"], "workbook")
    if call.emulator.options.legacy_arrays and call.text("limit") is None:
        return {"entries": []}
    return paging.pages(call, [], dict, total=False, has_more=False)


def list_materialization_schedules_v2_1(call: Call) -> object:
    """Answer v2_1_listMaterializationSchedules: none."""
    call.reachable(call.path["workbookId"], "workbook")
    return paging.pages(call, [], dict)


def export_workbook(call: Call) -> object:
    """Answer exportWorkbook: a query whose result can be fetched at the second try."""
    call.reachable(call.path["workbookId"], "workbook")
    call.need("format", dict)
    query_id = call.emulator.new_id("query", call.emulator.exports)
    call.emulator.exports[query_id] = 0
    return {"jobComplete": False, "queryId": query_id}


def download_query(call: Call) -> object:
    """Answer downloadQuery: 204 while it runs, then the file (section 11)."""
    query_id = call.path["queryId"]
    if query_id not in call.emulator.exports:
        raise not_found(f"Query {query_id}")
    call.emulator.exports[query_id] += 1
    if call.emulator.exports[query_id] == 1:
        return Response(status_code=204)
    return Response("id,name\r\n", media_type="text/csv")
