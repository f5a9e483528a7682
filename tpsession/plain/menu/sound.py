"""Lets the person hear each kind of sound in plain mode, and make it louder or quieter."""

from __future__ import annotations

from tpsession.core.errors import SettingsError
from tpsession.core.settings.actions import LOUDER, QUIETER
from tpsession.core.settings.definitions import GROUP_VOLUMES, MASTER_VOLUME
from tpsession.core.sound.sound_check import GROUP_TITLES, SoundCheck
from tpsession.core.sound.volume import VolumeControl
from tpsession.plain.asking.choice import BACK, choose
from tpsession.plain.line_session import VOLUME_STEP, describe_sound_problem
from tpsession.plain.services import PlainServices

SOUND_CHOICE = "Sound"


def check_sound(services: PlainServices) -> None:
    """Play a sample of each kind of sound that the person chooses, and change and save the overall volume.

    This goes on until the person goes back. What is wrong with the sound, if anything, is printed first. The
    player gets the volumes of the settings, and isn't muted any more. Raises `QuitRequested` if the person
    leaves the program.
    """
    console, check = services.console, SoundCheck(services.player, services.clock)
    volume = VolumeControl(services.settings.load_preferences(), services.player)
    # The player knows the volumes of the settings from here on.
    volume.set_muted(False)
    groups = check.groups
    if problem := describe_sound_problem(services.player):
        console.say(problem)
    is_listed = True
    while True:
        samples = [f"{GROUP_TITLES[group]}, {volume.percent(GROUP_VOLUMES[group])}" for group in groups]
        title = f"Which sound do you want to hear? Volume {volume.volume} of 100."
        options = [*samples, LOUDER.name, QUIETER.name, BACK]
        index = choose(console, title, options, is_listed=is_listed)
        is_listed = False
        if index is None or options[index] == BACK:
            check.stop()
            return
        if index < len(groups):
            check.play(groups[index])
            continue
        volume.adjust(VOLUME_STEP if options[index] == LOUDER.name else -VOLUME_STEP)
        try:
            services.settings.save_setting(MASTER_VOLUME, volume.volume)
        except SettingsError as error:
            console.say(str(error))
        console.say(f"Volume {volume.volume} of 100.")
