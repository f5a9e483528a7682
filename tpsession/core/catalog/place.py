"""Places: where it hurts, which is rated and what the history is reviewed by.

An area is what a session works on. Usually the place is the area itself, but pain at the head may be worked
on at the neck. So every area is a place, and there are places that no routine works on.
"""

from __future__ import annotations

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.no_area import NO_AREA

OVERALL = "overall"
"""The id of the place of sessions without a place: breathing and relaxation alone."""

CHEST = "chest"
"""The id of the place at which pain may be an emergency."""

_ORDER = (
    "head", "jaw", "skull-base", "neck", CHEST, "upper-back", "low-back", "groin",
    "shoulder", "elbow", "forearm", "wrist", "hand", "hip", "thigh", "knee", "calf", "ankle", "foot", OVERALL,
)  # fmt: skip
PLACES: dict[str, str] = {
    place: AREAS[place].name if place in AREAS else place.capitalize() for place in _ORDER
}
"""The name of every place, by its id, in the order of every list: head, trunk, arm, leg, each from above."""

FELT_PLACES: tuple[str, ...] = tuple(place for place in PLACES if place != OVERALL)
"""The ids of the places at which pain is felt: all but `OVERALL`."""

PAIRED_PLACES = frozenset(FELT_PLACES[FELT_PLACES.index("shoulder") :])
"""The ids of the places of arms and legs, of which there are two."""

_EVERYDAY_WORDS: dict[str, tuple[str, ...]] = {
    CHEST: ("heart", "breast", "breastbone", "sternum", "rib", "ribcage"),
    "head": ("forehead", "temple", "headache"),
    "jaw": ("tooth", "teeth", "cheek", "chin"),
    "neck": ("nape",),
    "upper-back": ("shoulder-blade",),
    "low-back": ("lower-back", "loin"),
    "hip": ("buttock", "bottom"),
    "thigh": ("hamstring",),
    "hand": ("finger", "thumb", "palm"),
    "knee": ("kneecap",),
    "calf": ("calves",),
    "foot": ("feet", "heel", "toe", "sole", "instep"),
}
_PLACE_OF_WORD = {word: place for place, words in _EVERYDAY_WORDS.items() for word in words}


def find_place(text: str) -> str | None:
    """Return the id of the place that a person means by its id, its name or an everyday word; else None.

    Case doesn't matter, a space counts as a hyphen, and a plural ``s`` at the end is ignored: ``Knees`` means
    the knee.
    """
    word = "-".join(text.casefold().split())
    names = {"-".join(name.casefold().split()): place for place, name in PLACES.items()}
    for typed in (word, word.removesuffix("s")):
        if place := (typed if typed in PLACES else names.get(typed) or _PLACE_OF_WORD.get(typed)):
            return place
    return None


def place_of_area(area: Area) -> str:
    """Return the id of the place that is rated in a session on an area: the area's own id.

    For `NO_AREA` it is `OVERALL`.
    """
    return OVERALL if area is NO_AREA else area.id


def place_name(place: str) -> str:
    """Return the name of the place with this id, or the id itself if this version doesn't know the place."""
    return PLACES.get(place, place)
