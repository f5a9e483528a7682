"""What every page shares: how its template is filled in, so that no text becomes a part of the page."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from tpsession.core.text.sanitize import sanitize


def fill_in(template: str, **values: object) -> str:
    """Return a page as HTML. All texts are escaped, and characters that can't be shown are replaced.

    Args:
        template: The name of a file in this folder.
        values: Every value that the template uses. If one is missing, jinja2's `UndefinedError` is raised.

    """
    environment = Environment(
        loader=PackageLoader("tpsession.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: sanitize(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(values)
