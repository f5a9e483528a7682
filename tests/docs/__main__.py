"""Brings the documentation up to date: ``python -m tests.docs``."""

from __future__ import annotations

import sys

from tests.docs.examples import rerun
from tests.docs.generated import filled, pages

for page in pages():
    before = page.read_text(encoding="utf-8")
    after = rerun(filled(before))
    if after != before:
        page.write_text(after, encoding="utf-8")
        sys.stdout.write(f"{page}\n")
