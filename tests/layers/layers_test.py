"""Holds which folder of src/ may include which, and says why where one does not.

The rules are data (layers.json). They are also checked themselves: a rule about a folder that is gone, or one that
refuses what nothing refuses, would only look like a guard.
"""

import json
import pathlib
import re
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SRC = HERE.parent.parent / "src"
RULES = json.loads((HERE / "layers.json").read_text())
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)


def is_test(path):
    """A test may include what it needs to build the world around its subject."""
    return path.stem.endswith(("_test", "_fuzz")) or path.name.startswith("test_") or "testing" in path.parts


def sources():
    return [path for path in sorted(SRC.rglob("*")) if path.suffix in (".h", ".cc") and not is_test(path)]


def folder_of(path):
    return path.relative_to(SRC).parts[0]


def includes(path):
    """(own, foreign): the includes in quotes, and those in angle brackets."""
    found = INCLUDE.findall(path.read_text())
    return [own for own, _ in found if own], [foreign for _, foreign in found if foreign]


def reason(origin, to):
    for rule in RULES["reasons"]:
        if (rule["from"], rule["to"]) == (origin, to):
            return rule["because"]
    return "the table in src/README.md goes one way only, so that each folder can be understood without those below it"


class Layers(unittest.TestCase):
    def test_every_include_follows_the_table(self):
        broken = []
        for path in sources():
            origin = folder_of(path)
            for included in includes(path)[0]:
                to = included.split("/")[0]
                if to != origin and to not in RULES["layers"][origin]:
                    broken.append(f"{path.relative_to(SRC)} includes {included}: {reason(origin, to)}")
        self.assertEqual([], broken, "\n".join(broken))

    def test_own_headers_are_named_from_src(self):
        for path in sources():
            for included in includes(path)[0]:
                self.assertTrue((SRC / included).is_file(), f"{path.relative_to(SRC)}: there is no src/{included}")

    def test_libraries_stay_where_they_belong(self):
        broken = []
        for path in sources():
            for included in includes(path)[1]:
                for rule in RULES["libraries"]:
                    if included.startswith(rule["header"]) and folder_of(path) not in rule["only"]:
                        broken.append(f"{path.relative_to(SRC)} includes <{included}>: {rule['because']}")
        self.assertEqual([], broken, "\n".join(broken))


class TheRulesThemselves(unittest.TestCase):
    def test_they_name_the_folders_that_exist(self):
        folders = {path.name for path in SRC.iterdir() if path.is_dir()}
        self.assertEqual(folders, set(RULES["layers"]))

    def test_the_arrow_has_no_cycle(self):
        seen = []
        for folder, uses in RULES["layers"].items():
            self.assertTrue(set(uses) <= set(seen), f"{folder} uses a folder that stands below it")
            seen.append(folder)

    def test_every_reason_belongs_to_a_refusal(self):
        for rule in RULES["reasons"]:
            self.assertNotIn(rule["to"], RULES["layers"][rule["from"]], f"{rule} gives a reason for what is allowed")

    def test_every_guarded_library_is_used_where_it_may_be(self):
        used = {(folder_of(path), foreign) for path in sources() for foreign in includes(path)[1]}
        for rule in RULES["libraries"]:
            for folder in rule["only"]:
                self.assertTrue(
                    any(f == folder and foreign.startswith(rule["header"]) for f, foreign in used),
                    f"{folder} no longer includes {rule['header']}: tighten the rule",
                )


if __name__ == "__main__":
    unittest.main()
