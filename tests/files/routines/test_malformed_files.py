"""The exact messages about mistakes in a routine file."""

from __future__ import annotations

import pytest

from tpsession.files.routines.routine_file import read_routine_text

HEAD = 'format = 1\nname = "X"\narea = "neck"\nsides = "each"\n'
STEP = '[[steps]]\ntechnique = "oil"\nduration = "30s"\n'
PRESSURE = '[[steps]]\ntechnique = "pressure"\n'
FILE_KEYS = (
    '"format", "name", "area", "sides", "first", "switch", "summary", "position", "have", "avoid", '
    '"sources", "link", "defaults", "programme" or "steps"'
)
STEP_KEYS = (
    '"technique", "duration", "hold", "release", "repeat", "count", "wait", "halfway", "tempo", "inhale", '
    '"exhale", "sided", "area", "text", "say" or "sound"'
)
OIL_KEYS = '"technique", "duration", "wait", "halfway", "sided", "area", "text", "say" or "sound"'
AREAS = (
    '"any", "none", '
    '"jaw", "skull-base", "neck", "upper-back", "low-back", "shoulder", "forearm", "hand", "hip", '
    '"thigh", "calf" or "foot"'
)


def messages_about(content: str | bytes) -> list[str]:
    """Return the messages about a file, each with its place."""
    _, problems = read_routine_text(content, "x")
    return [problem.format_with_path("F") for problem in problems]


MALFORMED: dict[str, tuple[str | bytes, list[str]]] = {
    "an empty file has none of the required keys": (
        "",
        [
            'F:1:1: "format" is missing; write format = 1',
            'F:1:1: "name" is missing; write name = "Neck, ten minutes"',
            'F:1:1: "area" is missing; write area = "neck"',
            'F:1:1: "sides" is missing; write sides = "each"',
            'F:1:1: "steps" is missing; write [[steps]]',
        ],
    ),
    "a later format isn't checked any further": (
        'format = 2\nwhat = "ever"\n',
        ["F:1:10: format 2 needs a newer tpsession; this one reads format 1"],
    ),
    "true is not the number 1": (
        HEAD.replace("= 1", "= true") + STEP,
        ["F:1:10: format must be 1, not true"],
    ),
    "a mistyped area, side, technique and countdown get the nearest word": (
        (
            'format = 1\nname = "X"\narea = "nekc"\nsides = "Each"\n'
            '[defaults]\ncountdown = "beep"\n[[steps]]\ntechnique = "presure"\nhold = "30s"\n'
        ),
        [
            'F:3:8: area can\'t be "nekc"; did you mean "neck"?',
            'F:4:9: sides can\'t be "Each"; did you mean "each"?',
            'F:6:13: countdown can\'t be "beep"; did you mean "beeps"?',
            'F:8:13: technique can\'t be "presure"; did you mean "pressure"?',
        ],
    ),
    "a comment after a value doesn't move its problem": (
        (
            'format = 1   # this "one"\nname = "X"\narea = "sholder"   # or "any"\nsides = "each"  # x\n'
            'have = [ # what\n  "oil", # and\n  3,\n]\n' + STEP.replace('"30s"', "30 # s")
        ),
        [
            'F:3:8: area can\'t be "sholder"; did you mean "shoulder"?',
            'F:7:3: have can only contain text in quotes, such as ["oil", "towel"], not 3',
        ],
    ),
    "spaces and quotes that only look like TOML's are named, but not in texts and comments": (
        (
            'format\u00a0= 1\n\u202fname = "X"\narea = \u201cneck\u201d\nsides = \u2018each\u2019\n'
            'summary = "a\u00a0\u201cb\u201d" # \u00a0\u201c\n' + STEP
        ),
        [
            "F:1:7: this is a no-break space (U+00A0); replace it by a normal space",
            "F:2:1: this is a narrow no-break space (U+202F); replace it by a normal space",
            'F:3:8: \u201c is a curly quote; write text in straight ones: "like this"',
            'F:4:9: \u2018 is a curly quote; write text in straight ones: "like this"',
        ],
    ),
    "in a text without a closing quote, an apostrophe is no curly quote": (
        HEAD.replace('"X"', '"it\u2019s fine') + STEP,
        ["F:2:18: the text has no closing quote on this line"],
    ),
    "a comma at the end of an inline table": (
        HEAD + 'defaults = { get_ready = "5s", }\n' + STEP,
        ['F:5:32: a table in { } has to be on one line, without a comma before its "}"'],
    ),
    "an inline table of several lines": (
        HEAD + 'defaults = {\n  get_ready = "5s"\n}\n' + STEP,
        ['F:5:13: a table in { } has to be on one line, without a comma before its "}"'],
    ),
    "a word that is like no known one gets all of them": (
        HEAD.replace('"each"', '"xyz"') + STEP,
        ['F:4:9: sides can\'t be "xyz"; use "each", "left", "right", "both" or "none"'],
    ),
    "mistyped keys get the nearest key": (
        HEAD + 'sumary = "x"\n[defaults]\nget_redy = "5s"\n' + STEP + 'sayy = "x"\n',
        [
            'F:5:1: unknown key "sumary"; did you mean "summary"?',
            'F:7:1: unknown key "get_redy"; did you mean "get_ready"?',
            'F:11:1: unknown key "sayy"; did you mean "say"?',
        ],
    ),
    "the message about a misplaced key says where it belongs": (
        HEAD
        + 'countdown = "calm"\nduration = 30\n'
        + STEP
        + 'avoid = ["x"]\nget_ready = 3\n[defaults]\nname = "x"\n',
        [
            'F:5:1: "countdown" belongs under [defaults]',
            'F:6:1: "duration" belongs in a step, under [[steps]]',
            'F:10:1: "avoid" belongs at the top of the file, before the first [ or [[',
            'F:11:1: "get_ready" belongs under [defaults]',
            'F:13:1: "name" belongs at the top of the file, before the first [ or [[',
        ],
    ),
    "an unknown table": (HEAD + STEP + "[zzz]\nx = 1\n", [f'F:8:1: unknown key "zzz"; use {FILE_KEYS}']),
    "keys of another technique name those that take them": (
        HEAD + PRESSURE + 'hold = "30s"\ntempo = 12\n' + STEP + 'inhale = "4s"\n',
        [
            'F:8:1: "pressure" can\'t have "tempo"; only "circles", "strokes", "light" or "custom" can',
            'F:12:1: "oil" can\'t have "inhale"; only "breathe" can',
        ],
    ),
    "duration and hold, and release and repeat without hold": (
        HEAD
        + PRESSURE
        + 'duration = "1m"\nhold = "30s"\n'
        + PRESSURE
        + "duration = 30\nrelease = 5\nrepeat = 2\n",
        [
            'F:8:1: a step has either "duration" or "hold"; remove one of them',
            'F:12:1: "release" only works with "hold"; add hold = "30s"',
            'F:13:1: "repeat" only works with "hold"; add hold = "30s"',
        ],
    ),
    "repeats of what is counted": (
        HEAD
        + '[[steps]]\ntechnique = "custom"\nrepeat = 8\n'
        + '[[steps]]\ntechnique = "custom"\nrepeat = 80\nrelease = 5\n'
        + '[[steps]]\ntechnique = "custom"\ncount = 8\nrepeat = 2\n'
        + '[[steps]]\ntechnique = "strokes"\nrepeat = 8\n'
        + '[[steps]]\ntechnique = "light"\ncount = 8\nrepeat = 2\n',
        [
            'F:7:1: "repeat" only works with "hold"; write count = 8 to count movements, or add hold = "30s"',
            (
                'F:10:1: "repeat" only works with "hold"; write count = 12 to count movements, '
                'or add hold = "30s"'
            ),
            'F:11:1: "release" only works with "hold"; add hold = "30s"',
            'F:15:1: "repeat" only works with "hold"; remove it',
            'F:16:1: the step has no time; write duration = "1m" or count = 12',
            'F:18:1: "strokes" can\'t have "repeat"; write count = 8 to count movements',
            'F:22:1: "light" can\'t have "repeat"; only "pressure", "stretch", "relax" or "custom" can',
        ],
    ),
    "to relax with repeats alone, and repeats without technique": (
        HEAD + '[[steps]]\ntechnique = "relax"\nrepeat = 2\n[[steps]]\nrepeat = 2\n',
        [
            'F:5:1: the step has no time; write hold = "5s"',
            'F:7:1: "repeat" only works with "hold"; add hold = "5s"',
            'F:8:1: the step has no technique; write one, such as technique = "oil"',
            'F:9:1: "repeat" only works with "hold"; add hold = "30s"',
        ],
    ),
    "of a time that the technique can't have, it is only said what to write instead": (
        HEAD
        + '[[steps]]\ntechnique = "strokes"\nhold = "30s"\n'
        + PRESSURE
        + "count = 8\n"
        + STEP
        + "count = 8\n",
        [
            (
                'F:7:1: "strokes" can\'t have "hold"; write duration = "1m" or count = 12, '
                'or use "pressure", "stretch", "relax" or "custom"'
            ),
            (
                'F:10:1: "pressure" can\'t have "count"; write duration = "30s" or hold = "30s", '
                'or use "circles", "strokes", "light" or "custom"'
            ),
            'F:14:1: "oil" can\'t have "count"; only "circles", "strokes", "light" or "custom" can',
        ],
    ),
    "an unknown key of a step gets only the keys of its technique": (
        HEAD + '[[steps]]\ntechnique = "relax"\nhold = "5s"\ntense = "5s"\nzzz = 1\n[[steps]]\nzzz = 1\n',
        [
            'F:8:1: unknown key "tense"; write hold = "5s"',
            (
                'F:9:1: unknown key "zzz"; use "technique", "hold", "release", "repeat", "wait", "halfway", '
                '"sided", "area", "text", "say" or "sound"'
            ),
            'F:10:1: the step has no technique; write one, such as technique = "oil"',
            f'F:11:1: unknown key "zzz"; use {STEP_KEYS}',
        ],
    ),
    "words after a number": (
        HEAD
        + '[[steps]]\ntechnique = "strokes"\ncount = 8 times\ntempo = 12x # quick\n'
        + STEP.replace('"30s"', "5 minutes")
        + STEP.replace('"30s"', "30 30"),
        [
            "F:7:11: write the number alone: count = 8",
            "F:8:11: write the number alone: tempo = 12",
            'F:11:14: put the time in quotes: "5 minutes"',
            "F:14:15: nothing may follow a value on the same line; put text and times in quotes",
        ],
    ),
    "a step without time, and one without technique": (
        HEAD + PRESSURE + '[[steps]]\ntechnique = "rest"\n[[steps]]\nduration = 5\n',
        [
            'F:5:1: the step has no time; write duration = "30s" or hold = "30s"',
            'F:7:1: the step has no time; write duration = "1m"',
            'F:9:1: the step has no technique; write one, such as technique = "oil"',
        ],
    ),
    "massage and sides without an area": (
        HEAD.replace("neck", "none") + '[[steps]]\ntechnique = "breathe"\nduration = 60\n' + STEP,
        [
            'F:4:9: a routine with area = "none" has no sides; write sides = "none"',
            (
                'F:9:13: a routine with area = "none" has no massage, so no step "oil"; '
                'use "stretch", "breathe", "relax", "rest" or "wipe"'
            ),
        ],
    ),
    "counts and words for each hold that don't fit": (
        HEAD
        + '[[steps]]\ntechnique = "strokes"\ncount = 61\n'
        + '[[steps]]\ntechnique = "strokes"\ncount = 8\nduration = 30\n'
        + PRESSURE
        + 'count = 8\nhold = 30\ntext = ["a", "b"]\n'
        + STEP
        + 'say = ["a"]\n'
        + PRESSURE
        + "hold = 30\ntext = []\nsay = 3\n",
        [
            "F:7:9: count must be a whole number from 1 to 60, not 61",
            'F:10:1: a step has either "duration" or "count"; remove one of them',
            'F:14:1: "pressure" can\'t have "count"; only "circles", "strokes", "light" or "custom" can',
            'F:16:1: "text" has 2 texts, and there is 1 hold; write one for each',
            'F:20:1: "say" can only be a list with "hold" and "repeat": one for each hold',
            'F:24:1: "text" has 0 texts, and there is 1 hold; write one for each',
            "F:25:7: say must be text in quotes, or a list of texts, not 3",
        ],
    ),
    "sides, a link and a sound that can't be": (
        HEAD
        + 'first = "both"\nswitch = "sides"\nlink = "http://example.org"\n'
        + STEP
        + 'sound = "../bell.wav"\n'
        + STEP
        + 'sound = "bell.mid"\nfirst = "left"\n',
        [
            'F:5:9: first can\'t be "both"; use "left" or "right"',
            'F:6:10: switch can\'t be "sides"; use "block" or "step"',
            'F:7:8: link must be an address such as "https://example.org/page", not "http://example.org"',
            'F:11:9: sound must be the name of a sound file, such as "bell.wav", not "../bell.wav"',
            'F:15:9: sound must be the name of a sound file, such as "bell.wav", not "bell.mid"',
            'F:16:1: "first" belongs at the top of the file, before the first [ or [[',
        ],
    ),
    "to relax without holds": (
        HEAD + '[[steps]]\ntechnique = "relax"\nduration = "5m"\n[[steps]]\ntechnique = "relax"\n',
        [
            'F:7:1: "relax" can\'t have "duration"; write hold = "5s"',
            'F:8:1: the step has no time; write hold = "5s"',
        ],
    ),
    "values that are not usable numbers": (
        HEAD
        + PRESSURE
        + "hold = true\nrelease = nan\nrepeat = 2.0\n"
        + '[[steps]]\ntechnique = "strokes"\nduration = inf\ntempo = true\n',
        [
            'F:7:8: hold can\'t be true; write seconds (90) or text such as "1m30s"',
            'F:8:11: release can\'t be nan; write seconds (90) or text such as "1m30s"',
            "F:9:10: repeat must be a whole number from 1 to 100, not 2.0",
            'F:12:12: duration can\'t be inf; write seconds (90) or text such as "1m30s"',
            "F:13:9: tempo must be a number from 1 to 60, not true",
        ],
    ),
    "numbers out of range": (
        HEAD
        + PRESSURE
        + 'hold = "61m"\nrelease = "0s"\nrepeat = 101\n'
        + '[[steps]]\ntechnique = "breathe"\nduration = -5\ninhale = 21\n'
        + '[[steps]]\ntechnique = "strokes"\nduration = 30\ntempo = 0x'
        + "f" * 5000
        + "\n",
        [
            'F:7:8: hold must be from 1 s to 60 min, not "61m"',
            'F:8:11: release must be from 1 s to 60 min, not "0s"',
            "F:9:10: repeat must be a whole number from 1 to 100, not 101",
            'F:12:12: duration can\'t be -5; write seconds (90) or text such as "1m30s"',
            "F:13:10: inhale must be from 1 s to 20 s, not 21",
            "F:17:9: tempo must be a number from 1 to 60, not such a large number",
        ],
    ),
    "a number of too many digits": (
        HEAD + STEP.replace('"30s"', "9" * 5000),
        ["F:7:12: the number has too many digits"],
    ),
    "a bare time is a time of day": (
        HEAD + STEP.replace('"30s"', "00:01:30"),
        [
            (
                "F:7:12: duration can't be 00:01:30; TOML reads it as a time of day; put it in quotes, "
                'like "1m30s"'
            )
        ],
    ),
    "times without quotes": (
        HEAD + STEP.replace('"30s"', "1m30s") + STEP.replace('"30s"', "1:30 # long"),
        ['F:7:13: put the time in quotes: "1m30s"', 'F:10:13: put the time in quotes: "1:30"'],
    ),
    "words without quotes": (
        HEAD.replace('"each"', "each")
        + STEP
        + "halfway = yes\nwait = True\n"
        + STEP
        + "halfway = off\ntext =\n",
        [
            'F:4:9: put the text in quotes: "each"',
            'F:8:11: "yes" is not a TOML value; write true',
            "F:9:8: write true in lower case",
            'F:13:11: "off" is not a TOML value; write false',
            'F:14:7: "text" has no value; write one after the "="',
        ],
    ),
    "what can't be read is reported alone": (
        HEAD
        + '[[steps]]\ntechnique = "breathe"\nduration = 60\nsided = yes\n'
        + PRESSURE
        + 'sided = false\nhold = 30\nrepeat = 2x\ntext = ["a", "b"]\n'
        + PRESSURE
        + 'sided = false\nhold = 30\nrepeat = 0\ntext = ["a", "b"]\n',
        [
            'F:8:9: "yes" is not a TOML value; write true',
            "F:13:11: write the number alone: repeat = 2",
            "F:19:10: repeat must be a whole number from 1 to 100, not 0",
        ],
    ),
    "an unread value of the only step gives no warning about sides": (
        HEAD + '[[steps]]\ntechnique = "breathe"\nduration = 60\nsided = yes\n',
        ['F:8:9: "yes" is not a TOML value; write true'],
    ),
    "an unclosed quote breaks only its own line": (
        'format = 1\nname = "X\narea = "neck"\nsides = "eech"\n' + STEP,
        [
            "F:2:10: the text has no closing quote on this line",
            'F:4:9: sides can\'t be "eech"; did you mean "each"?',
        ],
    ),
    "a text with a quote in it": (
        HEAD + STEP + "text = 'it's'\n",
        ["F:8:12: the text ends before this; to use a quote in text, put it in the other kind of quotes"],
    ),
    "an unclosed long text swallows nothing": (
        HEAD + STEP + 'text = """Warm\n' + STEP + 'sayy = "x"\n',
        [
            "F:8:1: the text that begins here has no closing quotes",
            'F:12:1: unknown key "sayy"; did you mean "say"?',
        ],
    ),
    "an unclosed long text that meets another": (
        HEAD + STEP + 'text = """Warm\n' + STEP + 'text = """Stay."""\nsayy = "x"\n',
        [
            "F:12:11: the text that begins on line 8 ends here or earlier; its closing quotes may be missing",
            'F:13:1: unknown key "sayy"; did you mean "say"?',
        ],
    ),
    "a list without its closing bracket, before a heading with a comment": (
        HEAD + 'have = ["oil",\n' + STEP.replace("]]", "]] # warm up") + STEP,
        ['F:6:3: this is not a TOML value; put text and times in quotes, such as "30s"'],
    ),
    "a list without its closing bracket": (
        HEAD + 'have = ["oil", "towel"\nposition = 3\n' + STEP,
        [
            'F:6:1: the list is missing a comma or its closing "]"; write it like ["oil", "towel"]',
        ],
    ),
    "a list without a comma": (
        HEAD + 'have = [\n  "oil"\n  "towel",\n]\nposition = 3\n' + STEP,
        [
            'F:7:3: the list is missing a comma or its closing "]"; write it like ["oil", "towel"]',
            "F:9:12: position must be text in quotes, not 3",
        ],
    ),
    "a table within braces": (
        HEAD + 'defaults = { get_ready = "5s"\n' + STEP,
        [
            (
                'F:5:30: the table is missing a comma or its closing "}"; '
                'write it like { get_ready = "5s" } on one line'
            ),
        ],
    ),
    "headings without their brackets": (
        HEAD + "[[steps]\n" + STEP.partition("\n")[2] + "[defaults\nget_redy = 5\n",
        [
            'F:5:8: the heading has no closing "]]"; write [[steps]]',
            'F:8:10: the heading has no closing "]"; write [defaults]',
            'F:9:1: unknown key "get_redy"; did you mean "get_ready"?',
        ],
    ),
    "steps in single brackets": (
        HEAD + STEP.replace("[[steps]]", "[steps]") * 2,
        [
            (
                "F:5:1: steps must be a list of tables, not a table; "
                "start each step with [[steps]], in double brackets"
            ),
            "F:8:1: start every step with [[steps]], in double brackets",
        ],
    ),
    "keys and headings that appear twice": (
        HEAD + 'name = "Y"\n' + STEP + "  duration = 3\n[defaults]\n[defaults]\n",
        [
            'F:5:1: "name" is set twice in this table; keep only one',
            'F:9:3: "duration" is set twice in this table; keep only one',
            "F:11:1: [defaults] appears twice; put all its keys under one heading",
        ],
    ),
    "lines that are no TOML": (
        HEAD + "duration 30\n= 3\n// note\n" + STEP,
        [
            'F:5:10: an "=" is missing; write key = value',
            "F:6:1: this is not valid TOML; write key = value, or start a comment with #",
            "F:7:1: this is not valid TOML; write key = value, or start a comment with #",
        ],
    ),
    "a backslash that means nothing": (
        HEAD + STEP + 'text = "C:\\quiet"\n',
        ["F:8:11: to write a backslash in text, double it (\\\\), or put the text in single quotes"],
    ),
    "lists and texts of the wrong kind": (
        HEAD
        + 'summary = 3\nhave = "oil"\navoid = ["a", 1]\nsources = [["x"]]\nposition = 2020-01-01\n'
        + STEP,
        [
            "F:5:11: summary must be text in quotes, not 3",
            'F:6:8: have must be a list, such as ["oil", "towel"], not "oil"',
            'F:7:15: avoid can only contain text in quotes, such as ["oil", "towel"], not 1',
            'F:8:12: sources can only contain text in quotes, such as ["oil", "towel"], not a list',
            "F:9:12: position must be text in quotes, not 2020-01-01",
        ],
    ),
    "tables of the wrong kind": (
        HEAD + "defaults = 3\nsteps = [1]\n",
        [
            "F:5:1: defaults must be a table, not 3; write [defaults] once, in single brackets",
            "F:6:10: a step must be a table, not 1; start each step with [[steps]], in double brackets",
        ],
    ),
    "a programme with numbers out of range, and an unknown key": (
        HEAD + STEP + "[programme]\nsessions = 1\nevery_days = 2.5\nevery_day = 1\n",
        [
            "F:9:12: sessions must be a whole number from 2 to 60, not 1",
            "F:10:14: every_days must be a whole number from 1 to 14, not 2.5",
            'F:11:1: unknown key "every_day"; did you mean "every_days"?',
        ],
    ),
    "a programme without its keys": (
        HEAD + STEP + "[programme]\n",
        [
            'F:8:1: "sessions" is missing; write sessions = 6',
            'F:8:1: "every_days" is missing; write every_days = 2',
        ],
    ),
    "a programme that is no table, and its keys in other places": (
        HEAD + "programme = 6\nsessions = 6\n" + STEP + "every_days = 2\n",
        [
            "F:5:1: programme must be a table, not 6; write [programme] once, in single brackets",
            'F:6:1: "sessions" belongs under [programme]',
            'F:10:1: "every_days" belongs under [programme]',
        ],
    ),
    "no step at all": (
        HEAD + "steps = []\n",
        ["F:5:1: there are no steps; start each step with [[steps]], in double brackets"],
    ),
    "an empty name": (
        HEAD.replace('"X"', '"  "') + STEP,
        ["F:2:8: name is empty; write a few words"],
    ),
    "columns count characters, not bytes": (
        HEAD + STEP + 'text = "ä🙂é" x\n[[steps]]\n"ключ" = 1\ntechnique = "oil"\nduration = 5\n',
        [
            "F:8:14: the text ends before this; to use a quote in text, put it in the other kind of quotes",
            f'F:10:1: unknown key "ключ"; use {OIL_KEYS}',
        ],
    ),
    "columns count characters in a valid file too": (
        HEAD + 'steps = [{ text = "ä🙂é", technique = "oill", duration = 5 }]\n',
        ['F:5:38: technique can\'t be "oill"; did you mean "oil"?'],
    ),
    "a tab is one character": (
        HEAD + '[[steps]]\n\ttechnique\t=\t"oill"\n\tduration = 5\n',
        ['F:6:14: technique can\'t be "oill"; did you mean "oil"?'],
    ),
    "line ends of Windows change nothing": (
        (HEAD.replace("neck", "nekc") + STEP + "halfway = yes\n").replace("\n", "\r\n"),
        [
            'F:3:8: area can\'t be "nekc"; did you mean "neck"?',
            'F:8:11: "yes" is not a TOML value; write true',
        ],
    ),
    "bytes that are no UTF-8": (
        HEAD.encode().replace(b'"X"', b'"\xc3\xa4 \xe9 \xff"') + STEP.encode() + b"\xff = yes\nsayy = 1\n",
        [
            "F:2:11: the byte 0xE9 is not valid UTF-8; save the file as UTF-8",
            "F:8:1: the byte 0xFF is not valid UTF-8; save the file as UTF-8",
            'F:9:1: unknown key "sayy"; did you mean "say"?',
        ],
    ),
    "UTF-16": ("format = 1".encode("utf-16"), ["F:1:1: the file is saved as UTF-16; save it as UTF-8"]),
    "control characters are never printed": (
        HEAD.replace('"neck"', '"\\u001b[31mred\\u202e"') + STEP + 'say = "a\x07"\n"\\u0007" = 1\n',
        [
            f'F:3:8: area can\'t be "\\x1b[31mred\\u202e"; use {AREAS}',
            "F:8:9: the control character \\x07 is not allowed here; remove it",
            f'F:9:1: unknown key "\\x07"; use {OIL_KEYS}',
        ],
    ),
    "a long value is cut": (
        HEAD.replace('"each"', '"' + "e" * 500 + '"') + STEP,
        [f'F:4:9: sides can\'t be "{"e" * 39}…"; use "each", "left", "right", "both" or "none"'],
    ),
    "brackets without end": (
        HEAD + "have = " + "[" * 5000 + "\n" + STEP,
        ["F:5:108: the brackets are nested too deeply; no key here needs more than two levels"],
    ),
    "a key of thousands of parts": (
        HEAD + "a." * 5000 + "a = 1\n" + STEP,
        ["F:5:1: this key has more than 500 parts; no key needs so many"],
    ),
    "too many steps": (
        HEAD.replace("each", "left") + '[[steps]]\ntechnique = "wipe"\n' * 201,
        ["F:405:1: with this, the routine plays 201 steps; at most 200 are allowed"],
    ),
    "too many steps in rounds": (
        HEAD.replace("each", "left")
        + '[[steps]]\ntechnique = "wipe"\n[[steps]]\nrounds = 20\n'
        + '[[steps.steps]]\ntechnique = "wipe"\n' * 10,
        ["F:7:1: with this, the routine plays 201 steps; at most 200 are allowed"],
    ),
    "rounds with mistakes": (
        HEAD
        + '[[steps]]\nrounds = 1\nrest = "0s"\ntechnique = "oil"\n'
        + '[[steps.steps]]\ntechnique = "oill"\n'
        + "[[steps]]\nrounds = 2\n"
        + "[[steps]]\nrounds = 2\nsteps = [1]\n"
        + '[[steps]]\n[[steps.steps]]\nrounds = 2\n[[steps.steps.steps]]\ntechnique = "oil"\n'
        + STEP
        + "rest = 3\n",
        [
            "F:6:10: rounds must be a whole number from 2 to 20, not 1",
            'F:7:8: rest must be from 1 s to 60 min, not "0s"',
            'F:8:1: "technique" belongs in a step of the rounds, under [[steps.steps]]',
            'F:10:13: technique can\'t be "oill"; did you mean "oil"?',
            "F:11:1: the rounds have no steps; start each step of the rounds with [[steps.steps]]",
            ("F:15:10: a step must be a table, not 1; start each step of the rounds with [[steps.steps]]"),
            (
                'F:16:1: "rounds" is missing; write rounds = 3, or, if no rounds are meant, '
                "[[steps]] instead of [[steps.steps]]"
            ),
            "F:17:1: rounds can't have rounds in them; end these first, with a new [[steps]]",
            (
                'F:24:1: "rest" belongs under a [[steps]] of its own, '
                "above the [[steps.steps]] that are played in rounds"
            ),
        ],
    ),
    "more than three hours, both sides counted": (
        HEAD + '[[steps]]\ntechnique = "stretch"\nhold = 60\nrelease = 1\nrepeat = 90\n',
        ["F:5:1: the whole routine takes 3 h 3 min 11 s; at most 3 h are allowed"],
    ),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_every_mistake_is_reported_at_its_place_with_what_would_be_right(name: str) -> None:
    content, lines = MALFORMED[name]
    assert messages_about(content) == lines


@pytest.mark.parametrize("name", MALFORMED)
def test_a_file_with_a_mistake_gives_no_routine(name: str) -> None:
    routine, _ = read_routine_text(MALFORMED[name][0], "x")
    assert routine is None


WARNED: dict[str, tuple[str | bytes, list[str]]] = {
    "a byte order mark": (
        b"\xef\xbb\xbf" + (HEAD + STEP).encode(),
        [
            (
                "F:1:1: warning: the file begins with a byte order mark, which some programs can't read; "
                "save it as plain UTF-8"
            )
        ],
    ),
    "a long hold, a long timed pressure and a long stretch": (
        HEAD + PRESSURE + 'hold = "61s"\n' + PRESSURE + "duration = 90\n"
        '[[steps]]\ntechnique = "stretch"\nhold = "1m1s"\n[[steps]]\ntechnique = "oil"\nduration = 61\n',
        [
            "F:7:8: warning: this hold takes 1 min 1 s; we advise 1 min at most",
            "F:10:12: warning: this hold takes 1 min 30 s; we advise 1 min at most",
            "F:13:8: warning: this hold takes 1 min 1 s; we advise 1 min at most",
        ],
    ),
    "over five minutes on a spot": (
        HEAD + STEP.replace("30s", "5m") + STEP.replace("30s", "1s"),
        ["F:8:1: warning: with this step, one spot is massaged for 5 min 1 s; we advise 5 min at most"],
    ),
    "over twenty minutes in the session": (
        HEAD + STEP.replace("30s", "10m") + STEP.replace("30s", "1s"),
        [
            "F:5:1: warning: with this step, one spot is massaged for 10 min; we advise 5 min at most",
            (
                "F:8:1: warning: with this step, the massage of both sides takes 20 min 2 s; "
                "we advise 20 min at most"
            ),
        ],
    ),
    "over twenty minutes in the session, on one side only": (
        HEAD.replace("each", "left") + STEP.replace("30s", "20m") + STEP.replace("30s", "1s"),
        [
            "F:5:1: warning: with this step, one spot is massaged for 20 min; we advise 5 min at most",
            "F:8:1: warning: with this step, the massage takes 20 min 1 s; we advise 20 min at most",
        ],
    ),
    "a sound that isn't there": (
        HEAD + STEP + 'sound = "Bell.wav"\n',
        [
            (
                'F:8:9: warning: there is no "bell.wav" in your folder of sounds; '
                "the step starts with its usual sound"
            )
        ],
    ),
    "an area is asked for, but each step that works on one has its own": (
        HEAD.replace("neck", "any")
        + STEP
        + 'area = "calf"\n'
        + PRESSURE
        + 'hold = 20\narea = "thigh"\n[[steps]]\ntechnique = "rest"\nduration = 30\n',
        [
            (
                'F:3:8: warning: area is "any", so an area is asked for at the start, '
                "but every step has its own; write the one whose pain is rated, "
                'such as area = "calf"'
            )
        ],
    ),
    "an area is asked for, and a step works on it": (
        HEAD.replace("neck", "any") + STEP + 'area = "calf"\n' + STEP,
        [],
    ),
    "each side, but no step is sided": (
        HEAD + '[[steps]]\ntechnique = "breathe"\nduration = "1m"\n',
        [
            (
                'F:4:9: warning: sides is "each", but no step is played on each side; write sides = "none", '
                "or sided = true in a step"
            )
        ],
    ),
}


@pytest.mark.parametrize("name", WARNED)
def test_a_warning_is_reported_and_the_routine_still_works(name: str) -> None:
    content, lines = WARNED[name]
    assert messages_about(content) == lines
    assert read_routine_text(content, "x")[0] is not None


@pytest.mark.parametrize(
    "content",
    [
        HEAD + STEP.replace("30s", "5m"),
        HEAD + PRESSURE + 'hold = "60s"\nrepeat = 5\n',
        HEAD + STEP.replace("30s", "5m") + '[[steps]]\ntechnique = "rest"\nduration = "1h"\n',
        HEAD + STEP.replace("30s", "5m") + '[[steps]]\ntechnique = "stretch"\nhold = "60s"\nrepeat = 20\n',
        HEAD + STEP.replace("30s", "5m") + STEP.replace("30s", "5m") + "sided = false\n",
    ],
)
def test_a_routine_exactly_at_the_limits_has_no_warning(content: str) -> None:
    assert messages_about(content) == []


def test_of_too_many_mistakes_only_the_first_are_listed() -> None:
    lines = messages_about(HEAD + "[[steps]]\n" + "".join(f"key{number} = 1\n" for number in range(2000)))
    assert len(lines) == 501
    assert lines[-1] == "F:504:1: only the first 500 problems are listed"


def test_that_only_the_first_mistakes_are_listed_is_said_last() -> None:
    lines = messages_about(HEAD + (STEP.replace('"30s"', '"soon"') + "text = 1\nsay = 1\n") * 200)
    assert len(lines) == 501
    assert lines[-1].endswith("only the first 500 problems are listed")


def test_after_too_many_syntax_errors_it_says_that_the_rest_is_not_checked() -> None:
    lines = messages_about(HEAD + "no toml here\n" * 200 + STEP)
    assert lines[0] == 'F:5:4: an "=" is missing; write key = value'
    assert lines[-1] == "F:54:4: the rest is checked once this is fixed"
