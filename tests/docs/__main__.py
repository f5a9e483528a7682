"""Brings the documentation up to date: ``python -m tests.docs``."""

from __future__ import annotations

import sys

from tests.docs.examples import rerun
from tests.docs.generated import filled, pages
from tests.docs.man_page import PAGE, man_page

for page in pages():
    before = page.read_text(encoding="utf-8")
    after = rerun(filled(before))
    if after != before:
        page.write_text(after, encoding="utf-8")
        sys.stdout.write(f"{page}\n")

# Last: it is made of tables that are on those pages.
if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != man_page():
    PAGE.write_text(man_page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{PAGE}\n")
