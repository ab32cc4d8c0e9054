"""Compiles the releases on standard input, [[release, ...], ...], by the reference implementation of OCDS merging."""

import json
import sys

from ocdsmerge import Merger

with open(sys.argv[1], encoding="utf-8") as file:
    merger = Merger(json.load(file))
print(json.dumps([merger.create_compiled_release(releases) for releases in json.load(sys.stdin)]))
