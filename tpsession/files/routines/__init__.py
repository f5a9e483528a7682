"""Routine files: finding them, reading them, and checking what they say.

A file becomes a routine one step at a time, each in a module that knows only those before it:

1. `files.toml.reader`: the file's bytes become text, and the text a `Document` with every syntax error.
   A file without errors needs only tomllib. After an error, `files.toml.recovery` reads on, and
   `files.toml.explain` puts the errors into words.
2. `files.toml.table`: a `TomlTable` gives the document's values key by key, each checked by a reader of
   `files.toml.values`; what is wrong goes to a `ProblemCollector`.
3. `checks`: the table becomes a `Routine`, if nothing in it is wrong; `totals` checks how long it takes.
4. `ProblemCollector.locate_problems` finds the line and column of each problem, with `files.toml.source_map`.

`routine_file` takes these steps for one file, and `library` for all files of the folders. `files.settings`
takes the same steps with its own checks.
"""
