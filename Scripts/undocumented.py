#!/usr/bin/env python3
"""Lists the public symbols of the library that have no documentation, from symbol graphs.

    python3 Scripts/undocumented.py FOLDER MODULE…

Left out is what says all by its name and place: a case or a requirement of a protocol that is the standard
library's (`==`, `encode(to:)`), a raw value, and initializers that only set members of the same names.
"""
import json
import pathlib
import sys

# Of protocols that everyone knows.
KNOWN = {
    "init(rawValue:)", "rawValue", "allCases", "description", "==(_:_:)", "hash(into:)", "encode(to:)", "init(from:)",
    "next()", "makeIterator()", "Element", "Iterator", "RawValue", "AllCases",
}


def undocumented(path):
    graph = json.loads(path.read_text())
    members = {}
    for relation in graph["relationships"]:
        if relation["kind"] == "memberOf":
            members.setdefault(relation["target"], []).append(relation["source"])
    names = {symbol["identifier"]["precise"]: symbol["names"]["title"].split(".")[-1] for symbol in graph["symbols"]}
    owner = {member: target for target, sources in members.items() for member in sources}
    for symbol in graph["symbols"]:
        precise = symbol["identifier"]["precise"]
        name = symbol["names"]["title"]
        last = symbol["pathComponents"][-1]
        if symbol.get("docComment") or "::SYNTHESIZED::" in precise or last in KNOWN:
            continue
        if last.startswith("init("):
            siblings = {names.get(member) for member in members.get(owner.get(precise), [])}
            labels = [label for label in last[5:-1].split(":") if label]
            if all(label in siblings or label == "_" for label in labels):
                continue
        if symbol["kind"]["identifier"] == "swift.enum.case" and "(" not in last:
            continue
        yield ".".join(symbol["pathComponents"]), symbol["kind"]["displayName"]


def main():
    folder, *modules = sys.argv[1:]
    count = 0
    for module in modules:
        for path in sorted(pathlib.Path(folder).glob(f"{module}*.symbols.json")):
            if path.name.split(".")[0].split("@")[0] != module:
                continue
            for name, kind in undocumented(path):
                print(f"{module}: {kind} {name}")
                count += 1
    sys.exit(f"{count} public symbols are not documented" if count else 0)


if __name__ == "__main__":
    main()
