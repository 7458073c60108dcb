"""Writes a typed Python client of the API from its OpenAPI document.

    python3 generate.py ../../spec/openapi.json > sallyport_client.py

A schema becomes a dataclass, an operation a method that takes and gives them. What comes out needs runtime.py and
the standard library. What the document does not describe is an error, here or when an answer is read: the client is
as strict as the document, so that a test which uses it holds the server to it.
"""

import json
import keyword
import re
import sys

HEADER = '''"""Made from the OpenAPI document by generate.py: do not edit."""

from __future__ import annotations

import dataclasses
from typing import Any, Literal, Optional

from runtime import MISSING, Answer, Transport

'''

CONDITIONS = {"If-Match": "if_match", "If-None-Match": "if_none_match", "Idempotency-Key": "idempotency_key"}


def snake(name):
    """listOrganizations, If-Match: as Python names things."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").replace(".", "_").lower()
    return name + "_" if keyword.iskeyword(name) else name


def camel(name):
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]", name))


class Generator:
    def __init__(self, document):
        self.document = document
        self.classes = []  # the text of each
        self.aliases = []
        self.schemas = document["components"]["schemas"]

    def resolve(self, item):
        while "$ref" in item:
            found = self.document
            for part in item["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            item = found
        return item

    def type_of(self, schema, name):
        """The Python type of a schema; `name` is for a class that it has to make."""
        if "$ref" in schema:
            return schema["$ref"].rsplit("/", 1)[1]
        if "const" in schema:
            return f"Literal[{schema['const']!r}]"
        if "enum" in schema:
            return f"Literal[{', '.join(repr(value) for value in schema['enum'])}]"
        for several in ("oneOf", "anyOf"):
            if several in schema and "properties" not in schema:
                return " | ".join(self.type_of(one, f"{name}{i}") for i, one in enumerate(schema[several]))
        kinds = schema.get("type", [])
        if isinstance(kinds, list) and kinds:
            parts = [self.type_of({**schema, "type": kind}, name) for kind in kinds if kind != "null"]
            return " | ".join(parts + ["None"] if "null" in kinds else parts)
        if kinds == "array":
            return f"list[{self.type_of(schema.get('items', {}), name + 'Item')}]"
        if kinds == "object":
            if "properties" in schema:
                self.add_class(name, schema)
                return name
            return "dict[str, Any]"
        simple = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
        return simple.get(kinds, "Any") if not isinstance(kinds, list) else "Any"

    def add_class(self, name, schema):
        required = set(schema.get("required", []))
        lines = []
        for key, value in schema["properties"].items():
            if not key.isidentifier():
                raise SystemExit(f"{name}.{key} is not a name")
            kind = self.type_of(value, name + camel(key))
            field = key + "_" if keyword.iskeyword(key) else key
            lines.append((key not in required, f"    {field}: {kind}" + ("" if key in required else " = MISSING")))
        body = "\n".join(line for _, line in sorted(lines, key=lambda line: line[0]))
        about = schema.get("description", "").replace('"', "'")
        doc = f'    """{about}"""\n\n' if about else ""
        self.classes.append(f"@dataclasses.dataclass(kw_only=True)\nclass {name}:\n{doc}{body or '    pass'}\n")

    def add_schemas(self):
        for name, schema in self.schemas.items():
            if schema.get("type") == "object" and "properties" in schema:
                self.add_class(name, schema)
            else:
                self.aliases.append(f"{name} = {self.type_of(schema, name)}")

    def operation(self, path, method, item):
        names = [self.resolve(parameter) for parameter in item.get("parameters", [])]
        in_path = [one["name"] for one in names if one["in"] == "path"]
        if in_path != re.findall(r"{(\w+)}", path):
            raise SystemExit(f"{path} and its parameters disagree")
        arguments = [f"{snake(name)}: str" for name in in_path]
        body_type = "None"
        media = "None"
        if "requestBody" in item:
            (first, content), *_ = item["requestBody"]["content"].items()
            body_type = self.type_of(content["schema"], camel(item["operationId"]) + "Body")
            media = repr(first)
            arguments.append(f"body: {body_type}")
        keywords, query, fields = [], [], []
        for one in names:
            if one["in"] == "query":
                kind = self.type_of(one["schema"], camel(item["operationId"]) + camel(one["name"]))
                keywords.append(f"{snake(one['name'])}: {kind}" + ("" if one.get("required") else " = MISSING"))
                query.append(f"{one['name']!r}: {snake(one['name'])}")
            if one["in"] == "header":
                keywords.append(f"{CONDITIONS[one['name']]}: str = MISSING")
                fields.append(f"{one['name']!r}: {CONDITIONS[one['name']]}")
        answers = []
        for status, answer in item["responses"].items():
            if int(status) >= 300:
                continue
            for kind, content in answer.get("content", {}).items():
                text = not kind.endswith("json")
                one = "str" if text else self.type_of(content["schema"], camel(item["operationId"]) + "Answer")
                answers.append((int(status), one))
            if not answer.get("content"):
                answers.append((int(status), "None"))
        result = " | ".join(dict.fromkeys(kind for _, kind in answers))
        typed = ", ".join(f"{status}: {kind!r}" for status, kind in answers)
        target = "f" + repr(re.sub(r"{(\w+)}", lambda found: "{self._segment(" + snake(found[1]) + ")}", path))
        signature = ", ".join(["self", *arguments, *(["*"] + keywords if keywords else [])])
        return (f"    def {snake(item['operationId'])}({signature}) -> Answer[{result}]:\n"
                f'        """{item["summary"]}."""\n'
                f"        return self._call({item['operationId']!r}, {method.upper()!r}, {target},\n"
                f"                          query={{{', '.join(query)}}}, fields={{{', '.join(fields)}}},\n"
                f"                          body={'body' if body_type != 'None' else 'None'}, media={media},\n"
                f"                          answers={{{typed}}}, types=globals())\n")

    def write(self):
        self.add_schemas()
        methods, ids = [], []
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                methods.append(self.operation(path, method, operation))
                ids.append(operation["operationId"])
        if len(set(ids)) != len(ids):
            raise SystemExit("an operationId stands twice")
        return (HEADER + "\n\n".join(self.classes) + "\n\n" + "\n".join(self.aliases) + "\n\n"
                + f"OPERATIONS = {sorted(ids)!r}\n\n\nclass Client(Transport):\n" + "\n".join(methods))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.stdout.write(Generator(json.load(file)).write())


if __name__ == "__main__":
    main()
