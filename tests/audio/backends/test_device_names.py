"""The choice of a device by its name."""

from __future__ import annotations

import pytest

from tpsession.audio.backends.device_names import find_name


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ("Headphones", 1),
        ("headphones", 1),
        ("usb", 2),
        ("Speakers", 0),
        ("Bluetooth", None),
        (" usb headphones ", 2),
    ],
)
def test_a_device_is_found_by_its_name_or_a_part_of_it(wanted: str, index: int | None) -> None:
    assert find_name(wanted, ["Speakers", "Headphones", "USB Headphones"]) == index
