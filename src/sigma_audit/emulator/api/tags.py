"""/v2/tags: version tags, and which documents bear them.

Must never tell whether a tag is protected: the real one does not (5.14).
"""

from __future__ import annotations

from sigma_audit.emulator import paging
from sigma_audit.emulator.api import shapes
from sigma_audit.emulator.api.consequences import delete_tag, mark_changed, remove_tag
from sigma_audit.emulator.api.documents import document
from sigma_audit.emulator.api.shapes import tag_entry
from sigma_audit.emulator.call import Call
from sigma_audit.emulator.org import Inode, VersionTag
from sigma_audit.emulator.refusal import conflict, not_found

_COLORS = ("cyan", "grass", "violet", "plum", "amber", "bronze")


def _tag(call: Call, tag_id: str) -> VersionTag:
    tag = call.org.tags.get(tag_id.lower())
    if tag is None:
        raise not_found(f"Version tag {tag_id}")
    return tag


def list_tags(call: Call) -> object:
    """Answer listVersionTag."""
    search = (call.text("search") or "").casefold()
    rows = [tag for tag in call.org.tags.values() if search in tag.name.casefold()]
    return paging.pages(call, rows, shapes.version_tag)


def list_tagged_workbooks(call: Call) -> object:
    """Answer listWorkbooksForTag: the tagged workbooks that the caller can reach."""
    tag = _tag(call, call.path["tagId"])
    rows = [
        inode
        for inode in call.org.inodes.values()
        if inode.type == "workbook" and tag.tag_id in inode.tag_ids and call.reach(inode)
    ]
    return paging.pages(call, rows, lambda one: document(call, one))


def _tags_of(call: Call, inode: Inode) -> list[VersionTag]:
    return [call.org.tags[one] for one in inode.tag_ids if one in call.org.tags]


def list_of_workbook(call: Call) -> object:
    """Answer getWorkbookTags."""
    inode = call.reachable(call.path["workbookId"], "workbook")
    return paging.pages(
        call, _tags_of(call, inode), lambda tag: tag_entry(inode, tag), has_more=False
    )


def list_of_data_model(call: Call) -> object:
    """Answer listDataModelTags."""
    inode = call.reachable(call.path["dataModelId"], "data-model")
    return paging.pages(
        call, _tags_of(call, inode), lambda tag: tag_entry(inode, tag), has_more=False
    )


def list_of_report(call: Call) -> object:
    """Answer listReportTags."""
    inode = call.reachable(call.path["reportId"], "report")
    return paging.tokens(call, _tags_of(call, inode), lambda tag: tag_entry(inode, tag))


def create_tag(call: Call) -> object:
    """Answer createVersionTag."""
    call.require_admin()
    name, color = call.need("name", str), call.one_of("color", *_COLORS)
    if any(tag.name.casefold() == name.casefold() for tag in call.org.tags.values()):
        raise conflict("already_exists", f"A tag named {name} already exists")
    tag = VersionTag(
        call.emulator.new_id("tag", call.org.tags),
        name,
        call.take("description", str),
        color or call.need("color", str),
        call.caller.member_id,
    )
    call.org.tags[tag.tag_id] = tag
    return {"name": name, "versionTagId": tag.tag_id}


def update_tag(call: Call) -> object:
    """Answer updateVersionTag: its description."""
    call.require_admin()
    tag, description = _tag(call, call.path["tagId"]), call.take("description", str)
    tag.description = description if description is not None else tag.description
    return shapes.version_tag(tag)


def delete(call: Call) -> object:
    """Answer deleteVersionTag: the tagged copies go with it."""
    call.require_admin()
    delete_tag(call, _tag(call, call.path["tagId"]).tag_id)
    return {}


def tag_workbook(call: Call) -> object:
    """Answer tagWorkbook."""
    inode = call.editable(call.need("workbookId", str), "workbook")
    name = call.need("tag", str)
    tag = next((tag for tag in call.org.tags.values() if tag.name == name), None)
    if tag is None:
        raise not_found(f"Version tag {name}")
    if tag.tag_id not in inode.tag_ids:
        inode.tag_ids = [*inode.tag_ids, tag.tag_id]
        mark_changed(call, inode)
    return {
        "versionTagId": tag.tag_id,
        "taggedWorkbookId": tag_entry(inode, tag)["taggedWorkbookId"],
        "taggedWorkbookVersion": inode.latest_version,
    }


def _untag(call: Call, inode: Inode) -> object:
    tag = _tag(call, call.path["tagId"])
    if tag.tag_id not in inode.tag_ids:
        raise not_found(f"Version tag {tag.tag_id}")
    remove_tag(call, inode, tag.tag_id)
    return {}


def untag_workbook(call: Call) -> object:
    """Answer deleteTaggedworkbook."""
    return _untag(call, call.editable(call.path["workbookId"], "workbook"))


def untag_report(call: Call) -> object:
    """Answer deleteTaggedReport."""
    return _untag(call, call.editable(call.path["reportId"], "report"))
