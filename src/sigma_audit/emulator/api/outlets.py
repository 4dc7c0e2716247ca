"""How a document's data leaves: scheduled exports and embeds.

Must never name a recipient: the read schema has none (5.16).
"""

from __future__ import annotations

from sigma_audit.emulator import paging
from sigma_audit.emulator.api import shapes
from sigma_audit.emulator.call import Call
from sigma_audit.emulator.org import Embed, Inode, Schedule
from sigma_audit.emulator.refusal import not_found

_PARENT = {"workbook": "workbookId", "report": "reportId"}


def _document(call: Call, kind: str) -> Inode:
    return call.reachable(call.path[_PARENT[kind]], kind)


def _schedules(call: Call, kind: str) -> list[Schedule]:
    inode = _document(call, kind)
    return [one for one in call.org.schedules.values() if one.inode_id == inode.inode_id]


def _workbook_entry(one: Schedule) -> shapes.Entry:
    return shapes.schedule(one, "workbookId")


def _report_entry(one: Schedule) -> shapes.Entry:
    return shapes.schedule(one, "reportId")


def list_workbook_schedules(call: Call) -> object:
    """Answer listWorkbookSchedules."""
    return paging.legacy(call, _schedules(call, "workbook"), _workbook_entry)


def list_workbook_schedules_v2_1(call: Call) -> object:
    """Answer v2_1_listWorkbookSchedules."""
    return paging.pages(call, _schedules(call, "workbook"), _workbook_entry)


def list_report_schedules(call: Call) -> object:
    """Answer listReportSchedules."""
    return paging.pages(call, _schedules(call, "report"), _report_entry)


def _schedule(call: Call, kind: str) -> Schedule:
    inode = _document(call, kind)
    schedule = call.org.schedules.get(call.path["scheduleId"])
    if schedule is None or schedule.inode_id != inode.inode_id:
        raise not_found(f"Schedule {call.path['scheduleId']}")
    call.require(schedule.owner_id == call.caller.member_id)
    return schedule


def _read_into(call: Call, schedule: Schedule) -> None:
    """Take over what the body says of when and how; its targets are kept from readers."""
    when, how = call.take("schedule", dict) or {}, call.take("configV2", dict) or {}
    schedule.cron = str(when.get("cronSpec", schedule.cron))
    schedule.timezone = str(when.get("timezone", schedule.timezone))
    schedule.title = str(how.get("title", schedule.title))
    schedule.run_as_recipient = bool(how.get("runAsRecipient", schedule.run_as_recipient))


def _create(call: Call, kind: str) -> object:
    inode = _document(call, kind)
    call.need("target", list), call.need("schedule", dict), call.need("configV2", dict)
    schedule_id = call.emulator.new_id("schedule", call.org.schedules)
    schedule = Schedule(schedule_id, inode.inode_id, call.caller.member_id, "0 0 * * *")
    _read_into(call, schedule)
    call.org.schedules[schedule_id] = schedule
    return shapes.schedule(schedule, _PARENT[kind])


def _update(call: Call, kind: str) -> object:
    schedule = _schedule(call, kind)
    action = call.one_of("suspensionAction", "pause", "resume")
    _read_into(call, schedule)
    if action is not None:
        schedule.is_suspended = action == "pause"
    return shapes.schedule(schedule, _PARENT[kind])


def _delete(call: Call, kind: str) -> object:
    del call.org.schedules[_schedule(call, kind).schedule_id]
    return {}


def create_workbook_schedule(call: Call) -> object:
    """Answer postWorkbookSchedule."""
    return _create(call, "workbook")


def update_workbook_schedule(call: Call) -> object:
    """Answer updateWorkbookSchedule."""
    return _update(call, "workbook")


def delete_workbook_schedule(call: Call) -> object:
    """Answer deleteWorkbookSchedule."""
    return _delete(call, "workbook")


def create_report_schedule(call: Call) -> object:
    """Answer createReportSchedule."""
    return _create(call, "report")


def update_report_schedule(call: Call) -> object:
    """Answer updateReportSchedule."""
    return _update(call, "report")


def delete_report_schedule(call: Call) -> object:
    """Answer deleteReportSchedule."""
    return _delete(call, "report")


def list_embeds(call: Call) -> object:
    """Answer listWorkbookEmbeds."""
    inode = _document(call, "workbook")
    rows = [one for one in call.org.embeds.values() if one.workbook_id == inode.inode_id]
    return paging.pages(call, rows, shapes.embed)


def create_embed(call: Call) -> object:
    """Answer createWorkbookEmbed: public, and for Admins only (R17)."""
    call.require_admin()
    inode = _document(call, "workbook")
    call.one_of("embedType", "public") or call.need("embedType", str)
    kind = call.one_of("sourceType", "workbook", "page", "element")
    embed = Embed(
        call.emulator.new_id("embed", call.org.embeds),
        inode.inode_id,
        public=True,
        source_type=kind or call.need("sourceType", str),
        source_id=call.take("sourceId", str),
    )
    call.org.embeds[embed.embed_id] = embed
    shown = shapes.embed(embed)
    return {"embedId": shown["embedId"], "embedUrl": shown["embedUrl"]}


def delete_embed(call: Call) -> object:
    """Answer deleteWorkbookEmbeds: the URL dies."""
    inode = call.editable(call.path["workbookId"], "workbook")
    embed = call.org.embeds.get(call.path["embedId"])
    if embed is None or embed.workbook_id != inode.inode_id:
        raise not_found(f"Embed {call.path['embedId']}")
    del call.org.embeds[embed.embed_id]
    return {}
