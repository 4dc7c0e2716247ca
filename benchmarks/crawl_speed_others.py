"""What `crawl_speed.py` measures beside this tool, as programs of their own: dlt, and a script.

Both read from the environment where to ask (BASE, TOKEN) and what (WORK, a file of chains), keep
every row in a DuckDB file, and print seconds and rows as JSON. They run where this project is not
installed. Must never ask anything that WORK does not name.
"""

from __future__ import annotations

SCRIPT = """
import duckdb, json, os, sys, time, requests
with open(os.environ["WORK"]) as file:
    work = json.load(file)
began, stored, at = time.perf_counter(), 0, 0
session = requests.Session()
session.headers["Authorization"] = "Bearer " + os.environ["TOKEN"]
con = duckdb.connect(sys.argv[1])
every = int(os.environ["EVERY"])
for one in work:
    con.execute('create table "%s" (id varchar, body json)' % one["name"])
    for parent in one["parents"] or [""]:
        at += 1
        if at % every:
            continue
        path = os.environ["BASE"] + one["path"].replace("{parent}", parent)
        query = {name: text.replace("{parent}", parent) for name, text in one["query"].items()}
        while True:
            page = session.get(path, params=query).json()
            rows = page["entries"] if "entries" in page else page
            for row in rows if isinstance(rows, list) else [rows]:
                con.execute('insert into "%s" values (?, ?)' % one["name"],
                            [parent, json.dumps(row)])
                stored += 1
            cursor = page.get(one["following"]) if one["following"] else None
            if not cursor:
                break
            query[one["cursor"]] = cursor
print(json.dumps([time.perf_counter() - began, stored]))
"""

DLT = """
import json, os, sys, time
os.environ |= {"EXTRACT__WORKERS": os.environ["WORKERS"], "EXTRACT__MAX_PARALLEL_ITEMS": "200",
               "RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "ERROR"}
import dlt
from dlt.sources.rest_api import rest_api_source
folder = sys.argv[1]
with open(os.environ["WORK"]) as file:
    work = json.load(file)
def parents_of(name, ids):
    def parents():
        yield [{"id": one} for one in ids]  # a list of them: each is then asked side by side
    return dlt.resource(parents, name=name, selected=False)
resources = []
for one in work:
    parent = "{resources.%s_parents.id}" % one["name"]
    if one["parents"]:
        resources.append(parents_of(one["name"] + "_parents", one["parents"]))
    pager = {"type": "cursor", "cursor_path": one["following"], "cursor_param": one["cursor"]}
    resources.append({"name": one["name"], "parallelized": True, "endpoint": {
        "path": one["path"][1:].replace("{parent}", parent),
        "params": {name: text.replace("{parent}", parent) for name, text in one["query"].items()},
        "paginator": pager if one["following"] else "single_page",
        "data_selector": "entries" if one["following"] else "$"}})
source = rest_api_source({"client": {"base_url": os.environ["BASE"] + "/", "auth": {
    "type": "bearer", "token": os.environ["TOKEN"]}}, "resources": resources})
began = time.perf_counter()
pipeline = dlt.pipeline("crawl", pipelines_dir=folder, dataset_name="raw",
                        destination=dlt.destinations.duckdb(folder + "/dlt.duckdb"))
pipeline.run(source)
took = time.perf_counter() - began
counted = pipeline.last_trace.last_normalize_info.row_counts
print(json.dumps([took, sum(counted.get(one["name"], 0) for one in work)]))
"""
