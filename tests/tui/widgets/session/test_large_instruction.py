"""What to do in large letters: with the instruction where its letters are easy to read."""

from __future__ import annotations

import pytest
from textual.screen import Screen

from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, open_screen
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.widgets.session.large_instruction import LargeInstruction


@pytest.mark.parametrize("charset", Charset)
def test_the_instruction_is_large_only_where_that_is_easy_to_read(charset: Charset) -> None:
    async def show(user: User) -> None:
        large = LargeInstruction()
        await user.app.screen.mount(large)
        large.show("Oil", "Oil the palm.", 180, 30)
        assert (large.display, large.shows_text) == (True, charset is Charset.UNICODE)

    open_screen(Screen[None](), show, (200, 60), FakeTui(charset=charset))
