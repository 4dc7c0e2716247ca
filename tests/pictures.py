"""Makes the README's pictures from a demo's folder: `python tests/pictures.py demo`.

Needs Chromium on the path, or named by SIGMA_AUDIT_CHROMIUM. Writes docs/overview.png,
docs/object_dossier.png (of the payroll workbook) and docs/changes.png, and nothing else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sigma_audit.cli.demo import PAYROLL
from sigma_audit.library import Library
from sigma_audit.report.write import write_reports

DOCS = Path(__file__).resolve().parents[1] / "docs"
WIDTH, LARGEST = 1280, 300_000
# name -> height in pixels: down to where the picture has said what it has to say
PICTURES = {"overview": 1500, "object_dossier": 1500, "changes": 1400}


def browser() -> str:
    """Give Chromium's path; the script cannot work without."""
    found = os.environ.get("SIGMA_AUDIT_CHROMIUM") or shutil.which("chromium")
    if not found:
        raise SystemExit("no chromium: apt-get install chromium, or set SIGMA_AUDIT_CHROMIUM")
    return found


def picture(page: Path, height: int, out: Path, profile: Path) -> None:
    """Photograph the top of a page in the light scheme."""
    command = [
        browser(), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        f"--user-data-dir={profile}", "--virtual-time-budget=15000",
        "--blink-settings=preferredColorScheme=1", f"--window-size={WIDTH},{height}",
        f"--screenshot={out}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    size = out.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{out} is {size:,} bytes: lower its height")
    sys.stdout.write(f"{out} {size:,} bytes\n")


def main(demo: Path) -> None:
    """Write the three reports anew from the demo's first and last snapshot, and photograph them."""
    taken = sorted((demo / "snapshots").glob("*/*.duckdb"))
    if len(taken) < 2:
        raise SystemExit(f"{demo} is no demo: run sigma-audit demo --out {demo}")
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        out, library = Path(folder), Library()
        write_reports(["overview", "changes"], taken[-1], taken[0], ["html"], out, {}, library)
        write_reports(
            ["object_dossier"], taken[-1], taken[0], ["html"], out, {"what": PAYROLL}, library
        )
        for name, height in PICTURES.items():
            picture(out / f"{name}.html", height, DOCS / f"{name}.png", out / "profile")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))
