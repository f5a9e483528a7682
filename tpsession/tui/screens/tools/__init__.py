"""Settings, sound test, doctor, and saving a sound file. Loaded when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.tui.base.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from tpsession.tui.screens.tools.doctor import DoctorScreen as DoctorScreen
    from tpsession.tui.screens.tools.render import RenderScreen as RenderScreen
    from tpsession.tui.screens.tools.settings import SettingsScreen as SettingsScreen
    from tpsession.tui.screens.tools.sound import SoundScreen as SoundScreen
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "DoctorScreen": "doctor",
            "RenderScreen": "render",
            "SettingsScreen": "settings",
            "SoundScreen": "sound",
        },
    )
