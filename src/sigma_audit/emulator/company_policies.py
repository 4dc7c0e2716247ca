"""What the company has written down for its policies, and the export of its audit log.

Files as a reviewer keeps them: what is sensitive, which duties must not meet, what must be found,
which exceptions were made. Must never be read by what it tests: it is files, not objects.
"""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import datetime, timedelta

from sigma_audit.emulator.company_build import person_id as who
from sigma_audit.emulator.org import Member, Org
from sigma_audit.emulator.story import Findings

LOG_FROM, LOG_TO = datetime(2026, 6, 1, 6, 0), datetime(2026, 9, 30, 16, 40)
# Who was last seen longer ago than a policy allows: Oksana Bilyk, an Admin, and Sofia Lindgren.
LAST_SEEN = {
    who("oksana"): datetime(2026, 8, 20, 14, 5),
    who("sofia"): datetime(2026, 6, 12, 15, 30),
}
_HEADINGS = ("Time", "User Email", "Event Type", "Event", "Event Status", "Object Name")
_EVENTS = (
    ("Access Sigma", "Sign in"),
    ("Object Interactions", "Open workbook"),
    ("Query Executions", "Run query"),
)

SENSITIVE = """\
# What is sensitive, by path; everything beneath is, too.
[[sensitive]]
name = "treasury"
paths = ["Treasury"]
owners = ["edith.sommer@halcyon.example"]
teams = ["Treasury Desk"]

[[sensitive]]
name = "salaries"
paths = ["Snowflake:PROD.HR*"]
owners = ["edith.sommer@halcyon.example"]

[[sensitive]]
name = "closing"
paths = ["Finance/Closing"]
owners = ["edith.sommer@halcyon.example"]
"""
DUTIES = """\
# What no active member may hold together.
[[pair]]
name = "hand out licences and open the warehouse"
why = "whoever decides who may do what must not decide what there is to see"
first = { account_permission = "Manage users" }
second = { path = "Lakehouse", permission = "admin" }

[[pair]]
name = "plan the budget and move the money"
why = "a budget owner must not pay from it"
first = { team = "Budget Owners" }
second = { team = "Pricing Circle" }
"""
SENTINELS = """\
# Facts that are known to be true: a snapshot in which one is missing is suspect.
[[sentinel]]
name = "the treasurer manages Treasury"
member = "edith.sommer@halcyon.example"
path = "Treasury"
permission = "edit"
why = "Edith Sommer has been the treasurer since 2023"

[[sentinel]]
name = "the analysts are there"
member = "helene.marchand@halcyon.example"
team = "Marketing Analysts"
"""
WAIVERS = """\
# Dated exceptions, reviewed like code; each still shows, with its real result beside it.
[[waiver]]
check = "write_back_holders"
subject = "Yusuf Demir"
reason = "Fills the input tables of the harbour desk"
approver = "miriam.adler@halcyon.example"
expires = 2026-12-31

[[waiver]]
check = "guest_direct_grants"
subject = "Lorna Pike"
reason = "Samples access for the half-year audit"
approver = "miriam.adler@halcyon.example"
expires = 2026-08-31

[[waiver]]
check = "connection_admins"
subject = "Bastien Roux"
reason = "Moves the forecasts to a new warehouse"
approver = "miriam.adler@halcyon.example"
expires = 2026-12-31
"""
# What the check of waivers itself finds, and which finding a waiver covers.
OF_WAIVERS: Findings = (
    ("waivers", "guest_direct_grants: Lorna Pike"),
    ("waivers", "connection_admins: Bastien Roux"),
)
WAIVED: Findings = (("write_back_holders", "Yusuf Demir"),)
DECLARED = {
    "sensitive": SENSITIVE,
    "duties": DUTIES,
    "sentinels": SENTINELS,
    "waivers": WAIVERS,
}


def audit_log_file(org: Org) -> str:
    """Write the events of four months as CSV: everybody active was here, but for `LAST_SEEN`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADINGS)
    here = [m for m in org.members.values() if not m.is_archived and not m.is_inactive]
    lines = [line for member in here for line in _lines(member)]
    writer.writerows(sorted(lines))
    return out.getvalue()


def _lines(member: Member) -> list[tuple[str, ...]]:
    """Give a person's events, weekly back from the last; times and kinds by the id alone."""
    digest = hashlib.blake2b(member.member_id.encode(), digest_size=4).digest()
    ago = timedelta(days=digest[0] % 12, minutes=digest[1] * 2)
    last = LAST_SEEN.get(member.member_id, LOG_TO - ago)
    lines = []
    moment, number = last, digest[2]
    while moment >= LOG_FROM:
        category, event = _EVENTS[number % len(_EVENTS)]
        lines.append(_line(moment, member.email, category, event, "Success"))
        moment, number = moment - timedelta(days=7, minutes=digest[3]), number + 1
    if digest[0] % 17 == 0 and member.member_id not in LAST_SEEN:
        failed = last - timedelta(minutes=2)
        lines.append(_line(failed, member.email, "Access Sigma", "Sign in", "Failed"))
    return lines


def _line(moment: datetime, email: str, category: str, event: str, status: str) -> tuple[str, ...]:
    return (f"{moment:%Y-%m-%d %H:%M:%S}", email, category, event, status, "")
