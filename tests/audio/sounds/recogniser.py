"""An offline speech recogniser that understands the spoken phrases, alone or one after the other."""

from __future__ import annotations

import random
import re
from array import array
from collections.abc import Iterable
from typing import Any

from tpsession.core.speech.phrases import NEXT, PHRASES, REMAINING, Phrase, number_phrases

RATE = 22_050
"""Frames a second of the recordings."""
PRONOUNCED = {"shins": "SH IH N Z"}
"""The pronunciation of words that the recogniser's dictionary lacks, as it writes it."""
NOISE_S = 0.2
"""Seconds of faint noise before and after a recording. The recogniser needs them, and no perfect silence."""
NOISE = 8
"""How loud the noise is, of 32,768."""


def words(text: str) -> str:
    """A text as the recogniser writes it: in small letters, without punctuation."""
    return " ".join(re.findall("[a-z]+", text.lower()))


def spoken_words(text: str) -> str:
    """The same with its numbers as words, ``4 to 5`` is ``four to five``, and ``blade's`` as ``blades``."""
    text = re.sub(r"\d+", lambda found: " ".join(one.text for one in number_phrases(int(found[0]))), text)
    return " ".join(re.findall("[a-z]+(?:'[a-z]+)?", text.lower().replace("'s", "s")))


def one_text(text: str, others: Iterable[str]) -> str:
    """The grammar of a text in which each word may be missing, or of any other text in which none may be.

    A word that isn't heard is left out of what is recognised. Another recording is taken for its own text.
    """
    own = " ".join(f"[{word}]" for word in spoken_words(text).split())
    alternatives = sorted({spoken_words(other) for other in others} - {spoken_words(text)})
    return _grammar(f"public <text> = {' | '.join([own, *alternatives])};")


def _any_of(phrases: Iterable[Phrase]) -> str:
    return "(" + " | ".join(words(phrase.text) for phrase in phrases) + ")"


def _grammar(rules: str) -> str:
    return f"#JSGF V1.0;\ngrammar speech;\n{rules}\n"


ONE_PHRASE = _grammar(f"public <phrase> = {_any_of(PHRASES.values())};")
"""The grammar of any one phrase."""


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
        f"public <announcement> = [next] {_any_of(steps)} [{_any_of(sides)}] [<time>] | <time> [remaining];"
    )


ANNOUNCEMENT = _announcement()
"""The grammar of any step with its side and its time, and of any time."""


class Recogniser:
    """Understands what a grammar (JSGF) allows, and nothing else."""

    def __init__(self, decoder: Any) -> None:  # noqa: ANN401 - the library has no types
        """Load the recogniser; `decoder` is pocketsphinx's class `Decoder`.

        The mean is subtracted from each recording as a whole, so that earlier recordings make no difference.
        """
        self._decoder = decoder(
            samprate=RATE, nfft=1024, lm=None, cmn="batch", remove_noise=True, pip=0.5, loglevel="FATAL"
        )
        for word, pronunciation in PRONOUNCED.items():
            self._decoder.add_word(word, pronunciation, True)
        self._grammars: dict[str, str] = {}
        """The name that each loaded grammar has in the decoder."""
        generator = random.Random(0)  # noqa: S311 - noise, no secret
        self._before, self._after = (
            array("h", [round(generator.gauss(0, NOISE)) for _ in range(int(NOISE_S * RATE))])
            for _ in range(2)
        )

    def knows(self, word: str) -> bool:
        """Whether it knows how a word is pronounced; a grammar may have no other words."""
        return self._decoder.lookup_word(word) is not None

    def recognise(self, samples: array[int], grammar: str) -> str | None:
        """The words in 16-bit samples at `RATE`, or None if the grammar has no such words."""
        if grammar not in self._grammars:
            self._grammars[grammar] = f"grammar{len(self._grammars)}"
            self._decoder.add_jsgf_string(self._grammars[grammar], grammar)
        self._decoder.activate_search(self._grammars[grammar])
        self._decoder.start_utt()
        self._decoder.process_raw((self._before + samples + self._after).tobytes(), full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return found.hypstr if found else None
