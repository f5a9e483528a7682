"""An offline recogniser that hears phrases, alone or one after the other."""

from __future__ import annotations

import random
import re
from array import array
from collections.abc import Iterable
from typing import Any

from tpsession.core.speech.phrases import NEXT, PHRASES, REMAINING, Phrase

RATE = 22_050
"""Frames a second of what is heard."""
HUSH_S = 0.2
"""Before and after what is heard; the recogniser needs it, and never perfect silence."""
HUSH = 8
"""How loud that is, out of 32,768."""


def words(text: str) -> str:
    """A text as the recogniser writes it."""
    return " ".join(re.findall("[a-z]+", text.lower()))


def _any_of(phrases: Iterable[Phrase]) -> str:
    return "(" + " | ".join(words(phrase.text) for phrase in phrases) + ")"


def _grammar(rules: str) -> str:
    return f"#JSGF V1.0;\ngrammar said;\n{rules}\n"


ONE_PHRASE = _grammar(f"public <said> = {_any_of(PHRASES.values())};")
"""Any one of the phrases."""


def _announcement() -> str:
    several = [phrase for phrase in PHRASES.values() if re.fullmatch("n-([2-9]|1[0-9]|20)", phrase.id)]
    tens = [phrase for phrase in PHRASES.values() if re.fullmatch("n-[2-6]0", phrase.id)]
    ones = [phrase for phrase in PHRASES.values() if re.fullmatch("n-[1-9]", phrase.id)]
    sides = [phrase for phrase in PHRASES.values() if re.fullmatch("[a-z]+-sides?", phrase.id)]
    known = (*several, *tens, *ones, *sides, NEXT, REMAINING)
    steps = [phrase for phrase in PHRASES.values() if phrase not in known]
    return _grammar(
        f"<many> = {_any_of(several)} | {_any_of(tens)} [{_any_of(ones)}];\n"
        "<minutes> = one minute | <many> minutes;\n"
        "<seconds> = one second | <many> seconds;\n"
        "<time> = <minutes> [<seconds>] | <seconds>;\n"
        f"public <said> = [next] {_any_of(steps)} [{_any_of(sides)}] [<time>] | <time> [remaining];"
    )


ANNOUNCEMENT = _announcement()
"""Any step with its side and its time, and any time."""


class Listener:
    """Hears what a grammar (JSGF) allows, and nothing else."""

    def __init__(self, decoder: Any, grammar: str) -> None:  # noqa: ANN401 - the library has no types
        """Take pocketsphinx's class `Decoder`.

        The mean of each recording is taken away as a whole, so that none is heard differently after another.
        """
        self._decoder = decoder(
            samprate=RATE, nfft=1024, lm=None, cmn="batch", remove_noise=True, pip=0.5, loglevel="FATAL"
        )
        self._decoder.add_jsgf_string("said", grammar)
        self._decoder.activate_search("said")

    def hears(self, samples: array[int]) -> str | None:
        """The words of 16-bit samples at `RATE`, or None."""
        noise = random.Random(0)  # noqa: S311 - noise, no secret
        hush = [array("h", [round(noise.gauss(0, HUSH)) for _ in range(int(HUSH_S * RATE))]) for _ in "<>"]
        self._decoder.start_utt()
        self._decoder.process_raw((hush[0] + samples + hush[1]).tobytes(), full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return found.hypstr if found else None
