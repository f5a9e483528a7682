"""Settings, sound test, doctor, the person's own data, and saving a sound file. Loaded when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.tui.base.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from tpsession.tui.screens.tools.doctor import DoctorScreen as DoctorScreen
    from tpsession.tui.screens.tools.own_data import OwnDataScreen as OwnDataScreen
    from tpsession.tui.screens.tools.render import RenderScreen as RenderScreen
    from tpsession.tui.screens.tools.settings import SettingsScreen as SettingsScreen
    from tpsession.tui.screens.tools.sound import SoundScreen as SoundScreen
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "DoctorScreen": "doctor",
            "OwnDataScreen": "own_data",
            "RenderScreen": "render",
            "SettingsScreen": "settings",
            "SoundScreen": "sound",
        },
    )
