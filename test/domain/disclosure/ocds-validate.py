"""
Checks the packages on standard input, {name: package}, by libcoveocds, the validator of the Open Contracting Partnership, and
prints what it finds wrong with each. The standard (release 1.1.5) is read from a folder: nothing is fetched.
"""

import io
import json
import socket
import sys
import warnings
import zipfile
from pathlib import Path

from libcoveocds.api import ocds_json_output
from libcoveocds.config import LibCoveOCDSConfig
from libcoveocds.schema import SchemaOCDS

# What it calls an error or a warning; counts and extensions are not.
FINDINGS = [
    "validation_errors",
    "additional_fields",
    "additional_closed_codelist_values",
    "additional_open_codelist_values",
    "conformance_errors",
    "deprecated_fields",
    "extensions",
    "json_deref_error",
]


def zipped(folder: Path) -> bytes:
    """The standard's repository as libcoveocds takes it: a ZIP file of one folder with `schema/` in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("standard/", "")
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, f"standard/schema/{file.relative_to(folder).as_posix()}")
    return packed.getvalue()


def read_from(folder: Path) -> None:
    """Has schemas that others refer to by their address on the standard's site read from the folder, and no other address at all."""
    kwargs_of = SchemaOCDS._jsonref_kwarg

    def load(uri: str) -> object:
        address, name = uri.rsplit("/", 1)
        if address != "https://standard.open-contracting.org/schema/1__1__5":
            raise ValueError(f"{uri} is not of the standard")
        return json.loads((folder / name).read_text(encoding="utf-8"))

    SchemaOCDS._jsonref_kwarg = staticmethod(lambda **how: {**kwargs_of(**how), "loader": load})


def stay_offline() -> None:
    """What would be fetched all the same fails, and is seen."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError("nothing is fetched")

    socket.getaddrinfo = refuse


def main() -> None:
    warnings.simplefilter("ignore")
    stay_offline()
    folder = Path(sys.argv[1])
    standard = zipped(folder)
    read_from(folder)
    found = {}
    for name, package in json.load(sys.stdin).items():
        config = LibCoveOCDSConfig({"context": "api", "standard_zip": standard})
        result = ocds_json_output(json_data=package, lib_cove_ocds_config=config)
        found[name] = {finding: result[finding] for finding in FINDINGS if result.get(finding)}
    json.dump(found, sys.stdout)


main()
